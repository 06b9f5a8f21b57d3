//! The delivery that shows a failure, as a reader may see it: without secrets.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::model::Exchange;
use crate::model::Headers;
use crate::model::Json;
use crate::model::Secret;
use crate::verify::context::Context;
use crate::verify::plan::Attempt;

/// The smallest failing delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Counterexample {
    /// The event type.
    pub event: String,
    /// What is special about it: `without a signature`; empty when nothing is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub what: String,
    /// What was sent.
    pub request: SentRequest,
    /// What came back, where something did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<SentResponse>,
    /// Why nothing came back, where nothing did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// Length in bytes of the body that failed first, where it was shrunk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shrunk_from: Option<usize>,
}

/// A request in a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct SentRequest {
    /// Method.
    pub method: String,
    /// Names and values; what is secret reads `[hidden]`.
    pub headers: Vec<(String, String)>,
    /// Body; bytes that are no text are replaced.
    pub body: String,
}

/// An answer in a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct SentResponse {
    /// Status code.
    pub status: u16,
    /// Body, cut where it is long.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
}

/// More of an answer is not shown.
const SHOWN: usize = 2_000;

impl Counterexample {
    /// From an attempt and its exchange.
    #[must_use]
    pub fn new(context: &Context<'_>, attempt: &Attempt, exchange: &Exchange) -> Self {
        let response = exchange.response();
        Self {
            event: attempt.event.clone(),
            what: attempt.what.clone(),
            request: SentRequest {
                method: exchange.request.method.clone(),
                headers: shown(context, &exchange.request.headers),
                body: masked(context, &exchange.request.body),
            },
            response: response.map(|response| SentResponse {
                status: response.status,
                body: cut(&hidden(context, String::from_utf8_lossy(&response.body).into_owned())),
            }),
            failure: response.is_none().then(|| exchange.told()),
            shrunk_from: None,
        }
    }
}

fn shown(context: &Context<'_>, headers: &Headers) -> Vec<(String, String)> {
    headers
        .iter()
        .map(|(name, value)| {
            let theirs = context.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
            let secret = theirs || name.eq_ignore_ascii_case("authorization") || name.eq_ignore_ascii_case("x-api-key");
            let value = if secret {
                "[hidden]".to_owned()
            } else {
                cut(&hidden(context, String::from_utf8_lossy(value).into_owned()))
            };
            (name.to_owned(), value)
        })
        .collect()
}

/// The body with secret members hidden; its other bytes stay as they are.
fn masked(context: &Context<'_>, body: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(body).into_owned();
    if let Ok(document) = Json::parse(body) {
        for pointer in &context.provider.envelope.secrets {
            if let Some(secret) = document.pointer(pointer).and_then(Json::as_str).filter(|secret| !secret.is_empty()) {
                let spelled = serde_json::Value::from(secret).to_string();
                text = text.replace(&spelled, "\"[hidden]\"");
            }
        }
    }
    hidden(context, text)
}

/// An endpoint may echo what it knows: the user's secret is hidden wherever it turns up, and so is what
/// opens the gateway in front. The short words of a header, such as `Bearer`, open nothing.
fn hidden(context: &Context<'_>, mut text: String) -> String {
    const WORD: usize = 8;
    let secret = context.secret.map(Secret::expose).filter(|secret| !secret.is_empty());
    let words =
        context.headers.iter().flat_map(|(_, value)| value.split_whitespace()).filter(|word| word.len() >= WORD);
    for known in secret.into_iter().chain(words) {
        text = text.replace(known, "[hidden]");
    }
    text
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], text.len()),
        None => text.to_owned(),
    }
}
