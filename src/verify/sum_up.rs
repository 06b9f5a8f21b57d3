//! Sums up a run: its verdict, and the causes of what failed.

use std::time::Duration;

use crate::verify::cause::FoundCause;
use crate::verify::outcome::{End, Evidence};
use crate::verify::run::{Counts, Run, Verdict};
use crate::verify::{cause, outcome};

impl Run {
    /// Counts the verdicts of the checks and decides about the run.
    pub(crate) fn sum_up(&mut self, duration: Duration, end: End) {
        let count = |verdict| self.checks.iter().filter(|check| check.verdict == verdict).count();
        self.counts = Counts { pass: count(Verdict::Pass), fail: count(Verdict::Fail), skip: count(Verdict::Skip) };
        let (verdict, unproved) = outcome::decide(&Evidence {
            end,
            accepted: self.events.len(),
            failing: self.checks.iter().filter(|check| self.fails_the_run(check)).count(),
            fixed: self.fixed.len(),
            judged: self.counts.pass + self.counts.fail,
            unproved: self.unproved.as_deref(),
            incomplete: self.incomplete.as_deref(),
        });
        self.verdict = verdict;
        self.unproved = unproved;
        self.explain();
        self.lasted(duration);
    }

    /// Finds the causes of what failed. It changes no verdict.
    pub(crate) fn explain(&mut self) {
        self.causes = cause::find(self);
        for check in &mut self.checks {
            let explains = |cause: &&FoundCause| cause.checks.contains(&check.id);
            check.cause = self.causes.iter().find(explains).map(|cause| cause.id.clone());
        }
    }
}
