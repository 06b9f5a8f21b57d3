//! Rewrites what older drafts and OpenAPI say in the words of draft 2020-12.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

/// Keywords that hold a schema.
const ONE: [&str; 12] = [
    "additionalItems",
    "additionalProperties",
    "contains",
    "contentSchema",
    "else",
    "if",
    "items",
    "not",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Keywords that hold a list of schemas.
const LISTED: [&str; 5] = ["allOf", "anyOf", "items", "oneOf", "prefixItems"];

/// Keywords that hold schemas by name.
const NAMED: [&str; 6] =
    ["$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties"];

/// The keywords that differ between the drafts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Draft {
    /// Bounds may be exclusive by a boolean, and `id` names a schema.
    Four,
    /// Nothing counts next to a `$ref`.
    Seven,
    /// A list of `items` describes a tuple.
    Nineteen,
    Twenty,
}

impl Draft {
    /// Returns the draft that the root of a schema names.
    fn of(schema: &Value) -> Self {
        let name = schema.get("$schema").and_then(Value::as_str).unwrap_or_default();
        let is = |part: &str| name.contains("json-schema.org/") && name.contains(part);
        if is("draft-03") || is("draft-04") {
            Self::Four
        } else if is("draft-06") || is("draft-07") {
            Self::Seven
        } else if is("2019-09") {
            Self::Nineteen
        } else {
            Self::Twenty
        }
    }
}

/// Returns the schema in draft 2020-12. The `$schema` of the root decides about the draft, and those of its parts are
/// dropped. A `discriminator` restricts the tag of each branch.
pub(crate) fn modern(schema: &Value) -> Cow<'_, Value> {
    let draft = Draft::of(schema);
    let root_is_old =
        |keywords: &Map<String, Value>| keywords.contains_key("discriminator") || keywords.values().any(is_old);
    if draft == Draft::Twenty && !schema.as_object().is_some_and(root_is_old) {
        return Cow::Borrowed(schema);
    }
    let mut whole = schema.clone();
    each_schema(&mut whole, &mut |keywords| rewrite(keywords, draft));
    if let Some(keywords) = whole.as_object_mut()
        && draft < Draft::Twenty
    {
        keywords.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    }
    if let (Some(name), Some(keywords)) = (schema.get("$schema"), whole.as_object_mut())
        && draft == Draft::Twenty
    {
        keywords.insert("$schema".to_owned(), name.clone());
    }
    Cow::Owned(whole)
}

/// Returns whether a part of a schema has something to rewrite.
fn is_old(value: &Value) -> bool {
    match value {
        Value::Object(keywords) => {
            keywords.get("$schema").is_some_and(Value::is_string)
                || keywords.contains_key("discriminator")
                || keywords.values().any(is_old)
        }
        Value::Array(items) => items.iter().any(is_old),
        _ => false,
    }
}

/// Calls `visit` for every object of keywords in a schema, inner ones first.
fn each_schema(schema: &mut Value, visit: &mut dyn FnMut(&mut Map<String, Value>)) {
    let Value::Object(keywords) = schema else { return };
    for (keyword, value) in keywords.iter_mut() {
        match value {
            Value::Object(named) if NAMED.contains(&keyword.as_str()) => {
                for inner in named.values_mut() {
                    each_schema(inner, visit);
                }
            }
            Value::Array(listed) if LISTED.contains(&keyword.as_str()) => {
                for inner in listed {
                    each_schema(inner, visit);
                }
            }
            Value::Object(_) if ONE.contains(&keyword.as_str()) => each_schema(value, visit),
            _ => {}
        }
    }
    visit(keywords);
}

fn rewrite(keywords: &mut Map<String, Value>, draft: Draft) {
    if keywords.get("$schema").is_some_and(Value::is_string) {
        keywords.remove("$schema");
    }
    if draft <= Draft::Seven && keywords.get("$ref").is_some_and(Value::is_string) {
        keywords
            .retain(|keyword, _| ["$ref", "$defs", "definitions", "title", "description"].contains(&keyword.as_str()));
    }
    if draft == Draft::Four {
        bounds(keywords);
        if let Some(id) = keywords.remove("id") {
            keywords.insert("$id".to_owned(), id);
        }
    }
    if draft <= Draft::Nineteen {
        tuples(keywords);
        dependencies(keywords);
        if let Some(to) = keywords.remove("$recursiveRef") {
            keywords.insert("$ref".to_owned(), to);
        }
    }
    pin_tags(keywords);
}

/// Rewrites the boolean bounds of draft 4.
fn bounds(keywords: &mut Map<String, Value>) {
    for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        let Some(flag) = keywords.get(exclusive).and_then(Value::as_bool) else { continue };
        keywords.remove(exclusive);
        if flag && let Some(bound) = keywords.remove(bound) {
            keywords.insert(exclusive.to_owned(), bound);
        }
    }
}

/// Rewrites a list of `items`.
fn tuples(keywords: &mut Map<String, Value>) {
    let rest = keywords.remove("additionalItems");
    if keywords.get("items").is_some_and(Value::is_array)
        && let Some(listed) = keywords.remove("items")
    {
        keywords.insert("prefixItems".to_owned(), listed);
        keywords.extend(rest.map(|rest| ("items".to_owned(), rest)));
    }
}

