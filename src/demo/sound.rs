//! How to receive webhooks: verify the bytes, read them, take each event once, answer.
//!
//! Every step is small, and each has a reason that a check of this crate proves.

use serde_json::Value;

use crate::demo::consumer::Answer;
use crate::demo::consumer::Shop;
use crate::demo::consumer::Steps;
use crate::model::Headers;

/// The steps of a sound consumer, in order.
pub const SOUND: Steps = Steps { verify, read, take };

/// First of all, over the bytes as they came: nothing is parsed, and nothing done, for a stranger.
pub(super) fn verify(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    match &shop.signer {
        None => Ok(()),
        // The reason stays with us: an answer must not help to forge the next delivery.
        Some(signer) => signer.check(headers, body).map_err(|_| Answer::status(401)),
    }
}

/// Reads what is needed and tolerates the rest: providers add members and event types without a word.
pub(super) fn read(_: &Shop, body: &[u8]) -> Result<Value, Answer> {
    match serde_json::from_slice(body) {
        Ok(event @ Value::Object(_)) => Ok(event),
        // A 4xx: the same bytes would be refused again, so another attempt makes no sense.
        _ => Err(Answer::status(400)),
    }
}

/// Acts once an event, and calls a repeat a success: the provider asks only because an answer was lost.
pub(super) fn take(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    if shop.is_broken() {
        // A 5xx, before the event is noted as seen: the provider asks again, and then all is well.
        return Answer::status(503);
    }
    if shop.knows_type(event) && shop.is_new(event, body) {
        shop.act();
    }
    Answer::status(200)
}
