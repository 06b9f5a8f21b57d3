//! A cause that was found in a run, with its texts, so that old reports stay readable.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::verify::cause::facts::Facts;
use crate::verify::cause::value::Cause;
use crate::verify::cause::value::Certainty;
use crate::verify::cause::value::Finding;
use crate::verify::cause::value::Harm;
use crate::verify::cause::wording::Wording;
use crate::verify::run::CheckReport;
use crate::verify::run::Run;

/// A cause that was found in a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct FoundCause {
    /// Stable name, for `hookproof help ID`.
    pub id: String,
    /// Problem of the endpoint or of the set-up.
    pub title: String,
    /// Observation in the run.
    pub seen: String,
    /// Consequence in production.
    pub why: String,
    /// Change that fixes it.
    pub fix: String,
    /// Change in some frameworks: a name and a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub frameworks: Vec<(String, String)>,
    /// Kind of harm.
    pub harm: Harm,
    /// What decided it: what the checks saw, or the delivery of a probe; absent if it is only the most likely cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<String>,
    /// Ids of the failed checks that it explains, the one that shows it best first; none if it is about the set-up of a
    /// run in which no check could be judged.
    pub checks: Vec<String>,
}

impl FoundCause {
    /// Creates it from a cause and what it explains in a run, with the sentences of this run.
    pub(super) fn new(cause: &Cause, facts: &Facts<'_>, finding: &Finding, decided_by: Option<String>) -> Self {
        let Wording { title, seen, why, fix, how } = (cause.tell)(facts, &finding.checks);
        let or = |words: Option<String>, usual: &str| words.unwrap_or_else(|| usual.to_owned());
        let decided_by = match finding.certainty {
            Certainty::Decided(_) => how.or(decided_by),
            Certainty::MostLikely | Certainty::Possible => decided_by,
        };
        let frameworks = cause.frameworks.iter();
        Self {
            id: cause.id.to_owned(),
            title: or(title, cause.title),
            seen: or(seen, cause.seen),
            why: or(why, cause.why),
            fix: or(fix, cause.fix),
            frameworks: frameworks.map(|one| (one.name.to_owned(), one.line.to_owned())).collect(),
            harm: cause.harm,
            probe: decided_by,
            checks: finding.checks.iter().map(|id| (*id).to_owned()).collect(),
        }
    }

    /// Returns the failed checks that it explains.
    pub fn of<'a>(&'a self, run: &'a Run) -> impl Iterator<Item = &'a CheckReport> {
        self.checks.iter().filter_map(|id| run.check(id))
    }

    /// Whether one of its checks fails the run.
    #[must_use]
    pub fn fails_the_run(&self, run: &Run) -> bool {
        self.of(run).any(|check| run.fails_the_run(check))
    }

    /// Whether it is about the set-up of the run and not about the endpoint.
    #[must_use]
    pub fn is_set_up(&self) -> bool {
        self.harm == Harm::SetUp
    }
}
