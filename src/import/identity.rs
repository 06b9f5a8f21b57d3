//! Finds the ids in bodies that identify events without an id of their own.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::import::draft::Draft;
use crate::import::lookup::whole;
use crate::import::slots::{Slot, id_form, is_nearly_everywhere, slot};
use crate::provider::{Basis, is_named_as_id};

/// The most levels of fields that are searched.
const DEEPEST: usize = 2;

/// The most ids that identify an event together.
const MOST: usize = 4;

/// Finds the ids that every event has, or nearly every one, those of the fewest levels first.
pub(super) fn of(events: &[Draft]) -> Vec<Slot> {
    let Some(first) = events.iter().max_by_key(|event| event.schema.is_some()) else { return Vec::new() };
    let mut found = BTreeSet::new();
    match &first.schema {
        Some(schema) => declared(schema, vec![schema], "", DEEPEST, &mut found),
        None => first.examples.iter().take(1).for_each(|example| shown(example, "", DEEPEST, &mut found)),
    }
    let mut found: Vec<String> = found.into_iter().filter(|pointer| is_nearly_everywhere(events, pointer)).collect();
    found.sort_by_key(|pointer| pointer.matches('/').count());
    let why = "an id in every event, or nearly, and no event has an id of its own";
    let slots = found.iter().filter_map(|pointer| {
        let form = id_form(events, pointer)?;
        Some(slot(format!("{pointer} {form}"), Basis::Assumed, why))
    });
    slots.take(MOST).collect()
}

/// Collects the fields of a schema whose names are those of ids.
fn declared(root: &Value, parts: Vec<&Value>, pointer: &str, depth: usize, found: &mut BTreeSet<String>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let parts = whole(root, parts);
    for (name, inner) in parts.iter().filter_map(|part| part.get("properties")?.as_object()).flatten() {
        let inside = format!("{pointer}/{}", crate::model::escape(name));
        if is_named_as_id(&inside) {
            found.insert(inside);
        } else {
            declared(root, vec![inner], &inside, depth, found);
        }
    }
}

/// Collects the fields of an example whose names are those of ids.
fn shown(example: &Value, pointer: &str, depth: usize, found: &mut BTreeSet<String>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    for (name, inner) in example.as_object().into_iter().flatten() {
        let inside = format!("{pointer}/{}", crate::model::escape(name));
        if is_named_as_id(&inside) {
            found.insert(inside);
        } else {
            shown(inner, &inside, depth, found);
        }
    }
}
