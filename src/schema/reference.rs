//! References that lead out of a schema.

use serde_json::Value;

use crate::model::escape;

/// The first `$ref` whose target is not in the schema: its pointer, and the target.
pub(crate) fn lost(schema: &Value) -> Option<(String, String)> {
    find(schema, schema, &mut String::new())
}

fn find(root: &Value, at: &Value, pointer: &mut String) -> Option<(String, String)> {
    let length = pointer.len();
    let inside = |step: &str, value: &Value, pointer: &mut String| {
        pointer.push('/');
        pointer.push_str(&escape(step));
        let found = find(root, value, pointer);
        pointer.truncate(length);
        found
    };
    match at {
        Value::Object(keywords) => {
            if let Some(target) = keywords.get("$ref").and_then(Value::as_str).filter(|target| !leads(root, target)) {
                return Some((format!("{pointer}/$ref"), target.to_owned()));
            }
            // What stands in these is data, whatever it looks like.
            let schemas =
                keywords.iter().filter(|(keyword, _)| !matches!(keyword.as_str(), "enum" | "const" | "examples"));
            schemas.into_iter().find_map(|(keyword, value)| inside(keyword, value, pointer))
        }
        Value::Array(items) => {
            items.iter().enumerate().find_map(|(index, value)| inside(&index.to_string(), value, pointer))
        }
        _ => None,
    }
}

fn leads(root: &Value, target: &str) -> bool {
    match target.strip_prefix('#') {
        Some(pointer) => root.pointer(pointer).is_some() || named(root, "$anchor", pointer),
        None => named(root, "$id", target.split('#').next().unwrap_or_default()),
    }
}

/// Whether a schema in this one has such a name.
fn named(at: &Value, keyword: &str, name: &str) -> bool {
    match at {
        Value::Object(keywords) => {
            keywords.get(keyword).and_then(Value::as_str) == Some(name)
                || keywords.values().any(|value| named(value, keyword, name))
        }
        Value::Array(items) => items.iter().any(|value| named(value, keyword, name)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_first_lost_reference_is_placed() {
        let place = |schema: &Value| lost(schema).map(|(pointer, _)| pointer);
        let whole = json!({"$defs": {"A": {"$anchor": "a"}}, "items": {"$ref": "#/$defs/A"}, "not": {"$ref": "#a"}});
        assert_eq!(place(&whole), None);
        assert_eq!(place(&json!({"properties": {"a/b": {"$ref": "#/$defs/A"}}})), Some("/properties/a~1b/$ref".into()));
        assert_eq!(place(&json!({"anyOf": [true, {"$ref": "other.json"}]})), Some("/anyOf/1/$ref".into()));
        assert_eq!(place(&json!({"const": {"$ref": "other.json"}})), None);
    }
}
