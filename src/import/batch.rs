//! Bodies that are lists of events.

use serde_json::Value;

use crate::import::draft::Draft;
use crate::import::error::ImportError;
use crate::import::files::Files;
use crate::import::found::{Found, examples, first_word};
use crate::import::plain::{alternatives, last_part};
use crate::import::slots::{Slot, slot};
use crate::provider::Basis;
use crate::schema::Validator;

/// The reason why an event is left out whose body is a list, if not all are.
pub(super) const IN_LIST: &str = "its body is a list of events, and the bodies of other events are not";

/// The events in a body.
pub(super) struct Unfolded {
    pub(super) events: Vec<Found>,
    /// Examples of one of the events, if there are several.
    pub(super) examples: Vec<Value>,
}

/// Returns the events in a body whose schema is a list: one, or the alternatives that its items list.
pub(super) fn unfold(files: &mut Files, found: Found) -> Result<Unfolded, ImportError> {
    let only = |found| Unfolded { events: vec![found], examples: Vec::new() };
    let Ok(Some(place)) = &found.schema else { return Ok(only(found)) };
    let at = match files.resolve(place) {
        Ok(at) => at,
        // The event is left out for it later.
        Err(ImportError::Place { .. }) => return Ok(only(found)),
        Err(error) => return Err(error),
    };
    let items = at.inside("items");
    let kind = files.get(&at.inside("type")).and_then(Value::as_str);
    if kind != Some("array") || !files.get(&items).is_some_and(Value::is_object) {
        return Ok(only(found));
    }
    let inner = match files.resolve(&items) {
        Ok(inner) => inner,
        Err(ImportError::Place { .. }) => return Ok(only(found)),
        Err(error) => return Err(error),
    };
    let mut known = found.examples;
    known.extend(examples(files, &inner));
    let known = known.into_iter().flat_map(|example| match example {
        Value::Array(items) => items,
        other => vec![other],
    });
    let known: Vec<Value> = known.collect();
    let in_list = Some(Basis::Documented);
    let branches = alternatives(files, &inner).unwrap_or_default();
    if branches.is_empty() {
        return Ok(only(Found { schema: Ok(Some(items)), examples: known, in_list, ..found }));
    }
    let mut events = Vec::new();
    for branch in branches {
        let key = last_part(files, &branch);
        let about = match files.resolve(&branch) {
            Ok(at) => first_word(files, &[at.inside("description")]),
            Err(_) => String::new(),
        };
        let headers = found.headers.clone();
        events.push(Found { about, headers, in_list, ..Found::new(key, branch.clone(), Some(branch)) });
    }
    Ok(Unfolded { events, examples: known })
}

/// Gives each example to the first event whose schema allows it, or to the first one at all.
pub(super) fn share(examples: Vec<Value>, events: &mut [Draft]) {
    if examples.is_empty() {
        return;
    }
    let validators: Vec<Option<Validator>> =
        events.iter().map(|event| Validator::compile(event.schema.as_ref()?).ok()).collect();
    for example in examples {
        let is_valid = |validator: &Option<Validator>| {
            validator.as_ref().is_some_and(|validator| validator.errors(&example).is_empty())
        };
        let at = validators.iter().position(is_valid).unwrap_or_default();
        if let Some(event) = events.get_mut(at) {
            event.examples.push(example);
        }
    }
}

/// Returns where the events of a delivery are, the events, and those that are left out because not all are in lists. A list
/// in a file that may be a list of examples then is one.
pub(super) fn settle(events: Vec<Draft>) -> (Option<Slot>, Vec<Draft>, Vec<Draft>) {
    let bases: Option<Vec<Basis>> = events.iter().map(|event| event.in_list).collect();
    if let Some(basis) = bases.and_then(|bases| bases.into_iter().max()) {
        let why = match basis {
            Basis::Documented => "the body of each event is a list",
            Basis::Observed => "each body is a list of objects",
            Basis::Assumed => "the file is a list of objects; remove the line if it only lists examples",
        };
        return (Some(slot("/*", basis, why)), events, Vec::new());
    }
    let is_kept = |event: &Draft| matches!(event.in_list, None | Some(Basis::Assumed));
    let (mut kept, left_out): (Vec<Draft>, Vec<Draft>) = events.into_iter().partition(is_kept);
    for event in &mut kept {
        event.in_list = None;
    }
    (None, kept, left_out)
}
