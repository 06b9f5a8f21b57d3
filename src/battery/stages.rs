//! Stages of a run: trials that run concurrently, trials that are counted together, and trials that run alone.

use std::collections::VecDeque;
use std::time::Duration;

use crate::battery::budget;
use crate::battery::doubt::Processing;
use crate::battery::effects::Confirmation;
use crate::battery::judge::Certainty;
use crate::battery::lane::Lane;
use crate::battery::pool::Width;
use crate::battery::results::Conclusion;
use crate::battery::runner::{Batch, Doubt, Stayed};
use crate::battery::session::Session;
use crate::battery::trial::{Record, Trial};
use crate::net::ReadingError;
use crate::verify::{Check, EffectsFault, Judgement, LATE, Stage, as_expected};

/// Maximum number of waits for `--pause`: a failure is tried again.
const MOST_PAUSES: u32 = 3;

/// A check, the place of an event type, and their trial or the reason why there is none.
type Planned = (&'static Check, usize, Result<Trial, String>);

impl Session {
    /// Returns every check of a stage with the event types that it is run on.
    fn planned(&mut self, stage: Stage) -> Vec<(&'static Check, usize)> {
        let profile = self.setup.settings.options.profile;
        let mut all = Vec::new();
        for check in self.agenda.of(stage) {
            let places = self.types.of(check, profile.of_every_type(), profile.of_plainest());
            if self.sender().probe().is_in_process() && check.needs_socket() {
                self.results.plan(check, 1);
                self.results.put(check, 0, Conclusion::NotApplicable("needs a socket: run it over HTTP".to_owned()));
                continue;
            }
            if places.is_empty() && check.scope != crate::verify::Scope::Run && !self.types.tested.is_empty() {
                let reason = "only delivery-, payload- and malformed- judge notices";
                self.results.plan(check, 1);
                self.results.put(check, 0, Conclusion::NotApplicable(reason.to_owned()));
                continue;
            }
            self.results.plan(check, places.len());
            all.extend(places.into_iter().map(|at| (check, at)));
        }
        all
    }

    /// Makes what answers decide, side by side.
    pub(super) async fn answers(&mut self, stage: Stage) {
        let mut planned: VecDeque<_> = self.planned(stage).into();
        if planned.is_empty() || self.is_over() {
            return;
        }
        self.runner.effects.forget();
        let mut open = Vec::new();
        while !planned.is_empty() && !self.is_over() {
            open.extend(self.side_by_side(&mut planned).await);
            if self.sender().is_silent() {
                // Many in a row were not answered: does the endpoint answer at all?
                let check = planned.front().map(|(check, _)| *check).or_else(|| self.agenda.of(stage).last().copied());
                if let Some(check) = check {
                    self.still_well(check).await;
                }
            }
        }
        // They came back in any order. The first failure of a check is minimised, so the order has to be fixed.
        let order = self.agenda.of(stage);
        open.sort_by_key(|(check, at, _)| (order.iter().position(|one| one.id == check.id), *at));
        for (check, at, look) in open.drain(..) {
            if self.is_over() && !look.is_answered() {
                continue;
            }
            self.progress(check.id);
            if self.hangs(check) {
                self.results.put(check, at, Conclusion::Skip(LATE.to_owned()));
                continue;
            }
            self.conclude(check, at, vec![look], Confirmation::USUAL).await;
        }
        if let Some(last) = self.agenda.of(stage).last() {
            self.still_well(last).await;
        }
    }

    /// Makes checks that read effects, counted together.
    pub(super) async fn counted(&mut self, stage: Stage) {
        let planned = self.planned(stage);
        if self.is_over() {
            return;
        }
        let planned = self.with_trials(planned);
        self.count_together(planned, Width::SideBySide).await;
        if let Some(last) = self.agenda.of(stage).last() {
            self.still_well(last).await;
        }
    }

    /// Counts together what an endpoint may not survive, but sends it one after the other.
    pub(super) async fn counted_fragile(&mut self) {
        let mut planned = self.planned(Stage::Fragile);
        planned.extend(self.planned(Stage::Fatal));
        if self.is_over() {
            return;
        }
        let is_counted = |lane: &Lane| lane.reads_effects() && !lane.has_outage();
        let (counted, others): (Vec<_>, Vec<_>) = self
            .with_trials(planned)
            .into_iter()
            .partition(|(.., trial)| trial.as_ref().is_ok_and(|trial| trial.lanes.iter().any(is_counted)));
        self.count_together(counted, Width::OneByOne).await;
        self.fragile = others.into_iter().map(|(check, at, _)| (check, at)).collect();
    }

    /// Adds the trial of each check and event type.
    fn with_trials(&self, planned: Vec<(&'static Check, usize)>) -> Vec<Planned> {
        planned.into_iter().map(|(check, at)| (check, at, self.trial(check, at, check.id))).collect()
    }

    async fn count_together(&mut self, planned: Vec<Planned>, width: Width) {
        let (mut summed, mut alone) = (Vec::new(), Vec::new());
        for (check, at, trial) in planned {
            match trial {
                Ok(trial) if trial.can_be_summed(|event| self.knows_effects(event)) => summed.push(trial),
                Ok(_) => alone.push((check, at)),
                Err(reason) => self.results.put(check, at, Conclusion::NotApplicable(reason)),
            }
        }
        let off = self.sum(summed, width).await;
        self.look_at_all(off, Confirmation::CAREFUL).await;
        if !alone.is_empty() {
            // A trial that runs alone would hide late effects of those that were counted together.
            self.settle().await;
        }
        self.look_at_all(alone, Confirmation::USUAL).await;
    }

    /// Performs trials alone, one after the other.
    async fn look_at_all(&mut self, trials: Vec<(&'static Check, usize)>, first: Confirmation) {
        for (check, at) in trials {
            if self.is_over() {
                return;
            }
            self.progress(check.id);
            self.conclude(check, at, Vec::new(), first).await;
            self.look_back().await;
        }
    }

    /// Looks again at trials whose sums matched, if a later count shows that they cannot have stayed.
    async fn look_back(&mut self) {
        while self.runner.take_doubt() == Doubt::Earlier {
            self.is_surprised = true;
            let again = std::mem::take(&mut self.unsettled);
            for trial in again {
                if self.is_over() {
                    return;
                }
                self.conclude(trial.check, trial.at, Vec::new(), Confirmation::CAREFUL).await;
            }
        }
    }

    /// Whether the number of effects of an event type is known.
    fn knows_effects(&self, event: &str) -> bool {
        self.runner.effects.per_event().is_some() || self.runner.effects.of_type(event).is_some()
    }

    /// Counts trials together; returns those that must run alone because a sum was wrong.
    async fn sum(&mut self, trials: Vec<Trial>, width: Width) -> Vec<(&'static Check, usize)> {
        let all: Vec<(&'static Check, usize)> = trials.iter().map(|trial| (trial.check, trial.at)).collect();
        if trials.is_empty() {
            return Vec::new();
        }
        let counts: Vec<usize> = trials.iter().map(|trial| trial.lanes.len()).collect();
        let lanes = trials.into_iter().flat_map(|trial| trial.lanes).collect();
        self.progress(all[0].0.id);
        match self.runner.together(lanes, width).await {
            Ok(Batch::Matched(lanes)) => {
                let certainty = match self.runner.effects.per_event() {
                    Some(_) => Certainty::Own,
                    None => Certainty::Sum,
                };
                let mut again = Vec::new();
                let trials = regrouped(&all, &counts, lanes);
                if self.blame_fatal_delivery(&trials).await {
                    return Vec::new();
                }
                for trial in trials {
                    match self.weigh(&trial, certainty, trial.shared()) {
                        Some(_) => again.push((trial.check, trial.at)),
                        None => self.unsettled.push(trial),
                    }
                }
                again
            }
            Ok(Batch::Off(lanes)) => {
                self.runner.take_doubt();
                let trials = regrouped(&all, &counts, lanes);
                if self.blame_fatal_delivery(&trials).await {
                    return Vec::new();
                }
                if let Some((from, to)) = self.runner.fallen {
                    self.effects_fault = Some(EffectsFault::Fell);
                    self.give_up(format!(
                        "the effect count fell from {from} to {to}: an effects source must only grow"
                    ));
                    return Vec::new();
                }
                let still = self.measure_again().await;
                if still == Processing::Stopped && width == Width::OneByOne {
                    self.blame_for_the_end(trials).await;
                    return Vec::new();
                }
                // Earlier counted trials may be the cause as well.
                let earlier = std::mem::take(&mut self.unsettled);
                earlier.iter().map(|trial| (trial.check, trial.at)).chain(all).collect()
            }
            Ok(Batch::Unread(lanes, error)) => {
                self.unread(regrouped(&all, &counts, lanes), &error).await;
                Vec::new()
            }
            Err(error) => {
                self.unread(regrouped(&all, &counts, Vec::new()), &error).await;
                Vec::new()
            }
        }
    }

    /// Effects could not be read. That is a reason to skip, unless the endpoint is gone and took its observer along:
    /// then the first trial whose delivery had no answer is what ended it.
    async fn unread(&mut self, trials: Vec<Trial>, error: &ReadingError) {
        if self.blame_fatal_delivery(&trials).await {
            return;
        }
        if self.sender().probe().reach().await.is_ok() {
            for trial in trials {
                self.results.put(trial.check, trial.at, Conclusion::Skip(error.to_string()));
            }
            return;
        }
        for trial in trials {
            let seen = Record::of(&trial.lanes);
            // Counts are missing: only the answers show why it ended.
            let context = self.setup.context(&self.types.tested, trial.check.id);
            let judgement = as_expected(&context, &self.types.tested[trial.at], &seen);
            if let Judgement::Fail { .. } = &judgement {
                let reason = "did not answer any more".to_owned();
                self.sender().stop(format!("after {} the endpoint {reason}", trial.check.id));
                self.broken_by = Some((trial.check.id, reason));
                self.put(trial.check, trial.at, judgement, &seen).await;
                return;
            }
        }
        self.sender().stop("the endpoint did not answer any more");
    }

    /// Confirms the counts of trials that were counted together. Those that changed run alone.
    pub(super) async fn settle(&mut self) {
        if self.unsettled.is_empty() || self.is_over() {
            return;
        }
        let mut again = Vec::new();
        if let Some(source) = self.runner.effects.per_event() {
            let mut trials = std::mem::take(&mut self.unsettled);
            let counts: Vec<usize> = trials.iter().map(|trial| trial.lanes.len()).collect();
            let mut lanes: Vec<Lane> = trials.iter_mut().flat_map(|trial| trial.lanes.drain(..)).collect();
            if self.runner.settle_own(&source, &mut lanes, Confirmation::USUAL).await.is_err() {
                return;
            }
            let mut lanes = lanes.into_iter();
            for (mut trial, count) in trials.into_iter().zip(counts) {
                trial.lanes = lanes.by_ref().take(count).collect();
                if self.weigh(&trial, Certainty::Own, trial.shared()).is_some() {
                    again.push((trial.check, trial.at));
                }
            }
        } else if matches!(self.runner.has_stayed().await, Ok(Stayed::No)) {
            again = std::mem::take(&mut self.unsettled).iter().map(|trial| (trial.check, trial.at)).collect();
            self.runner.effects.forget();
            self.measure_again().await;
        }
        self.unsettled.clear();
        self.look_at_all(again, Confirmation::CAREFUL).await;
    }

    /// Makes checks one after the other, each by itself, with a good delivery after each.
    pub(super) async fn one_by_one(&mut self, stage: Stage) {
        let planned = if stage >= Stage::Fragile { std::mem::take(&mut self.fragile) } else { self.planned(stage) };
        let mut planned = planned.into_iter().peekable();
        while let Some((check, at)) = planned.next() {
            if self.is_over() {
                return;
            }
            self.progress(check.id);
            // What hangs for one event hangs for the other, and as long.
            let hangs = self.results.sum(check).is_some_and(|sum| sum.hangs());
            if hangs {
                self.results.plan(check, 1);
            } else {
                self.conclude(check, at, Vec::new(), Confirmation::USUAL).await;
            }
            if planned.peek().is_none_or(|(next, _)| next.id != check.id) {
                self.settle().await;
                self.still_well(check).await;
            }
        }
    }

    /// Derives the budget from the measurements, and reports it if it is longer than usual.
    pub(super) fn derive_budget(&self) {
        let concurrency = self.sender().concurrency();
        let Some(answer) = concurrency.fastest() else { return };
        let each = u64::from(self.setup.settings.options.cases) + 16;
        let deliveries = self.types.tested.len() as u64 * each + 2_000;
        let needed = budget::needed(deliveries, answer, concurrency.size(), self.runner.effects.slowest());
        let pauses =
            self.setup.settings.options.pause.map_or(Duration::ZERO, |pause| pause * MOST_PAUSES + budget::LEAST);
        let needed = needed.saturating_add(pauses);
        if let Some(limit) = self.budget.derive(needed) {
            self.notify(&format!(
                "answers take {} ms, about {deliveries} deliveries are to come: the budget of this run is {} s",
                answer.as_millis(),
                limit.as_secs()
            ));
        }
    }
}

/// Splits lanes that ran together into their trials.
fn regrouped(all: &[(&'static Check, usize)], counts: &[usize], lanes: Vec<Lane>) -> Vec<Trial> {
    let mut lanes = lanes.into_iter();
    let grouped = all.iter().zip(counts).map(|((check, at), count)| {
        let mut own: Vec<Lane> = lanes.by_ref().take(*count).collect();
        if *count > 1 {
            own.iter_mut().for_each(Lane::pad);
        }
        Trial { check, at: *at, lanes: own }
    });
    grouped.collect()
}
