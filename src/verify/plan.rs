//! Plan of a check: data for the probe to perform.

use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

use crate::model::{Exchange, Json, Request};
use crate::provider::ExpectedAnswer;
use crate::verify::special::Special;

/// Plan of a check for one event type.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "a check has steps, or a reason to skip")]
pub enum Plan {
    /// These steps, in order.
    Steps(Vec<Step>),
    /// Several lists of steps that do not depend on each other: each is performed in order, and all of them
    /// concurrently.
    Strands(Vec<Vec<Step>>),
    /// Nothing, for this reason.
    Skip(String),
}

/// One thing to do.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Step {
    /// Make one attempt.
    Send(Box<Attempt>),
    /// Open a connection for each of these attempts, send all but the last byte of each, and then that byte
    /// of all of them at once. Each attempt is seen for itself, in this order.
    Together(Vec<Attempt>),
    /// Make many attempts side by side, in any order, only because they come between others. They are not judged: if
    /// effects are counted, theirs are waited for and left out of later readings.
    Bulk(Vec<Attempt>),
    /// Send the first attempt byte by byte, and between its bytes all of the others, one after the other.
    /// The others are seen first.
    DuringSlowBody {
        /// The one that trickles.
        slow: Box<Attempt>,
        /// Attempts that must not wait for it.
        others: Vec<Attempt>,
    },
    /// Sends these two in turn on one connection, once per lot, and measures how long each takes. A lot says whether
    /// `one` goes first. Ends early if one of them is not refused.
    Race {
        /// The one.
        one: Box<Attempt>,
        /// The other.
        other: Box<Attempt>,
        /// Whether `one` goes first, for every pair.
        lots: Vec<bool>,
    },
    /// Opens this many idle connections, and makes an attempt meanwhile.
    Crowd {
        /// Number of connections.
        idle: usize,
        /// The attempt.
        attempt: Box<Attempt>,
    },
    /// Reads the effect count. The first reading of a strand is the base of later ones: the count is read again until
    /// it shows this many more effects and stays unchanged, or until it has not grown during the settle time.
    Observe {
        /// Expected number of effects since the first reading.
        more: u64,
    },
    /// Waits until the effect count is this much higher than at the first reading, or has not grown during the settle
    /// time. The count may still change: a later step confirms it.
    Await {
        /// Number of effects.
        more: u64,
    },
    /// The same if the attempt before was accepted; otherwise nothing.
    AwaitAccepted {
        /// Number of effects.
        more: u64,
    },
    /// Waits for more effects than at the previous reading, for no longer than effects take with this endpoint, and
    /// until the count stays unchanged.
    Watch,
    /// Waits for this many more effects than at the previous reading, for no longer than effects take with this
    /// endpoint. More effects than these do not matter.
    WatchFor {
        /// Number of effects.
        more: u64,
    },
    /// Reads the consumer state.
    Look,
    /// Wait this long.
    Pause(Duration),
    /// Starts an outage of what the consumer depends on.
    StartOutage,
    /// Stops that outage.
    StopOutage,
}

/// An attempt to make.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Attempt {
    /// Difference from an ordinary delivery, to be read after "a delivery": `without a signature`.
    pub what: String,
    /// The same as a program reads it, if a cause depends on it.
    pub special: Option<Special>,
    /// Expected behaviour of the endpoint.
    pub expected: Expected,
    /// The event type.
    pub event: String,
    /// The request to send.
    pub request: Request,
    /// How it is sent.
    pub mode: ConnectionMode,
    /// The document from which the body was written; of several events, the first one.
    pub document: Json,
    /// The other events of its body, in order.
    pub others: Vec<Json>,
    /// The bytes that were signed, if they are neither its body nor its document's.
    pub signed: Option<Bytes>,
    /// The right signature, if another one or none is sent.
    pub right: Option<String>,
    /// The answer that confirms a handshake, if it is one.
    pub(crate) handshake: Option<Box<ExpectedAnswer>>,
    /// Number of the generated case, by which it can be drawn again and shrunk.
    pub case: Option<u32>,
}

/// How an attempt is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConnectionMode {
    /// On a connection of its own.
    #[default]
    Own,
    /// On one that may have carried others.
    Kept,
    /// After the previous one on the same connection, as long as that is open.
    Same,
    /// Cut off in the middle of its body, by FIN.
    HalfFinished,
    /// Cut off in the middle of its body, by RST.
    HalfReset,
    /// Completely; the connection is closed when the answer arrives, without reading it.
    AnswerLost,
    /// Completely; the connection is cut while the endpoint works on it. The next delivery waits until that work should
    /// be over.
    Abandoned,
}

