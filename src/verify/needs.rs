//! Fields that an endpoint needs: which fields may be absent or null, tested one at a time.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Json, escape};
use crate::schema::Validator;
use crate::sign::Part;
use crate::verify::context::Context;
use crate::verify::type_under_test::TypeUnderTest;

/// The contract of an endpoint as it was measured: what it needs of all that its provider may leave out.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Needs {
    /// The provider.
    pub provider: String,
    /// The endpoint.
    pub endpoint: String,
    /// Fixes the shapes of what was sent.
    pub seed: u64,
    /// With the seed, fixes its bytes.
    pub salt: String,
    /// Attempts made.
    pub deliveries: u64,
    /// Reason why the measurement stopped early, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incomplete: Option<String>,
    /// The event types, in the provider's order.
    pub events: Vec<EventNeeds>,
}

/// Fields of one event type that an endpoint needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct EventNeeds {
    /// The event type.
    pub name: String,
    /// Number of optional or nullable fields that were tested. Required fields that are never null are not tested.
    pub tried: usize,
    /// Those that it cannot do without, in the order in which they were missed.
    pub needs: Vec<Need>,
    /// Reason why this type was not measured completely.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unmeasured: Option<String>,
}

/// A field that the endpoint needs although the provider may omit it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Need {
    /// JSON pointer of the field.
    pub pointer: String,
    /// How the field was removed.
    pub lack: Lack,
    /// Answer of the endpoint: `answered 500`.
    pub answer: String,
    /// Whether it happened once, and the same event was accepted another time.
    pub flaky: bool,
}

/// Way in which a field is removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "JSON knows these two")]
pub enum Lack {
    /// It is not there.
    Absent,
    /// It is there, and is null.
    Null,
}

/// One field to remove.
#[derive(Clone, Debug)]
pub(crate) struct Miss {
    pub(crate) pointer: String,
    /// The pointer with `*` for the items of arrays: one of them speaks for all.
    pub(crate) pattern: String,
    pub(crate) lack: Lack,
}

impl Needs {
    /// Whether every event type was measured completely.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.events.iter().all(|event| event.unmeasured.is_none())
    }

    /// Returns the result for an event type.
    #[must_use]
    pub fn event(&self, name: &str) -> Option<&EventNeeds> {
        self.events.iter().find(|event| event.name == name)
    }
}

impl Miss {
    /// Describes the delivery, to be read after "a delivery".
    pub(crate) fn what(&self) -> String {
        match self.lack {
            Lack::Absent => format!("without {}", self.pointer),
            Lack::Null => format!("with null at {}", self.pointer),
        }
    }

    /// Returns the document without the field, or with null in its place.
    pub(crate) fn apply(&self, document: &Json) -> Json {
        let mut changed = document.clone();
        match self.lack {
            Lack::Absent => drop(changed.remove(&self.pointer)),
            Lack::Null => drop(changed.set(&self.pointer, Json::Null)),
        }
        changed
    }
}

/// Returns every field that the schema and the provider's rules allow to be absent or null, in each allowed way. Ids,
/// signed fields and the user's pins stay.
pub(crate) fn misses(
    context: &Context<'_>,
    tested: &TypeUnderTest,
    validator: &Validator,
    document: &Json,
) -> Vec<Miss> {
    let mut members = Vec::new();
    gather(document, "", "", &mut members);
    let kept = kept(context);
    let broken = |document: &Json| context.provider.broken_rules(tested.name(), document).len();
    // A pinned value may break rules itself; the missing field must not break others.
    let known = validator.errors(&document.to_value());
    let may_be = |miss: &Miss| {
        let changed = miss.apply(document);
        let value = changed.to_value();
        let breaks_none = if known.is_empty() {
            validator.is_valid(&value)
        } else {
            validator.errors(&value).iter().all(|error| known.contains(error))
        };
        breaks_none && broken(&changed) <= broken(document)
    };
    let free = members.into_iter().filter(|(pointer, _, _)| !kept.iter().any(|kept| touches(pointer, kept)));
    let ways = free.flat_map(|(pointer, pattern, value)| {
        let lacks = [Some(Lack::Absent), (*value != Json::Null).then_some(Lack::Null)].into_iter().flatten();
        lacks.map(move |lack| Miss { pointer: pointer.clone(), pattern: pattern.clone(), lack })
    });
    ways.filter(may_be).collect()
}

/// Collects every field with its pointer and its pattern, outer ones first. Of an array, only the first item.
fn gather<'a>(value: &'a Json, pointer: &str, pattern: &str, into: &mut Vec<(String, String, &'a Json)>) {
    match value {
        Json::Object(members) => {
            for (name, value) in members {
                let name = escape(name);
                let (pointer, pattern) = (format!("{pointer}/{name}"), format!("{pattern}/{name}"));
                into.push((pointer.clone(), pattern.clone(), value));
                gather(value, &pointer, &pattern, into);
            }
        }
        Json::Array(items) => {
            if let Some(first) = items.first() {
                gather(first, &format!("{pointer}/0"), &format!("{pattern}/*"), into);
            }
        }
        _ => {}
    }
}

/// Returns the pointers of fields that must stay.
fn kept<'a>(context: &'a Context<'_>) -> Vec<&'a str> {
    let envelope = &context.provider.envelope;
    let recipe = &context.provider.signing.recipe;
    let signed = recipe.parts().filter_map(|part| match part {
        Part::Member(pointer) => Some(pointer.as_str()),
        _ => None,
    });
    let slots = envelope.identities().chain(&envelope.attempt).map(|slot| slot.pointer.as_str());
    let carriers = recipe.in_body().map(|header| header.name.as_str());
    let pins = context.pins.iter().map(|(pointer, _)| pointer.as_str());
    envelope.name.pointers().chain(slots).chain(signed).chain(carriers).chain(pins).collect()
}

/// Whether two pointers are equal, or one contains the other.
fn touches(one: &str, other: &str) -> bool {
    let (shorter, longer) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    longer.strip_prefix(shorter).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_touched_through_what_holds_it() {
        assert!(touches("/a", "/a/b") && touches("/a/b", "/a") && touches("/a", "/a"));
        assert!(!touches("/a", "/ab") && !touches("/a/b", "/a/c"));
    }

    #[test]
    fn one_item_speaks_for_all() {
        let document = Json::parse(br#"{"a~b":[{"c":1},{"c":2,"d":3}]}"#).unwrap();
        let mut members = Vec::new();
        gather(&document, "", "", &mut members);
        let listed: Vec<_> = members.iter().map(|(pointer, pattern, _)| (pointer.as_str(), pattern.as_str())).collect();
        assert_eq!(listed, [("/a~0b", "/a~0b"), ("/a~0b/0/c", "/a~0b/*/c")]);
    }
}
