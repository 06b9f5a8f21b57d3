//! Evidence of a failure, from its first delivery to its last, without secrets.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Exchange, Failure, Outcome, Request};
use crate::verify::context::Context;
use crate::verify::plan::{Attempt, ConnectionMode, Expected, Observed};
use crate::verify::redact::Redactor;
use crate::verify::sent::{SentRequest, SentResponse, cut};
use crate::verify::strand::Strand;
use crate::verify::{curl, judge};

/// One delivery of a scenario: what was sent, what came back, and the effect count before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct ScenarioStep {
    /// The delivery that was sent.
    pub delivery: Delivery,
    /// The answer, if one arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<SentResponse>,
    /// Reason for the missing answer, if none arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// The effect count that was read directly before this delivery, if one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effects_before: Option<u64>,
    /// The effect count that was read directly after this delivery, if one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effects_after: Option<u64>,
    /// The effect count that was expected after this delivery, if one was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effects_expected: Option<u64>,
    /// The consumer state that was read directly after this delivery, as JSON, if it was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_after: Option<String>,
    /// The answer that was expected: `2xx`, `4xx`, `a status below 500`, `an answer after which the provider retries`; absent if any would do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// Whether the answer is not the expected one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unexpected: bool,
    /// A line for a POSIX shell that sends this delivery with curl; absent if curl cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub curl: Option<String>,
    /// Whether this is the delivery that shows the failure.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub fails: bool,
}

/// A delivery of a scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Delivery {
    /// The event type.
    pub event: String,
    /// The event's own id, if its type has one and the body is JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Difference from an ordinary delivery: `without a signature`; empty if it is ordinary.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub what: String,
    /// The number, from 1, of the earlier delivery of this scenario that had the same body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redelivery_of: Option<usize>,
    /// Whether that delivery had the same headers, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub resent: bool,
    /// Actions directly before it: `outage started (with --outage)`, `500 other events`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
    /// How its connection was used, if not as usual: `connection closed in the middle of the body`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection: Option<String>,
    /// The request.
    pub request: SentRequest,
}

/// Returns the deliveries of a strand; the one at `failing` shows the failure.
pub(super) fn of(context: &Context<'_>, strand: &Strand, failing: usize) -> Vec<ScenarioStep> {
    let mut sent: Vec<&Request> = Vec::new();
    let mut steps: Vec<ScenarioStep> = Vec::new();
    // What was read or done since the last delivery.
    let mut before: Option<u64> = None;
    let mut done: Vec<String> = Vec::new();
    for (at, seen) in strand.seen.iter().enumerate() {
        done.extend(strand.done.iter().filter(|(place, _)| *place == at).map(|(_, what)| what.clone()));
        match seen {
            Observed::Exchange(attempt, exchange) => {
                let request = &exchange.request;
                let earlier = sent.iter().position(|known| known.body == request.body);
                let mut step = step(context, attempt, exchange);
                step.delivery.resent = earlier.is_some_and(|at| sent[at].headers == request.headers);
                step.delivery.redelivery_of = earlier.map(|at| at + 1);
                if sent.is_empty() && attempt.mode == ConnectionMode::Same {
                    step.delivery.connection = None;
                }
                sent.push(request);
                step.delivery.after = std::mem::take(&mut done);
                step.effects_before = before.take();
                step.fails = at == failing;
                steps.push(step);
            }
            Observed::Count(count) => {
                before = Some(*count);
                if let Some(last) = steps.last_mut().filter(|step| step.effects_after.is_none()) {
                    last.effects_after = Some(*count);
                    last.effects_expected = strand.expected.iter().find(|(place, _)| *place == at).map(|one| one.1);
                }
            }
            Observed::State(state) => {
                if let (Some(last), Some((attempt, exchange))) =
                    (steps.last_mut(), strand.seen[..at].iter().rev().find_map(Observed::exchange))
                {
                    let redact = Redactor::of(context, attempt, &exchange.request);
                    last.state_after = Some(cut(&redact.text(&state.to_string())));
                }
            }
            _ => {}
        }
    }
    steps
}

fn step(context: &Context<'_>, attempt: &Attempt, exchange: &Exchange) -> ScenarioStep {
    let redact = Redactor::of(context, attempt, &exchange.request);
    let response = exchange.response();
    let id = context.event_id(&attempt.event, &attempt.document);
    ScenarioStep {
        delivery: Delivery {
            event: attempt.event.clone(),
            id: (!id.is_empty()).then(|| redact.text(&id).into_owned()),
            what: attempt.what.clone(),
            redelivery_of: None,
            resent: false,
            after: Vec::new(),
            connection: connection(attempt.mode).map(str::to_owned),
            request: SentRequest::of(&exchange.request, &redact),
        },
        response: response.map(|response| SentResponse::of(response, &redact)),
        failure: failure(attempt, exchange),
        effects_before: None,
        effects_after: None,
        effects_expected: None,
        state_after: None,
        expected: expected(context, attempt),
        unexpected: judge::objection(context, attempt, exchange).is_some(),
        curl: curl::line(context, attempt, exchange, &redact),
        fails: false,
    }
}

/// Returns why no answer arrived, if none did.
pub(super) fn failure(attempt: &Attempt, exchange: &Exchange) -> Option<String> {
    let Outcome::Failed(failure) = &exchange.outcome else { return None };
    Some(match failure {
        Failure::Abandoned => match attempt.mode {
            ConnectionMode::HalfFinished | ConnectionMode::HalfReset => "no answer expected".to_owned(),
            _ => "the answer was not read".to_owned(),
        },
        Failure::Unreachable(reason) => format!("no answer: {reason}"),
        failure => failure.describe(),
    })
}

fn expected(context: &Context<'_>, attempt: &Attempt) -> Option<String> {
    match attempt.expected {
        Expected::Confirmed => Some(attempt.handshake.as_ref()?.describe()),
        Expected::Unconfirmed => Some(attempt.handshake.as_ref()?.describe_refusal()),
        Expected::Accepted => Some(context.provider.delivery.success.to_string()),
        Expected::Refused => Some("4xx".to_owned()),
        Expected::Survived => Some("a status below 500".to_owned()),
        Expected::Retried if context.provider.retry.retries == 0 => Some("a failure".to_owned()),
        Expected::Retried => Some("an answer after which the provider retries".to_owned()),
        Expected::Anything | Expected::Unjudged => None,
    }
}

const fn connection(mode: ConnectionMode) -> Option<&'static str> {
    match mode {
        ConnectionMode::Own | ConnectionMode::Kept => None,
        ConnectionMode::Same => Some("on the same connection"),
        ConnectionMode::HalfFinished => Some("connection closed in the middle of the body"),
        ConnectionMode::HalfReset => Some("connection reset in the middle of the body"),
        ConnectionMode::AnswerLost => Some("connection closed before the answer was read"),
        ConnectionMode::Abandoned => Some("connection reset while the endpoint works"),
    }
}
