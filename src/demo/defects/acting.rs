//! Faults in taking an event.

use std::time::Duration;

use serde_json::Value;

use crate::demo::consumer::Answer;
use crate::demo::consumer::Shop;
use crate::demo::sound;

pub(super) fn answers_late(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    sound::take(shop, event, body).after(Duration::from_mins(1))
}

pub(super) fn drops_events(_: &Shop, _: &Value, _: &[u8]) -> Answer {
    Answer::status(200)
}

pub(super) fn acts_twice(shop: &Shop, event: &Value, _: &[u8]) -> Answer {
    if shop.is_broken() {
        return Answer::status(503);
    }
    if shop.knows_type(event) {
        shop.act();
    }
    Answer::status(200)
}

pub(super) fn refuses_repeats(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    if shop.is_broken() {
        return Answer::status(503);
    }
    if !shop.knows_type(event) {
        return Answer::status(200);
    }
    if !shop.is_new(event, body) {
        return Answer::status(409).saying("seen before");
    }
    shop.act();
    Answer::status(200)
}
