//! The JSON Schema of a provider file, for editors.

use serde_json::{Map, Value, json};

use crate::provider_file::keys;
use crate::provider_file::keys::{Form, Key};

/// Returns the JSON Schema of a provider file, as in `schemas/provider_file.json`.
#[must_use]
pub fn schema() -> Value {
    let mut schema = table(keys::FILE);
    let head = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:hookproof:provider-file",
        "title": "hookproof provider file",
        "description": "Describes a provider of webhooks, in TOML, YAML or JSON.",
        "anyOf": [
            {"required": ["like"]},
            {"required": ["signature", "event"], "anyOf": [{"required": ["payloads"]}, {"required": ["payload"]}]},
        ],
        "$defs": {
            "payload": {
                "required": ["name"],
                "anyOf": [{"required": ["schema"]}, {"required": ["example"]}, {"required": ["examples"]}],
            },
            "handshake": {"anyOf": [{"required": ["body"]}, {"required": ["query"]}, {"required": ["method"]}]},
            "example": {"required": ["secret", "body", "header"]},
        },
    });
    if let (Some(schema), Value::Object(head)) = (schema.as_object_mut(), head) {
        schema.extend(head);
    }
    schema
}

/// Returns the schema of a table with these keys.
fn table(keys: &[Key]) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), value(key))).collect();
    json!({"type": "object", "properties": properties, "additionalProperties": false})
}

/// Returns the schema of the value of a key.
fn value(key: &Key) -> Value {
    let mut schema = match key.form {
        Form::Text(pattern) => text(pattern),
        Form::Texts(pattern) => json!({"anyOf": [text(pattern), {"type": "array", "items": text(pattern)}]}),
        Form::OneOf(texts) => json!({"enum": texts}),
        Form::Flag => json!({"type": "boolean"}),
        Form::Named => json!({"type": "object", "additionalProperties": text("")}),
        Form::NumberOrText => json!({"type": ["integer", "string"]}),
        Form::Document => document(),
        Form::Body => json!({"type": ["object", "array", "string"]}),
        Form::Documents => json!({"anyOf": [document(), {"type": "array", "items": document()}]}),
        Form::Tables(keys) => {
            let mut item = table(keys);
            item["$ref"] = json!(format!("#/$defs/{}", key.name));
            json!({"anyOf": [item.clone(), {"type": "array", "items": item}]})
        }
    };
    schema["description"] = json!(key.about);
    schema
}

fn text(pattern: &str) -> Value {
    if pattern.is_empty() { json!({"type": "string"}) } else { json!({"type": "string", "pattern": pattern}) }
}

fn document() -> Value {
    json!({"type": ["object", "array", "boolean", "string"]})
}
