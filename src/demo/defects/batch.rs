//! Defects with deliveries of several events or none.

use crate::demo::answer::Answer;
use crate::demo::consumer::Shop;
use crate::demo::correct;
use crate::demo::defects::defect::Defect;
use crate::model::Headers;

/// Providers that send several events in a delivery.
const BATCHES: &[&str] = &["xero", "meta", "hubspot", "sendgrid", "marqeta", "cloudevents-batch"];

/// Those whose events have an id.
const WITH_IDS: &[&str] = &["hubspot", "sendgrid", "marqeta", "cloudevents-batch"];

pub(super) const ALL: &[Defect] = &[
    Defect::new("reads-one-event", "reads the first event of a delivery, and no other", &["batch-several-events"])
        .cause("reads-one-event")
        .also(&["batch-same-event-twice", "batch-bad-event"])
        .only_with(BATCHES)
        .batching(reads_one_event),
    Defect::new(
        "looks-up-batch-first",
        "remembers a delivery by its first event, and processes all others",
        &["batch-same-event-twice"],
    )
    .cause("remembers-whole-deliveries")
    .only_with(WITH_IDS)
    .batching(looks_up_batch_first),
    Defect::new(
        "stops-at-known-event",
        "leaves a delivery at the first event that it knows already",
        &["batch-same-event-twice"],
    )
    .cause("remembers-whole-deliveries")
    .only_with(WITH_IDS)
    .batching(stops_at_known_event),
    Defect::new("needs-an-event", "answers 500 to a delivery without events", &["batch-empty"])
        .cause("crashes-on-empty-delivery")
        .only_with(BATCHES)
        .batching(needs_an_event),
    Defect::new(
        "stops-at-bad-event",
        "leaves a delivery at the first event that it cannot read, and answers a success",
        &["batch-bad-event"],
    )
    .cause("bad-event-stops-others")
    .only_with(BATCHES)
    .batching(stops_at_bad_event),
    Defect::new(
        "crashes-on-bad-event",
        "answers 500 to a delivery with an event that it cannot read",
        &["batch-bad-event"],
    )
    .cause("bad-event-stops-others")
    .only_with(BATCHES)
    .batching(crashes_on_bad_event),
];

fn reads_one_event(shop: &Shop, headers: &Headers, bodies: &[Vec<u8>]) -> Answer {
    correct::batch(shop, headers, &bodies[..bodies.len().min(1)])
}

/// Processes a delivery if its first event is new.
fn looks_up_batch_first(shop: &Shop, headers: &Headers, bodies: &[Vec<u8>]) -> Answer {
    let Some((first, others)) = bodies.split_first() else { return Answer::status(200) };
    if is_known(shop, first) {
        return Answer::status(200);
    }
    let answer = shop.handle(headers, first);
    for other in others {
        if correct::read(shop, other).is_ok_and(|event| shop.knows_type(&event)) {
            shop.act();
        }
    }
    answer
}

/// Returns from the loop where it should continue with the next event.
fn stops_at_known_event(shop: &Shop, headers: &Headers, bodies: &[Vec<u8>]) -> Answer {
    let new = bodies.iter().map_while(|body| (!is_known(shop, body)).then(|| shop.handle(headers, body)));
    new.last().unwrap_or_else(|| Answer::status(200))
}

fn needs_an_event(shop: &Shop, headers: &Headers, bodies: &[Vec<u8>]) -> Answer {
    if bodies.is_empty() { Answer::status(500) } else { correct::batch(shop, headers, bodies) }
}

/// Catches the exception around the loop, where it should do so within the loop.
fn stops_at_bad_event(shop: &Shop, headers: &Headers, bodies: &[Vec<u8>]) -> Answer {
    let readable = bodies.iter().take_while(|body| correct::read(shop, body).is_ok());
    correct::batch(shop, headers, &readable.cloned().collect::<Vec<_>>())
}

fn crashes_on_bad_event(shop: &Shop, headers: &Headers, bodies: &[Vec<u8>]) -> Answer {
    if bodies.iter().all(|body| correct::read(shop, body).is_ok()) {
        correct::batch(shop, headers, bodies)
    } else {
        Answer::status(500)
    }
}

/// Whether the event of a body was processed before.
fn is_known(shop: &Shop, body: &[u8]) -> bool {
    correct::read(shop, body).is_ok_and(|event| shop.knows(&shop.key_of(&event, body)))
}
