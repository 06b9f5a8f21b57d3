//! Differences between two documents, and their distance.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{BodyStyle, Json, escape};

/// A place where a delivery that failed and one that was accepted differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Difference {
    /// JSON pointer of the place.
    pub pointer: String,
    /// The value that failed, as JSON; absent if the field is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<String>,
    /// The value that was accepted, as JSON; absent if the field is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<String>,
}

/// Returns all differences between two documents, in the order of the first. The order of fields is ignored; arrays of
/// different lengths differ as a whole.
pub(crate) fn differences(failed: &Json, accepted: &Json) -> Vec<Difference> {
    let mut found = Vec::new();
    compare("", Some(failed), Some(accepted), &mut found);
    found
}

fn compare(pointer: &str, failed: Option<&Json>, accepted: Option<&Json>, found: &mut Vec<Difference>) {
    match (failed, accepted) {
        (Some(Json::Object(ours)), Some(Json::Object(theirs))) => {
            let only_theirs = theirs.iter().filter(|(name, _)| !ours.iter().any(|(known, _)| known == name));
            for (name, _) in ours.iter().chain(only_theirs) {
                let value =
                    |members: &'_ [(std::sync::Arc<str>, Json)]| members.iter().rposition(|(known, _)| known == name);
                let (ours, theirs) = (value(ours).map(|at| &ours[at].1), value(theirs).map(|at| &theirs[at].1));
                compare(&format!("{pointer}/{}", escape(name)), ours, theirs, found);
            }
        }
        (Some(Json::Array(ours)), Some(Json::Array(theirs))) if ours.len() == theirs.len() => {
            for (at, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
                compare(&format!("{pointer}/{at}"), Some(ours), Some(theirs), found);
            }
        }
        _ if failed == accepted => {}
        _ => found.push(Difference {
            pointer: pointer.to_owned(),
            failed: failed.map(written),
            accepted: accepted.map(written),
        }),
    }
}

fn written(value: &Json) -> String {
    String::from_utf8_lossy(&value.write(BodyStyle::COMPACT)).into_owned()
}

/// Returns the distance of two documents: the number of differences, then the number of characters in them.
pub(crate) fn distance(differences: &[Difference]) -> (usize, usize) {
    let characters = |difference: &Difference| {
        let (failed, accepted) = (difference.failed.as_deref(), difference.accepted.as_deref());
        let (Some(failed), Some(accepted)) = (failed, accepted) else {
            return failed.map_or(0, str::len) + accepted.map_or(0, str::len) + 1;
        };
        let same = |(one, other): &(u8, u8)| one == other;
        let start = failed.bytes().zip(accepted.bytes()).take_while(same).count();
        let end = failed.bytes().skip(start).rev().zip(accepted.bytes().skip(start).rev()).take_while(same).count();
        failed.len().max(accepted.len()) - start - end
    };
    (differences.len(), differences.iter().map(characters).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differing(failed: &str, accepted: &str) -> Vec<(String, Option<String>, Option<String>)> {
        let document = |text: &str| Json::parse(text.as_bytes()).unwrap();
        let found = differences(&document(failed), &document(accepted)).into_iter();
        found.map(|difference| (difference.pointer, difference.failed, difference.accepted)).collect()
    }

    #[test]
    fn every_place_is_named_once() {
        let found = differing(
            r#"{"a":1,"b":{"c~":null,"d":[1,2]},"e":[1],"f":0}"#,
            r#"{"f":0,"e":[],"b":{"c~":"x","d":[1,3]},"g":{}}"#,
        );
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            found,
            [
                ("/a".to_owned(), text("1"), None),
                ("/b/c~0".to_owned(), text("null"), text("\"x\"")),
                ("/b/d/1".to_owned(), text("2"), text("3")),
                ("/e".to_owned(), text("[1]"), text("[]")),
                ("/g".to_owned(), None, text("{}")),
            ]
        );
        assert_eq!(differing(r#"{"a":1,"b":2}"#, r#"{"b":2,"a":1}"#), []);
    }

    #[test]
    fn fewer_places_are_nearer_than_fewer_characters() {
        let far = |failed: &str, accepted: &str| {
            distance(&differences(&Json::parse(failed.as_bytes()).unwrap(), &Json::parse(accepted.as_bytes()).unwrap()))
        };
        let failed = r#"{"a":"xxxx","b":1}"#;
        assert_eq!(far(failed, r#"{"a":"xxx","b":1}"#), (1, 1));
        assert!(far(failed, r#"{"a":"xxx","b":1}"#) < far(failed, r#"{"b":1}"#));
        assert!(far(failed, r#"{"b":1}"#) < far(failed, r#"{"a":"xxx","b":2}"#));
        assert_eq!(far(failed, failed), (0, 0));
    }
}
