//! Trials that answers decide, side by side.

use std::collections::{BTreeMap, VecDeque};

use crate::battery::conclude::LookAt;
use crate::battery::judge::Certainty;
use crate::battery::lane::Lane;
use crate::battery::pool;
use crate::battery::results::Conclusion;
use crate::battery::session::Session;
use crate::battery::trial::Trial;
use crate::verify::{Check, LATE};

/// Maximum number of hanging event types of a check before the others are skipped.
const MOST_HANGING: usize = 2;

impl Session {
    /// Whether too few deliveries of a check were answered: if one event hangs, others hang as well, and as long.
    pub(super) fn hangs(&self, check: &Check) -> bool {
        self.results.late(check) >= MOST_HANGING
    }

    /// Sends trials side by side and concludes those that answers decide; those that have to be looked at again.
    pub(super) async fn side_by_side(
        &mut self,
        waiting: &mut VecDeque<(&'static Check, usize)>,
    ) -> Vec<(&'static Check, usize, LookAt)> {
        // Lanes of the trial at hand that have not been sent, and what has come back of all that are under way.
        let mut lanes: VecDeque<(usize, usize, Lane)> = VecDeque::new();
        let mut under_way: BTreeMap<usize, (&'static Check, usize, Vec<Option<Lane>>)> = BTreeMap::new();
        let mut ended: Vec<Trial> = Vec::new();
        let mut skipped: Vec<(&'static Check, usize, String)> = Vec::new();
        let mut number = 0;
        let (sender, outage) = (self.sender().clone(), self.runner.outage.clone());
        {
            let this = &*self;
            let shared = std::sync::Mutex::new((&mut under_way, &mut ended));
            let next = || {
                if sender.is_silent() {
                    return None;
                }
                while lanes.is_empty() {
                    let (check, at) = waiting.pop_front()?;
                    this.progress(check.id);
                    match this.trial(check, at, check.id) {
                        Ok(trial) => {
                            let mut guard = shared.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                            if trial.lanes.is_empty() {
                                guard.1.push(trial);
                                continue;
                            }
                            guard.0.insert(number, (check, at, trial.lanes.iter().map(|_| None).collect()));
                            lanes.extend(trial.lanes.into_iter().enumerate().map(|(nth, lane)| (number, nth, lane)));
                            number += 1;
                        }
                        Err(reason) => skipped.push((check, at, reason)),
                    }
                }
                lanes.pop_front().map(|(number, nth, lane)| ((number, nth), lane))
            };
            let done = |(number, nth): (usize, usize), lane: Lane| {
                let mut guard = shared.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                let Some((_, _, places)) = guard.0.get_mut(&number) else { return };
                places[nth] = Some(lane);
                if places.iter().all(Option::is_some)
                    && let Some((check, at, places)) = guard.0.remove(&number)
                {
                    guard.1.push(Trial { check, at, lanes: places.into_iter().flatten().collect() });
                }
            };
            pool::run(&sender, outage.as_ref(), next, done).await;
        }
        let mut cut = Vec::new();
        for (check, at, lanes) in under_way.into_values() {
            if !self.is_over() {
                // Its other deliveries were not sent, because too many before them had no answer.
                self.results.put(check, at, Conclusion::Skip(LATE.to_owned()));
            }
            cut.push(Trial { check, at, lanes: lanes.into_iter().flatten().collect() });
        }
        for (check, at, reason) in skipped {
            self.results.put(check, at, Conclusion::NotApplicable(reason));
        }
        for trial in ended.iter_mut().filter(|trial| trial.lanes.len() > 1) {
            trial.lanes.iter_mut().for_each(Lane::pad);
        }
        self.blame_fatal_delivery(ended.iter().chain(&cut)).await;
        let mut open = Vec::new();
        for trial in ended {
            let (check, at) = (trial.check, trial.at);
            if let Some(look) = self.weigh(&trial, Certainty::Answers, trial.shared()) {
                open.push((check, at, look));
            }
        }
        open
    }
}
