//! Symptom of a failed check, for programs. Causes are decided by it and not by texts.

use std::cmp::Ordering;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Exchange;
use crate::provider::Provider;
use crate::verify::plan::{Attempt, Expected, Observed};
use crate::verify::special::Special;
use crate::verify::strand::Strand;

/// Symptom of a failed check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Symptom {
    /// What the endpoint did.
    pub how: How,
    /// Special property of the delivery that failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub special: Option<Special>,
    /// The bytes that the endpoint most likely verified instead of the body, if it verified something else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<String>,
}

/// What the endpoint did when a check failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum How {
    /// It accepted what it should have refused, or what it should have asked for again.
    Accepted,
    /// It answered 4xx to what it should have accepted.
    Refused,
    /// It answered 429.
    Limited,
    /// It answered 3xx.
    Redirected,
    /// It answered 5xx.
    Crashed,
    /// It did not answer in time.
    Silent,
    /// It closed the connection, or did not speak HTTP.
    HungUp,
    /// It could not be reached any more.
    Gone,
    /// The answer was right, and the event had more effects than it should.
    MoreEffects,
    /// The answer was right, and the event had fewer effects than it should.
    FewerEffects,
    /// The answer was right, and the failure shows in something else.
    Otherwise,
}

impl Symptom {
    /// Derives the symptom from a strand and the index of the delivery that failed.
    pub(crate) fn of(provider: &Provider, strand: &Strand, failing: usize) -> Option<Self> {
        let (attempt, exchange) = strand.seen.get(failing)?.exchange()?;
        let mut symptom = Self::of_one(provider, attempt, exchange);
        if strand.seen.iter().any(|one| matches!(one, Observed::Gone)) {
            symptom.how = How::Gone;
        }
        if symptom.how == How::Otherwise {
            symptom.how = counted(strand).unwrap_or(How::Otherwise);
        }
        Some(symptom)
    }

    /// Derives the symptom from one delivery.
    pub(crate) fn of_one(provider: &Provider, attempt: &Attempt, exchange: &Exchange) -> Self {
        let how = match exchange.status() {
            // It was cut off on purpose, and the answer was not awaited.
            None if attempt.expected == Expected::Anything && !exchange.unreachable() => How::Otherwise,
            None if exchange.timed_out() => How::Silent,
            None if exchange.unreachable() => How::Gone,
            None => How::HungUp,
            Some(status) if provider.succeeds(status) => match attempt.expected {
                Expected::Refused | Expected::Retried | Expected::Unconfirmed => How::Accepted,
                Expected::Accepted
                | Expected::Confirmed
                | Expected::Survived
                | Expected::Anything
                | Expected::Unjudged => How::Otherwise,
            },
            Some(300..=399) => How::Redirected,
            Some(500..) => How::Crashed,
            Some(_)
                if matches!(
                    attempt.expected,
                    Expected::Refused | Expected::Survived | Expected::Anything | Expected::Unconfirmed
                ) =>
            {
                How::Otherwise
            }
            Some(429) => How::Limited,
            Some(_) => How::Refused,
        };
        Self { how, special: attempt.special, verified: None }
    }

    /// Creates a symptom that no delivery of its own shows.
    pub(crate) const fn without_a_delivery(how: How) -> Self {
        Self { how, special: None, verified: None }
    }
}

/// Compares the last count with the expected one; `None` if they agree or nothing was counted.
fn counted(strand: &Strand) -> Option<How> {
    strand.expected.iter().rev().find_map(|(place, expected)| {
        let count = strand.seen.get(*place)?.count()?;
        match count.cmp(expected) {
            Ordering::Less => Some(How::FewerEffects),
            Ordering::Greater => Some(How::MoreEffects),
            Ordering::Equal => None,
        }
    })
}
