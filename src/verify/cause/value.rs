//! A cause as a value: its texts, the checks that it explains, and what decides it.

use std::fmt;

use thiserror::Error;

use crate::model::did_you_mean;
use crate::verify::cause::facts::Facts;
use crate::verify::cause::finding::{Finding, Harm};
pub use crate::verify::cause::framework::Framework;
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
    pub describe: fn(&Facts<'_>, &[&'static str]) -> Wording,
    /// Extra deliveries that decide it if the run does not.
    pub probe: Option<&'static CauseProbe>,
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
        describe: |_, _| Wording::default(),
        probe: None,
    };

    /// Whether it is about the set-up of a run and not about the endpoint.
    #[must_use]
    pub fn is_set_up(&self) -> bool {
        self.harm == Harm::SetUp
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
