//! The effect of a changed snapshot on a consumer.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::model::Json;
use crate::schema;
use crate::schema::{Change, Class, Contract, Side};
use crate::snapshot::payload::{TITLES, unredacted};

/// Returns the changes between two snapshots, ordered by pointer, with their effect on a consumer that reads or writes
/// such documents.
///
/// If the schemas of both versions are given, older first, the schemas are compared. Otherwise only the documents are:
/// their field names, their types, and which fields the smallest document omits. A different value of the same type is
/// undecided, because the documents do not show whether it is a constant or random.
#[must_use]
pub fn changes(old: &str, new: &str, schemas: Option<(&Value, &Value)>, side: Side) -> Vec<Change> {
    if old == new {
        return Vec::new();
    }
    let (Some(before), Some(after)) = (documents(old), documents(new)) else {
        return vec![change("", Class::Undecided, "is not documents below their titles that could be compared")];
    };
    let known = schemas.and_then(|(older, newer)| compared(older, newer, side));
    let by_schema = known.is_some();
    let mut found = known.unwrap_or_else(|| {
        let shapes = [&before, &after].map(|documents| schema::of_documents(&typed(documents)));
        compared(&shapes[0], &shapes[1], side).unwrap_or_default()
    });
    // Report a different value only if no change of its location is reported already.
    let reported: Vec<String> = found.iter().map(|change| change.pointer.clone()).collect();
    let class = if by_schema { Class::Safe } else { Class::Undecided };
    for (pointer, titles) in other_values(&before, &after) {
        if !reported.iter().any(|reported| covers(reported, &pointer)) {
            let known = if by_schema { ", and the schema says the same of it" } else { "" };
            found.push(change(&pointer, class, &format!("another value ({}){known}", titles.join(", "))));
        }
    }
    if found.is_empty() {
        found.push(change("", Class::Safe, "written in another way, and the same"));
    }
    found.sort_by(|one, other| one.pointer.cmp(&other.pointer));
    found
}

fn change(pointer: &str, class: Class, reason: &str) -> Change {
    Change { pointer: pointer.to_owned(), class, reason: reason.to_owned() }
}

fn compared(older: &Value, newer: &Value, side: Side) -> Option<Vec<Change>> {
    let (older, newer) = (Contract::read(older).ok()?, Contract::read(newer).ok()?);
    Some(newer.since(&older, side))
}

