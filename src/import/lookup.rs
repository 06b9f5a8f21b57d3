//! Looks up fields in schemas that were gathered, and adds them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// Returns the schemas of the field at a pointer.
pub(super) fn fields<'a>(schema: &'a Value, pointer: &str) -> Vec<&'a Value> {
    fields_in(schema, whole(schema, vec![schema]), pointer)
}

fn fields_in<'a>(root: &'a Value, parts: Vec<&'a Value>, pointer: &str) -> Vec<&'a Value> {
    pointer
        .split('/')
        .skip(1)
        .fold(parts, |at, name| whole(root, at.iter().filter_map(|one| one.get("properties")?.get(name)).collect()))
}

/// Returns schemas with those that they always include, each once.
pub(super) fn whole<'a>(root: &'a Value, schemas: Vec<&'a Value>) -> Vec<&'a Value> {
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    let mut open = schemas;
    open.reverse();
    while let Some(schema) = open.pop() {
        if !seen.insert(std::ptr::from_ref(schema)) {
            continue;
        }
        found.push(schema);
        let target = schema.get("$ref").and_then(Value::as_str).and_then(|to| root.pointer(to.strip_prefix('#')?));
        let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
        let mut included: Vec<&Value> = target.into_iter().chain(parts).collect();
        included.reverse();
        open.append(&mut included);
    }
    found
}

/// The most levels of alternatives that are searched.
const DEEPEST: usize = 2;

/// The most lists and alternatives that are searched in a schema.
const MOST: usize = 32;

/// Returns the only value that a schema allows at a pointer.
pub(super) fn constant(schema: &Value, pointer: &str) -> Option<String> {
    constant_in(schema, schema, pointer, DEEPEST)
}

fn constant_in(root: &Value, schema: &Value, pointer: &str, depth: usize) -> Option<String> {
    let parts = whole(root, vec![schema]);
    let only = |field: &Value| {
        let listed = field.get("enum").and_then(Value::as_array).filter(|values| values.len() == 1);
        field.get("const").or_else(|| listed?.first())?.as_str().map(str::to_owned)
    };
    if let Some(found) = fields_in(root, parts.clone(), pointer).into_iter().find_map(only) {
        return Some(found);
    }
    let lists = parts.iter().flat_map(|part| ["oneOf", "anyOf"].map(|word| part.get(word).and_then(Value::as_array)));
    let lists = lists.flatten().filter(|branches| depth > 0 && branches.len() <= MOST);
    lists.take(MOST).find_map(|branches| {
        let first = constant_in(root, branches.first()?, pointer, depth - 1)?;
        let is_same = |branch| constant_in(root, branch, pointer, depth - 1).as_ref() == Some(&first);
        branches.iter().skip(1).all(is_same).then_some(first)
    })
}

/// Returns the texts that a schema allows at a pointer, if it lists them.
pub(super) fn listed<'a>(schema: &'a Value, pointer: &str) -> Vec<&'a str> {
    let values = |field: &'a Value| field.get("enum").and_then(Value::as_array);
    fields(schema, pointer).into_iter().find_map(values).into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Returns whether a schema describes the fields of an object on the way to a pointer, but not the one that leads to it.
pub(super) fn lacks(schema: &Value, pointer: &str) -> bool {
    let mut parts = whole(schema, vec![schema]);
    for name in pointer.split('/').skip(1) {
        let mut fields = parts.iter().filter_map(|part| part.get("properties")?.as_object()).flatten().peekable();
        let has_choices = parts.iter().any(|part| ["oneOf", "anyOf"].iter().any(|word| part.get(word).is_some()));
        if has_choices || fields.peek().is_none() {
            return false;
        }
        let next: Vec<&Value> = fields.filter(|(field, _)| *field == name).map(|(_, inner)| inner).collect();
        if next.is_empty() {
            return true;
        }
        parts = whole(schema, next);
    }
    false
}

/// Adds a field without rules to a schema that declares it only in another part.
pub(super) fn declare(schema: &mut Value, pointer: &str) {
    let mut at = String::new();
    for (nth, name) in pointer.split('/').skip(1).enumerate() {
        let mut steps = 0;
        while let Some(to) = schema.pointer(&at).and_then(|node| node.get("$ref")?.as_str()?.strip_prefix('#'))
            && steps < 16
            && nth + steps < 64
        {
            at = to.to_owned();
            steps += 1;
        }
        let Some(node) = schema.pointer_mut(&at) else { return };
        if !node.is_object() {
            *node = json!({});
        }
        if node.pointer(&format!("/properties/{name}")).is_none_or(|field| !field.is_object()) {
            node["properties"][name] = json!({});
        }
        at = format!("{at}/properties/{name}");
    }
}

/// Returns whether a schema allows lists only.
pub(super) fn is_list(schema: &Value) -> bool {
    whole(schema, vec![schema]).iter().any(|part| part.get("type").and_then(Value::as_str) == Some("array"))
}

/// Returns the fields of every event whose items are objects with a constant of one of these names, as pointers with `*`.
pub(super) fn constants_in_lists(schema: &Value, names: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let parts = whole(schema, vec![schema]);
    let fields = parts.iter().filter_map(|part| part.get("properties")?.as_object()).flatten();
    let items = fields.filter_map(|(field, inner)| {
        let item = whole(schema, vec![inner]).into_iter().find_map(|list| list.get("items"))?;
        Some((crate::model::escape(field), item))
    });
    for (field, item) in items.take(MOST) {
        let parts = whole(schema, vec![item]);
        let inside = parts.iter().filter_map(|part| part.get("properties")?.as_object()).flatten();
        let wrappers = inside.filter(|(_, value)| value.is_object()).map(|(name, _)| format!("/{name}"));
        for start in std::iter::once(String::new()).chain(wrappers.take(MOST)) {
            let pointers = names.iter().map(|name| format!("{start}{name}"));
            let constants = pointers.filter(|pointer| constant_in(schema, item, pointer, DEEPEST).is_some());
            found.extend(constants.map(|pointer| format!("/{field}/*{pointer}")));
        }
    }
    found
}
