//! Finds circles of required references: every document would contain another one without end.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::schema::reference::{decoded, subschemas};

/// The most steps of the search.
const MOST: usize = 10_000_000;

/// The subschemas of a schema, and what each needs.
struct Needs {
    pointers: Vec<String>,
    /// For each subschema, groups of others: a value is possible if one of each group has one.
    groups: Vec<Vec<Vec<usize>>>,
}

/// Returns the pointer of the innermost part that leads back to a part around it, if every document must contain it.
pub(super) fn circle(schema: &Value) -> Option<String> {
    let needs = Needs::of(schema);
    let has_value = needs.with_value()?;
    let mut at = needs.pointers.iter().position(String::is_empty)?;
    let (mut seen, mut last) = (HashSet::new(), at);
    while seen.insert(at) {
        let is_impossible = |group: &&Vec<usize>| !group.iter().any(|inner| is_set(&has_value, *inner));
        let next = needs.groups.get(at)?.iter().find(is_impossible)?.first()?;
        (last, at) = (at, *next);
    }
    needs.pointers.get(last).cloned()
}

fn is_set(flags: &[bool], at: usize) -> bool {
    flags.get(at).copied().unwrap_or_default()
}

impl Needs {
    fn of(schema: &Value) -> Self {
        let mut all = Vec::new();
        subschemas(schema, String::new(), &mut all);
        let index: HashMap<&str, usize> =
            all.iter().enumerate().map(|(at, (pointer, _))| (pointer.as_str(), at)).collect();
        let groups = all.iter().map(|(pointer, inner)| groups(inner, pointer, &index)).collect();
        Self { groups, pointers: all.iter().map(|(pointer, _)| pointer.clone()).collect() }
    }

    /// Returns which subschemas can have a value of limited depth; `None` if the search takes too many steps.
    fn with_value(&self) -> Option<Vec<bool>> {
        let mut found = vec![false; self.groups.len()];
        let size: usize = self.groups.iter().flatten().map(|group| 1 + group.len()).sum::<usize>() + self.groups.len();
        for _ in 0..=MOST / size.max(1) {
            let mut is_done = true;
            for (at, groups) in self.groups.iter().enumerate() {
                let is_possible = || groups.iter().all(|group| group.iter().any(|inner| is_set(&found, *inner)));
                if !is_set(&found, at) && is_possible() {
                    found[at] = true;
                    is_done = false;
                }
            }
            if is_done {
                return Some(found);
            }
        }
        None
    }
}

/// Returns the groups of a subschema at a pointer. What is not known counts as possible.
fn groups(schema: &Value, pointer: &str, index: &HashMap<&str, usize>) -> Vec<Vec<usize>> {
    let at = |pointer: &str| index.get(pointer).copied();
    let count = |keyword: &str| schema.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
    let branch = |keyword: &str, nth: usize| at(&format!("{pointer}/{keyword}/{nth}"));
    let target = schema.get("$ref").and_then(Value::as_str).and_then(|to| at(&decoded(to.strip_prefix('#')?)));
    let mut found: Vec<Vec<usize>> = target.into_iter().map(|target| vec![target]).collect();
    found.extend((0..count("allOf")).filter_map(|nth| Some(vec![branch("allOf", nth)?])));
    for keyword in ["anyOf", "oneOf"] {
        let branches: Option<Vec<usize>> = (0..count(keyword)).map(|nth| branch(keyword, nth)).collect();
        found.extend(branches.filter(|branches| !branches.is_empty()));
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("object") => {
            let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
            let escaped = |name: &str| name.replace('~', "~0").replace('/', "~1");
            let fields = required.filter_map(|name| at(&format!("{pointer}/properties/{}", escaped(name.as_str()?))));
            found.extend(fields.map(|field| vec![field]));
        }
        Some("array") => {
            let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or_default();
            let least = usize::try_from(least).unwrap_or(usize::MAX);
            let first = count("prefixItems");
            found.extend((0..first.min(least)).filter_map(|nth| Some(vec![branch("prefixItems", nth)?])));
            let items = at(&format!("{pointer}/items")).filter(|_| least > first);
            found.extend(items.map(|items| vec![items]));
        }
        _ => {}
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_innermost_part_of_a_circle_is_found() {
        let field =
            |name: &str, inner: Value| json!({"type": "object", "required": [name], "properties": {name: inner}});
        let list = |least: u32, items: Value| json!({"type": "array", "minItems": least, "items": items});
        let to = |name: &str| json!({"$ref": format!("#/$defs/{name}")});
        let rows = [
            (field("a", json!({"$ref": "#"})), json!({}), Some("/properties/a")),
            (to("x"), json!({"x": field("y", to("y")), "y": field("x", to("x"))}), Some("/$defs/y/properties/x")),
            (field("in", to("x")), json!({"x": list(1, to("x"))}), Some("/$defs/x/items")),
            (field("in", to("x")), json!({"x": list(0, to("x"))}), None),
            (
                to("x"),
                json!({"x": {"anyOf": [field("a/b", to("x")), {"allOf": [to("x")]}]}}),
                Some("/$defs/x/anyOf/0/properties/a~1b"),
            ),
            (to("x"), json!({"x": {"anyOf": [field("a", to("x")), {"type": "null"}]}}), None),
            (json!({"type": "object", "properties": {"a": to("x")}}), json!({"x": field("x", to("x"))}), None),
        ];
        for (mut schema, definitions, expected) in rows {
            schema["$defs"] = definitions;
            assert_eq!(circle(&schema).as_deref(), expected, "{schema}");
        }
    }
}
