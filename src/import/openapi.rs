//! The webhooks of an OpenAPI document: `webhooks`, `x-webhooks`, `callbacks`, or bare schemas of their names.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::import::draft::Header;
use crate::import::error::ImportError;
use crate::import::files::{Files, Place};

/// Methods of a path item.
const METHODS: [&str; 4] = ["post", "put", "patch", "get"];

/// A webhook of a document.
pub(super) struct Found {
    pub(super) key: String,
    pub(super) from: Place,
    pub(super) about: String,
    /// The schema, or why there is none.
    pub(super) schema: Result<Place, String>,
    pub(super) examples: Vec<Value>,
    pub(super) headers: Vec<Header>,
}

/// Finds the webhooks of a document.
pub(super) fn read(files: &mut Files, file: usize) -> Result<Vec<Found>, ImportError> {
    let root = Place { file, pointer: String::new() };
    let mut found = Vec::new();
    for word in ["webhooks", "x-webhooks"] {
        let place = root.inside(word);
        for key in keys(files, &place) {
            path_item(files, &key, &place.inside(&key), &mut found)?;
        }
    }
    let mut seen = BTreeSet::new();
    let paths = root.inside("paths");
    for path in keys(files, &paths) {
        let item = files.resolve(&paths.inside(&path))?;
        for method in METHODS {
            let callbacks = item.inside(method).inside("callbacks");
            for key in keys(files, &callbacks) {
                let callback = files.resolve(&callbacks.inside(&key))?;
                for expression in keys(files, &callback).into_iter().filter(|word| !word.starts_with("x-")) {
                    let at = files.resolve(&callback.inside(&expression))?;
                    if seen.insert(at.clone()) {
                        path_item(files, &key, &at, &mut found)?;
                    }
                }
            }
        }
    }
    if found.is_empty() {
        bare(files, &root, &mut found);
    }
    if found.is_empty() {
        let count = |place: &Place| keys(files, place).len();
        let schemas = count(&root.inside("components").inside("schemas"));
        let found = format!("paths: {}, schemas: {schemas}", count(&paths));
        return Err(ImportError::Nothing { path: files.shown(file), found });
    }
    Ok(found)
}

/// Adds the schemas that are called webhooks and that no call of the API has.
fn bare(files: &mut Files, root: &Place, found: &mut Vec<Found>) {
    let calls = files.get(&root.inside("paths")).map(ToString::to_string).unwrap_or_default();
    let schemas = root.inside("components").inside("schemas");
    for key in keys(files, &schemas) {
        let is_called = calls.contains(&format!("\"#/components/schemas/{key}\""));
        if key.ends_with("Webhook") && !is_called {
            let from = schemas.inside(&key);
            let about = word(files, &from.inside("description"));
            let examples = examples(files, &from);
            found.push(Found { schema: Ok(from.clone()), about, examples, headers: Vec::new(), key, from });
        }
    }
}

fn keys(files: &Files, place: &Place) -> Vec<String> {
    files.get(place).and_then(Value::as_object).map(|fields| fields.keys().cloned().collect()).unwrap_or_default()
}

fn word(files: &Files, place: &Place) -> String {
    let text = files.get(place).and_then(Value::as_str).unwrap_or_default();
    text.lines().next().unwrap_or_default().trim().to_owned()
}

fn path_item(files: &mut Files, key: &str, at: &Place, found: &mut Vec<Found>) -> Result<(), ImportError> {
    let at = files.resolve(at)?;
    let methods = METHODS.iter().filter(|method| files.get(&at.inside(method)).is_some());
    let methods: Vec<&str> = methods.copied().collect();
    for (nth, method) in methods.into_iter().enumerate() {
        let from = at.inside(method);
        let key = if nth == 0 { key.to_owned() } else { format!("{key}.{method}") };
        let mut headers = parameters(files, &at.inside("parameters"))?;
        headers.extend(parameters(files, &from.inside("parameters"))?);
        let content = files.resolve(&from.inside("requestBody"))?.inside("content");
        let types = keys(files, &content);
        let json = types.iter().find(|name| name.contains("json"));
        let (schema, examples) = match json {
            Some(name) => {
                let media = content.inside(name);
                let schema = media.inside("schema");
                let is_there = files.get(&schema).is_some();
                let mut listed = examples(files, &media);
                if is_there {
                    let schema = files.resolve(&schema)?;
                    listed.extend(self::examples(files, &schema));
                }
                (if is_there { Ok(schema) } else { Err("its body has no schema".to_owned()) }, listed)
            }
            None if types.is_empty() => (Err("it has no body".to_owned()), Vec::new()),
            None => (Err(format!("its body is {}, not JSON", types.join(", "))), Vec::new()),
        };
        let about = word(files, &from.inside("summary"));
        let about = if about.is_empty() { word(files, &from.inside("description")) } else { about };
        found.push(Found { key, from, about, schema, examples, headers });
    }
    Ok(())
}

/// Returns the examples at a media type or a schema.
fn examples(files: &mut Files, at: &Place) -> Vec<Value> {
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

/// Returns the header parameters.
fn parameters(files: &mut Files, at: &Place) -> Result<Vec<Header>, ImportError> {
    let count = files.get(at).and_then(Value::as_array).map_or(0, Vec::len);
    let mut found = Vec::new();
    for nth in 0..count {
        let place = files.resolve(&at.inside(&nth.to_string()))?;
        if word(files, &place.inside("in")) == "header" {
            let schema = files.resolve(&place.inside("schema"))?;
            let first = |places: [Place; 2]| places.iter().map(|at| word(files, at)).find(|text| !text.is_empty());
            let others = files.get(&schema.inside("enum").inside("1"));
            let only = first([schema.inside("const"), schema.inside("enum").inside("0")]).filter(|_| others.is_none());
            let is_only = only.is_some();
            let value = only.or_else(|| first([place.inside("example"), schema.inside("example")]));
            found.push(Header { name: word(files, &place.inside("name")), value, is_only });
        }
    }
    Ok(found)
}
