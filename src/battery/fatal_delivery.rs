//! Finds the check whose delivery ended the endpoint.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::battery::cut_off::CutOff;
use crate::battery::session::Session;
use crate::battery::trial::{Record, Trial};
use crate::model::{Failure, Outcome};
use crate::verify::{Check, Judgement, Observed, as_expected};

/// A trial, and its observations so far.
type Tried<'a> = (&'a Trial, Record);

impl Session {
    /// Blames the check whose delivery ended the endpoint, if the endpoint is gone and it is one of these trials.
    /// The first suspect that belongs to one of them is blamed. Returns whether there is one.
    pub(super) async fn blame_fatal_delivery(&mut self, trials: impl IntoIterator<Item = &Trial>) -> bool {
        let suspects = self.sender().suspects();
        if suspects.is_empty() {
            return false;
        }
        let trials: Vec<Tried<'_>> = trials.into_iter().map(|trial| (trial, Record::of(&trial.lanes))).collect();
        self.blame_one_of(&trials, &suspects).await.is_some()
    }

    async fn blame_one_of(&mut self, trials: &[Tried<'_>], suspects: &[CutOff]) -> Option<()> {
        let state = self.how_it_ended(trials.first()?.0.check).await?;
        let mut found = suspects.iter().filter_map(|suspect| self.objection(trials, suspect));
        let (place, step, mut reason) = found.next()?;
        let (Trial { check, at, .. }, seen) = &trials[place];
        let other_checks: BTreeSet<&str> =
            found.map(|(place, ..)| trials[place].0.check.id).filter(|id| *id != check.id).collect();
        // Nothing shows which of several deliveries it was.
        match suspects.len() - 1 {
            0 => {}
            1 => reason.push_str("; another delivery was in flight and was cut off as well: it may be the cause"),
            others => {
                let _ = write!(
                    reason,
                    "; {others} other deliveries were in flight and were cut off as well: one of them may be the cause"
                );
            }
        }
        let in_flight = if other_checks.is_empty() {
            String::new()
        } else {
            let other_checks: Vec<&str> = other_checks.into_iter().collect();
            format!("; deliveries of {} were also in flight", other_checks.join(", "))
        };
        self.sender().stop(format!("after {} the endpoint {state}{in_flight}", check.id));
        self.broken_by = Some((check.id, state));
        self.put(check, *at, Judgement::Fail { reason, step }, seen).await;
        Some(())
    }

    /// Returns the trial that sent a delivery that was cut off, its step, and what is wrong with that; `None` if no trial
    /// sent it, or if it need not be answered.
    fn objection(&self, trials: &[Tried<'_>], suspect: &CutOff) -> Option<(usize, usize, String)> {
        let (place, step) = locate(trials, suspect)?;
        let (trial, seen) = &trials[place];
        let context = self.setup.context(&self.types.tested, trial.check.id);
        match as_expected(&context, &self.types.tested[trial.at], &seen[step..=step]) {
            Judgement::Fail { reason, .. } => Some((place, step, reason)),
            _ => None,
        }
    }

    /// Returns how the endpoint behaves, if it is gone or accepts nothing any more.
    async fn how_it_ended(&mut self, check: &'static Check) -> Option<String> {
        if let Some(reason) = self.sender().gone() {
            return Some(reason);
        }
        if let Err(reason) = self.sender().probe().reach().await {
            return Some(format!("could not be reached: {reason}"));
        }
        // It accepts connections. If many in a row were not answered, a good delivery shows whether it still works.
        if !self.sender().is_silent() {
            return None;
        }
        self.refusal_of_good(check).await.map(|answered| format!("{answered} to a good delivery"))
    }
}

/// Returns the trial that sent a delivery that was cut off, and the step of that trial.
fn locate(trials: &[Tried<'_>], suspect: &CutOff) -> Option<(usize, usize)> {
    let is_it = |seen: &Observed| {
        seen.exchange().is_some_and(|(attempt, exchange)| {
            matches!(exchange.outcome, Outcome::Failed(Failure::Closed)) && attempt.request == suspect.request
        })
    };
    trials.iter().enumerate().find_map(|(place, (_, seen))| seen.iter().position(is_it).map(|step| (place, step)))
}
