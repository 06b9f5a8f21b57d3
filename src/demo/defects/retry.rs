//! Faults in failing: an event that could not be taken must be asked for again.

use serde_json::Value;

use crate::demo::consumer::Answer;
use crate::demo::consumer::Shop;
use crate::demo::defects::Defect;
use crate::demo::defects::keeping;
use crate::demo::sound;

pub(super) const ALL: &[Defect] = &[
    Defect::new(
        "hides-failures",
        "answers 200 although its database is down, and has lost the event",
        &["retry-asks-again"],
    )
    .taking(hides_failures),
    Defect::new(
        "remembers-failures",
        "notes an event as done before it is done: when it is asked again it does nothing",
        &["retry-asks-again"],
    )
    .taking(remembers_failures),
    Defect::new(
        "acts-before-it-fails",
        "sends a mail, finds its database down, and sends it again when it is asked again",
        &["retry-asks-again"],
    )
    .taking(keeping::acts_before_it_fails),
    Defect::new("left-locked", "locks an event, fails, and answers 409 when it is asked again", &["retry-asks-again"])
        .taking(keeping::left_locked),
    Defect::new(
        "blames-the-sender",
        "answers 400 while its database is down, which nobody asks again",
        &["retry-asks-again"],
    )
    .only_with(&["argyle"])
    .taking(keeping::blames_the_sender),
];

fn hides_failures(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    if shop.is_broken() { Answer::status(200) } else { sound::take(shop, event, body) }
}

fn remembers_failures(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    if shop.is_broken() {
        shop.is_new(event, body);
        return Answer::status(503);
    }
    sound::take(shop, event, body)
}
