//! Sums up a run: its verdict, and the causes of what failed.

use std::time::Duration;

use crate::verify::cause::FoundCause;
use crate::verify::outcome::{End, Evidence};
use crate::verify::run::{CheckReport, Counts, Run, Verdict};
use crate::verify::{cause, outcome};

impl Run {
    /// Counts the verdicts of the checks and decides about the run.
    pub(crate) fn sum_up(&mut self, duration: Duration, end: End) {
        self.counts = self.counted();
        let (verdict, unproved) = outcome::decide(&Evidence {
            end,
            accepted: self.events.len(),
            failing: self.counts.fail,
            fixed: self.fixed.len(),
            judged: self.checks.len() - self.counts.skip,
            unproved: self.unproved.as_deref(),
            incomplete: self.incomplete.as_deref(),
        });
        self.verdict = verdict;
        self.unproved = unproved;
        self.explain();
        self.lasted(duration);
    }

    /// Counts the checks by what they mean for the run.
    fn counted(&self) -> Counts {
        let count = |is_it: &dyn Fn(&CheckReport) -> bool| self.checks.iter().filter(|check| is_it(check)).count();
        Counts {
            pass: count(&|check| check.verdict == Verdict::Pass),
            fail: count(&|check| self.fails_the_run(check)),
            advice: count(&|check| self.is_advice(check)),
            known: count(&|check| check.verdict == Verdict::Fail && check.known),
            skip: count(&|check| check.verdict == Verdict::Skip),
        }
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
