//! One step of a delivery: from the outcome of an attempt to the next action. Pure arithmetic.

use std::time::Duration;

use crate::model::{Failure, Outcome};
use crate::provider::Provider;
use crate::provider::api::Then;
use crate::store::Delivery;

/// The next action for a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Transition {
    /// How the delivery continues.
    pub then: Then,
    /// Delay until the next attempt, on the delivery clock.
    pub next: Option<Duration>,
    /// Reason, as a sentence.
    pub reason: String,
}

/// Decides the next action for a delivery after one more attempt with this outcome.
#[must_use]
pub fn transition(provider: &Provider, delivery: &Delivery, outcome: &Outcome) -> Transition {
    let described = match outcome {
        Outcome::Answered(response) if provider.accepts(response) => {
            let reason = format!("{} is a success", response.status);
            return Transition { then: Then::Done, next: None, reason };
        }
        Outcome::Failed(failure @ Failure::Handshake { .. }) => {
            let reason = format!("the endpoint {}", failure.describe());
            return Transition { then: Then::GivenUp, next: None, reason };
        }
        Outcome::Answered(response) => match &provider.delivery.answer {
            Some(body) if provider.succeeds(response.status) => {
                format!("{} without the body `{body}` is a failure", response.status)
            }
            _ => format!("{} is a failure", response.status),
        },
        Outcome::Failed(failure) => format!("the endpoint {}", failure.describe()),
    };
    let (tries, plan) = (delivery.tries().saturating_add(1), &delivery.plan);
    match plan.next(tries, outcome) {
        Some(next) => {
            let which = if plan.retries == 1 {
                "the only retry".to_owned()
            } else {
                format!("retry {tries} of {}", plan.retries)
            };
            let reason = format!("{described}: {which} follows after {next:?}");
            Transition { then: Then::Retried, next: Some(next), reason }
        }
        None if plan.retries == 0 => {
            Transition { then: Then::GivenUp, next: None, reason: format!("{described}, and nothing is tried again") }
        }
        None if tries > plan.retries => {
            let spent = if plan.retries == 1 {
                "the only retry is".to_owned()
            } else {
                format!("all {} retries are", plan.retries)
            };
            let reason = format!("{described}, and {spent} spent");
            Transition { then: Then::GivenUp, next: None, reason }
        }
        None => Transition {
            then: Then::GivenUp,
            next: None,
            reason: format!("{described}, of a kind that is not tried again"),
        },
    }
}
