//! Defects in failing: the provider must retry an event that could not be processed.

use serde_json::Value;

use crate::demo::answer::Answer;
use crate::demo::consumer::Shop;
use crate::demo::correct;
use crate::demo::defects::defect::Defect;
use crate::demo::defects::keeping;

pub(super) const ALL: &[Defect] = &[
    Defect::new(
        "hides-failures",
        "answers 200 although its database is down, and has lost the event",
        &["retry-asks-again"],
    )
    .cause("loses-failed-events")
    .failing(hides_failures),
    Defect::new(
        "remembers-failures",
        "notes an event as done before it is done: when it is asked again it does nothing",
        &["retry-asks-again"],
    )
    .cause("loses-failed-events")
    .failing(remembers_failures),
    Defect::new(
        "processes-before-it-fails",
        "sends a mail, finds its database down, and sends it again when it is asked again",
        &["retry-asks-again"],
    )
    .cause("repeats-work-after-failure")
    .failing(processes_before_it_fails),
    Defect::new("restarts-empty", "forgets every event in an outage", &["retry-asks-again"])
        .cause("forgets-in-an-outage")
        .failing(restarts_empty),
    Defect::new("left-locked", "locks an event, fails, and answers 409 when it is asked again", &["retry-asks-again"])
        .cause("loses-failed-events")
        .failing(keeping::leaves_locked)
        .taking(keeping::heeds_locks),
    Defect::new(
        "blames-the-sender",
        "answers 400 while its database is down, so that the provider does not retry",
        &["retry-asks-again"],
    )
    .cause("loses-failed-events")
    .only_with(&["argyle"])
    .failing(blames_the_sender),
];

fn hides_failures(_: &Shop, _: &Value, _: &[u8]) -> Answer {
    Answer::status(200)
}

fn remembers_failures(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    shop.is_new(event, body);
    correct::fail(shop, event, body)
}

fn restarts_empty(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    shop.forget_all_of(0);
    correct::fail(shop, event, body)
}

fn processes_before_it_fails(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    if shop.knows_type(event) {
        shop.act();
    }
    correct::fail(shop, event, body)
}

fn blames_the_sender(_: &Shop, _: &Value, _: &[u8]) -> Answer {
    Answer::status(400)
}
