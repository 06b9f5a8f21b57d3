//! Faults in failing: an event that could not be taken must be asked for again.

use serde_json::Value;

use crate::demo::consumer::Answer;
use crate::demo::consumer::Shop;
use crate::demo::defects::Defect;
use crate::demo::sound;

pub(super) const ALL: &[Defect] = &[
    Defect::new(
        "hides-failures",
        "answers 200 although its database is down, and has lost the event",
        &["retry-asks-again"],
    )
    .failing(hides_failures),
    Defect::new(
        "remembers-failures",
        "notes an event as done before it is done: when it is asked again it does nothing",
        &["retry-asks-again"],
    )
    .failing(remembers_failures),
];

fn hides_failures(_: &Shop, _: &Value, _: &[u8]) -> Answer {
    Answer::status(200)
}

fn remembers_failures(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    shop.is_new(event, body);
    sound::fail(shop, event, body)
}
