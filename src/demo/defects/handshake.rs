//! Defects in the answers to handshakes.

use serde_json::Value;

use crate::demo::answer::Answer;
use crate::demo::consumer::{Received, Shop};
use crate::demo::correct::greet;
use crate::demo::defects::defect::Defect;
use crate::demo::handshake::{confirmation, recognise};

/// Providers whose handshake is answered with more than a status.
const ANSWERED: &[&str] = &["slack", "zoom", "meta", "dropbox", "discord", "websub"];

/// Providers whose handshake is signed.
const SIGNED: &[&str] = &["slack", "zoom", "discord", "xero", "marqeta"];

/// Providers that demand a certain status for a forged handshake.
const STRICT: &[&str] = &["discord", "xero"];

pub(super) const ALL: &[Defect] = &[
    Defect::new("handshake-ignored", "answers a handshake as if it were an event", &["handshake-answers"])
        .cause("ignores-handshake")
        .only_with(ANSWERED)
        .greeting(|_, _| None),
    Defect::new(
        "handshake-in-json",
        "answers a handshake with JSON where the provider expects the bare challenge",
        &["handshake-answers"],
    )
    .cause("ignores-handshake")
    .only_with(&["meta", "dropbox", "websub"])
    .greeting(in_json),
    Defect::new("handshake-without-hmac", "repeats the challenge without its HMAC", &["handshake-answers"])
        .cause("ignores-handshake")
        .only_with(&["zoom"])
        .greeting(without_hmac),
    Defect::new(
        "handshake-unverified",
        "confirms a handshake before it verifies the signature",
        &["handshake-refuses"],
    )
    .cause("confirms-any-handshake")
    .only_with(SIGNED)
    .greeting(unverified),
    Defect::new("handshake-any-token", "confirms a handshake with any token", &["handshake-refuses"])
        .cause("confirms-any-handshake")
        .only_with(&["meta"])
        .greeting(unverified),
    Defect::new(
        "handshake-refused-with-400",
        "refuses a forged handshake with 400 where the provider demands 401",
        &["handshake-refuses"],
    )
    .cause("confirms-any-handshake")
    .only_with(STRICT)
    .greeting(refused_with_400),
];

/// Writes the challenge as JSON.
fn in_json(shop: &Shop, request: &Received<'_>) -> Option<Answer> {
    let answer = greet(shop, request)?;
    let body = if answer.status == 200 { Value::from(answer.body.as_str()).to_string() } else { String::new() };
    Some(answer.saying(body))
}

/// Leaves out everything of the answer but its first field.
fn without_hmac(shop: &Shop, request: &Received<'_>) -> Option<Answer> {
    let answer = greet(shop, request)?;
    let mut body: Value = serde_json::from_str(&answer.body).unwrap_or_default();
    if let Some(fields) = body.as_object_mut() {
        fields.retain(|name, _| name == "plainToken");
    }
    Some(answer.saying(body.to_string()))
}

/// Verifies neither the signature nor the token.
fn unverified(shop: &Shop, request: &Received<'_>) -> Option<Answer> {
    let (handshake, read) = recognise(shop, request)?;
    Some(confirmation(shop, handshake, &read))
}

/// Answers 400 to everything that it refuses.
fn refused_with_400(shop: &Shop, request: &Received<'_>) -> Option<Answer> {
    let answer = greet(shop, request)?;
    Some(if answer.status >= 400 { Answer::status(400) } else { answer })
}
