//! The log of the server: one line for every call and every attempt. A line never contains a body or a header, so it
//! cannot contain a secret.

use serde::Serialize;

use crate::model::Timestamp;

/// A line of the log.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Line<'a> {
    /// A response to a call was sent.
    Call {
        /// Time of the call, RFC 3339.
        at: String,
        /// The provider; empty for `/_hookproof/`.
        provider: &'a str,
        /// Method.
        method: &'a str,
        /// Path without the query.
        path: &'a str,
        /// Status code of the response.
        status: u16,
        /// Duration, in microseconds.
        micros: u64,
    },
    /// A delivery changed.
    Delivery {
        /// Time of the change, RFC 3339.
        at: String,
        /// The provider.
        provider: &'a str,
        /// Number of the delivery.
        delivery: u64,
        /// Name of the event.
        event: &'a str,
        /// Status of the delivery.
        status: &'a str,
        /// Number of attempts so far.
        attempts: usize,
        /// Reason for the status.
        reason: &'a str,
    },
    /// A finding about a call or a delivery was recorded.
    Finding {
        /// Time of the finding, RFC 3339.
        at: String,
        /// The provider.
        provider: &'a str,
        /// The subject of the finding.
        about: &'a str,
        /// The finding itself.
        found: &'a str,
    },
}

impl Line<'_> {
    /// Formats the line for people.
    #[must_use]
    pub fn describe(&self) -> String {
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

/// Formats a time for the log.
pub(super) fn stamp(at: Timestamp) -> String {
    at.write(crate::model::TimeForm::Millis)
}
