//! Several events in one body.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::model::json::{Json, steps};

/// Where the events of a delivery are in its body, and the document around them.
///
/// ```
/// use hookproof::model::{Batch, Json};
///
/// let batch = Batch::new("/events/*", None).unwrap();
/// let event = Json::parse(br#"{"id":1}"#).unwrap();
/// let document = batch.wrap([event.clone(), event.clone()]);
/// assert_eq!(document, Json::parse(br#"{"events":[{"id":1},{"id":1}]}"#).unwrap());
/// assert_eq!(batch.events(&document), Some(vec![event.clone(), event]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WrittenBatch")]
#[non_exhaustive]
pub struct Batch {
    /// JSON pointer of an event. `*` is in the place of its index in a list.
    each: String,
    /// The document around the events, with an empty list.
    around: Json,
}

/// A batch as it is written in a document.
#[derive(Deserialize)]
struct WrittenBatch {
    each: String,
    around: Option<Json>,
}

/// The reason why a body cannot have its events there.
#[derive(Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum BatchError {
    /// The text does not begin with a slash.
    #[error("`{each}` is not a JSON pointer: it must start with /")]
    NotPointer {
        /// The text.
        each: String,
    },
    /// It has no `*`, or several.
    #[error("`{each}` needs exactly one `*`, in place of an index, such as /events/*")]
    Stars {
        /// The text.
        each: String,
    },
    /// The document around the events has no empty list there.
    #[error("the document around the events needs an empty list {}", at(.list))]
    NoList {
        /// JSON pointer of the list; empty for the document itself.
        list: String,
    },
}

/// Names a place in a document.
fn at(pointer: &str) -> String {
    if pointer.is_empty() { "as a whole".to_owned() } else { format!("at {pointer}") }
}

impl Batch {
    /// Creates a batch from the JSON pointer of an event, and the document around the events. By default, that document
    /// has only the fields that the pointer names.
    ///
    /// # Errors
    /// When the text is not a JSON pointer with one `*`, or the document has no empty list there.
    pub fn new(each: &str, around: Option<Json>) -> Result<Self, BatchError> {
        let each = each.to_owned();
        if !each.starts_with('/') {
            return Err(BatchError::NotPointer { each });
        }
        let stars = each.split('/').filter(|step| step.contains('*')).collect::<Vec<_>>();
        if stars != ["*"] {
            return Err(BatchError::Stars { each });
        }
        let list = each.split_once("/*").map_or("", |(list, _)| list);
        let around = around.unwrap_or_else(|| named(list, Json::Array(Vec::new())));
        if around.pointer(list) != Some(&Json::Array(Vec::new())) {
            return Err(BatchError::NoList { list: list.to_owned() });
        }
        Ok(Self { each, around })
    }

    /// Returns the JSON pointer of an event. `*` is in the place of its index in a list.
    #[must_use]
    pub fn each(&self) -> &str {
        &self.each
    }

    /// Returns the document around the events, with an empty list.
    #[must_use]
    pub const fn around(&self) -> &Json {
        &self.around
    }

    /// Returns the document with these events.
    #[must_use]
    pub fn wrap(&self, events: impl IntoIterator<Item = Json>) -> Json {
        let (list, within) = self.pointers();
        let mut document = self.around.clone();
        if let Some(Json::Array(items)) = document.pointer_mut(list) {
            items.extend(events.into_iter().map(|event| named(within, event)));
        }
        document
    }

    /// Returns the events in a document; `None` if it has no list of them. An item without an event is `null`.
    #[must_use]
    pub fn events(&self, document: &Json) -> Option<Vec<Json>> {
        let (list, within) = self.pointers();
        let Json::Array(items) = document.pointer(list)? else { return None };
        Some(items.iter().map(|item| item.pointer(within).cloned().unwrap_or(Json::Null)).collect())
    }

    /// Returns the JSON pointer of a value in the first event, from the root of the document.
    pub(crate) fn in_first(&self, pointer: &str) -> String {
        let (list, within) = self.pointers();
        format!("{list}/0{within}{pointer}")
    }

    /// Returns the pointer of the list in the document, and that of the event in an item.
    fn pointers(&self) -> (&str, &str) {
        self.each.split_once("/*").unwrap_or((&self.each, ""))
    }
}

impl TryFrom<WrittenBatch> for Batch {
    type Error = BatchError;

    fn try_from(written: WrittenBatch) -> Result<Self, BatchError> {
        Self::new(&written.each, written.around)
    }
}

/// Returns the smallest document that has a value at a JSON pointer.
fn named(pointer: &str, value: Json) -> Json {
    let names: Vec<_> = steps(pointer).into_iter().flatten().collect();
    names.iter().rev().fold(value, |value, name| Json::Object(vec![(name.as_ref().into(), value)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Json {
        Json::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn events_are_read_as_they_were_written() {
        let around = json(r#"{"object":"page","entry":[],"n":1}"#);
        let rows = [
            ("/*", None, "[1,2]", "[]"),
            ("/events/*", None, r#"{"events":[1,2]}"#, r#"{"events":[]}"#),
            (
                "/entry/*",
                Some(around),
                r#"{"object":"page","entry":[1,2],"n":1}"#,
                r#"{"object":"page","entry":[],"n":1}"#,
            ),
            ("/a~1b/*/c/d", None, r#"{"a/b":[{"c":{"d":1}},{"c":{"d":2}}]}"#, r#"{"a/b":[]}"#),
        ];
        for (each, around, two, none) in rows {
            let batch = Batch::new(each, around).unwrap();
            let events = vec![Json::from(1), Json::from(2)];
            assert_eq!(batch.wrap(events.clone()), json(two), "{each}");
            assert_eq!(batch.events(&json(two)), Some(events), "{each}");
            assert_eq!(batch.events(&batch.wrap([])), Some(Vec::new()), "{each}");
            assert_eq!(batch.around(), &json(none), "{each}");
            assert_eq!(json(two).pointer(&batch.in_first("")), Some(&Json::from(1)), "{each}");
            let written = serde_json::to_string(&batch).unwrap();
            assert_eq!(serde_json::from_str::<Batch>(&written).unwrap(), batch, "{each}");
        }
    }

    #[test]
    fn a_wrong_item_is_null_and_a_wrong_document_has_no_events() {
        let batch = Batch::new("/items/*/event", None).unwrap();
        let document = json(r#"{"items":[{"event":1},{"other":2},3]}"#);
        assert_eq!(batch.events(&document), Some(vec![Json::from(1), Json::Null, Json::Null]));
        for wrong in ["null", "[]", r#"{"items":{}}"#, r#"{"items":"x"}"#, "{}"] {
            assert_eq!(batch.events(&json(wrong)), None, "{wrong}");
        }
    }

    #[test]
    fn a_wrong_pointer_is_refused() {
        for each in ["", "events/*", "*"] {
            assert!(matches!(Batch::new(each, None), Err(BatchError::NotPointer { .. })), "{each}");
        }
        for each in ["/", "/events", "/a/*/b/*", "/*/*", "/a*", "/a/*b", "/**"] {
            assert!(matches!(Batch::new(each, None), Err(BatchError::Stars { .. })), "{each}");
        }
        for around in ["{}", "[]", r#"{"events":[1]}"#, r#"{"events":{}}"#] {
            let error = Batch::new("/events/*", Some(json(around))).unwrap_err();
            assert_eq!(error.to_string(), "the document around the events needs an empty list at /events");
        }
        assert!(Batch::new("/*", Some(json("{}"))).is_err());
    }
}
