//! Infers the schema of documents without other information: their common parts and their differences.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// Returns the narrowest schema of field names and types that accepts all of these documents: a field is required if
/// every object has it. Values are not restricted.
///
/// ```
/// use serde_json::json;
///
/// let schema = hookproof::schema::of_documents(&[json!({"a": 1}), json!({"a": null, "b": []})]);
/// assert_eq!(schema["properties"]["a"]["type"], json!(["integer", "null"]));
/// assert_eq!(schema["required"], json!(["a"]));
/// ```
#[must_use]
pub fn of_documents(documents: &[Value]) -> Value {
    of_values(&documents.iter().collect::<Vec<_>>())
}

fn of_values(values: &[&Value]) -> Value {
    let mut types: BTreeSet<&str> = values.iter().map(|value| type_name(value)).collect();
    if types.contains("number") {
        types.remove("integer");
    }
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!(types));
    let objects: Vec<&Map<String, Value>> = values.iter().filter_map(|value| value.as_object()).collect();
    if !objects.is_empty() {
        let names: BTreeSet<&String> = objects.iter().flat_map(|object| object.keys()).collect();
        let member = |name: &&String| {
            let found: Vec<&Value> = objects.iter().filter_map(|object| object.get(*name)).collect();
            ((*name).clone(), of_values(&found))
        };
        let required = names.iter().filter(|name| objects.iter().all(|object| object.contains_key(**name)));
        schema.insert("required".to_owned(), json!(required.collect::<Vec<_>>()));
        schema.insert("properties".to_owned(), Value::Object(names.iter().map(member).collect()));
    }
    let items: Vec<&Value> = values.iter().filter_map(|value| value.as_array()).flatten().collect();
    if !items.is_empty() {
        schema.insert("items".to_owned(), of_values(&items));
    }
    Value::Object(schema)
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
