//! A cause as a value: its texts, the checks that it explains, and what decides it.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use thiserror::Error;

use crate::model::did_you_mean;
use crate::verify::cause::facts::Facts;
use crate::verify::cause::probe::CauseProbe;
use crate::verify::cause::wording::Wording;

/// A reason why checks fail, or why a run proves nothing.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Cause {
    /// Stable name: `forgets-events`.
    pub id: &'static str,
    /// Problem of the endpoint or of the set-up, in a sentence without a full stop.
    pub title: &'static str,
    /// Observation in the run.
    pub seen: &'static str,
    /// Consequence in production.
    pub why: &'static str,
    /// Change that fixes it, valid in every language.
    pub fix: &'static str,
    /// Change in some frameworks, one line each.
    pub frameworks: &'static [Framework],
    /// Kind of harm.
    pub harm: Harm,
    /// Ids of the checks that it may explain; empty for causes of an unproved run.
    pub explains: &'static [&'static str],
    /// Finds it in a run, among the failed checks that no cause before it in the list explains.
    pub decide: fn(&Facts<'_>) -> Option<Finding>,
    /// Sentences that name what happened in this run, from the failed checks that it explains, the best one first.
    pub tell: fn(&Facts<'_>, &[&'static str]) -> Wording,
    /// Extra deliveries that decide it if the run does not.
    pub probe: Option<&'static CauseProbe>,
}

/// Change in one framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a name and a line")]
pub struct Framework {
    /// Its name.
    pub name: &'static str,
    /// The code or setting.
    pub line: &'static str,
}

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
    /// This in the run decides it: the checks are its probe.
    Decided(&'static str),
    /// Nothing decides it, and nothing is more likely.
    MostLikely,
    /// It is possible. It is named only if its probe says yes.
    Possible,
}

/// A cause that does not exist.
#[derive(Debug, Error)]
#[error("unknown cause or check `{name}`{}", did_you_mean(.nearest))]
#[non_exhaustive]
pub struct UnknownCause {
    /// The requested name.
    pub name: String,
    /// Existing names that are similar to it.
    pub nearest: Vec<String>,
}

impl Cause {
    /// A cause without texts.
    pub(super) const EMPTY: Self = Self {
        id: "",
        title: "",
        seen: "",
        why: "",
        fix: "",
        frameworks: &[],
        harm: Harm::Weakness,
        explains: &[],
        decide: |_| None,
        tell: |_, _| Wording::default(),
        probe: None,
    };

    /// Whether it is about the set-up of a run and not about the endpoint.
    #[must_use]
    pub fn is_set_up(&self) -> bool {
        self.harm == Harm::SetUp
    }
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

/// Creates the line of one framework.
pub(super) const fn of(name: &'static str, line: &'static str) -> Framework {
    Framework { name, line }
}

impl fmt::Debug for Cause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Cause").field("id", &self.id).finish_non_exhaustive()
    }
}
