//! What was sent, as the management API sees it.

use bytes::Bytes;

use crate::model::Outcome;
use crate::model::Timestamp;

/// What a call has to be shown of what was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reads {
    /// Nothing.
    Nothing,
    /// The attempts made at or after this time.
    Attempts {
        /// Real time.
        since: Timestamp,
    },
    /// The deliveries that were set aside.
    Aside,
}

/// What was sent for an account, as far as a call reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct History {
    /// Attempts, newest first.
    pub attempts: Vec<Sent>,
    /// Deliveries that were set aside, oldest first.
    pub aside: Vec<Aside>,
}

/// An attempt that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sent {
    /// Id of the subscription; empty where the event was aimed at a URL.
    pub subscription: String,
    /// When it was made, real time.
    pub at: Timestamp,
    /// Name of the event.
    pub event: String,
    /// Where it was sent.
    pub url: String,
    /// The exact bytes.
    pub body: Bytes,
    /// What came of it.
    pub outcome: Outcome,
}

/// A delivery that has failed for good and is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Aside {
    /// Id of the delivery, for commands about it.
    pub delivery: String,
    /// Its last attempt.
    pub last: Sent,
}

/// An attempt that has just been made.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Attempted<'a> {
    /// Id of the delivery.
    pub delivery: &'a str,
    /// The attempt.
    pub sent: &'a Sent,
    /// Its number, from 1.
    pub number: u32,
    /// How the delivery goes on.
    pub then: Then,
}

/// How a delivery goes on after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "done, tried again, or given up")]
pub enum Then {
    /// The attempt succeeded by the provider's rule.
    Done,
    /// It failed and is tried again.
    Retried,
    /// It failed and was the last.
    GivenUp,
}

impl History {
    /// Nothing.
    #[must_use]
    pub const fn empty() -> Self {
        Self { attempts: Vec::new(), aside: Vec::new() }
    }
}

impl Sent {
    /// An attempt from its parts.
    #[must_use]
    pub fn new(subscription: &str, event: &str, url: &str, at: Timestamp, body: Bytes, outcome: Outcome) -> Self {
        Self { subscription: subscription.to_owned(), at, event: event.to_owned(), url: url.to_owned(), body, outcome }
    }
}

impl Aside {
    /// A delivery of this id, with its last attempt.
    pub fn new(delivery: impl Into<String>, last: Sent) -> Self {
        Self { delivery: delivery.into(), last }
    }
}

impl<'a> Attempted<'a> {
    /// An attempt from its parts.
    #[must_use]
    pub const fn new(delivery: &'a str, sent: &'a Sent, number: u32, then: Then) -> Self {
        Self { delivery, sent, number, then }
    }
}
