//! Colours of the report for people.

use crate::report::phrases::Standing;
use crate::verify::Outcome;

/// Whether a report is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "coloured or not")]
pub enum Paint {
    /// With ANSI escapes.
    Coloured,
    /// Plain text, without colours.
    Plain,
}

#[derive(Clone, Copy)]
pub(super) enum Ink {
    Good,
    Bad,
    Warn,
    Dim,
    Strong,
}

impl Paint {
    pub(super) fn ink(self, ink: Ink, text: &str) -> String {
        let code = match ink {
            Ink::Good => "32",
            Ink::Bad => "31;1",
            Ink::Warn => "33",
            Ink::Dim => "2",
            Ink::Strong => "1",
        };
        match self {
            Self::Coloured => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            Self::Plain => text.to_owned(),
        }
    }
}

impl From<Standing> for Ink {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Passed => Self::Good,
            Standing::FailsTheRun => Self::Bad,
            Standing::Advice => Self::Warn,
            Standing::Known | Standing::Skipped => Self::Dim,
        }
    }
}

impl From<Outcome> for Ink {
    fn from(verdict: Outcome) -> Self {
        match verdict {
            Outcome::Passed => Self::Good,
            Outcome::Failed => Self::Bad,
            Outcome::Unproved => Self::Warn,
        }
    }
}
