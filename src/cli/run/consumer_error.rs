//! Why a consumer could not be started.

use std::io;
use std::time::Duration;

use thiserror::Error;

/// Why a consumer could not be started.
#[derive(Debug, Error)]
pub(in crate::cli) enum ConsumerError {
    #[error("{address} is in use by {holder}, so the consumer is not started")]
    Held { address: String, holder: String },
    #[error("`{command}` cannot be started")]
    Start { command: String, source: io::Error },
    #[error("the log {path} cannot be written")]
    Log { path: String, source: io::Error },
    #[error("`{command}` ended with {status} before anything listened on {address}{log}")]
    Ended { command: String, status: String, address: String, log: String },
    #[error("nothing listens on {address} after {}{log}", seconds(.wait))]
    Silent { address: String, wait: Duration, log: String },
}

impl ConsumerError {
    /// Returns the exit status.
    pub(in crate::cli) const fn code(&self) -> u8 {
        match self {
            Self::Held { .. } | Self::Log { .. } => 2,
            Self::Start { .. } | Self::Ended { .. } | Self::Silent { .. } => 3,
        }
    }

    /// Returns advice on what to do next.
    pub(in crate::cli) const fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Held { .. } => Some("stop that process, or remove `start` to verify it as it runs"),
            Self::Start { .. } | Self::Ended { .. } => Some("run the command of `start` by hand, in the same folder"),
            Self::Silent { .. } => Some("give it more time with `wait`, or correct `url`"),
            Self::Log { .. } => None,
        }
    }
}

fn seconds(wait: &Duration) -> String {
    format!("{} s", wait.as_secs_f64())
}
