//! From a schema in a document to one of draft 2020-12 that stands alone. References stay references.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::import::error::ImportError;
use crate::import::files::{Files, Place};
use crate::import::format::ignores_siblings;
use crate::import::names::Names;

/// The most schemas that an event refers to.
const MOST: usize = 10_000;

/// Keywords that are kept as they are.
const KEPT: &[&str] = &[
    "type",
    "enum",
    "const",
    "required",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minContains",
    "maxContains",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "title",
    "description",
];

/// Returns the schema at a place, with what it refers to under `$defs`.
pub(super) fn schema(files: &mut Files, place: &Place) -> Result<Value, ImportError> {
    let place = files.resolve(place)?;
    let mut gatherer = Gatherer { files, names: BTreeMap::new(), used: Names::default(), open: Vec::new() };
    let mut schema = gatherer.at(&place)?;
    let mut defs = Map::new();
    while let Some((target, name)) = gatherer.open.pop() {
        let inner = gatherer.at(&target)?;
        defs.insert(name, inner);
    }
    if !schema.is_object() {
        schema = json!({"allOf": [schema]});
    }
    if !defs.is_empty() {
        schema["$defs"] = Value::Object(defs);
    }
    Ok(schema)
}

struct Gatherer<'a> {
    files: &'a mut Files,
    names: BTreeMap<Place, String>,
    used: Names,
    open: Vec<(Place, String)>,
}

impl Gatherer<'_> {
    fn at(&mut self, place: &Place) -> Result<Value, ImportError> {
        let node = self.files.get(place).cloned().unwrap_or(Value::Bool(true));
        self.converted(&node, place)
    }

    /// Returns the name of a target under `$defs`.
    fn name(&mut self, target: Place) -> Result<String, ImportError> {
        if let Some(name) = self.names.get(&target) {
            return Ok(name.clone());
        }
        if self.names.len() == MOST {
            return Err(self.files.wrong(&target, format!("an event refers to more than {MOST} schemas")));
        }
        let last = target.pointer.rsplit('/').next().unwrap_or_default();
        let last = if last.is_empty() { self.files.stem(target.file) } else { last.to_owned() };
        let name = self.used.like(&last);
        self.names.insert(target.clone(), name.clone());
        self.open.push((target, name.clone()));
        Ok(name)
    }

    fn converted(&mut self, node: &Value, at: &Place) -> Result<Value, ImportError> {
        let Value::Object(fields) = node else {
            return Ok(if node.is_boolean() { node.clone() } else { json!({}) });
        };
        let root = self.files.get(&Place { file: at.file, pointer: String::new() });
        let is_alone = fields.contains_key("$ref") && root.is_some_and(ignores_siblings);
        let mut schema = Map::new();
        for (keyword, value) in fields {
            let inside = at.inside(keyword);
            match keyword.as_str() {
                _ if is_alone && keyword != "$ref" => {}
                "$recursiveRef" | "$dynamicRef" if fields.contains_key("$ref") => {
                    return Err(self
                        .files
                        .wrong(at, format!("it has `$ref` and `{keyword}`: only one can be imported")));
                }
                // A document that stands alone has no other target than the one that is named.
                "$ref" | "$recursiveRef" | "$dynamicRef" => {
                    let Some(to) = value.as_str() else { continue };
                    let target = self.files.follow(at, to)?;
                    let name = self.name(target)?;
                    schema.insert("$ref".to_owned(), json!(format!("#/$defs/{name}")));
                }
                "properties" | "patternProperties" | "dependentSchemas" => {
                    let mut named = Map::new();
                    for (name, inner) in value.as_object().into_iter().flatten() {
                        named.insert(name.clone(), self.converted(inner, &inside.inside(name))?);
                    }
                    schema.insert(keyword.clone(), Value::Object(named));
                }
                "dependencies" => self.dependencies(value, &inside, &mut schema)?,
                "allOf" | "anyOf" | "oneOf" | "prefixItems" => {
                    schema.insert(keyword.clone(), self.list(value, &inside)?);
                }
                "items" if value.is_array() => {
                    schema.insert("prefixItems".to_owned(), self.list(value, &inside)?);
                    if let Some(rest) = fields.get("additionalItems") {
                        let rest = self.converted(rest, &at.inside("additionalItems"))?;
                        schema.insert("items".to_owned(), rest);
                    }
                }
                "items"
                | "not"
                | "if"
                | "then"
                | "else"
                | "contains"
                | "additionalProperties"
                | "propertyNames"
                | "unevaluatedItems"
                | "unevaluatedProperties" => {
                    schema.insert(keyword.clone(), self.converted(value, &inside)?);
                }
                _ if KEPT.contains(&keyword.as_str()) => {
                    schema.insert(keyword.clone(), value.clone());
                }
                _ => {}
            }
        }
        if !schema.get("required").is_none_or(Value::is_array) {
            schema.remove("required");
        }
        bounds(&mut schema);
        format(&mut schema);
        if let Some(discriminator) = fields.get("discriminator") {
            self.pin_tags(&mut schema, fields, discriminator, at);
        }
        let is_nullable = ["nullable", "x-nullable"].iter().any(|word| fields.get(*word) == Some(&Value::Bool(true)));
        Ok(if is_nullable { nullable(schema) } else { Value::Object(schema) })
    }

    /// Converts the `dependencies` of draft 7, which are names or a schema.
    fn dependencies(&mut self, value: &Value, at: &Place, schema: &mut Map<String, Value>) -> Result<(), ImportError> {
        let (mut required, mut schemas) = (Map::new(), Map::new());
        for (name, inner) in value.as_object().into_iter().flatten() {
            if inner.is_array() {
                required.insert(name.clone(), inner.clone());
            } else {
                schemas.insert(name.clone(), self.converted(inner, &at.inside(name))?);
            }
        }
        for (keyword, found) in [("dependentRequired", required), ("dependentSchemas", schemas)] {
            if !found.is_empty() {
                schema.insert(keyword.to_owned(), Value::Object(found));
            }
        }
        Ok(())
    }

    fn list(&mut self, value: &Value, at: &Place) -> Result<Value, ImportError> {
        let mut items = Vec::new();
        for (nth, inner) in value.as_array().into_iter().flatten().enumerate() {
            items.push(self.converted(inner, &at.inside(&nth.to_string()))?);
        }
        Ok(Value::Array(items))
    }

    /// Restricts the tag of each branch to the values that the mapping gives it.
    fn pin_tags(&mut self, schema: &mut Map<String, Value>, raw: &Map<String, Value>, tag: &Value, at: &Place) {
        let Some(property) = tag.get("propertyName").and_then(Value::as_str) else { return };
        let mut values: BTreeMap<Place, Vec<&str>> = BTreeMap::new();
        for (value, to) in tag.get("mapping").and_then(Value::as_object).into_iter().flatten() {
            let Some(to) = to.as_str() else { continue };
            let to = if to.contains(['/', '#', '.']) { to.to_owned() } else { format!("#/components/schemas/{to}") };
            if let Ok(target) = self.files.follow(at, &to) {
                values.entry(target).or_default().push(value);
            }
        }
        for keyword in ["oneOf", "anyOf"] {
            let raw = raw.get(keyword).and_then(Value::as_array).into_iter().flatten();
            let branches = schema.get_mut(keyword).and_then(Value::as_array_mut).into_iter().flatten();
            for (raw, branch) in raw.zip(branches) {
                let Some(to) = raw.get("$ref").and_then(Value::as_str) else { continue };
                let Ok(target) = self.files.follow(at, to) else { continue };
                if let Some(values) = values.get(&target) {
                    let tag = json!({"properties": {property: {"enum": values}}, "required": [property]});
                    *branch = json!({"allOf": [branch.clone(), tag]});
                }
            }
        }
    }
}