impl ConnectionMode {
    /// Whether the connection is closed before the answer is read.
    #[must_use]
    pub const fn is_cut(self) -> bool {
        matches!(self, Self::HalfFinished | Self::HalfReset | Self::AnswerLost | Self::Abandoned)
    }
}

/// Expected behaviour of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expected {
    /// Answer with a success.
    Accepted,
    /// Answer with a 4xx.
    Refused,
    /// Answer with anything but a 5xx.
    Survived,
    /// Answer so that the provider tries again; if it never does, with a failure.
    Retried,
    /// Confirm a handshake.
    Confirmed,
    /// Refuse a handshake that is not from the provider.
    Unconfirmed,
    /// Anything, or nothing: it is not judged here.
    Anything,
    /// The same, and the endpoint need not accept a connection either, because of an outage.
    Unjudged,
}

/// Result of a step.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Observed {
    /// An attempt and its exchange.
    Exchange(Box<Attempt>, Exchange),
    /// A reading of the observer.
    Count(u64),
    /// The consumer state.
    State(Value),
    /// Duration of both attempts of each pair.
    Times(Vec<(Duration, Duration)>),
    /// No observer was given.
    NoObserver,
    /// This step was not reached, because one before it ended its strand.
    NotReached,
    /// A step without a result was performed.
    Done,
    /// The endpoint and its observer are gone.
    Gone,
}

impl Plan {
    /// Returns a plan that sends these attempts, which do not depend on each other.
    #[must_use]
    pub fn send(attempts: impl IntoIterator<Item = Attempt>) -> Self {
        Self::Strands(attempts.into_iter().map(|attempt| vec![attempt.into()]).collect())
    }

    /// Returns a plan that sends these attempts one after the other.
    #[must_use]
    pub fn in_turn(attempts: impl IntoIterator<Item = Attempt>) -> Self {
        Self::Steps(attempts.into_iter().map(Step::from).collect())
    }
}

impl Step {
    /// Returns the attempts that it makes.
    pub fn attempts(&self) -> impl Iterator<Item = &Attempt> {
        let (one, many, other): (Option<&Attempt>, &[Attempt], Option<&Attempt>) = match self {
            Self::Send(attempt) | Self::Crowd { attempt, .. } => (Some(attempt), &[], None),
            Self::Together(attempts) | Self::Bulk(attempts) => (None, attempts, None),
            Self::DuringSlowBody { slow, others } => (Some(slow), others, None),
            Self::Race { one, other, .. } => (Some(one), &[], Some(other)),
            _ => (None, &[], None),
        };
        one.into_iter().chain(many).chain(other)
    }
}

impl From<Attempt> for Step {
    fn from(attempt: Attempt) -> Self {
        Self::Send(Box::new(attempt))
    }
}

impl Attempt {
    /// Returns the events of its body.
    pub(crate) fn documents(&self) -> impl Iterator<Item = &Json> {
        std::iter::once(&self.document).chain(&self.others)
    }

    /// Says what is special about it.
    #[must_use]
    pub fn what(mut self, what: impl Into<String>) -> Self {
        self.what = what.into();
        self
    }

    /// Says the same to a program.
    #[must_use]
    pub const fn special(mut self, special: Special) -> Self {
        self.special = Some(special);
        self
    }

    /// Sets how it is sent. An attempt that is cut off needs no answer.
    #[must_use]
    pub const fn travelling(mut self, mode: ConnectionMode) -> Self {
        self.mode = mode;
        if mode.is_cut() {
            self.expected = Expected::Anything;
        }
        self
    }

    /// Expects a refusal.
    #[must_use]
    pub const fn refused(mut self) -> Self {
        self.expected = Expected::Refused;
        self
    }
}

impl Observed {
    /// Returns the attempt and its exchange, if this is one.
    #[must_use]
    pub fn exchange(&self) -> Option<(&Attempt, &Exchange)> {
        match self {
            Self::Exchange(attempt, exchange) => Some((attempt, exchange)),
            _ => None,
        }
    }

    /// Returns the consumer state, if it was read.
    #[must_use]
    pub const fn state(&self) -> Option<&Value> {
        match self {
            Self::State(state) => Some(state),
            _ => None,
        }
    }

    /// Returns the durations, if they were measured.
    #[must_use]
    pub fn times(&self) -> Option<&[(Duration, Duration)]> {
        match self {
            Self::Times(times) => Some(times),
            _ => None,
        }
    }

    /// Returns the reading, if this is one.
    #[must_use]
    pub const fn count(&self) -> Option<u64> {
        match self {
            Self::Count(count) => Some(*count),
            _ => None,
        }
    }
}
