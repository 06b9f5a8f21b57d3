//! The webhooks of a Swagger or OpenAPI document: `webhooks`, `x-webhooks`, `callbacks`, or bare schemas of their names.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::import::draft::Header;
use crate::import::error::ImportError;
use crate::import::files::{Files, Place};
use crate::import::found::{Found, add, examples, first_word, header, items, keys, word};

/// Methods of a path item.
const METHODS: [&str; 4] = ["post", "put", "patch", "get"];

/// Finds the webhooks of a document.
pub(super) fn read(files: &mut Files, file: usize) -> Result<Vec<Found>, ImportError> {
    let root = Place { file, pointer: String::new() };
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    for word in ["webhooks", "x-webhooks"] {
        let place = root.inside(word);
        for key in keys(files, &place).into_iter().filter(|key| !key.starts_with("x-")) {
            let at = place.inside(&key);
            let read = webhook(files, &key, &at, &mut seen);
            add(&mut found, &key, &at, read)?;
        }
    }
    let paths = root.inside("paths");
    for path in keys(files, &paths) {
        let at = paths.inside(&path);
        let read = callbacks(files, &at, &mut seen);
        add(&mut found, &path, &at, read)?;
    }
    let schemas = [root.inside("components").inside("schemas"), root.inside("definitions")];
    if found.is_empty() {
        let calls = files.get(&paths).map(ToString::to_string).unwrap_or_default();
        for schemas in &schemas {
            let is_called = |key: &str| calls.contains(&format!("\"#{}/{key}\"", schemas.pointer));
            let events = bare(files, schemas, &["Webhook"]);
            found.extend(events.into_iter().filter(|event| !is_called(&event.key)));
        }
    }
    if found.is_empty() {
        let count = |place: &Place| keys(files, place).len();
        let schemas: usize = schemas.iter().map(count).sum();
        let found = format!("paths: {}, schemas: {schemas}", count(&paths));
        return Err(ImportError::Nothing { path: files.shown(file), found });
    }
    Ok(found)
}

/// Returns the events of a webhook, which is a path item. Some documents write it as a callback.
fn webhook(files: &mut Files, key: &str, from: &Place, seen: &mut BTreeSet<Place>) -> Result<Vec<Found>, ImportError> {
    let at = files.resolve(from)?;
    let is_callback = keys(files, &at).iter().any(|word| word.starts_with('{'));
    if is_callback { callback(files, key, from, seen) } else { path_item(files, key, from) }
}

/// Returns the callbacks of the operations of a path, each once.
fn callbacks(files: &mut Files, path: &Place, seen: &mut BTreeSet<Place>) -> Result<Vec<Found>, ImportError> {
    let item = files.resolve(path)?;
    let mut found = Vec::new();
    for method in METHODS {
        let callbacks = item.inside(method).inside("callbacks");
        for key in keys(files, &callbacks) {
            let from = callbacks.inside(&key);
            let read = callback(files, &key, &from, seen);
            add(&mut found, &key, &from, read)?;
        }
    }
    Ok(found)
}

fn callback(files: &mut Files, key: &str, from: &Place, seen: &mut BTreeSet<Place>) -> Result<Vec<Found>, ImportError> {
    let callback = files.resolve(from)?;
    let mut found = Vec::new();
    for expression in keys(files, &callback).into_iter().filter(|word| !word.starts_with("x-")) {
        let at = files.resolve(&callback.inside(&expression))?;
        if seen.insert(at.clone()) {
            found.append(&mut path_item(files, key, &at)?);
        }
    }
    Ok(found)
}

/// Returns the schemas at a place whose names have one of these ends.
pub(super) fn bare(files: &mut Files, schemas: &Place, ends: &[&str]) -> Vec<Found> {
    let named = keys(files, schemas).into_iter().filter(|key| ends.iter().any(|end| key.ends_with(end)));
    let mut found = Vec::new();
    for key in named {
        let from = schemas.inside(&key);
        let about = word(files, &from.inside("description"));
        let examples = examples(files, &from);
        found.push(Found { about, examples, ..Found::new(key, from.clone(), Some(from)) });
    }
    found
}

fn path_item(files: &mut Files, key: &str, at: &Place) -> Result<Vec<Found>, ImportError> {
    let at = files.resolve(at)?;
    let methods = METHODS.iter().filter(|method| files.get(&at.inside(method)).is_some());
    let methods: Vec<&str> = methods.copied().collect();
    let mut found = Vec::new();
    for (nth, method) in methods.into_iter().enumerate() {
        let from = at.inside(method);
        let key = if nth == 0 { key.to_owned() } else { format!("{key}.{method}") };
        let (mut headers, mut body) = (Vec::new(), None);
        for place in [at.inside("parameters"), from.inside("parameters")] {
            parameters(files, &place, &mut headers, &mut body)?;
        }
        let (schema, examples) = match body {
            Some(schema) => {
                let resolved = files.resolve(&schema)?;
                (Ok(Some(schema)), examples(files, &resolved))
            }
            None => request_body(files, &from.inside("requestBody"))?,
        };
        let about = first_word(files, &[from.inside("summary"), from.inside("description")]);
        found.push(Found { key, from, about, schema, examples, headers, in_list: None });
    }
    Ok(found)
}

/// The place of a schema, or why there is none, and the examples.
type Body = (Result<Option<Place>, String>, Vec<Value>);

fn request_body(files: &mut Files, at: &Place) -> Result<Body, ImportError> {
    let content = files.resolve(at)?.inside("content");
    let types = keys(files, &content);
    let Some(json) = types.iter().find(|name| name.contains("json")) else {
        let none = "it has no body".to_owned();
        let reason = if types.is_empty() { none } else { format!("its body is {}, not JSON", types.join(", ")) };
        return Ok((Err(reason), Vec::new()));
    };
    let media = content.inside(json);
    let mut listed = examples(files, &media);
    let schema = media.inside("schema");
    if files.get(&schema).is_none() {
        return Ok((Err("its body has no schema".to_owned()), listed));
    }
    let resolved = files.resolve(&schema)?;
    listed.extend(examples(files, &resolved));
    Ok((Ok(Some(schema)), listed))
}

/// Reads the headers among parameters, and the schema of the body, which is one of them in Swagger 2.0.
fn parameters(
    files: &mut Files,
    at: &Place,
    headers: &mut Vec<Header>,
    body: &mut Option<Place>,
) -> Result<(), ImportError> {
    for item in items(files, at) {
        let place = files.resolve(&item)?;
        let schema = place.inside("schema");
        match word(files, &place.inside("in")).as_str() {
            "body" => *body = Some(schema),
            "header" => {
                let name = word(files, &place.inside("name"));
                // In Swagger 2.0, the parameter itself has the keywords.
                let schema = if files.get(&schema).is_some() { schema } else { place.clone() };
                let read = header(files, name, &schema)?;
                let shown = first_word(files, &[place.inside("example")]);
                let value = read.value.or_else(|| Some(shown).filter(|text| !text.is_empty()));
                headers.push(Header { value, ..read });
            }
            _ => {}
        }
    }
    Ok(())
}
