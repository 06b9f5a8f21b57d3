//! Other names of formats, as OpenAPI documents use them.

use serde_json::{Map, Value, json};

/// The last second of the year 2099.
const LAST_SECOND: i64 = 4_102_444_799;

/// Formats of draft 2020-12 under another name.
const RENAMED: [(&str, &str); 6] = [
    ("url", "uri"),
    ("datetime", "date-time"),
    ("dateTime", "date-time"),
    ("guid", "uuid"),
    ("ip", "ipv4"),
    ("host-name", "hostname"),
];

/// Formats of strings that a pattern describes.
const DESCRIBED: [(&str, &str); 8] = [
    ("decimal", r"^-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?$"),
    ("e164", r"^\+[1-9][0-9]{6,14}$"),
    ("e164_phone_number", r"^\+[1-9][0-9]{6,14}$"),
    ("iso4217", "^[A-Z]{3}$"),
    ("currency", "^[A-Za-z]{3}$"),
    ("iso3166-alpha-2", "^[A-Z]{2}$"),
    ("mime-type", "^[a-z]{1,16}/[a-z0-9][a-z0-9.+-]{0,30}$"),
    ("semver", r"^(0|[1-9][0-9]{0,4})\.(0|[1-9][0-9]{0,4})\.(0|[1-9][0-9]{0,4})$"),
];

/// Formats of numbers that count seconds since 1970.
const SECONDS: [&str; 5] = ["unix-time", "unixtime", "unix_time", "unix-timestamp", "timestamp"];

/// Returns the format of a schema.
fn format(keywords: &Map<String, Value>) -> Option<&str> {
    keywords.get("format").and_then(Value::as_str)
}

fn is_type(keywords: &Map<String, Value>, types: &[&str]) -> bool {
    match keywords.get("type") {
        Some(Value::String(name)) => types.contains(&name.as_str()),
        Some(Value::Array(names)) => {
            let known = |name: &Value| name.as_str().is_some_and(|name| name == "null" || types.contains(&name));
            names.iter().all(known) && names.len() <= 2
        }
        _ => false,
    }
}

fn is_other(keywords: &Map<String, Value>) -> bool {
    let Some(name) = format(keywords) else { return false };
    let is_text = || is_type(keywords, &["string"]);
    (RENAMED.iter().any(|(other, _)| *other == name) && is_text())
        || (DESCRIBED.iter().any(|(other, _)| *other == name) && is_text() && !keywords.contains_key("pattern"))
        || (SECONDS.contains(&name) && is_type(keywords, &["integer", "number"]))
}

/// Replaces another name of a known format by what it means, and returns whether there was one. The result accepts
/// fewer documents.
pub(super) fn replace(keywords: &mut Map<String, Value>) -> bool {
    if !is_other(keywords) {
        return false;
    }
    let name = format(keywords).unwrap_or_default().to_owned();
    if let Some((_, known)) = RENAMED.iter().find(|(other, _)| *other == name) {
        keywords.insert("format".to_owned(), json!(known));
        return true;
    }
    keywords.remove("format");
    if let Some((_, pattern)) = DESCRIBED.iter().find(|(other, _)| *other == name) {
        keywords.insert("pattern".to_owned(), json!(pattern));
        return true;
    }
    let has = |words: [&str; 2]| words.iter().any(|word| keywords.contains_key(*word));
    let (low, high) = (has(["minimum", "exclusiveMinimum"]), has(["maximum", "exclusiveMaximum"]));
    if !low && !high {
        keywords.insert("minimum".to_owned(), json!(0));
        keywords.insert("maximum".to_owned(), json!(LAST_SECOND));
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(schema: Value) -> Value {
        let Value::Object(mut keywords) = schema else { return Value::Null };
        replace(&mut keywords);
        keywords.into()
    }

    #[test]
    fn known_formats_have_other_names() {
        assert_eq!(replaced(json!({"type": "string", "format": "url"})), json!({"type": "string", "format": "uri"}));
        assert_eq!(
            replaced(json!({"type": ["integer", "null"], "format": "unix-time"})),
            json!({"type": ["integer", "null"], "minimum": 0, "maximum": LAST_SECOND})
        );
        assert_eq!(
            replaced(json!({"type": "string", "format": "iso4217"})),
            json!({"type": "string", "pattern": "^[A-Z]{3}$"})
        );
    }

    #[test]
    fn other_formats_and_types_stay() {
        for schema in [
            json!({"type": "number", "format": "decimal"}),
            json!({"type": "string", "format": "unix-time"}),
            json!({"type": "string", "format": "decimal", "pattern": "^[0-9]+$"}),
            json!({"type": "string", "format": "uuid"}),
        ] {
            assert_eq!(replaced(schema.clone()), schema);
        }
    }
}
