//! Documents that are JSON Schemas or examples.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::import::error::ImportError;
use crate::import::files::{Files, Place};
use crate::import::found::{Found, add, are_alike, are_objects, examples, first_word, items, keys};
use crate::import::openapi::bare;
use crate::provider::Basis;

/// The most levels of schemas that only list others.
const DEEPEST: usize = 8;

/// Ends of the names of schemas that are events.
const ENDS: [&str; 4] = ["Webhook", "Event", "_event", "_webhook"];

/// Returns the event of a JSON Schema.
pub(super) fn schema(files: &mut Files, file: usize) -> Found {
    let place = Place { file, pointer: String::new() };
    let title = first_word(files, &[place.inside("title")]);
    let key = if title.is_empty() { files.stem(file) } else { title };
    let about = first_word(files, &[place.inside("description")]);
    let examples = examples(files, &place);
    Found { about, examples, ..Found::new(key, place.clone(), Some(place)) }
}

/// Returns the events of the only JSON Schema: the definitions that it lists as alternatives, or that are called events; or
/// the whole schema.
pub(super) fn only_schema(files: &mut Files, file: usize) -> Result<Vec<Found>, ImportError> {
    let root = Place { file, pointer: String::new() };
    if let Some(branches) = alternatives(files, &root) {
        let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
        for branch in branches {
            let key = last_part(files, &branch);
            let read = listed(files, &branch, &mut seen, 0);
            add(&mut found, &key, &branch, read)?;
        }
        return Ok(found);
    }
    let rules = ["type", "properties", "allOf", "anyOf", "oneOf", "$ref", "items", "enum", "const", "if", "not"];
    let has_rules = rules.iter().any(|word| files.get(&root.inside(word)).is_some());
    if has_rules {
        return Ok(vec![schema(files, file)]);
    }
    let groups = [root.inside("definitions"), root.inside("$defs")];
    let found: Vec<Found> = groups.iter().flat_map(|group| bare(files, group, &ENDS)).collect();
    if found.is_empty() {
        let count: usize = groups.iter().map(|group| keys(files, group).len()).sum();
        let found = format!("definitions: {count}, and no rules at its root");
        return Err(ImportError::Nothing { path: files.shown(file), found });
    }
    Ok(found)
}

/// Returns the alternatives of a schema that only lists definitions.
pub(super) fn alternatives(files: &Files, at: &Place) -> Option<Vec<Place>> {
    let is_definition = |place: &Place| {
        let to = files.get(place).and_then(|value| value.get("$ref")).and_then(Value::as_str);
        to.is_some_and(|to| {
            ["#/definitions/", "#/$defs/", "#/components/schemas/"].iter().any(|start| to.starts_with(start))
        })
    };
    let branches = ["oneOf", "anyOf"].iter().map(|word| items(files, &at.inside(word))).find(|all| !all.is_empty())?;
    let lists_only = ["properties", "allOf", "required"].iter().all(|word| files.get(&at.inside(word)).is_none());
    (lists_only && branches.iter().all(is_definition)).then_some(branches)
}

/// Returns the definition that an alternative refers to, or those that it lists itself.
fn listed(
    files: &mut Files,
    branch: &Place,
    seen: &mut BTreeSet<Place>,
    depth: usize,
) -> Result<Vec<Found>, ImportError> {
    let at = files.resolve(branch)?;
    if !seen.insert(at.clone()) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    if let Some(branches) = alternatives(files, &at).filter(|_| depth < DEEPEST) {
        for branch in branches {
            let key = last_part(files, &branch);
            let read = listed(files, &branch, seen, depth + 1);
            add(&mut found, &key, &branch, read)?;
        }
    } else {
        let about = first_word(files, &[at.inside("description")]);
        let examples = examples(files, &at);
        let key = last_part(files, branch);
        found.push(Found { about, examples, ..Found::new(key, at.clone(), Some(at)) });
    }
    Ok(found)
}

pub(super) fn last_part(files: &Files, branch: &Place) -> String {
    let to = files.get(branch).and_then(|value| value.get("$ref")).and_then(Value::as_str).unwrap_or_default();
    to.rsplit('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~")
}

/// Returns the examples of a document: an object, or a list of them. A list of objects that are alike may be the body of a
/// delivery.
pub(super) fn examples_of(files: &Files, file: usize) -> Result<Vec<Found>, ImportError> {
    let place = Place { file, pointer: String::new() };
    let (items, in_list) = match files.get(&place) {
        Some(value @ Value::Object(_)) => (vec![value.clone()], None),
        Some(Value::Array(items)) if are_objects(items) => {
            let basis = if files.is_line(file) { Basis::Observed } else { Basis::Assumed };
            (items.clone(), Some(basis).filter(|_| are_alike(items)))
        }
        _ => {
            let reason = "it is neither a description nor an example: expected an object".to_owned();
            return Err(ImportError::Document { path: files.shown(file), reason });
        }
    };
    let found = |item| Found { examples: vec![item], in_list, ..Found::new(files.stem(file), place.clone(), None) };
    Ok(items.into_iter().map(found).collect())
}
