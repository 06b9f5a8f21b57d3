//! Checks the references of a schema: missing targets, external documents and cycles.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde_json::Value;
use thiserror::Error;

/// The error for a reference that cannot be resolved. Pointers lead to the reference in the schema.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReferenceError {
    /// The target does not exist in the schema.
    #[error("the reference `{to}` at `{pointer}` leads nowhere")]
    Nowhere {
        /// Pointer to the reference.
        pointer: String,
        /// The text of the reference.
        to: String,
    },
    /// It refers to another document, which is never fetched.
    #[error("the reference `{to}` at `{pointer}` leads outside the schema; put what it names under `$defs`")]
    Outside {
        /// Pointer to the reference.
        pointer: String,
        /// The text of the reference.
        to: String,
    },
    /// It leads back to itself before it constrains a value.
    #[error("the reference `{to}` at `{pointer}` leads back to itself and says nothing on the way")]
    Endless {
        /// Pointer to the reference.
        pointer: String,
        /// The text of the reference.
        to: String,
    },
}

/// Keywords that hold a schema, or a list of schemas, for the same value.
const IN_PLACE: [&str; 7] = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else"];

/// Keywords that hold a schema, or a list of schemas, for a nested value.
const INSIDE: [&str; 8] = [
    "items",
    "prefixItems",
    "contains",
    "additionalProperties",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentSchema",
];

/// Keywords that hold schemas by name.
const NAMED: [&str; 5] = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"];

/// Checks every reference of a schema.
///
/// # Errors
/// Returns the first reference with a missing target, an external target or a cycle.
pub(crate) fn check(schema: &Value) -> Result<(), ReferenceError> {
    let mut all = Vec::new();
    subschemas(schema, String::new(), &mut all);
    let document = Document { schema, all };
    for (pointer, inner) in &document.all {
        if let Some(to) = reference(inner) {
            let pointer = format!("{pointer}/$ref");
            match document.target(to) {
                Target::Place(_) | Target::Unsure => {}
                Target::Nowhere => return Err(ReferenceError::Nowhere { pointer, to: to.to_owned() }),
                Target::Outside => return Err(ReferenceError::Outside { pointer, to: to.to_owned() }),
            }
        }
    }
    let mut done = HashSet::new();
    document.reach().iter().try_for_each(|pointer| document.circle(pointer, &mut done, &mut Vec::new()))
}

/// Limits of a schema whose references are replaced by their targets.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) values: usize,
    /// Maximum number of values if a reference leads back to itself.
    pub(crate) recursive_values: usize,
    /// Maximum depth of nested values.
    pub(crate) depth: usize,
}

/// Returns the number of values in a schema.
pub(crate) fn values(schema: &Value) -> usize {
    1 + match schema {
        Value::Object(keywords) => keywords.values().map(values).sum(),
        Value::Array(items) => items.iter().map(values).sum(),
        _ => 0,
    }
}

/// Returns whether a schema exceeds a limit if each reference is replaced by its target, except those that lead back
/// to themselves. Only references that are JSON pointers or anchors are followed.
pub(crate) fn expands_beyond(schema: &Value, limits: Limits) -> bool {
    let (way, left, is_recursive) = (Vec::new(), limits.values, false);
    let mut expansion = Expansion { targets: Targets::of(schema), way, left, is_recursive };
    let is_within = expansion.count(schema, limits.depth).is_some();
    let found = limits.values - expansion.left;
    !is_within || (expansion.is_recursive && found > limits.recursive_values)
}

/// Maximum number of levels of a schema without its references.
const NESTED: usize = 500;

/// Returns how many levels a schema can have if each reference is followed, and each target is visited once: the sum of
/// the levels of all targets. `None` if it is more than `most`.
pub(crate) fn levels(schema: &Value, most: usize) -> Option<usize> {
    let mut levels = nesting(schema, NESTED)?;
    let targets = Targets::of(schema);
    let mut reached = HashSet::from([""]);
    let mut found = Vec::new();
    for (keyword, inner) in schema.as_object().into_iter().flatten() {
        if keyword != "$defs" && keyword != "definitions" {
            references(inner, &mut found);
        }
    }
    found.extend(local_reference(schema));
    while let Some(to) = found.pop() {
        if let Some(target) = targets.get(to).filter(|_| reached.insert(to)) {
            levels += nesting(target, NESTED)?;
            if levels > most {
                return None;
            }
            references(target, &mut found);
        }
    }
    Some(levels)
}

