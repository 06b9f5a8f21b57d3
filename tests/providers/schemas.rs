//! Law 4: `schemas/` is what the types say. `UPDATE=1 cargo test` rewrites it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use hookproof::__private::schema;
use hookproof::provider::{Payload, Provider};
use hookproof::providers;
use jsonschema::Validator;
use serde_json::Value;

/// A validator that asserts formats.
pub(crate) fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::options().should_validate_formats(true).build(schema).unwrap()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas")
}

/// Every file that belongs below `schemas/`, by its path; `serde_json` sorts the keys.
fn wanted() -> BTreeMap<PathBuf, String> {
    let providers: Vec<Provider> = crate::all().collect();
    let of = |provider: &Provider| -> Vec<_> {
        let place = |payload: &Payload| folder().join(&provider.id).join(payload.file());
        provider.payloads.iter().map(|payload| (place(payload), schema::to_text(payload.schema()))).collect()
    };
    let mut files: BTreeMap<_, _> = providers.iter().flat_map(of).collect();
    files.insert(folder().join("index.json"), schema::to_text(&providers::index(&providers)));
    files
}

/// Every file that stands there, but for the schemas of the report and of a provider file, which other tests hold.
fn present(folder: &Path, found: &mut BTreeSet<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            present(&path, found);
        } else if !path.ends_with("schemas/report.json")
            && !path.ends_with("schemas/provider_file.json")
            && !path.ends_with("schemas/hookproof.json")
        {
            found.insert(path);
        }
    }
}

#[test]
fn schema_files_are_what_the_types_say() {
    let update = std::env::var_os("UPDATE").is_some();
    let (wanted, mut found, mut wrong) = (wanted(), BTreeSet::new(), Vec::new());
    present(&folder(), &mut found);
    for path in found.iter().filter(|path| !wanted.contains_key(*path)) {
        if update {
            fs::remove_file(path).unwrap();
        } else {
            wrong.push(format!("{} is the schema of nothing", path.display()));
        }
    }
    for (path, text) in wanted {
        if fs::read_to_string(&path).is_ok_and(|known| known == text) {
            continue;
        }
        if update {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        } else {
            wrong.push(format!("{} is not what the type says", path.display()));
        }
    }
    assert!(wrong.is_empty(), "run `UPDATE=1 cargo test` and review the difference:\n{}", wrong.join("\n"));
}

#[test]
fn every_schema_is_valid_and_introduces_itself() {
    for provider in crate::all() {
        for payload in &provider.payloads {
            let schema = payload.schema();
            assert!(jsonschema::draft202012::meta::is_valid(schema), "{} {}", provider.id, payload.name);
            assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
            assert_eq!(
                schema["$id"],
                format!("urn:hookproof:{}/{}", provider.id, payload.file().trim_end_matches(".json"))
            );
            assert_eq!(schema["title"], payload.name);
            assert!(schema["description"].is_string(), "{} {}", provider.id, payload.name);
            let fitting = payload.examples.iter().filter(|example| example.contradictions.is_empty());
            let fitting: Vec<Value> = fitting.map(|example| example.document().unwrap().to_value()).collect();
            assert_eq!(schema.get("examples").and_then(Value::as_array).unwrap_or(&Vec::new()), &fitting);
        }
    }
}

#[test]
fn every_member_is_described() {
    fn visit(at: &str, schema: &Value, missing: &mut Vec<String>) {
        match schema {
            Value::Object(members) => {
                if let Some(Value::Object(properties)) = members.get("properties") {
                    let silent = properties.iter().filter(|(_, property)| property.get("description").is_none());
                    missing.extend(silent.map(|(name, _)| format!("{at}/{name}")));
                }
                members.iter().for_each(|(name, inner)| visit(&format!("{at}/{name}"), inner, missing));
            }
            Value::Array(items) => items.iter().for_each(|item| visit(at, item, missing)),
            _ => {}
        }
    }
    let mut missing = Vec::new();
    for provider in crate::all() {
        for payload in &provider.payloads {
            visit(&format!("{} {}", provider.id, payload.name), payload.schema(), &mut missing);
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn a_schema_takes_no_other_event() {
    for provider in crate::all() {
        for event in provider.events() {
            let Some(example) = event.examples.first() else { continue };
            let mut document = example.document().unwrap();
            provider.envelope.name.write("something.else", &mut document);
            let validator = validator(event.schema());
            let found = validator
                .iter_errors(&document.to_value())
                .any(|error| error.instance_path().to_string() == provider.envelope.name.to_string());
            assert!(found, "{} {}", provider.id, event.name);
        }
    }
}
