//! The delivery that shows a failure, as a reader may see it: without secrets.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Exchange;
use crate::verify::bytes::ByteDifference;
use crate::verify::context::Context;
use crate::verify::difference::Difference;
use crate::verify::plan::Attempt;
use crate::verify::redact::Redactor;
use crate::verify::scenario::ScenarioStep;
use crate::verify::sent::{SentRequest, SentResponse};
use crate::verify::strand::Strand;
use crate::verify::{bytes, curl, scenario};

/// Evidence of a failure: a scenario of deliveries, and the delivery that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Counterexample {
    /// The event type.
    pub event: String,
    /// Difference from an ordinary delivery: `without a signature`; empty if it is ordinary.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub what: String,
    /// The request that was sent.
    pub request: SentRequest,
    /// The answer, if one arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<SentResponse>,
    /// Reason for the missing answer, if none arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// Length in bytes of the body that failed first, if it was shrunk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shrunk_from: Option<usize>,
    /// The nearest delivery that was accepted, if one was searched for. The difference shows why this one failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nearest: Option<Nearest>,
    /// Difference of the body from the signed or usual one, if its bytes are the cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<ByteDifference>,
    /// Command line for a POSIX shell that sends this one delivery with curl. It contains no secret: `hookproof sign`
    /// signs when the command runs, with the secret in `HOOKPROOF_SECRET`, and the value of a secret header is read
    /// from a variable of its name. Absent if `hookproof sign` cannot make the signature (it covers a field that the
    /// body lacks, or is in another encoding), if the delivery is cut off, or if the endpoint was called in process.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub curl: Option<String>,
    /// Every delivery that belongs to the failure, in the order in which they were sent. One of them `fails`: it is the
    /// one above.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scenario: Vec<ScenarioStep>,
}

/// A delivery that was accepted although it is almost the one that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Nearest {
    /// Body; its ids are its own, as every delivery has others.
    pub body: String,
    /// Differences between the two, except for these ids.
    pub differences: Vec<Difference>,
}

impl Counterexample {
    /// Creates it from an attempt and its exchange.
    #[must_use]
    pub(crate) fn new(context: &Context<'_>, attempt: &Attempt, exchange: &Exchange) -> Self {
        let redact = Redactor::of(context, attempt, &exchange.request);
        let response = exchange.response();
        Self {
            event: attempt.event.clone(),
            what: attempt.what.clone(),
            request: SentRequest::of(&exchange.request, &redact),
            response: response.map(|response| SentResponse::of(response, &redact)),
            failure: scenario::failure(attempt, exchange),
            shrunk_from: None,
            nearest: None,
            bytes: bytes::difference(context, attempt, &redact),
            curl: curl::line(context, attempt, exchange, &redact),
            scenario: scenario::of(context, &Strand::of_one(attempt, exchange), 0),
        }
    }

    /// Creates it from a strand, and the index of the delivery that failed.
    #[must_use]
    pub(crate) fn of_strand(context: &Context<'_>, strand: &Strand, failing: usize) -> Option<Self> {
        let (attempt, exchange) = strand.seen.get(failing)?.exchange()?;
        Some(Self { scenario: scenario::of(context, strand, failing), ..Self::new(context, attempt, exchange) })
    }
}

impl Nearest {
    /// Creates it from the accepted attempt, and the differences of the other one.
    #[must_use]
    pub(crate) fn new(context: &Context<'_>, accepted: &Attempt, differences: &[Difference]) -> Self {
        let redact = Redactor::of(context, accepted, &accepted.request);
        let shown = |difference: &Difference| {
            let text = |value: &String| redact.value(&difference.pointer, value).into_owned();
            Difference {
                pointer: difference.pointer.clone(),
                failed: difference.failed.as_ref().map(text),
                accepted: difference.accepted.as_ref().map(text),
            }
        };
        Self {
            body: String::from_utf8_lossy(&redact.body(&accepted.request.body)).into_owned(),
            differences: differences.iter().map(shown).collect(),
        }
    }
}
