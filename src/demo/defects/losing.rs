//! Faults in processing an event: how accepted events get lost, and how a slow start processes one twice.

use std::time::Duration;

use serde_json::Value;

use crate::demo::answer::Answer;
use crate::demo::consumer::{Keeps, Shop};
use crate::demo::correct;
use crate::model::{Headers, Json};
use crate::sign::Refusal;

/// Events that the queue holds.
const QUEUE: u64 = 8;

/// Processes only the first event: it works after its answer, and the platform freezes it then.
pub(super) fn freezes_after_answer(shop: &Shop, event: &Value, _: &[u8]) -> Answer {
    if shop.knows_type(event) && shop.count() == 0 {
        shop.act();
    }
    Answer::status(200)
}

/// Needs a minute for the first event, and does not remember it.
pub(super) fn wakes_up_slowly(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    if shop.count() > 0 {
        return correct::take(shop, event, body);
    }
    shop.act();
    Answer::status(200).after(Duration::from_mins(1))
}

/// Drops the events that its queue has no room for.
pub(super) fn drops_beyond_queue(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    if !shop.knows_type(event) || !shop.is_new(event, body) {
        return Answer::status(200);
    }
    if shop.queue.enter() < QUEUE {
        shop.learn(event, Keeps::Newest);
        shop.act();
    }
    Answer { leaves_queue: true, ..Answer::status(200).after(Duration::from_millis(8)) }
}

/// Queues every body that is signed, readable or not. A body that cannot be read stops the worker.
pub(super) fn queues_unread(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    let is_event = |event: &Json| matches!(event, Json::Object(_));
    let is_readable = shop.provider.body.read_events(body).is_ok_and(|events| events.iter().all(is_event));
    match shop.signer.as_ref().map(|signer| signer.check_at(headers, body, shop.url())) {
        Some(Ok(()) | Err(Refusal::Member { .. })) if !is_readable => {
            shop.queue.stop();
            Err(Answer::status(200))
        }
        _ => correct::verify(shop, headers, body),
    }
}

/// The worker that a body has stopped loses the next event before it is started again.
pub(super) fn loses_next(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    if shop.queue.restart() {
        return Answer::status(200);
    }
    correct::take(shop, event, body)
}
