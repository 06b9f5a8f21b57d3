//! What a cause explains in a run, how sure that is, and which harm it does.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Kind of harm; the most harmful is reported first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Harm {
    /// The run cannot judge the endpoint: nothing else counts until this is fixed.
    SetUp,
    /// Forged events are accepted, or an attacker gets what is needed to forge one.
    Forgery,
    /// An event is processed twice, or something that is not an event is processed.
    Twice,
    /// An event is lost.
    Loss,
    /// Events that are right are refused.
    Refusal,
    /// The endpoint fails or answers late, and recovers when the delivery is sent again.
    Trouble,
    /// It is safe today and may not be tomorrow.
    Weakness,
}

/// Part of a run that a cause explains.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// Ids of the failed checks that it explains, the one that shows it best first.
    pub checks: Vec<&'static str>,
    /// How sure it is before a probe is sent.
    pub certainty: Certainty,
}

/// How sure a cause is before a probe is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Certainty {
    /// The run decides it, for this reason, so no probe is sent.
    Decided(&'static str),
    /// Nothing decides it, and nothing is more likely.
    MostLikely,
    /// It is possible. It is named only if its probe says yes.
    Possible,
}

impl Finding {
    /// Marks it as decided by the run itself.
    pub(super) fn decided(self, by: &'static str) -> Self {
        Self { certainty: Certainty::Decided(by), ..self }
    }

    /// Marks it as named only if its probe says yes.
    pub(super) fn possible(self) -> Self {
        Self { certainty: Certainty::Possible, ..self }
    }
}
