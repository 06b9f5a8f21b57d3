//! Walks a document and its schema side by side, and collects every value with the rules that may apply to it.

use serde_json::{Map, Value};

use crate::model::{Json, escape};

/// The keywords of one schema object.
pub(super) type Rules = Map<String, Value>;

/// A value of a document, and every schema object that may apply to it.
///
/// All branches of `anyOf` and similar keywords are included; only the validator knows which of them applied.
#[derive(Debug)]
pub(super) struct LocatedValue<'a> {
    pub(super) pointer: String,
    pub(super) value: &'a Json,
    pub(super) rules: Vec<&'a Rules>,
}

/// Returns every location of a document, parents before children.
pub(super) fn located_values<'a>(document: &'a Json, schema: &'a Value) -> Vec<LocatedValue<'a>> {
    let mut found = Vec::new();
    visit(schema, String::new(), document, &[schema], &mut found);
    found
}

fn visit<'a>(
    root: &'a Value,
    pointer: String,
    value: &'a Json,
    schemas: &[&'a Value],
    found: &mut Vec<LocatedValue<'a>>,
) {
    let mut rules = Vec::new();
    for schema in schemas {
        gather(root, schema, &mut rules);
    }
    let at = found.len();
    found.push(LocatedValue { pointer, value, rules });
    match value {
        Json::Object(members) => {
            for (name, value) in members {
                let place = &found[at];
                let inner: Vec<_> = place.rules.iter().flat_map(|rules| of_member(rules, name)).collect();
                let pointer = format!("{}/{}", place.pointer, escape(name));
                visit(root, pointer, value, &inner, found);
            }
        }
        Json::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                let place = &found[at];
                let inner: Vec<_> = place.rules.iter().flat_map(|rules| of_item(rules, index)).collect();
                let pointer = format!("{}/{index}", place.pointer);
                visit(root, pointer, value, &inner, found);
            }
        }
        _ => {}
    }
}

/// Adds the rules of a schema and of all schemas that apply to the same value.
fn gather<'a>(root: &'a Value, schema: &'a Value, into: &mut Vec<&'a Rules>) {
    let Some(rules) = schema.as_object().filter(|rules| !into.iter().any(|known| std::ptr::eq(*known, *rules))) else {
        return;
    };
    into.push(rules);
    if let Some(target) = rules.get("$ref").and_then(Value::as_str).and_then(|target| follow(root, target)) {
        gather(root, target, into);
    }
    for branches in ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|keyword| rules.get(keyword)?.as_array()) {
        for branch in branches {
            gather(root, branch, into);
        }
    }
    for branch in ["then", "else"].into_iter().filter_map(|keyword| rules.get(keyword)) {
        gather(root, branch, into);
    }
    for (_, branch) in rules.get("dependentSchemas").and_then(Value::as_object).into_iter().flatten() {
        gather(root, branch, into);
    }
}

/// Resolves a local reference.
fn follow<'a>(root: &'a Value, target: &str) -> Option<&'a Value> {
    let pointer = target.strip_prefix('#')?;
    // Names of generic types are percent-encoded in references.
    root.pointer(pointer).or_else(|| root.pointer(&decoded(pointer)?))
}

fn decoded(pointer: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(pointer.len());
    let mut rest = pointer.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        rest = others;
        if *first == b'%' {
            let digits = std::str::from_utf8(rest.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &rest[2..];
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

/// Returns the schemas that a set of rules has for a field. Patterns of names are not matched; the validator does that.
fn of_member<'a>(rules: &'a Rules, name: &str) -> Vec<&'a Value> {
    let patterns = rules.get("patternProperties").and_then(Value::as_object).into_iter().flat_map(Map::values);
    let declared = rules.get("properties").and_then(|members| members.get(name));
    let rest = ["additionalProperties", "unevaluatedProperties"].into_iter().filter(|_| declared.is_none());
    declared.into_iter().chain(patterns).chain(rest.filter_map(|keyword| rules.get(keyword))).collect()
}

fn of_item(rules: &Rules, index: usize) -> Vec<&Value> {
    let prefix = rules.get("prefixItems").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    match prefix.get(index) {
        Some(item) => vec![item],
        None => ["items", "unevaluatedItems"].into_iter().filter_map(|keyword| rules.get(keyword)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_value_has_the_rules_that_may_judge_it() {
        let schema = json!({
            "$defs": {"Id<T>": {"minLength": 1}},
            "properties": {"a/b": {"anyOf": [{"$ref": "#/$defs/Id%3CT%3E"}, {"type": "null"}]}},
            "additionalProperties": {"prefixItems": [{"type": "string"}], "items": {"type": "integer"}},
        });
        let document = Json::from(json!({"a/b": "x", "list": ["y", 1]}));
        let found = located_values(&document, &schema);
        let listed: Vec<_> = found.iter().map(|place| (place.pointer.as_str(), place.rules.len())).collect();
        assert_eq!(listed, [("", 1), ("/a~1b", 4), ("/list", 1), ("/list/0", 1), ("/list/1", 1)]);
        assert!(found[1].rules[2].contains_key("minLength"));
        assert_eq!(found[4].rules[0]["type"], "integer");
    }

    #[test]
    fn a_reference_to_itself_ends() {
        let schema = json!({"$ref": "#", "properties": {"next": {"$ref": "#"}}});
        let document = Json::from(json!({"next": {"next": {}}}));
        assert_eq!(located_values(&document, &schema).len(), 3);
    }
}
