//! Faults in taking an event.

use std::time::Duration;

use serde_json::Value;

use crate::demo::answer::Answer;
use crate::demo::consumer::{Keeps, Shop};
use crate::demo::correct;

pub(super) fn answers_late(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    correct::take(shop, event, body).after(Duration::from_mins(1))
}

pub(super) fn drops_events(_: &Shop, _: &Value, _: &[u8]) -> Answer {
    Answer::status(200)
}

pub(super) fn says_received(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    correct::take(shop, event, body).saying("received")
}

/// Answers with another text only if it knows the event.
pub(super) fn says_known(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    let is_known = shop.knows(&shop.key_of(event, body));
    let answer = correct::take(shop, event, body);
    if is_known { answer.saying("already processed") } else { answer }
}

pub(super) fn processes_twice(shop: &Shop, event: &Value, _: &[u8]) -> Answer {
    if shop.knows_type(event) {
        shop.act();
    }
    Answer::status(200)
}

pub(super) fn refuses_redeliveries(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    if !shop.knows_type(event) {
        return Answer::status(200);
    }
    if !shop.is_new(event, body) {
        return Answer::status(409).saying("seen before");
    }
    shop.act();
    Answer::status(200)
}

pub(super) fn remembers_the_last(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    remembers(shop, event, body, 1)
}

pub(super) fn short_memory(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    remembers(shop, event, body, 500)
}

/// Knows the last few events again.
fn remembers(shop: &Shop, event: &Value, body: &[u8], few: usize) -> Answer {
    let key = shop.key_of(event, body);
    let mut last = shop.last();
    if shop.knows_type(event) && !last.contains(&key) {
        last.push_back(key);
        if last.len() > few {
            last.pop_front();
        }
        shop.act();
    }
    Answer::status(200)
}

/// Has its effect before it saves the id, with some time between.
pub(super) fn races(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    let key = shop.key_of(event, body);
    if !shop.knows_type(event) || shop.knows(&key) {
        return Answer::status(200);
    }
    shop.act();
    Answer { noting: Some(key), ..Answer::status(200).after(Duration::from_millis(4)) }
}

pub(super) fn keyed_by_attempt(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    let attempt = shop.provider.envelope.attempt.as_ref().and_then(|slot| event.pointer(&slot.pointer)?.as_str());
    let key = attempt.map_or_else(|| body.to_vec(), |id| id.as_bytes().to_vec());
    if shop.knows_type(event) && shop.note(key) {
        shop.act();
    }
    Answer::status(200)
}

pub(super) fn last_writer_wins(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    if shop.knows_type(event) && shop.is_new(event, body) {
        shop.learn(event, Keeps::Last);
        shop.act();
    }
    Answer::status(200)
}
