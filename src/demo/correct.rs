//! Receives webhooks correctly: verify the bytes, parse them, process each event once, answer.
//!
//! Every step is small, and a check of this crate tests each of them.

use serde_json::Value;

use crate::clock;
use crate::demo::answer::Answer;
use crate::demo::consumer::{Keeps, Received, Shop, Steps};
use crate::demo::handshake::{TOKEN, confirmation, recognise};
use crate::model::{Headers, Json, Timestamp};

/// The steps of a correct consumer, in order.
pub const CORRECT: Steps = Steps { greet, verify, batch, read, take, fail };

/// Seconds before and after its time for which a signature is valid.
const WINDOW: i64 = 300;

/// Answers a handshake; `None` if the request is something else.
pub(super) fn greet(shop: &Shop, request: &Received<'_>) -> Option<Answer> {
    let (handshake, read) = recognise(shop, request)?;
    if handshake.signed
        && let Err(refusal) = verify(shop, request.headers, request.body)
    {
        return Some(refusal);
    }
    if read.token.as_ref().is_some_and(|token| token != TOKEN) {
        return Some(Answer::status(403));
    }
    Some(confirmation(shop, handshake, &read))
}

/// Verifies the bytes as they arrived, before anything is parsed or done.
pub(super) fn verify(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    verify_at_any_time(shop, headers, body)?;
    in_time(shop, headers, body)
}

/// Checks that the time of a delivery is recent, if it has one.
pub(super) fn in_time(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    // A delivery that somebody has recorded must not be good for ever.
    match age(shop, headers, body) {
        Some(age) if age.abs() > WINDOW => Err(Answer::status(401)),
        _ => Ok(()),
    }
}

/// Verifies only the signature.
pub(super) fn verify_at_any_time(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    match &shop.signer {
        None => Ok(()),
        // The reason stays with us: an answer must not help to forge the next delivery.
        Some(signer) => signer.check_at(headers, body, shop.url()).map_err(|_| Answer::status(401)),
    }
}

/// Returns the age of a delivery in seconds, by the time in its signature, or by the time of sending in its body.
pub(super) fn age(shop: &Shop, headers: &Headers, body: &[u8]) -> Option<i64> {
    let time = shop.signer.as_ref()?.time(headers).or_else(|| sent(shop, body))?;
    Some(clock::now().unix() - time.unix())
}

/// Returns the time of sending that the provider writes into the body.
fn sent(shop: &Shop, body: &[u8]) -> Option<Timestamp> {
    let slot = shop.provider.envelope.sent_times().next()?;
    let text = match shop.provider.body.read(body).ok()?.pointer(&slot.pointer)? {
        Json::String(text) => text.clone(),
        count => count.to_value().to_string(),
    };
    slot.form.read(&text)
}

/// Handles each event of a delivery by itself: one that cannot be read keeps none of the others from its effect.
pub(super) fn batch(shop: &Shop, headers: &Headers, bodies: &[Vec<u8>]) -> Answer {
    let answers: Vec<Answer> = bodies.iter().map(|body| settled(shop, shop.handle(headers, body))).collect();
    // If one is to come again, all are sent again; those that are known have no further effect.
    let failed = answers.iter().position(|answer| answer.status >= 500);
    let accepted = || answers.iter().position(|answer| shop.provider.succeeds(answer.status));
    let at = failed.or_else(accepted).unwrap_or_default();
    answers.into_iter().nth(at).unwrap_or_else(|| Answer::status(200))
}

/// Does at once what a defect leaves for when its answer is sent: only one of the answers is.
fn settled(shop: &Shop, answer: Answer) -> Answer {
    if answer.works_when_given {
        shop.act();
    }
    if let Some(key) = answer.noting {
        shop.note(key);
    }
    Answer { works_when_given: false, noting: None, ..answer }
}

/// Reads what is needed and ignores the rest: providers add fields and event types without notice.
pub(super) fn read(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    match shop.document(body).map(|event| event.to_value()) {
        Some(event @ Value::Object(_)) => Ok(event),
        // A 4xx: the same bytes would be refused again, so another attempt makes no sense.
        _ => Err(Answer::status(400)),
    }
}

/// Processes an event once, and answers a success to a redelivery: its first answer was lost.
pub(super) fn take(shop: &Shop, event: &Value, body: &[u8]) -> Answer {
    if shop.knows_type(event) && shop.is_new(event, body) {
        // What came last need not be what happened last.
        shop.learn(event, Keeps::Newest);
        shop.act();
    }
    Answer::status(200)
}

/// Answers 5xx before the event is saved, so that the provider retries.
pub(super) fn fail(_: &Shop, _: &Value, _: &[u8]) -> Answer {
    Answer::status(503)
}
