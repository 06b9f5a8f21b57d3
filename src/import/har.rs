//! The requests of a HAR document, as examples.

use serde_json::Value;

use crate::import::draft::Header;
use crate::import::error::ImportError;
use crate::import::files::{Files, Place};
use crate::import::found::{Found, NOT_OBJECTS, are_objects, items, word};
use crate::model::Json;
use crate::provider::Basis;

/// Returns an example for each request whose body is a JSON object, or for each object in its body.
pub(super) fn read(files: &Files, file: usize) -> Result<Vec<Found>, ImportError> {
    let entries = Place { file, pointer: "/log/entries".to_owned() };
    let entries = items(files, &entries);
    let mut found = Vec::new();
    for entry in &entries {
        let from = entry.inside("request");
        let text = files.get(&from.inside("postData").inside("text")).and_then(Value::as_str);
        let body = text.and_then(|text| Json::parse(text.as_bytes()).ok()).map(|body| body.to_value());
        let key = files.stem(file);
        match body {
            Some(body @ Value::Object(_)) => {
                let headers = headers(files, &from.inside("headers"));
                found.push(Found { examples: vec![body], headers, ..Found::new(key, from, None) });
            }
            Some(Value::Array(items)) if are_objects(&items) => {
                let headers = headers(files, &from.inside("headers"));
                let in_list = Some(Basis::Observed);
                found.extend(items.into_iter().map(|item| {
                    let (examples, headers) = (vec![item], headers.clone());
                    Found { examples, headers, in_list, ..Found::new(key.clone(), from.clone(), None) }
                }));
            }
            Some(Value::Array(_)) => {
                found.push(Found::refused(key, from, NOT_OBJECTS.to_owned()));
            }
            _ => {}
        }
    }
    if found.is_empty() {
        let found = format!("requests: {}, and none with a JSON object as its body", entries.len());
        return Err(ImportError::Nothing { path: files.shown(file), found });
    }
    Ok(found)
}

fn headers(files: &Files, at: &Place) -> Vec<Header> {
    let header = |place: &Place| {
        let value = Some(word(files, &place.inside("value")));
        Header { name: word(files, &place.inside("name")), value, is_only: false }
    };
    items(files, at).iter().map(header).filter(|header| !header.name.is_empty()).collect()
}
