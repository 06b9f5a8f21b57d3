//! The result of a run: verdicts and their evidence. This is the JSON report.

use std::fmt;
use std::time::Duration;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::verify::cause::{FoundCause, ProbeReport};
use crate::verify::check::Level;
use crate::verify::counterexample::Counterexample;
use crate::verify::outcome::Outcome;
use crate::verify::provenance::Provenance;
use crate::verify::set_up::SetUp;
use crate::verify::symptom::Symptom;

/// Result of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "the three verdicts are the design's words")]
pub enum Verdict {
    /// All is well.
    Pass,
    /// It is not.
    Fail,
    /// It could not be judged; `reason` says why.
    Skip,
}

/// Checks of a run by what they mean for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Counts {
    /// Passed.
    pub pass: usize,
    /// Failed, and the run with them.
    pub fail: usize,
    /// Failed, but not the run.
    #[serde(default)]
    pub advice: usize,
    /// Failed, and in the baseline.
    #[serde(default)]
    pub known: usize,
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
    /// `failed` when a check fails the run, when a check of the baseline passes, or when the endpoint stopped accepting
    /// good deliveries; `unproved` when the run stopped early or proves nothing; otherwise `passed`.
    pub verdict: Outcome,
    /// Whether every failed check fails the run. Otherwise only a `must` does, and the others are advice.
    pub strict: bool,
    /// Number of checks that passed, that fail the run, that are only advice, that are known to fail, and that were
    /// skipped.
    pub counts: Counts,
    /// Number of attempts.
    pub deliveries: u64,
    /// Wall time in milliseconds.
    pub duration_ms: u64,
    /// Event types that were judged.
    pub events: Vec<String>,
    /// Assumptions that the run rests on.
    pub assumed: Vec<Assumed>,
    /// Reason why the run proves nothing, in one sentence; present if the verdict is `unproved`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unproved: Option<String>,
    /// Reason why the run stopped early, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incomplete: Option<String>,
    /// Notes on the run: what it left out, or could not rely on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// Conditions of the run.
    #[serde(default)]
    pub run: Box<Provenance>,
    /// Checks of the baseline that pass: they fail the run until they are removed from the baseline.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fixed: Vec<String>,
    /// Observations about the set-up.
    #[serde(default)]
    pub set_up: SetUp,
    /// Probes that were sent after the checks, because nothing in the run decided a cause. They do not change a verdict.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub probes: Vec<ProbeReport>,
    /// Why checks failed, or why the run proves nothing; the most harmful first.
    #[serde(default)]
    pub causes: Vec<FoundCause>,
    /// The verdicts.
    pub checks: Vec<CheckReport>,
}

/// An assumption that a run rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Assumed {
    /// Key of the fact, for `--assume`.
    pub fact: String,
    /// The assumed value.
    pub value: String,
    /// Source of the assumption.
    pub source: String,
}

/// One verdict.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct CheckReport {
    /// The check.
    pub id: String,
    /// Level of a failure in this run.
    pub level: Level,
    /// Result of the check.
    pub verdict: Verdict,
    /// Whether it failed and is in the baseline: then it does not fail the run.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub known: bool,
    /// Behaviour of a correct endpoint.
    pub title: String,
    /// What the endpoint did instead, or why it could not be judged. For a measurement that passed, the smallest
    /// difference that would have been detected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Basis of the verdict.
    pub basis: BasisOf,
    /// The assumption that lowered the level, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reduced: Option<Reduced>,
    /// Duration in milliseconds: its deliveries and its own waiting. Checks run concurrently, so the sum may exceed the
    /// duration of the run.
    #[serde(default)]
    pub duration_ms: f64,
    /// Consequence in production, if it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Event types that failed, if it failed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<String>,
    /// The cause that explains the failure: an id of `causes`; absent if the check failed by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// Symptom of the failure, for programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symptom: Option<Symptom>,
    /// The failing scenario.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counterexample: Option<Counterexample>,
    /// The command that runs this check again, with every flag that shaped what the run sent: the whole scenario, in
    /// order. It names no secret: that is in the file of the run or in `HOOKPROOF_SECRET`. A test in Rust gets the
    /// lines for its `Verifier`.
    pub reproduce: String,
}

/// Basis of a verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct BasisOf {
    /// `documented`, `observed` or `assumed`.
    pub certainty: String,
    /// Location of the source.
    pub source: String,
}

