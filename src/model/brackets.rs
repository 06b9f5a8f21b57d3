//! Names of form fields with brackets: `data[merges][EMAIL]` is the field `/data/merges/EMAIL` of a document.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

use crate::model::body_error::BodyError;
use crate::model::form::text_of;
use crate::model::json::Json;

/// The most brackets in a name. A reader must not follow a name as deep as the sender likes.
const DEEPEST: usize = 32;

/// A value that is being read.
enum Node {
    Text(String),
    Fields(Fields),
}

/// The fields of an object, in order, with the place of each name.
#[derive(Default)]
struct Fields {
    ordered: Vec<(String, Node)>,
    places: HashMap<String, usize>,
}

/// Returns the fields of a form for a document. `null`, and objects and lists without a value, are left out.
pub(super) fn written(document: &Json) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if let Json::Object(fields) = document {
        for (name, value) in fields {
            write(name, value, &mut found);
        }
    }
    found
}

fn write(name: &str, value: &Json, found: &mut Vec<(String, String)>) {
    match value {
        Json::Object(fields) => fields.iter().for_each(|(inner, value)| write(&within(name, inner), value, found)),
        Json::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| write(&within(name, &at.to_string()), value, found));
        }
        value => found.extend(text_of(value).map(|text| (name.to_owned(), text))),
    }
}

fn within(name: &str, inner: &str) -> String {
    let mut longer = name.to_owned();
    let _ = write!(longer, "[{inner}]");
    longer
}

/// Returns the document of a form. An object whose names are 0, 1 and so on is a list.
pub(super) fn read(fields: Vec<(String, String)>) -> Result<Json, BodyError> {
    let mut root = Fields::default();
    for (at, (name, text)) in fields.into_iter().enumerate() {
        let wrong = || BodyError::Brackets { field: at + 1 };
        let names = names(&name).ok_or_else(wrong)?;
        root.put(&names, text).ok_or_else(wrong)?;
    }
    Ok(root.into_object())
}

/// Returns the names of a field from the outside to the inside; `None` if they are too many. A name whose brackets do
/// not close is plain.
fn names(name: &str) -> Option<Vec<&str>> {
    let Some((outer, inner)) = name.split_once('[') else { return Some(vec![name]) };
    let Some(inner) = inner.strip_suffix(']').filter(|_| !outer.is_empty()) else { return Some(vec![name]) };
    let names: Vec<&str> = std::iter::once(outer).chain(inner.split("][").take(DEEPEST + 1)).collect();
    (names.len() <= DEEPEST).then_some(names)
}

impl Fields {
    /// Adds a text; `None` if another value is in its place. A text that comes again replaces the earlier one.
    fn put(&mut self, names: &[&str], text: String) -> Option<()> {
        let (name, inner) = names.split_first()?;
        let at = *self.places.entry((*name).to_owned()).or_insert_with(|| {
            let node = if inner.is_empty() { Node::Text(String::new()) } else { Node::Fields(Self::default()) };
            self.ordered.push(((*name).to_owned(), node));
            self.ordered.len() - 1
        });
        match (&mut self.ordered.get_mut(at)?.1, inner) {
            (Node::Text(known), []) => *known = text,
            (Node::Fields(fields), [_, ..]) => fields.put(inner, text)?,
            (Node::Text(_), _) | (Node::Fields(_), []) => return None,
        }
        Some(())
    }

    fn into_object(self) -> Json {
        Json::Object(self.ordered.into_iter().map(|(name, node)| (Arc::from(name), node.into_json())).collect())
    }
}

impl Node {
    fn into_json(self) -> Json {
        match self {
            Self::Text(text) => Json::String(text),
            Self::Fields(fields) => {
                let is_list = fields.ordered.iter().enumerate().all(|(at, (name, _))| *name == at.to_string());
                if is_list {
                    return Json::Array(fields.ordered.into_iter().map(|(_, node)| node.into_json()).collect());
                }
                fields.into_object()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_document_of_texts_is_read_as_it_was_written() {
        let document =
            Json::parse(br#"{"type":"a","data":{"id":"1","merges":{"EMAIL":"e"},"list":["x",{"y":"z"}]},"end":""}"#)
                .unwrap();
        let fields = written(&document);
        let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["type", "data[id]", "data[merges][EMAIL]", "data[list][0]", "data[list][1][y]", "end"]);
        assert_eq!(read(fields).unwrap(), document);
    }

    #[test]
    fn what_a_form_cannot_hold_is_left_out() {
        let document = Json::parse(br#"{"a":null,"b":{},"c":[],"d":{"e":null,"f":2}}"#).unwrap();
        assert_eq!(written(&document), pairs(&[("d[f]", "2")]));
    }

    #[test]
    fn odd_names_are_plain_and_contradictions_are_refused() {
        let plain = pairs(&[("a[b", "1"), ("c]", "2"), ("[d]", "3"), ("e[f]g", "4")]);
        let read_again = read(plain.clone()).unwrap();
        for (name, value) in plain {
            assert_eq!(read_again.pointer(&format!("/{name}")).and_then(Json::as_str), Some(value.as_str()), "{name}");
        }
        for wrong in [pairs(&[("a", "1"), ("a[b]", "2")]), pairs(&[("a[b]", "1"), ("a", "2")])] {
            assert!(matches!(read(wrong), Err(BodyError::Brackets { field: 2 })));
        }
        let deep = format!("a{}", "[b]".repeat(100_000));
        assert!(matches!(read(pairs(&[(&deep, "1")])), Err(BodyError::Brackets { field: 1 })));
        assert!(read(pairs(&[(&format!("a{}", "[b]".repeat(DEEPEST - 1)), "1")])).is_ok());
    }

    #[test]
    fn a_text_that_comes_again_replaces_the_earlier_one() {
        let read = read(pairs(&[("a[1]", "x"), ("b", "y"), ("a[1]", "z")])).unwrap();
        assert_eq!(read, Json::parse(br#"{"a":{"1":"z"},"b":"y"}"#).unwrap());
    }
}