/// Converts the boolean bounds of OpenAPI 3.0 and draft 4.
fn bounds(schema: &mut Map<String, Value>) {
    for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        let Some(Value::Bool(flag)) = schema.get(exclusive) else { continue };
        let flag = *flag;
        schema.remove(exclusive);
        if flag && let Some(bound) = schema.remove(bound) {
            schema.insert(exclusive.to_owned(), bound);
        }
    }
}

/// Replaces other names of known formats.
fn format(schema: &mut Map<String, Value>) {
    match schema.get("format").and_then(Value::as_str) {
        Some("url") => _ = schema.insert("format".to_owned(), json!("uri")),
        Some("datetime") => _ = schema.insert("format".to_owned(), json!("date-time")),
        _ => {}
    }
}

/// Lets a schema accept null, too.
fn nullable(mut schema: Map<String, Value>) -> Value {
    let is_plain = !["$ref", "allOf", "anyOf", "oneOf", "const", "not"].iter().any(|word| schema.contains_key(*word));
    if !is_plain {
        return json!({"anyOf": [schema, {"type": "null"}]});
    }
    if let Some(Value::Array(values)) = schema.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    match schema.get_mut("type") {
        Some(Value::Array(types)) if !types.contains(&json!("null")) => types.push(json!("null")),
        Some(Value::String(name)) => {
            let both = json!([name.clone(), "null"]);
            schema.insert("type".to_owned(), both);
        }
        _ => {}
    }
    Value::Object(schema)
}
