//! More faults in processing an event: what is kept of it, and when.

use std::time::Duration;

use serde_json::Value;

use crate::demo::answer::Answer;
use crate::demo::consumer::{Keeps, Shop};
use crate::demo::correct;
use crate::model::Json;

pub(super) fn slow_type(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    let answer = correct::take(shop, event, body);
    let last = shop.provider.events().last().map(|payload| payload.name.as_str());
    if shop.name_of(event).as_deref() == last { answer.after(Duration::from_mins(1)) } else { answer }
}

/// Inserts a row that exists already, and does not catch the database's error.
pub(super) fn crashes_on_redeliveries(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    let known = shop.knows(&shop.key_of(event, body));
    let answer = correct::take(shop, event, body);
    if known { Answer::status(500).saying("duplicate key value violates unique constraint") } else { answer }
}

/// Has two processes, each of which remembers only its own events.
pub(super) fn two_memories(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    let memory = u8::from(shop.count().is_multiple_of(2));
    let key = [&[memory], shop.key_of(event, body).as_slice()].concat();
    takes_by(shop, event, key)
}

/// Lets the third delivery of an event reach another process.
pub(super) fn third_time_lucky(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    let key = shop.key_of(event, body);
    let coming = [b"first ", b"again ", b"third "].into_iter().find(|nth| shop.note([*nth, key.as_slice()].concat()));
    if shop.knows_type(event) && coming.is_some_and(|nth| nth != b"again ") {
        shop.learn(event, Keeps::Newest);
        shop.act();
    }
    Answer::status(200)
}

/// Its memory is a cache whose entries live for two seconds.
pub(super) fn forgets_after_two_seconds(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    if shop.knows_type(event) && shop.note_for(shop.key_of(event, body), Duration::from_secs(2)) {
        shop.learn(event, Keeps::Newest);
        shop.act();
    }
    Answer::status(200)
}

/// Rolls back the saved key if its handler is cancelled. A mail that was sent stays sent.
pub(super) fn forgets_when_sender_hangs_up(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    let is_undone = shop.knows_type(event) && !shop.knows(&shop.key_of(event, body));
    Answer { is_undone, ..correct::take(shop, event, body).after(Duration::from_millis(8)) }
}

/// Saves the event first. Its handler is cancelled if the sender hangs up, before the event has its effect.
pub(super) fn stops_when_sender_hangs_up(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    let works_when_given = shop.knows_type(event) && shop.is_new(event, body);
    if works_when_given {
        shop.learn(event, Keeps::Newest);
    }
    Answer { works_when_given, ..Answer::status(200).after(Duration::from_millis(8)) }
}

/// The column of the ids is one character too short.
pub(super) fn cuts_ids(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    let mut key = Vec::new();
    for slot in shop.provider.envelope.identities() {
        let id = match event.pointer(&slot.pointer) {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            _ => continue,
        };
        key.extend_from_slice(&id.as_bytes()[..id.len().saturating_sub(1)]);
    }
    // The type is part of the key: an event without an id is identified by its entity.
    key.extend_from_slice(shop.name_of(event).unwrap_or_default().as_bytes());
    if key.is_empty() {
        key = body.to_vec();
    }
    takes_by(shop, event, key)
}

pub(super) fn compares_contents(shop: &Shop, event: &Value, _: &[u8]) -> Answer {
    let mut content = event.clone();
    let own = shop.provider.envelope.id.iter().chain(&shop.provider.envelope.attempt);
    for slot in own {
        if let Some(id) = content.pointer_mut(&slot.pointer) {
            *id = Value::Null;
        }
    }
    takes_by(shop, event, content.to_string().into_bytes())
}

pub(super) fn keyed_by_body(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    takes_by(shop, event, body.to_vec())
}

/// Checks whether the order is known, and not whether the event is.
pub(super) fn keyed_by_entity(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    let key = thing(shop, event).map_or_else(|| shop.key_of(event, body), |thing| thing.as_bytes().to_vec());
    takes_by(shop, event, key)
}

/// Inserts the row of an order if it does not exist, and does nothing otherwise.
pub(super) fn inserts_or_ignores(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    if !shop.knows_type(event) || !shop.is_new(event, body) {
        return Answer::status(200);
    }
    let is_first = thing(shop, event).is_none_or(|thing| shop.note(format!("row {thing}").into_bytes()));
    if is_first {
        shop.learn(event, Keeps::Newest);
        shop.act();
    }
    Answer::status(200)
}

fn thing<'e>(shop: &Shop, event: &'e Value) -> Option<&'e str> {
    event.pointer(&shop.provider.entity(&Json::from(event.clone()))?)?.as_str()
}

pub(super) fn clears_its_memory(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    shop.forget_all_of(800);
    correct::take(shop, event, body)
}

pub(super) fn dates_by_arrival(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    updates_state(shop, event, body, Keeps::LastToArrive)
}

pub(super) fn half_updates(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    updates_state(shop, event, body, Keeps::NewestTime)
}

/// Never releases the lock of an event whose handling fails.
pub(super) fn leaves_locked(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    shop.note(lock(shop, event, body));
    correct::fail(shop, event, body)
}

pub(super) fn heeds_locks(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    if shop.knows(&lock(shop, event, body)) {
        return Answer::status(409).saying("in progress");
    }
    correct::take(shop, event, body)
}

fn lock(shop: &Shop, event: &Value, body: &[u8]) -> Vec<u8> {
    [b"lock ", shop.key_of(event, body).as_slice()].concat()
}

/// Processes events once by another key.
fn takes_by(shop: &Shop, event: &Value, key: Vec<u8>) -> Answer {
    if shop.knows_type(event) && shop.note(key) {
        shop.learn(event, Keeps::Newest);
        shop.act();
    }
    Answer::status(200)
}

fn updates_state(shop: &Shop, event: &Value, body: &[u8], keeps: Keeps) -> Answer {
    if shop.knows_type(event) && shop.is_new(event, body) {
        shop.learn(event, keeps);
        shop.act();
    }
    Answer::status(200)
}
