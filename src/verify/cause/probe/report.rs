//! What a probe sent and what was answered, as the report shows it. It holds no bodies: an answer may repeat what was
//! signed with a variant of the secret.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Exchange;
use crate::provider::Provider;
use crate::verify::plan::Attempt;

/// A probe that was sent: extra deliveries after the checks, which decide a cause. They do not change the verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct ProbeReport {
    /// Stable name: `trimmed-secret`.
    pub name: String,
    /// The cause that it was sent for.
    pub cause: String,
    /// Its deliveries, in order. They are counted in `deliveries` of the run, too.
    pub deliveries: Vec<ProbeDelivery>,
    /// Whether the cause is the right one.
    pub decided: Decision,
}

/// A delivery of a probe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct ProbeDelivery {
    /// The event type.
    pub event: String,
    /// What is special about it: `signed with the trimmed secret`.
    pub what: String,
    /// Status code of the answer; absent if there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Whether that is a success to the provider.
    pub accepted: bool,
    /// Whether the answer is the same as to the refused events, if it was sent to another path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alike: Option<bool>,
}

/// What a probe decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "yes, no, or neither")]
pub enum Decision {
    /// It is this cause.
    Yes,
    /// It is another one.
    No,
    /// The answers fit both.
    Undecided,
}

impl ProbeReport {
    /// Creates a report of a probe that has sent nothing yet.
    pub(crate) fn begun(name: &str, cause: &str) -> Self {
        Self { name: name.to_owned(), cause: cause.to_owned(), deliveries: Vec::new(), decided: Decision::Undecided }
    }

    /// Returns what it decides about a cause. Another cause than the one that it was sent for reads its answers anew.
    pub(crate) fn read_for(&self, cause: &str, read: fn(&[ProbeDelivery]) -> Decision) -> Decision {
        if self.cause == cause { self.decided } else { read(&self.deliveries) }
    }

    /// Returns the last delivery, which decided it if anything did: `an event signed with the trimmed secret → 200`.
    pub(crate) fn last(&self) -> Option<String> {
        let last = self.deliveries.last()?;
        Some(format!("an event {} → {}", last.what, last.answer()))
    }
}

impl ProbeDelivery {
    /// Creates it from an attempt and its exchange; `alike` says whether the answer is the same as to refused events.
    pub(crate) fn new(provider: &Provider, attempt: &Attempt, exchange: &Exchange, alike: Option<bool>) -> Self {
        let status = exchange.status();
        let accepted = status.is_some_and(|status| provider.succeeds(status));
        Self { event: attempt.event.clone(), what: attempt.what.clone(), status, accepted, alike }
    }

    /// Returns the answer in a few words: `200`, `404, the same answer`.
    #[must_use]
    pub fn answer(&self) -> String {
        let same = if self.alike == Some(true) { ", the same answer" } else { "" };
        self.status.map_or_else(|| "no answer".to_owned(), |status| format!("{status}{same}"))
    }

    /// Whether it was answered as a path that does not exist.
    pub(super) const fn is_unknown_path(&self) -> bool {
        matches!(self.status, Some(404 | 410))
    }

    /// Whether the endpoint itself refused it, and not because of too many requests.
    pub(super) const fn is_refused(&self) -> bool {
        matches!(self.status, Some(400..=428 | 430..=499)) && !self.accepted
    }
}
