//! How a command ended.

use crate::verify::Outcome;

/// Result of a command, as an exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It succeeded.
    Well,
    /// A run failed, a signature is wrong, or files differ.
    Broken,
    /// A run proves nothing, or a measurement was not finished.
    Unproved,
}

impl End {
    /// Returns the exit status.
    pub(super) const fn status(self) -> u8 {
        let outcome = match self {
            Self::Well => Outcome::Passed,
            Self::Broken => Outcome::Failed,
            Self::Unproved => Outcome::Unproved,
        };
        outcome.exit_status()
    }
}

impl From<Outcome> for End {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Passed => Self::Well,
            Outcome::Failed => Self::Broken,
            Outcome::Unproved => Self::Unproved,
        }
    }
}
