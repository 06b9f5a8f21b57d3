//! Handshakes of the consumer: recognise, verify, answer.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::demo::answer::Answer;
use crate::demo::consumer::{Received, Shop};
use crate::demo::correct;
use crate::model::Json;
use crate::provider::{AnswerPart, AnswerPlace, Handshake, HandshakePart, HandshakeValues, ReadHandshake};

/// The token that the consumer and its provider agreed on.
pub const TOKEN: &str = "token-of-the-demonstration";

/// Answers a handshake; `None` if the request is something else.
pub(super) fn greet(shop: &Shop, request: &Received<'_>) -> Option<Answer> {
    let (handshake, read) = recognise(shop, request)?;
    if handshake.signed
        && let Err(refusal) = correct::verify(shop, request.headers, request.body)
    {
        return Some(refusal);
    }
    if read.token.as_ref().is_some_and(|token| token != TOKEN) {
        return Some(Answer::status(403));
    }
    Some(confirmation(shop, handshake, &read))
}

/// Returns the handshake that a request is, with its values.
pub(super) fn recognise<'s>(shop: &'s Shop, request: &Received<'_>) -> Option<(&'s Handshake, ReadHandshake)> {
    let Received { method, query, headers, body } = request;
    shop.provider
        .handshakes
        .iter()
        .find_map(|handshake| Some((handshake, handshake.read(method, query, headers, body)?)))
}

/// Returns the answer that confirms a handshake.
pub(super) fn confirmation(shop: &Shop, handshake: &Handshake, read: &ReadHandshake) -> Answer {
    let signer = shop.signer.as_ref();
    let values = HandshakeValues { challenge: &read.challenge, token: TOKEN, time: "", id: "", signer };
    let mut answer = Answer::status(handshake.status.0);
    let mut fields = Map::new();
    for AnswerPart { place, value } in handshake.answers.first().into_iter().flatten() {
        let Ok(text) = value.fill(&values) else { return Answer::status(500) };
        match place {
            AnswerPlace::Body => answer.body = text,
            AnswerPlace::Header(name) => answer.header = Some((Cow::Owned(name.clone()), text)),
            AnswerPlace::Field(pointer) => {
                let is_literal = value.parts().iter().all(|part| matches!(part, HandshakePart::Text(_)));
                let literal = Json::parse(text.as_bytes()).ok().filter(|_| is_literal);
                let name = pointer.trim_start_matches('/').to_owned();
                fields.insert(name, literal.map_or(Value::String(text), |literal| literal.to_value()));
            }
        }
    }
    if !fields.is_empty() {
        answer.body = Value::Object(fields).to_string();
    }
    answer
}
