//! How to receive webhooks: verify the bytes, read them, take each event once, answer.
//!
//! Every step is small, and each has a reason that a check of this crate proves.

use serde_json::Value;

use crate::clock;
use crate::demo::consumer::Answer;
use crate::demo::consumer::Keeps;
use crate::demo::consumer::Shop;
use crate::demo::consumer::Steps;
use crate::model::Headers;

/// The steps of a sound consumer, in order.
pub const SOUND: Steps = Steps { verify, read, take, fail };

/// A signature that says when it was made is good for this many seconds before and after.
const WINDOW: i64 = 300;

/// First of all, over the bytes as they came: nothing is parsed, and nothing done, for a stranger.
pub(super) fn verify(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    verify_at_any_time(shop, headers, body)?;
    in_time(shop, headers)
}

/// Whether a signature that says when it was made was made just now.
pub(super) fn in_time(shop: &Shop, headers: &Headers) -> Result<(), Answer> {
    // A delivery that somebody has recorded must not be good for ever.
    match age(shop, headers) {
        Some(age) if age.abs() > WINDOW => Err(Answer::status(401)),
        _ => Ok(()),
    }
}

/// The signature alone.
pub(super) fn verify_at_any_time(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    match &shop.signer {
        None => Ok(()),
        // The reason stays with us: an answer must not help to forge the next delivery.
        Some(signer) => signer.check(headers, body).map_err(|_| Answer::status(401)),
    }
}

/// Seconds since the signature was made, where it says so.
pub(super) fn age(shop: &Shop, headers: &Headers) -> Option<i64> {
    Some(clock::now().unix() - shop.signer.as_ref()?.time(headers)?.unix())
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
    if shop.knows_type(event) && shop.is_new(event, body) {
        // What came last need not be what happened last.
        shop.learn(event, Keeps::Newest);
        shop.act();
    }
    Answer::status(200)
}

/// A 5xx, before the event is noted as seen: the provider asks again, and then all is well.
pub(super) fn fail(_: &Shop, _: &Value, _: &[u8]) -> Answer {
    Answer::status(503)
}
