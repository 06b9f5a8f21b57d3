//! Events whose field of the name lists several names: one event for each of them.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::import::draft::Draft;
use crate::import::lookup::{constant, declare, listed};
use crate::import::naming::{NAMES, headers, like};
use crate::schema;

/// The most names that one event may list.
const MOST: usize = 100;

/// A field that is often the end of a name only.
const ACTION: &str = "/action";

/// Replaces each event that lists several names by one event for each, if no other event has one of these names. An event
/// whose key is like one of them has that one: the others are those of its neighbours.
pub(super) fn spread(events: Vec<Draft>) -> Vec<Draft> {
    let pointers = || NAMES.iter().filter(|pointer| **pointer != ACTION);
    let found = pointers().find(|pointer| headers(&events).is_none() && lists_others(&events, pointer));
    let Some(pointer) = found else { return events };
    let mut spread = Vec::new();
    for mut event in events {
        let names: Vec<String> = names(&event, pointer).into_iter().map(str::to_owned).collect();
        if names.len() < 2 {
            spread.push(event);
            continue;
        }
        let mut examples = std::mem::take(&mut event.examples);
        for (nth, name) in names.iter().enumerate() {
            let is_of_another = |example: &Value| {
                let shown = example.pointer(pointer).and_then(Value::as_str);
                shown != Some(name) && (nth > 0 || names.iter().any(|other| Some(other.as_str()) == shown))
            };
            let (others, own) = examples.into_iter().partition(is_of_another);
            examples = others;
            let mut schema = event.schema.clone();
            if let Some(schema) = &mut schema {
                declare(schema, pointer);
                // It is declared now.
                let _ = schema::pin(schema, pointer, name);
            }
            let (from, about, headers) = (event.from.clone(), event.about.clone(), event.headers.clone());
            spread.push(Draft {
                name: String::new(),
                key: name.clone(),
                from,
                about,
                schema,
                examples: own,
                headers,
                in_list: event.in_list,
                is_one_of: true,
            });
        }
    }
    spread
}

/// Returns the names that an event lists at a pointer.
fn names<'a>(event: &'a Draft, pointer: &str) -> Vec<&'a str> {
    let Some(schema) = &event.schema else { return Vec::new() };
    let listed = listed(schema, pointer);
    let is_known = constant(schema, pointer).is_some() || like(&event.key, &listed).is_some();
    if is_known || listed.len() > MOST { Vec::new() } else { listed }
}

/// Returns whether an event lists several names at a pointer, and most events have a name there, each name once.
fn lists_others(events: &[Draft], pointer: &str) -> bool {
    let (mut seen, mut known, mut has_several) = (BTreeSet::new(), 0, false);
    for event in events {
        let names = names(event, pointer);
        let only = event.schema.as_ref().and_then(|schema| constant(schema, pointer));
        has_several |= names.len() > 1;
        known += usize::from(only.is_some() || !names.is_empty());
        let mut names = names.into_iter().map(str::to_owned).chain(only);
        if !names.all(|name| seen.insert(name)) {
            return false;
        }
    }
    has_several && known * 10 >= events.len() * 7
}