/// An assumption of ours that lowered the level of a check, and the flag that settles it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Reduced {
    /// Key of the assumed fact: `signature.header`. Several are separated by commas.
    pub fact: String,
    /// The flag that settles it: `--assume signature.header`.
    pub settle: String,
}

impl Reduced {
    /// Returns the facts that lowered the level, their keys separated by commas.
    pub(crate) fn by(facts: &str) -> Self {
        Self { fact: facts.to_owned(), settle: format!("--assume {facts}") }
    }
}

impl Run {
    /// Returns a verdict by the id of its check.
    #[must_use]
    pub fn check(&self, id: &str) -> Option<&CheckReport> {
        self.checks.iter().find(|check| check.id == id)
    }

    /// Returns ids of the checks that failed, whatever their level.
    pub fn failed(&self) -> impl Iterator<Item = &str> {
        self.checks.iter().filter(|check| check.verdict == Verdict::Fail).map(|check| check.id.as_str())
    }

    /// Whether this check fails the run: it failed, is not in the baseline, and is a `must` or the run is strict.
    ///
    /// Every report and the exit status use this function.
    #[must_use]
    pub fn fails_the_run(&self, check: &CheckReport) -> bool {
        check.verdict == Verdict::Fail && !check.known && (self.strict || check.level == Level::Must)
    }

    /// Whether this check is advice: it failed, is not in the baseline, and does not fail the run.
    #[must_use]
    pub fn is_advice(&self, check: &CheckReport) -> bool {
        check.verdict == Verdict::Fail && !check.known && !self.fails_the_run(check)
    }

    /// Notes how long the run took.
    pub(crate) fn lasted(&mut self, duration: Duration) {
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::verify::outcome::End;

    fn check(level: &str, verdict: &str) -> CheckReport {
        serde_json::from_value(json!({
            "id": "signature-missing", "level": level, "verdict": verdict, "title": "",
            "basis": {"certainty": "assumed", "source": ""}, "reproduce": "",
        }))
        .unwrap()
    }

    fn run(checks: Vec<CheckReport>) -> Run {
        let run = json!({
            "hookproof": "0.1.0", "provider": "truv", "endpoint": "http://consumer/hook", "seed": 0, "salt": "",
            "verdict": "unproved", "strict": false, "counts": {"pass": 0, "fail": 0, "skip": 0}, "deliveries": 0,
            "duration_ms": 0, "events": ["order-created"], "assumed": [], "checks": [],
        });
        let run: Run = serde_json::from_value(run).unwrap();
        Run { checks, ..run }
    }

    #[test]
    fn what_fails_a_run_and_what_is_advice() {
        const FAILS: (bool, bool, Outcome) = (true, false, Outcome::Failed);
        const ADVICE: (bool, bool, Outcome) = (false, true, Outcome::Passed);
        const NEITHER: (bool, bool, Outcome) = (false, false, Outcome::Passed);
        for (level, verdict, known, strict, wanted) in [
            ("must", "fail", false, false, FAILS),
            ("should", "fail", false, false, ADVICE),
            ("may", "fail", false, false, ADVICE),
            ("must", "fail", false, true, FAILS),
            ("should", "fail", false, true, FAILS),
            ("may", "fail", false, true, FAILS),
            ("must", "fail", true, false, NEITHER),
            ("must", "fail", true, true, NEITHER),
            ("should", "fail", true, true, NEITHER),
            ("must", "pass", false, true, NEITHER),
            ("must", "skip", false, true, (false, false, Outcome::Unproved)),
        ] {
            let mut run = run(vec![CheckReport { known, ..check(level, verdict) }]);
            run.strict = strict;
            run.sum_up(Duration::ZERO, End::Regular);
            let check = &run.checks[0];
            let found = (run.fails_the_run(check), run.is_advice(check), run.verdict);
            assert_eq!(found, wanted, "{level}, {verdict}, known: {known}, strict: {strict}");
            assert_eq!(run.unproved.is_some(), run.verdict == Outcome::Unproved);
        }
    }

    #[test]
    fn one_check_that_fails_the_run_is_enough() {
        let mut run = run(vec![check("must", "pass"), check("must", "fail"), check("may", "fail")]);
        run.sum_up(Duration::ZERO, End::Regular);
        assert_eq!((run.verdict, run.unproved), (Outcome::Failed, None));
        let Counts { pass, fail, advice, known, skip } = run.counts;
        assert_eq!((pass, fail, advice, known, skip), (1, 1, 1, 0, 0));
    }
}