/// Returns the number of nested levels of a value; `None` if it is more than `most`.
fn nesting(value: &Value, most: usize) -> Option<usize> {
    let rest = most.checked_sub(1)?;
    let mut deepest = 0;
    match value {
        Value::Object(keywords) => {
            for inner in keywords.values() {
                deepest = deepest.max(nesting(inner, rest)?);
            }
        }
        Value::Array(items) => {
            for item in items {
                deepest = deepest.max(nesting(item, rest)?);
            }
        }
        _ => {}
    }
    Some(1 + deepest)
}

/// Collects every local reference in a value.
fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    found.extend(local_reference(value));
    match value {
        Value::Object(keywords) => keywords.values().for_each(|inner| references(inner, found)),
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

/// Returns whether a reference of a schema is below a keyword that a wider schema would make narrower.
pub(crate) fn is_negated(schema: &Value) -> bool {
    match schema {
        Value::Object(keywords) => keywords.iter().any(|(keyword, inner)| {
            let is_negation = matches!(keyword.as_str(), "not" | "if" | "oneOf" | "contains");
            let mut found = Vec::new();
            if is_negation {
                references(inner, &mut found);
            }
            !found.is_empty() || is_negated(inner)
        }),
        Value::Array(items) => items.iter().any(is_negated),
        _ => false,
    }
}

/// Returns the part of a reference after `#`.
fn local_reference(value: &Value) -> Option<&str> {
    reference(value).or_else(|| value.get("$dynamicRef")?.as_str()).and_then(|to| to.strip_prefix('#'))
}

/// The targets of the local references of a schema.
struct Targets<'a> {
    root: &'a Value,
    anchors: HashMap<&'a str, &'a Value>,
}

impl<'a> Targets<'a> {
    fn of(root: &'a Value) -> Self {
        let mut all = Vec::new();
        subschemas(root, String::new(), &mut all);
        let anchors = all.iter().filter_map(|(_, inner)| Some((anchor(inner)?, *inner))).collect();
        Self { root, anchors }
    }

    fn get(&self, to: &str) -> Option<&'a Value> {
        self.anchors.get(to).copied().or_else(|| self.root.pointer(&decoded(to)))
    }
}

/// The count of the values of a schema and of the targets of its references.
struct Expansion<'a> {
    targets: Targets<'a>,
    /// The references that lead to the current value.
    way: Vec<&'a str>,
    /// Number of values that may still come.
    left: usize,
    /// Whether a reference leads back to itself.
    is_recursive: bool,
}

impl<'a> Expansion<'a> {
    /// Returns `None` when a limit is exceeded.
    fn count(&mut self, value: &'a Value, levels: usize) -> Option<()> {
        let levels = levels.checked_sub(1)?;
        self.left = self.left.checked_sub(1)?;
        let to = local_reference(value);
        let leads_back = to.is_some_and(|to| self.way.contains(&to));
        self.is_recursive |= leads_back;
        if let Some(to) = to.filter(|_| !leads_back)
            && let Some(target) = self.targets.get(to)
        {
            self.way.push(to);
            self.count(target, levels)?;
            self.way.pop();
        }
        match value {
            Value::Object(keywords) => keywords.values().try_for_each(|inner| self.count(inner, levels)),
            Value::Array(items) => items.iter().try_for_each(|item| self.count(item, levels)),
            _ => Some(()),
        }
    }
}

/// Collects every subschema of a schema, with its pointer.
pub(super) fn subschemas<'a>(schema: &'a Value, pointer: String, all: &mut Vec<(String, &'a Value)>) {
    for (pointer, inner) in inner(schema, &pointer, &[&IN_PLACE, &INSIDE, &NAMED]) {
        subschemas(inner, pointer, all);
    }
    all.push((pointer, schema));
}

/// Returns the schemas under some keywords.
fn inner<'a>(schema: &'a Value, pointer: &str, keywords: &[&[&str]]) -> Vec<(String, &'a Value)> {
    let mut found = Vec::new();
    for (keyword, value) in schema.as_object().into_iter().flatten() {
        if !keywords.iter().any(|known| known.contains(&keyword.as_str())) {
            continue;
        }
        match value {
            Value::Array(items) => {
                found.extend(items.iter().enumerate().map(|(at, item)| (format!("{pointer}/{keyword}/{at}"), item)));
            }
            Value::Object(members) if NAMED.contains(&keyword.as_str()) => {
                let escaped = |name: &str| name.replace('~', "~0").replace('/', "~1");
                let named = |(name, item)| (format!("{pointer}/{keyword}/{}", escaped(name)), item);
                found.extend(members.iter().map(|(name, item)| (name.as_str(), item)).map(named));
            }
            _ => found.push((format!("{pointer}/{keyword}"), value)),
        }
    }
    found
}

/// The target of a reference.
enum Target {
    Place(String),
    Nowhere,
    Outside,
    /// It is resolved against an `$id` in the schema; only the validator can resolve it.
    Unsure,
}

