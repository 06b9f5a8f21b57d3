//! What there is to be seen of a plain schema, counted by hand: by walking the schema as it is written.

use hookproof::schema::Validator;
use serde_json::{Value, json};

use crate::seen::at;

/// Counts what documents do not show of a schema.
pub(crate) struct Counter<'a> {
    root: &'a Value,
    documents: &'a [Value],
    /// What was looked for.
    pub(crate) looked: usize,
    /// What was not there.
    pub(crate) missing: Vec<String>,
    way: Vec<String>,
}

impl<'a> Counter<'a> {
    pub(crate) fn count(root: &'a Value, documents: &'a [Value]) -> Self {
        let mut counter = Self { root, documents, looked: 0, missing: Vec::new(), way: Vec::new() };
        counter.visit(root, "");
        counter
    }

    fn look(&mut self, pointer: &str, what: &str, holds: &dyn Fn(&Value) -> bool) {
        self.looked += 1;
        let is_there = |document: &Value| at(document, pointer).into_iter().any(holds);
        if !self.documents.iter().any(is_there) {
            self.missing.push(format!("{pointer}: {what}"));
        }
    }

    fn visit(&mut self, schema: &Value, pointer: &str) {
        if let Some(to) = schema["$ref"].as_str() {
            if !self.way.contains(&to.to_owned()) {
                let target = self.root.pointer(to.trim_start_matches('#')).unwrap();
                self.way.push(to.to_owned());
                self.visit(target, pointer);
                self.way.pop();
            }
            return;
        }
        for value in schema["enum"].as_array().into_iter().flatten() {
            self.look(pointer, &value.to_string(), &|found| found == value);
        }
        for kind in schema["type"].as_array().into_iter().flatten() {
            let kind = kind.as_str().unwrap();
            self.look(pointer, kind, &|found| is_a(kind, found));
        }
        for branch in ["anyOf", "oneOf"].into_iter().flat_map(|word| schema[word].as_array().into_iter().flatten()) {
            let mut whole = branch.clone();
            if let (Some(whole), Some(definitions)) = (whole.as_object_mut(), self.root.get("$defs")) {
                whole.insert("$defs".to_owned(), definitions.clone());
            }
            let validator = Validator::compile(&whole).unwrap();
            self.look(pointer, &branch.to_string(), &|found| validator.is_valid(found));
            self.visit(branch, pointer);
        }
        self.bounds(schema, pointer);
        self.members(schema, pointer);
        if schema["items"].is_object() && schema["maxItems"] != json!(0) {
            self.visit(&schema["items"], &format!("{pointer}/*"));
        }
    }

    fn bounds(&mut self, schema: &Value, pointer: &str) {
        for word in ["minimum", "maximum"] {
            // Bounds of 64 bits say how a number is stored, not what is sent.
            if let Some(bound) = schema[word].as_i64().filter(|bound| bound.unsigned_abs() < 1 << 53) {
                self.look(pointer, &format!("{word} {bound}"), &|found| found.as_i64() == Some(bound));
            }
        }
        let fixed = schema.get("pattern").or(schema.get("format")).is_some();
        for word in ["minLength", "maxLength"].into_iter().filter(|_| !fixed) {
            if let Some(bound) = schema[word].as_u64().and_then(|bound| usize::try_from(bound).ok()) {
                let holds = |found: &Value| found.as_str().is_some_and(|text| text.chars().count() == bound);
                self.look(pointer, &format!("{word} {bound}"), &holds);
            }
        }
        for word in ["minItems", "maxItems"] {
            if let Some(bound) = schema[word].as_u64().and_then(|bound| usize::try_from(bound).ok()) {
                let holds = |found: &Value| found.as_array().is_some_and(|items| items.len() == bound);
                self.look(pointer, &format!("{word} {bound}"), &holds);
            }
        }
    }

    fn members(&mut self, schema: &Value, pointer: &str) {
        let Some(properties) = schema["properties"].as_object() else { return };
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        let optional: Vec<&String> = properties.keys().filter(|name| !required.contains(&json!(name))).collect();
        let has = |found: &Value, name: &str| found.as_object().map(|members| members.contains_key(name));
        for (index, name) in optional.iter().enumerate() {
            for there in [true, false] {
                self.look(pointer, &format!("{name} {there}"), &|found| has(found, name) == Some(there));
                for other in &optional[..index] {
                    for other_there in [true, false] {
                        let holds =
                            |found: &Value| has(found, name) == Some(there) && has(found, other) == Some(other_there);
                        self.look(pointer, &format!("{name} {there}, {other} {other_there}"), &holds);
                    }
                }
            }
        }
        for (name, member) in properties {
            self.visit(member, &format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1")));
        }
    }
}

/// Whether every keyword of a schema can be counted by itself: no choice or condition stands beside members.
pub(crate) fn is_plain(schema: &Value) -> bool {
    let words = ["anyOf", "oneOf", "allOf", "if", "not", "dependentRequired"];
    match schema {
        Value::Object(keywords) => {
            let found = words.iter().filter(|word| keywords.contains_key(**word)).count();
            let is_split = keywords.contains_key("properties") && found > 0;
            let is_other = words[2..].iter().any(|word| keywords.contains_key(*word));
            !is_split && !is_other && keywords.values().all(is_plain)
        }
        Value::Array(items) => items.iter().all(is_plain),
        _ => true,
    }
}

fn is_a(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("{other}"),
    }
}
