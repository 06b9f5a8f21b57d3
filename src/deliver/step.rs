//! One step of a delivery: from what came of an attempt to what is next. Pure arithmetic.

use std::time::Duration;

use crate::model::Outcome;
use crate::provider::Provider;
use crate::provider::api::Then;
use crate::store::Delivery;

/// What is next for a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// How it goes on.
    pub then: Then,
    /// How long until the next attempt, on the deliveries' own clock.
    pub next: Option<Duration>,
    /// Why, in a sentence.
    pub reason: String,
}

/// What is next for a delivery, one more attempt at which ended like this.
#[must_use]
pub fn step(provider: &Provider, delivery: &Delivery, outcome: &Outcome) -> Step {
    let told = match outcome {
        Outcome::Answered(response) if provider.succeeds(response.status) => {
            let reason = format!("{} is a success", response.status);
            return Step { then: Then::Done, next: None, reason };
        }
        Outcome::Answered(response) => format!("{} is a failure", response.status),
        Outcome::Failed(failure) => format!("the endpoint {}", failure.told()),
    };
    let (tries, plan) = (delivery.tries().saturating_add(1), &delivery.plan);
    match plan.next(tries, outcome) {
        Some(next) => {
            let which = if plan.retries == 1 {
                "the only retry".to_owned()
            } else {
                format!("retry {tries} of {}", plan.retries)
            };
            let reason = format!("{told}: {which} follows after {next:?}");
            Step { then: Then::Retried, next: Some(next), reason }
        }
        None if plan.retries == 0 => {
            Step { then: Then::GivenUp, next: None, reason: format!("{told}, and nothing is tried again") }
        }
        None if tries > plan.retries => {
            let spent = if plan.retries == 1 {
                "the only retry is".to_owned()
            } else {
                format!("all {} retries are", plan.retries)
            };
            let reason = format!("{told}, and {spent} spent");
            Step { then: Then::GivenUp, next: None, reason }
        }
        None => Step { then: Then::GivenUp, next: None, reason: format!("{told}, of a kind that is not tried again") },
    }
}
