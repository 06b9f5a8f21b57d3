//! An event that was found in a document, and what the readers of all formats share.

use serde_json::Value;

use crate::import::draft::Header;
use crate::import::error::ImportError;
use crate::import::files::{Files, Place};
use crate::provider::Basis;

/// The reason why an event is left out whose body is a list of other values than objects.
pub(super) const NOT_OBJECTS: &str = "its body is a list, and its items are not events";

/// An event that was found in a document.
pub(super) struct Found {
    pub(super) key: String,
    pub(super) from: Place,
    pub(super) about: String,
    /// The place of the schema, if there is one, or why the event cannot be imported.
    pub(super) schema: Result<Option<Place>, String>,
    pub(super) examples: Vec<Value>,
    pub(super) headers: Vec<Header>,
    /// How sure it is that the body is a list of events, if it is one.
    pub(super) in_list: Option<Basis>,
}

impl Found {
    /// Creates an event without a description.
    pub(super) const fn new(key: String, from: Place, schema: Option<Place>) -> Self {
        Self {
            key,
            from,
            about: String::new(),
            schema: Ok(schema),
            examples: Vec::new(),
            headers: Vec::new(),
            in_list: None,
        }
    }

    /// Creates an event that cannot be imported.
    pub(super) const fn refused(key: String, from: Place, reason: String) -> Self {
        Self {
            key,
            from,
            about: String::new(),
            schema: Err(reason),
            examples: Vec::new(),
            headers: Vec::new(),
            in_list: None,
        }
    }
}

/// Adds what was read at a place. If one of its references leads nowhere, only that event is left out.
pub(super) fn add(
    found: &mut Vec<Found>,
    key: &str,
    from: &Place,
    read: Result<Vec<Found>, ImportError>,
) -> Result<(), ImportError> {
    match read {
        Ok(mut events) => found.append(&mut events),
        Err(error @ ImportError::Place { .. }) => {
            found.push(Found::refused(key.to_owned(), from.clone(), error.to_string()));
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Returns the names of the fields at a place.
pub(super) fn keys(files: &Files, place: &Place) -> Vec<String> {
    files.get(place).and_then(Value::as_object).map(|fields| fields.keys().cloned().collect()).unwrap_or_default()
}

/// Returns the places of the items of a list.
pub(super) fn items(files: &Files, place: &Place) -> Vec<Place> {
    let count = files.get(place).and_then(Value::as_array).map_or(0, Vec::len);
    (0..count).map(|nth| place.inside(&nth.to_string())).collect()
}

/// Returns the first line of a text.
pub(super) fn word(files: &Files, place: &Place) -> String {
    let text = files.get(place).and_then(Value::as_str).unwrap_or_default();
    text.lines().next().unwrap_or_default().trim().to_owned()
}

/// Returns the first text that is not empty.
pub(super) fn first_word<const N: usize>(files: &Files, places: &[Place; N]) -> String {
    places.iter().map(|place| word(files, place)).find(|text| !text.is_empty()).unwrap_or_default()
}

/// Returns the examples at a media type or a schema.
pub(super) fn examples(files: &mut Files, at: &Place) -> Vec<Value> {
    let mut found: Vec<Value> = files.get(&at.inside("example")).cloned().into_iter().collect();
    let listed = at.inside("examples");
    if let Some(Value::Array(items)) = files.get(&listed) {
        found.extend(items.iter().cloned());
    }
    for name in keys(files, &listed) {
        let value = files.resolve(&listed.inside(&name)).map(|place| place.inside("value"));
        found.extend(value.ok().and_then(|place| files.get(&place).cloned()));
    }
    found
}

/// Returns a header whose values have a schema.
pub(super) fn header(files: &mut Files, name: String, schema: &Place) -> Result<Header, ImportError> {
    let schema = files.resolve(schema)?;
    let text = |places: &[Place; 2]| Some(first_word(files, places)).filter(|text| !text.is_empty());
    let has_others = files.get(&schema.inside("enum").inside("1")).is_some();
    let only = text(&[schema.inside("const"), schema.inside("enum").inside("0")]).filter(|_| !has_others);
    let is_only = only.is_some();
    let value = only.or_else(|| text(&[schema.inside("example"), schema.inside("examples").inside("0")]));
    Ok(Header { name, value, is_only })
}

/// Returns whether all items of a list are objects, and there are some.
pub(super) fn are_objects(items: &[Value]) -> bool {
    !items.is_empty() && items.iter().all(Value::is_object)
}

/// Returns whether all objects have a field of the first one.
pub(super) fn are_alike(items: &[Value]) -> bool {
    let fields = |item: &Value| -> Vec<String> {
        item.as_object().into_iter().flat_map(|fields| fields.keys().cloned()).collect()
    };
    let first = items.first().map(fields).unwrap_or_default();
    first.iter().any(|name| items.iter().all(|item| item.get(name).is_some()))
}