/// Returns the documents of a snapshot, each with its title; `None` if the text is not a snapshot of documents.
fn documents(text: &str) -> Option<Vec<(&'static str, Json)>> {
    let mut parts: Vec<(&'static str, String)> = Vec::new();
    for line in text.lines() {
        if let Some(title) = TITLES.into_iter().find(|title| *title == line) {
            parts.push((title, String::new()));
        } else {
            let (_, part) = parts.last_mut()?;
            part.push_str(line);
            part.push('\n');
        }
    }
    let read = |(title, text): (_, String)| Some((title, Json::parse(text.as_bytes()).ok()?));
    let documents: Vec<_> = parts.into_iter().map(read).collect::<Option<_>>()?;
    (!documents.is_empty()).then_some(documents)
}

/// Returns the documents with each redacted value replaced by a value of its original type.
fn typed(documents: &[(&'static str, Json)]) -> Vec<Value> {
    let typed = |(_, document): &(&str, Json)| {
        let mut marks = Vec::new();
        document.walk(&mut |pointer, value| {
            if let Some(value) = value.as_str().and_then(unredacted) {
                marks.push((pointer.to_owned(), value));
            }
        });
        let mut document = document.clone();
        for (pointer, value) in marks {
            document.set(&pointer, value);
        }
        document.to_value()
    };
    documents.iter().map(typed).collect()
}

/// Returns the pointers at which the value differs, with the titles of the documents in which it does.
fn other_values(
    before: &[(&'static str, Json)],
    after: &[(&'static str, Json)],
) -> BTreeMap<String, Vec<&'static str>> {
    let mut found: BTreeMap<String, Vec<&'static str>> = BTreeMap::new();
    for (title, document) in after {
        let Some((_, old)) = before.iter().find(|(known, _)| known == title) else { continue };
        let is_inner = |value: &Json| matches!(value, Json::Object(_) | Json::Array(_));
        document.walk(&mut |pointer, value| {
            let other = old.pointer(pointer).is_some_and(|old| old != value && !is_inner(old));
            if other && !is_inner(value) {
                found.entry(pointer.to_owned()).or_default().push(title);
            }
        });
    }
    found
}

/// Returns whether a location matches a pointer in which `*` is any step.
fn covers(pattern: &str, place: &str) -> bool {
    let mut steps = place.split('/');
    let all = pattern.split('/').all(|wanted| steps.next().is_some_and(|step| wanted == "*" || wanted == step));
    all && !pattern.is_empty() && steps.next().is_none()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn finds(old: &str, new: &str, expected: &[(&str, Class)]) {
        let found = changes(old, new, None, Side::Received);
        let found: Vec<(&str, Class)> = found.iter().map(|change| (change.pointer.as_str(), change.class)).collect();
        assert_eq!(found, expected, "{old}\n{new}");
    }

    #[test]
    fn what_the_documents_show_is_weighed() {
        let old = "minimal\n{\"a\":1}\nmaximal\n{\"a\":1,\"b\":\"x\"}\n";
        finds(old, old, &[]);
        finds(old, "minimal\n{\"a\":1}\nmaximal\n{\"a\":1,\"b\":\"x\",\"c\":true}\n", &[("/c", Class::Additive)]);
        finds(old, "minimal\n{\"a\":1}\nmaximal\n{\"a\":1}\n", &[("/b", Class::Breaking)]);
        finds(old, "minimal\n{\"a\":\"1\"}\nmaximal\n{\"a\":\"1\",\"b\":\"x\"}\n", &[("/a", Class::Breaking)]);
        finds(old, "minimal\n{\"a\":null}\nmaximal\n{\"a\":1,\"b\":\"x\"}\n", &[("/a", Class::Breaking)]);
        finds(old, "minimal\n{}\nmaximal\n{\"a\":1,\"b\":\"x\"}\n", &[("/a", Class::Breaking)]);
        finds(old, "minimal\n{\"a\":1,\"b\":\"x\"}\nmaximal\n{\"a\":1,\"b\":\"x\"}\n", &[("/b", Class::Safe)]);
        finds(old, "minimal\n{\"a\":1}\nmaximal\n{\"a\":1,\"b\":\"y\"}\n", &[("/b", Class::Undecided)]);
        finds(old, "minimal\n{\"a\":1}\nmaximal\n{\"b\":\"x\",\"a\":1}\n", &[("", Class::Safe)]);
        finds(old, "what somebody wrote\n", &[("", Class::Undecided)]);
    }

    #[test]
    fn a_redacted_number_is_a_number() {
        let (old, new) = ("minimal\n{\"at\":\"[time: number]\"}", "minimal\n{\"at\":\"[time]\"}");
        finds(old, new, &[("/at", Class::Breaking)]);
    }

    #[test]
    fn a_schema_knows_better() {
        let (old, new) = ("plausible\n{\"a\":\"x\"}", "plausible\n{\"a\":\"y\"}");
        let version = |values: Value| json!({"properties": {"a": {"enum": values}}});
        let (one, two) = (version(json!(["x", "y"])), version(json!(["x", "y", "z"])));
        let class = |older, newer| changes(old, new, Some((older, newer)), Side::Received)[0].class;
        assert_eq!(class(&one, &one), Class::Safe);
        assert_eq!(class(&one, &two), Class::Additive);
        assert_eq!(class(&two, &one), Class::Safe);
    }

    #[test]
    fn a_new_field_is_an_additive_change() {
        let changes = changes("minimal\n{\"a\":1}", "minimal\n{\"a\":1,\"b\":2}", None, Side::Received);
        assert_eq!((changes[0].pointer.as_str(), changes[0].class), ("/b", Class::Additive));
    }
}
