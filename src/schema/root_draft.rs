//! Drops the `$schema` of parts of a schema.

use std::borrow::Cow;

use serde_json::Value;

/// Keywords that hold values and not schemas.
const VALUES: [&str; 5] = ["const", "enum", "default", "example", "examples"];

/// Returns the schema without any `$schema` below its root. Documents that gather several schemas contain it, although
/// the root decides about the draft.
pub(crate) fn root_draft(schema: &Value) -> Cow<'_, Value> {
    let has_nested = schema.as_object().is_some_and(|keywords| keywords.values().any(names_draft));
    if !has_nested {
        return Cow::Borrowed(schema);
    }
    let mut whole = schema.clone();
    for (keyword, inner) in whole.as_object_mut().into_iter().flatten() {
        drop_draft(keyword, inner);
    }
    Cow::Owned(whole)
}

/// Returns whether a value or a part of it has a `$schema`.
fn names_draft(value: &Value) -> bool {
    match value {
        Value::Object(keywords) => {
            keywords.get("$schema").is_some_and(Value::is_string) || keywords.values().any(names_draft)
        }
        Value::Array(items) => items.iter().any(names_draft),
        _ => false,
    }
}

fn drop_draft(keyword: &str, value: &mut Value) {
    if VALUES.contains(&keyword) {
        return;
    }
    match value {
        Value::Object(keywords) => {
            if keywords.get("$schema").is_some_and(Value::is_string) {
                keywords.remove("$schema");
            }
            keywords.iter_mut().for_each(|(keyword, inner)| drop_draft(keyword, inner));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| drop_draft("", item)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_the_root_names_a_draft() {
        let draft = "https://json-schema.org/draft/2020-12/schema";
        let schema = json!({"$schema": draft, "items": {"$schema": draft, "const": {"$schema": "kept"}}});
        assert_eq!(*root_draft(&schema), json!({"$schema": draft, "items": {"const": {"$schema": "kept"}}}));
        let named = json!({"properties": {"$schema": {"type": "string"}}});
        assert!(matches!(root_draft(&named), Cow::Borrowed(_)));
    }
}