struct Document<'a> {
    schema: &'a Value,
    all: Vec<(String, &'a Value)>,
}

impl Document<'_> {
    fn target(&self, to: &str) -> Target {
        let (document, fragment) = to.split_once('#').unwrap_or((to, ""));
        let is_own = document.is_empty() || self.schema.get("$id").and_then(Value::as_str) == Some(document);
        let has_ids = self.all.iter().any(|(pointer, inner)| !pointer.is_empty() && inner.get("$id").is_some());
        if !is_own {
            // Relative ids are not resolved here.
            return if has_ids { Target::Unsure } else { Target::Outside };
        }
        let fragment = decoded(fragment);
        let found = if fragment.is_empty() || fragment.starts_with('/') {
            self.schema.pointer(&fragment).is_some().then_some(fragment)
        } else {
            let is_anchor = |inner: &Value| {
                ["$anchor", "$dynamicAnchor"]
                    .iter()
                    .any(|word| inner.get(word).is_some_and(|known| *known == *fragment))
            };
            self.all.iter().find(|(_, inner)| is_anchor(inner)).map(|(pointer, _)| pointer.clone())
        };
        match found {
            Some(pointer) => Target::Place(pointer),
            None if has_ids => Target::Unsure,
            None => Target::Nowhere,
        }
    }

    /// Collects every pointer whose schema may apply to a value, starting at the root.
    fn reach(&self) -> BTreeSet<String> {
        let named = ["properties", "patternProperties", "dependentSchemas"];
        let (mut reached, mut open) = (BTreeSet::new(), vec![String::new()]);
        while let Some(pointer) = open.pop() {
            let Some(schema) = self.schema.pointer(&pointer) else { continue };
            if !reached.insert(pointer.clone()) {
                continue;
            }
            if let Some(Target::Place(place)) = reference(schema).map(|to| self.target(to)) {
                open.push(place);
            }
            open.extend(inner(schema, &pointer, &[&IN_PLACE, &INSIDE, &named]).into_iter().map(|(place, _)| place));
        }
        reached
    }

    /// Looks for a path from a schema back to itself that does not descend into the value. `way` is the path so far.
    fn circle(&self, pointer: &str, done: &mut HashSet<String>, way: &mut Vec<String>) -> Result<(), ReferenceError> {
        let Some(schema) = self.schema.pointer(pointer).filter(|_| !done.contains(pointer)) else { return Ok(()) };
        way.push(pointer.to_owned());
        if let Some(to) = reference(schema)
            && let Target::Place(place) = self.target(to)
        {
            if way.contains(&place) {
                return Err(ReferenceError::Endless { pointer: format!("{pointer}/$ref"), to: to.to_owned() });
            }
            self.circle(&place, done, way)?;
        }
        for (place, _) in inner(schema, pointer, &[&IN_PLACE, &["dependentSchemas"]]) {
            self.circle(&place, done, way)?;
        }
        way.pop();
        done.insert(pointer.to_owned());
        Ok(())
    }
}

fn anchor(schema: &Value) -> Option<&str> {
    schema.get("$anchor").or_else(|| schema.get("$dynamicAnchor"))?.as_str()
}

fn reference(schema: &Value) -> Option<&str> {
    schema.get("$ref").and_then(Value::as_str)
}

/// Percent-decodes a fragment.
pub(crate) fn decoded(fragment: &str) -> String {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let [first, behind @ ..] = rest {
        let code = match behind {
            [high, low, ..] if *first == b'%' => {
                std::str::from_utf8(&[*high, *low]).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok())
            }
            _ => None,
        };
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &behind[2..] } else { behind };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_step_into_a_value_breaks_a_circle() {
        let list = json!({"$defs": {"l": {"type": "object", "properties": {"next": {"$ref": "#/$defs/l"}}}}, "$ref": "#/$defs/l"});
        assert_eq!(check(&list), Ok(()));
        let loops = json!({"allOf": [{"properties": {"x": {"$ref": "#/$defs/c"}}}, {"$ref": "#/$defs/c"}], "$defs": {"c": {"$ref": "#"}}});
        assert!(matches!(check(&loops), Err(ReferenceError::Endless { .. })));
        let unused = json!({"$defs": {"a": {"$ref": "#/$defs/a"}}, "type": "string"});
        assert_eq!(check(&unused), Ok(()));
    }

    #[test]
    fn words_in_values_are_no_references() {
        assert_eq!(
            check(&json!({"const": {"$ref": "#/none"}, "enum": [{"$ref": "x"}], "default": {"$ref": "y"}})),
            Ok(())
        );
        assert_eq!(check(&json!({"properties": {"$ref": {"type": "string"}}})), Ok(()));
    }
}
