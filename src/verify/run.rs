//! A run: many verdicts, and what they were made from. This is the JSON report.

use std::fmt;
use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::verify::check::Level;
use crate::verify::counterexample::Counterexample;

/// What a check found, or a whole run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "the three verdicts are the design's words")]
pub enum Verdict {
    /// All is well.
    Pass,
    /// It is not.
    Fail,
    /// It cannot be said; the reason says why.
    Skip,
}

/// Verdicts of a run by their kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Counts {
    /// Passed.
    pub pass: usize,
    /// Failed.
    pub fail: usize,
    /// Skipped.
    pub skip: usize,
}

/// The result of a verification.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "hookproof report", description = "What `hookproof verify --report json=PATH` writes.")]
#[non_exhaustive]
pub struct Run {
    /// Version of hookproof.
    pub hookproof: String,
    /// The provider.
    pub provider: String,
    /// The endpoint.
    pub endpoint: String,
    /// Fixes the shapes of what was sent.
    pub seed: u64,
    /// With the seed, fixes its bytes.
    pub salt: String,
    /// `fail` when the contract is broken: a failed `must`, any failure under `--strict`, an endpoint that takes
    /// nothing any more, or a baseline that knows of failures which are mended; `skip` when nothing was proved.
    pub verdict: Verdict,
    /// Whether `should` and `may` count too.
    pub strict: bool,
    /// How many verdicts of each kind.
    pub counts: Counts,
    /// Attempts made.
    pub deliveries: u64,
    /// Wall time in milliseconds.
    pub duration_ms: u64,
    /// Event types that were judged.
    pub events: Vec<String>,
    /// Assumptions that the run rests on.
    pub assumed: Vec<Assumed>,
    /// Why the run ended before its time, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incomplete: Option<String>,
    /// Checks that stand in the baseline and pass: they must leave it, or the contract counts as broken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mended: Vec<String>,
    /// The verdicts.
    pub checks: Vec<CheckReport>,
}

/// An assumption that a run rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Assumed {
    /// Key of the fact, for `--assume`.
    pub fact: String,
    /// What was assumed.
    pub value: String,
    /// What it leans on.
    pub source: String,
}

/// One verdict.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct CheckReport {
    /// The check.
    pub id: String,
    /// How much a failure weighs here.
    pub level: Level,
    /// What was found.
    pub verdict: Verdict,
    /// Whether it failed and stands in the baseline: then it does not break the contract.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub known: bool,
    /// What the endpoint does when all is well.
    pub title: String,
    /// What it did instead, or why it cannot be said; for a measurement that passed, what could have been seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What the verdict rests on.
    pub basis: BasisOf,
    /// What goes wrong in production, where it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Event types that failed, where it failed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<String>,
    /// The smallest failing delivery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counterexample: Option<Counterexample>,
    /// The command that sends it again; the secret has to be given beside it. Where the endpoint was called in process,
    /// what to say to the `Verifier`.
    pub replay: String,
}

/// What a verdict rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct BasisOf {
    /// `documented`, `observed` or `assumed`.
    pub certainty: String,
    /// Where it is written.
    pub source: String,
}

/// How a run came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Everything was judged.
    Regular,
    /// The user or the budget ended it.
    Early,
    /// The endpoint took nothing, or no longer takes good deliveries.
    ByTheEndpoint,
}

/// What a run means for the one who started it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "these are the ends of a run")]
pub enum Outcome {
    /// The contract holds.
    Kept,
    /// It is broken.
    Broken,
    /// Nothing was proved: all was skipped, or the run was cut short.
    Unproved,
}

impl Run {
    /// Whether the contract holds: no `must` failed, and under `--strict` nothing did.
    #[must_use]
    pub const fn outcome(&self) -> Outcome {
        match self.verdict {
            Verdict::Pass => Outcome::Kept,
            Verdict::Fail => Outcome::Broken,
            Verdict::Skip => Outcome::Unproved,
        }
    }

    /// A verdict by the id of its check.
    #[must_use]
    pub fn check(&self, id: &str) -> Option<&CheckReport> {
        self.checks.iter().find(|check| check.id == id)
    }

    /// Ids of the checks that failed, whatever their level.
    pub fn failed(&self) -> impl Iterator<Item = &str> {
        self.checks.iter().filter(|check| check.verdict == Verdict::Fail).map(|check| check.id.as_str())
    }

    /// Whether the verdict of this check breaks the contract.
    #[must_use]
    pub fn is_broken_by(&self, check: &CheckReport) -> bool {
        check.verdict == Verdict::Fail && !check.known && (self.strict || check.level == Level::Must)
    }

    /// Counts the verdicts and draws the sum.
    pub(crate) fn sum_up(&mut self, duration: Duration, end: End) {
        let count = |verdict| self.checks.iter().filter(|check| check.verdict == verdict).count();
        self.counts = Counts { pass: count(Verdict::Pass), fail: count(Verdict::Fail), skip: count(Verdict::Skip) };
        let fails = self.checks.iter().any(|check| self.is_broken_by(check));
        let broken = end == End::ByTheEndpoint || fails || !self.mended.is_empty();
        self.verdict = match (broken, end, self.counts.pass) {
            (true, _, _) => Verdict::Fail,
            // What was cut short, or judged nothing, has proved nothing.
            (false, End::Early, _) | (false, _, 0) => Verdict::Skip,
            (false, _, _) => Verdict::Pass,
        };
        self.duration_ms = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Skip => "skip",
        })
    }
}
