//! What the server tells while it runs: a line for every call and every attempt. No body and no header stands in
//! one, so that no secret can.

use serde::Serialize;

use crate::model::Timestamp;

/// A line of the log.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Line<'a> {
    /// A call was answered.
    Call {
        /// When it came, RFC 3339.
        at: String,
        /// The provider; empty for `/_hookproof/`.
        provider: &'a str,
        /// Method.
        method: &'a str,
        /// Path without the query.
        path: &'a str,
        /// Status code of the answer.
        status: u16,
        /// How long it took, in microseconds.
        micros: u64,
    },
    /// A delivery went on.
    Delivery {
        /// When, RFC 3339.
        at: String,
        /// The provider.
        provider: &'a str,
        /// Number of the delivery.
        delivery: u64,
        /// Name of the event.
        event: &'a str,
        /// How it stands.
        status: &'a str,
        /// Attempts so far.
        attempts: usize,
        /// Why it goes on or does not.
        reason: &'a str,
    },
    /// Something odd was found about a call or a delivery.
    Finding {
        /// When, RFC 3339.
        at: String,
        /// The provider.
        provider: &'a str,
        /// What it is about.
        about: &'a str,
        /// What was found.
        found: &'a str,
    },
}

impl Line<'_> {
    /// The line for people.
    #[must_use]
    pub fn told(&self) -> String {
        match self {
            Self::Call { at, provider, method, path, status, micros } => {
                let provider = if provider.is_empty() { "hookproof" } else { provider };
                format!("{at} {provider:<9} {method} {path} -> {status} in {}.{:03} ms", micros / 1000, micros % 1000)
            }
            Self::Delivery { at, provider, delivery, event, status, attempts, reason } => {
                let reason = if reason.is_empty() { String::new() } else { format!(": {reason}") };
                format!("{at} {provider:<9} delivery {delivery} of {event} {status} after {attempts} attempts{reason}")
            }
            Self::Finding { at, provider, about, found } => {
                format!("{at} {provider:<9} finding about {about}: {found}")
            }
        }
    }
}

/// A time as the log prints it.
pub(super) fn stamp(at: Timestamp) -> String {
    at.write(crate::model::TimeForm::Millis)
}
