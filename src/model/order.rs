//! The order in which a provider writes the fields of its objects.

use serde::{Deserialize, Serialize};

use crate::model::json::Json;

/// Field names of an object in order, each with the order of its value. Arrays are transparent: their items share one
/// order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldOrder(Vec<(String, Self)>);

impl FieldOrder {
    /// Returns the order of one document.
    #[must_use]
    pub fn of(document: &Json) -> Self {
        let mut order = Self::default();
        order.learn(document);
        order
    }

    /// Adds the names of a document that are not known yet, each next to its neighbor in the document.
    pub fn learn(&mut self, document: &Json) {
        match document {
            Json::Array(items) => items.iter().for_each(|item| self.learn(item)),
            Json::Object(members) => {
                let mut place = self.start(members.iter().map(|(name, _)| &**name));
                for (name, value) in members {
                    place = self.place(name, place);
                    self.0[place - 1].1.learn(value);
                }
            }
            _ => {}
        }
    }

    /// Adds the names of another order that are not known yet.
    pub fn merge(&mut self, other: &Self) {
        let mut place = self.start(other.0.iter().map(|(name, _)| name.as_str()));
        for (name, inner) in &other.0 {
            place = self.place(name, place);
            self.0[place - 1].1.merge(inner);
        }
    }

    /// Returns the position for names without a left neighbor: before the first known name, or at the end.
    fn start<'a>(&self, mut names: impl Iterator<Item = &'a str>) -> usize {
        names.find_map(|name| self.position(name)).unwrap_or(self.0.len())
    }

    /// Finds a name, or inserts it at `place`; returns the position after it.
    fn place(&mut self, name: &str, place: usize) -> usize {
        if let Some(at) = self.position(name) {
            return at + 1;
        }
        self.0.insert(place, (name.to_owned(), Self::default()));
        place + 1
    }

    /// Returns whether a JSON pointer leads to a known name, or to any name in an object with open names.
    #[must_use]
    pub fn knows(&self, pointer: &str) -> bool {
        let mut at = self;
        for name in pointer.split('/').skip(1) {
            match at.inside(name) {
                Some(inner) => at = inner,
                // Items of an array share one order.
                None if name.parse::<usize>().is_ok() => {}
                None => return at.0.is_empty(),
            }
        }
        true
    }

    /// Returns the order of a field's value. The field is added at the end if it is not known.
    pub fn field(&mut self, name: &str) -> &mut Self {
        let at = self.place(name, self.0.len()) - 1;
        &mut self.0[at].1
    }

    /// Returns the position of a name, if it is known.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|(known, _)| known == name)
    }

    /// Returns the order of a field's value.
    #[must_use]
    pub fn inside(&self, name: &str) -> Option<&Self> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, inner)| inner)
    }

    /// Sorts the fields of a document; unknown names follow the known ones in their own order.
    pub fn sort(&self, document: &mut Json) {
        match document {
            Json::Array(items) => items.iter_mut().for_each(|item| self.sort(item)),
            Json::Object(members) => {
                members.sort_by_key(|(name, _)| self.position(name).unwrap_or(usize::MAX));
                for (name, value) in members {
                    if let Some(inner) = self.inside(name) {
                        inner.sort(value);
                    }
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::BodyStyle;

    fn json(text: &str) -> Json {
        Json::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn a_new_name_stands_behind_its_neighbour() {
        let mut order = FieldOrder::of(&json(r#"{"a":1,"c":[{"x":1},{"y":2}]}"#));
        order.learn(&json(r#"{"a":1,"b":2,"c":3}"#));
        let mut document = json(r#"{"z":0,"c":{"y":1,"x":2},"b":1,"a":0}"#);
        order.sort(&mut document);
        assert_eq!(document.write(BodyStyle::COMPACT), br#"{"a":0,"b":1,"c":{"x":2,"y":1},"z":0}"#);
    }

    #[test]
    fn a_new_first_name_stands_before_its_neighbour() {
        let mut order = FieldOrder::of(&json(r#"{"a":1,"b":1}"#));
        order.merge(&FieldOrder::of(&json(r#"{"z":1,"b":2}"#)));
        let mut document = json(r#"{"b":1,"z":0,"a":0}"#);
        order.sort(&mut document);
        assert_eq!(document.write(BodyStyle::COMPACT), br#"{"a":0,"z":0,"b":1}"#);
    }
}
