//! Sent attempts and parked deliveries, as the management API sees them.

use bytes::Bytes;

use crate::model::{Outcome, Timestamp};

/// The sent attempts or deliveries that a call reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reads {
    /// Nothing.
    Nothing,
    /// The attempts at or after this time.
    Attempts {
        /// Real time.
        since: Timestamp,
    },
    /// The parked deliveries.
    Parked,
}

/// The sent attempts and parked deliveries of an account, as far as a call reads them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct History {
    /// Attempts, newest first.
    pub attempts: Vec<Sent>,
    /// Parked deliveries, oldest first.
    pub parked: Vec<Parked>,
}

/// An attempt that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sent {
    /// Id of the subscription; empty if the event was sent to a URL without a subscription.
    pub subscription: String,
    /// Real time of the attempt.
    pub at: Timestamp,
    /// Name of the event.
    pub event: String,
    /// URL of the endpoint.
    pub url: String,
    /// The exact bytes of the body.
    pub body: Bytes,
    /// Outcome of the attempt.
    pub outcome: Outcome,
}

/// A parked delivery: it has failed for good and is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parked {
    /// Id of the delivery, for commands about it.
    pub delivery: String,
    /// Its last attempt.
    pub last: Sent,
}

/// An attempt that has just ended.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Attempted<'a> {
    /// Id of the delivery.
    pub delivery: &'a str,
    /// The attempt.
    pub sent: &'a Sent,
    /// Its number, from 1.
    pub number: u32,
    /// Next step of the delivery.
    pub then: Then,
}

/// The next step of a delivery after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "done, tried again, or given up")]
pub enum Then {
    /// The attempt succeeded by the provider's rule.
    Done,
    /// It failed and will be retried.
    Retried,
    /// It failed and was the last.
    GivenUp,
}

impl History {
    /// Creates an empty history.
    #[must_use]
    pub const fn empty() -> Self {
        Self { attempts: Vec::new(), parked: Vec::new() }
    }
}

impl Sent {
    /// Creates an attempt from its parts.
    #[must_use]
    pub fn new(subscription: &str, event: &str, url: &str, at: Timestamp, body: Bytes, outcome: Outcome) -> Self {
        Self { subscription: subscription.to_owned(), at, event: event.to_owned(), url: url.to_owned(), body, outcome }
    }
}

impl Parked {
    /// Creates a parked delivery of this id, with its last attempt.
    pub fn new(delivery: impl Into<String>, last: Sent) -> Self {
        Self { delivery: delivery.into(), last }
    }
}

impl<'a> Attempted<'a> {
    /// Creates an attempt from its parts.
    #[must_use]
    pub const fn new(delivery: &'a str, sent: &'a Sent, number: u32, then: Then) -> Self {
        Self { delivery, sent, number, then }
    }
}
