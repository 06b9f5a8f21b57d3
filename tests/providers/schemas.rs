//! Law 4: `schemas/` is what the types say. `UPDATE=1 cargo test` rewrites it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use jsonschema::Validator;
use serde_json::Value;

/// A validator that asserts formats.
pub(crate) fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::options().should_validate_formats(true).build(schema).unwrap()
}

fn folder(provider: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas").join(provider)
}

/// Files that belong into a provider's folder; `serde_json` sorts the keys.
fn files(provider: &hookproof::provider::Provider) -> BTreeMap<String, String> {
    provider
        .payloads
        .iter()
        .map(|payload| (format!("{}.json", payload.name), hookproof::schema::to_text(payload.schema())))
        .collect()
}

#[test]
fn schema_files_are_what_the_types_say() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for provider in crate::all() {
        let (folder, wanted) = (folder(&provider.id), files(&provider));
        fs::create_dir_all(&folder).unwrap();
        for entry in fs::read_dir(&folder).unwrap() {
            let (path, name) = entry.map(|entry| (entry.path(), entry.file_name().into_string().unwrap())).unwrap();
            if wanted.contains_key(&name) {
                continue;
            }
            if update {
                fs::remove_file(path).unwrap();
            } else {
                wrong.push(format!("{}/{name} is the schema of nothing", provider.id));
            }
        }
        for (name, text) in wanted {
            let path = folder.join(&name);
            if fs::read_to_string(&path).is_ok_and(|known| known == text) {
                continue;
            }
            if update {
                fs::write(path, text).unwrap();
            } else {
                wrong.push(format!("{}/{name} is not what the type says", provider.id));
            }
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
            assert_eq!(schema["$id"], format!("urn:hookproof:{}/{}", provider.id, payload.name));
            assert_eq!(schema["title"], payload.name);
            assert!(schema["description"].is_string(), "{} {}", provider.id, payload.name);
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
            document.set(&provider.envelope.name, "something.else".into());
            let validator = validator(event.schema());
            let found = validator
                .iter_errors(&document.to_value())
                .any(|error| error.instance_path().to_string() == provider.envelope.name);
            assert!(found, "{} {}", provider.id, event.name);
        }
    }
}
