//! Handshakes of the consumer: what a request asks for, and the answer that confirms it.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::demo::answer::Answer;
use crate::demo::consumer::{Received, Shop};
use crate::demo::read_handshake::{ReadHandshake, read};
use crate::model::Json;
use crate::provider::{AnswerLocation, AnswerPart, Handshake, HandshakePart, HandshakeValues};

/// The token that the consumer and its provider agreed on.
pub const TOKEN: &str = "token-of-the-demonstration";

/// Returns the handshake that a request is, with its values.
pub(super) fn recognise<'s>(shop: &'s Shop, request: &Received<'_>) -> Option<(&'s Handshake, ReadHandshake)> {
    shop.provider.handshakes.iter().find_map(|handshake| Some((handshake, read(handshake, request)?)))
}

/// Returns the answer that confirms a handshake.
pub(super) fn confirmation(shop: &Shop, handshake: &Handshake, request: &ReadHandshake) -> Answer {
    let signer = shop.signer.as_ref();
    let values = HandshakeValues { challenge: &request.challenge, token: TOKEN, time: "", id: "", signer };
    let success = (200..300).chain(100..600).find(|status| handshake.status.contains(*status));
    let mut answer = Answer::status(success.unwrap_or(200));
    let mut fields = Map::new();
    for AnswerPart { location, value } in handshake.answers.first().into_iter().flatten() {
        let Ok(text) = value.fill(&values) else { return Answer::status(500) };
        match location {
            AnswerLocation::Body => answer.body = text,
            AnswerLocation::Header(name) => answer.header = Some((Cow::Owned(name.clone()), text)),
            AnswerLocation::Field(pointer) => {
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