fn dependencies(keywords: &mut Map<String, Value>) {
    let Some(Value::Object(all)) = keywords.remove("dependencies") else { return };
    for (name, needed) in all {
        let keyword = if needed.is_array() { "dependentRequired" } else { "dependentSchemas" };
        if let Some(known) = keywords.entry(keyword).or_insert_with(|| json!({})).as_object_mut() {
            known.insert(name, needed);
        }
    }
}

/// Restricts the tag of each branch to the values that the mapping of the `discriminator` gives it. Without a mapping,
/// the value is the name of the definition.
fn pin_tags(keywords: &mut Map<String, Value>) {
    let Some(discriminator) = keywords.get("discriminator") else { return };
    let Some(property) = discriminator.get("propertyName").and_then(Value::as_str).map(str::to_owned) else { return };
    let mapping = discriminator.get("mapping").and_then(Value::as_object).cloned().unwrap_or_default();
    for keyword in ["oneOf", "anyOf"] {
        for branch in keywords.get_mut(keyword).and_then(Value::as_array_mut).into_iter().flatten() {
            let Some(to) = branch.get("$ref").and_then(Value::as_str) else { continue };
            let name = to.rsplit('/').next().unwrap_or_default();
            let leads = |target: &Value| target.as_str().is_some_and(|target| target == to || target == name);
            let mut tags: Vec<&str> =
                mapping.iter().filter(|(_, target)| leads(target)).map(|(tag, _)| tag.as_str()).collect();
            if mapping.is_empty() {
                tags.push(name);
            }
            if tags.is_empty() {
                continue;
            }
            let tag = json!({"properties": {&property: {"enum": tags}}, "required": [&property]});
            *branch = json!({"allOf": [branch, tag]});
        }
    }
    keywords.remove("discriminator");
}

/// Returns whether a document is probably a schema, and not an example: it has `$schema`, `properties` or `$defs`, or it
/// uses its `definitions`.
pub(crate) fn is_like_schema(document: &Value) -> bool {
    let has = |word: &str, is: fn(&Value) -> bool| document.get(word).is_some_and(is);
    let uses =
        has("$ref", Value::is_string) || ["oneOf", "anyOf", "allOf"].iter().any(|word| has(word, Value::is_array));
    document.get("$schema").is_some()
        || ["properties", "$defs"].iter().any(|word| has(word, Value::is_object))
        || (has("definitions", Value::is_object) && uses)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_root_names_a_draft() {
        let draft = "https://json-schema.org/draft/2020-12/schema";
        let schema = json!({"$schema": draft, "items": {"$schema": draft, "const": {"$schema": "kept"}}});
        assert_eq!(*modern(&schema), json!({"$schema": draft, "items": {"const": {"$schema": "kept"}}}));
        let named = json!({"properties": {"$schema": {"type": "string"}}});
        assert!(matches!(modern(&named), Cow::Borrowed(_)));
    }

    #[test]
    fn older_drafts_keep_their_meaning() {
        let old = json!({
            "$schema": "http://json-schema.org/draft-04/schema#",
            "properties": {
                "items": {"minimum": 0, "exclusiveMinimum": true},
                "low": {"minimum": 0, "exclusiveMinimum": false},
                "pair": {"items": [{"type": "integer"}], "additionalItems": false},
                "other": {"$ref": "#/definitions/x", "type": "null"},
            },
            "dependencies": {"a": ["b"], "c": {"required": ["d"]}},
            "definitions": {"x": {"type": "string"}},
        });
        let new = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "properties": {
                "items": {"exclusiveMinimum": 0},
                "low": {"minimum": 0},
                "pair": {"prefixItems": [{"type": "integer"}], "items": false},
                "other": {"$ref": "#/definitions/x"},
            },
            "dependentRequired": {"a": ["b"]},
            "dependentSchemas": {"c": {"required": ["d"]}},
            "definitions": {"x": {"type": "string"}},
        });
        assert_eq!(*modern(&old), new);
    }

    #[test]
    fn a_discriminator_pins_its_tag() {
        let schema = json!({
            "oneOf": [{"$ref": "#/$defs/cat"}, {"$ref": "#/$defs/dog"}],
            "anyOf": [{"$ref": "#/$defs/cat"}],
            "discriminator": {"propertyName": "kind", "mapping": {"d1": "#/$defs/dog", "d2": "dog"}},
            "$defs": {"cat": {"type": "object"}, "dog": {"type": "object"}},
        });
        let tag = |tags: Value| json!({"properties": {"kind": {"enum": tags}}, "required": ["kind"]});
        let modern = modern(&json!({"allOf": [schema]})).into_owned();
        assert_eq!(
            modern["allOf"][0]["oneOf"],
            json!([
                {"$ref": "#/$defs/cat"},
                {"allOf": [{"$ref": "#/$defs/dog"}, tag(json!(["d1", "d2"]))]},
            ])
        );
        let unmapped = json!({"oneOf": [{"$ref": "#/$defs/cat"}], "discriminator": {"propertyName": "kind"}});
        assert_eq!(super::modern(&unmapped)["oneOf"][0]["allOf"][1], tag(json!(["cat"])));
    }
}
