//! Values that are sent as texts, as in a form: the type that a schema gives to each, and what a form cannot hold.

use serde_json::Value;

use crate::model::{Json, escape};
use crate::schema::derive::field_at;

/// The deepest chain of schemas that is followed to the types of a field.
const DEEPEST: usize = 16;

/// Type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Boolean,
    Null,
    Array,
    Object,
}

const ALL: [Kind; 6] = [Kind::Text, Kind::Number, Kind::Boolean, Kind::Null, Kind::Array, Kind::Object];

/// Turns the texts of a document into numbers and booleans where a schema allows those and no text. A text that JSON
/// would not read as such a value stays a text.
pub(crate) fn read_texts(schema: &Value, document: &mut Json) {
    let mut typed = Vec::new();
    document.walk(&mut |pointer, value| {
        let Some(text) = value.as_str() else { return };
        typed.extend(typed_text(schema, pointer, text).map(|value| (pointer.to_owned(), value)));
    });
    for (pointer, value) in typed {
        document.set(&pointer, value);
    }
}

/// Returns the number or the boolean that a text is at a pointer.
fn typed_text(schema: &Value, pointer: &str, text: &str) -> Option<Json> {
    let kinds = kinds(schema, field_at(schema, pointer)?, DEEPEST);
    if kinds.contains(&Kind::Text) || text.trim() != text {
        return None;
    }
    Json::parse(text.as_bytes()).ok().filter(|read| match read {
        Json::Number(_) => kinds.contains(&Kind::Number),
        Json::Bool(_) => kinds.contains(&Kind::Boolean),
        _ => false,
    })
}

/// Returns whether a schema allows objects and nothing else.
pub(crate) fn is_of_objects(schema: &Value) -> bool {
    kinds(schema, schema, DEEPEST) == [Kind::Object]
}

/// Returns the pointer of a field that may be an object or an array.
pub(crate) fn nested_field(schema: &Value) -> Option<String> {
    let fields = field_at(schema, "")?.get("properties")?.as_object()?;
    let nested = |kind: &Kind| matches!(kind, Kind::Array | Kind::Object);
    let is_nested = |field: &Value| kinds(schema, field, DEEPEST).iter().any(nested);
    fields.iter().find(|(_, field)| is_nested(field)).map(|(name, _)| format!("/{}", escape(name)))
}

/// Returns the types that a schema allows for a value.
fn kinds(root: &Value, schema: &Value, levels: usize) -> Vec<Kind> {
    let mut kinds = ALL.to_vec();
    let Some(levels) = levels.checked_sub(1) else { return kinds };
    let mut only = |allowed: Vec<Kind>| kinds.retain(|kind| allowed.contains(kind));
    if let Some(target) = schema.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'))
        && let Some(target) = root.pointer(target)
    {
        only(self::kinds(root, target, levels));
    }
    if let Some(value) = schema.get("const") {
        only(vec![of_value(value)]);
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        only(values.iter().map(of_value).collect());
    }
    match schema.get("type") {
        Some(Value::String(name)) => only(vec![of_name(name)]),
        Some(Value::Array(names)) => only(names.iter().filter_map(Value::as_str).map(of_name).collect()),
        _ => {}
    }
    for keyword in ["anyOf", "oneOf"] {
        if let Some(ways) = schema.get(keyword).and_then(Value::as_array) {
            only(ways.iter().flat_map(|way| self::kinds(root, way, levels)).collect());
        }
    }
    for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        only(self::kinds(root, part, levels));
    }
    kinds
}

const fn of_value(value: &Value) -> Kind {
    match value {
        Value::String(_) => Kind::Text,
        Value::Number(_) => Kind::Number,
        Value::Bool(_) => Kind::Boolean,
        Value::Null => Kind::Null,
        Value::Array(_) => Kind::Array,
        Value::Object(_) => Kind::Object,
    }
}

fn of_name(name: &str) -> Kind {
    match name {
        "string" => Kind::Text,
        "number" | "integer" => Kind::Number,
        "boolean" => Kind::Boolean,
        "null" => Kind::Null,
        "array" => Kind::Array,
        _ => Kind::Object,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_gets_the_type_of_its_field() {
        let schema = json!({
            "$defs": {"count": {"type": "integer"}},
            "properties": {
                "count": {"$ref": "#/$defs/count"}, "price": {"type": ["number", "null"]}, "flag": {"type": "boolean"},
                "either": {"type": ["integer", "string"]}, "code": {"anyOf": [{"const": 1}, {"const": 2}]}, "any": {},
                "a/b": {"type": "integer"}, "list": {"items": {"properties": {"count": {"type": "integer"}}}},
            },
        });
        let text = r#"{"count":"2","price":"1.50","flag":"true","either":"3","code":"1","any":"4","new":"5","a/b":"6","list":[{"count":"7"}]}"#;
        let mut document = Json::parse(text.as_bytes()).unwrap();
        read_texts(&schema, &mut document);
        let typed = r#"{"count":2,"price":1.50,"flag":true,"either":"3","code":1,"any":"4","new":"5","a/b":6,"list":[{"count":7}]}"#;
        assert_eq!(document, Json::parse(typed.as_bytes()).unwrap());
        for other in
            [r#"{"count":" 2"}"#, r#"{"count":"two"}"#, r#"{"count":"true"}"#, r#"{"flag":"1"}"#, r#"{"price":""}"#]
        {
            let mut document = Json::parse(other.as_bytes()).unwrap();
            read_texts(&schema, &mut document);
            assert_eq!(document, Json::parse(other.as_bytes()).unwrap(), "{other}");
        }
    }

    #[test]
    fn a_field_that_a_form_cannot_hold_is_found() {
        let nested = |field: Value| nested_field(&json!({"properties": {"a": {"type": "string"}, "b/c": field}}));
        for flat in [json!({"enum": ["x", 1, null]}), json!({"type": ["string", "null"]}), json!({"const": true})] {
            assert_eq!(nested(flat), None);
        }
        for deep in [json!({"type": "object"}), json!({"type": ["string", "array"]}), json!({}), json!({"enum": [[]]})]
        {
            assert_eq!(nested(deep), Some("/b~1c".to_owned()));
        }
        assert!(is_of_objects(&json!({"type": ["object"]})) && !is_of_objects(&json!({"properties": {}})));
        let circle = json!({"$defs": {"a": {"$ref": "#/$defs/a"}}, "properties": {"a": {"$ref": "#/$defs/a"}}});
        assert_eq!(nested_field(&circle), Some("/a".to_owned()));
    }
}
