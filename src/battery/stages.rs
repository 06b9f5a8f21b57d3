//! The stages of a run: what is sent side by side, what is counted together, and what is looked at alone.

use std::collections::HashMap;
use std::collections::VecDeque;
use std::time::Duration;

use crate::battery::budget;
use crate::battery::effects::Effects;
use crate::battery::effects::Patience;
use crate::battery::judge;
use crate::battery::judge::Answers;
use crate::battery::judge::Certainty;
use crate::battery::judge::Look;
use crate::battery::judge::Ruling;
use crate::battery::lane::Lane;
use crate::battery::pool;
use crate::battery::pool::Width;
use crate::battery::results::Conclusion;
use crate::battery::results::Finding;
use crate::battery::runner::Batch;
use crate::battery::runner::Doubt;
use crate::battery::runner::Stayed;
use crate::battery::session::Session;
use crate::battery::state::Moved;
use crate::battery::trial::Shared;
use crate::battery::trial::Trial;
use crate::net::ReadingError;
use crate::verify::Check;
use crate::verify::Expected;
use crate::verify::Judgement;
use crate::verify::LATE;
use crate::verify::Seen;
use crate::verify::Stage;
use crate::verify::Subject;

/// How long the effect count and the state are watched before they blame an endpoint.
const WATCHED: Duration = Duration::from_millis(300);

/// How many event types of a check may hang before the others are not tried.
const MOST_HANGING: usize = 2;

/// Why a trial did not come to a judgement.
enum Halt {
    /// There was nothing to judge, for this reason.
    Skip(String),
    /// The check has nothing to judge here, for this reason.
    NotApplicable(String),
    /// The run ended first.
    Over,
}

impl Session {
    /// Every check of a stage with the event types that it is run on.
    fn planned(&mut self, stage: Stage) -> Vec<(&'static Check, usize)> {
        let profile = self.setup.settings.profile;
        let mut all = Vec::new();
        for check in self.agenda.of(stage) {
            let places = self.types.of(check, profile.of_every_type(), profile.of_plainest());
            if self.sender().probe().is_in_process() && check.needs_socket() {
                self.results.plan(check, 1);
                self.results.put(check, 0, Conclusion::NotApplicable("needs a socket: run it over HTTP".to_owned()));
                continue;
            }
            if places.is_empty() && check.scope != crate::verify::Scope::Run && !self.types.subjects.is_empty() {
                let reason = "a notice is judged by delivery-, payload- and malformed- alone";
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
        self.bury(&mut open).await;
        for (check, at, look) in open.drain(..) {
            if self.is_over() {
                return;
            }
            self.progress(check.id);
            if self.hangs(check) {
                self.results.put(check, at, Conclusion::Skip(LATE.to_owned()));
                continue;
            }
            self.conclude(check, at, vec![look], Patience::USUAL).await;
        }
        if let Some(last) = self.agenda.of(stage).last() {
            self.still_well(last).await;
        }
    }

    /// Whether deliveries of a check were not answered often enough: what hangs for one event hangs for the other, and
    /// as long.
    fn hangs(&self, check: &Check) -> bool {
        self.results.late(check) >= MOST_HANGING
    }

    /// Names the check that ended the endpoint, if it is not there any more: the first one whose delivery had no answer.
    async fn bury(&mut self, open: &mut Vec<(&'static Check, usize, LookAt)>) {
        let Some(told) = self.sender().gone() else { return };
        let ended_it = |(_, _, look): &&(&'static Check, usize, LookAt)| {
            matches!(look.look.judgement, Judgement::Fail { step, .. }
                if look.seen.get(step).and_then(Seen::exchange).is_some_and(|(_, exchange)| !exchange.unreachable()))
        };
        let Some(at) = open.iter().position(|one| ended_it(&one)) else { return };
        let (check, place, look) = open.remove(at);
        self.sender().stop(format!("after {} the endpoint {told}", check.id));
        self.broken_by = Some((check.id, told));
        self.put(check, place, look.look.judgement, &look.seen).await;
    }

    /// Sends trials side by side and concludes those that answers decide; those that have to be looked at again.
    async fn side_by_side(
        &mut self,
        waiting: &mut VecDeque<(&'static Check, usize)>,
    ) -> Vec<(&'static Check, usize, LookAt)> {
        // Lanes of the trial at hand that have not been sent, and what has come back of all that are under way.
        let mut lanes: VecDeque<(usize, usize, Lane)> = VecDeque::new();
        let mut under_way: HashMap<usize, (&'static Check, usize, Vec<Option<Lane>>)> = HashMap::new();
        let mut ended: Vec<(&'static Check, usize, Vec<Lane>)> = Vec::new();
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
                                guard.1.push((check, at, Vec::new()));
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
                    guard.1.push((check, at, places.into_iter().flatten().collect()));
                }
            };
            pool::run(&sender, outage.as_ref(), next, done).await;
        }
        // Their other deliveries were not made, because too many before them had no answer.
        for (check, at, _) in under_way.into_values() {
            if !self.is_over() {
                self.results.put(check, at, Conclusion::Skip(LATE.to_owned()));
            }
        }
        for (check, at, reason) in skipped {
            self.results.put(check, at, Conclusion::NotApplicable(reason));
        }
        let mut open = Vec::new();
        for (check, at, mut lanes) in ended {
            if lanes.len() > 1 {
                lanes.iter_mut().for_each(Lane::pad);
            }
            let trial = Trial { check, at, lanes };
            let shared = if self.sender().window().size() > 1 { Shared::Yes } else { Shared::No };
            if let Some(look) = self.weigh(&trial, Certainty::Answers, shared) {
                open.push((check, at, look));
            }
        }
        open
    }

    /// Makes checks that read effects, counted together.
    pub(super) async fn counted(&mut self, stage: Stage) {
        let planned = self.planned(stage);
        self.count_together(planned, Width::SideBySide).await;
        if let Some(last) = self.agenda.of(stage).last() {
            self.still_well(last).await;
        }
    }

    /// Counts together what an endpoint may not survive, but sends it one after the other.
    pub(super) async fn counted_fragile(&mut self) {
        let planned = self.planned(Stage::Fragile);
        let (counted, others): (Vec<_>, Vec<_>) = planned.into_iter().partition(|(check, at)| {
            self.trial(check, *at, check.id).is_ok_and(|trial| trial.lanes.iter().any(Lane::reads_effects))
                && check.family() == "malformed"
        });
        self.count_together(counted, Width::OneByOne).await;
        self.fragile = others;
    }

    async fn count_together(&mut self, planned: Vec<(&'static Check, usize)>, width: Width) {
        if self.is_over() {
            return;
        }
        let (mut summed, mut alone) = (Vec::new(), Vec::new());
        for (check, at) in planned {
            match self.trial(check, at, check.id) {
                Ok(trial) if trial.can_be_summed(|event| self.knows_effects(event)) => summed.push(trial),
                Ok(_) => alone.push((check, at)),
                Err(reason) => self.results.put(check, at, Conclusion::NotApplicable(reason)),
            }
        }
        let off = match self.sum(summed, width).await {
            Ok(off) => off,
            Err((trials, error)) => {
                let reason = error.to_string();
                for (check, at) in trials {
                    self.results.put(check, at, Conclusion::Skip(reason.clone()));
                }
                Vec::new()
            }
        };
        self.look_at_all(off, Patience::CAREFUL).await;
        if !alone.is_empty() {
            // What is looked at alone would hide what comes late of those that were counted together.
            self.settle().await;
        }
        self.look_at_all(alone, Patience::USUAL).await;
    }

    /// Looks at trials alone, one after the other.
    async fn look_at_all(&mut self, trials: Vec<(&'static Check, usize)>, first: Patience) {
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
            let again = std::mem::take(&mut self.unsettled);
            for trial in again {
                if self.is_over() {
                    return;
                }
                self.conclude(trial.check, trial.at, Vec::new(), Patience::CAREFUL).await;
            }
        }
    }

    /// Whether it is known how many effects an event of a type has.
    fn knows_effects(&self, event: &str) -> bool {
        self.runner.effects.per_event().is_some() || self.runner.effects.of_type(event).is_some()
    }

    /// Counts trials together; those that have to be looked at alone, because a sum was off.
    #[expect(clippy::type_complexity, reason = "what failed, and which trials it leaves without a judgement")]
    async fn sum(
        &mut self,
        trials: Vec<Trial>,
        width: Width,
    ) -> Result<Vec<(&'static Check, usize)>, (Vec<(&'static Check, usize)>, ReadingError)> {
        let all: Vec<(&'static Check, usize)> = trials.iter().map(|trial| (trial.check, trial.at)).collect();
        if trials.is_empty() {
            return Ok(Vec::new());
        }
        let counts: Vec<usize> = trials.iter().map(|trial| trial.lanes.len()).collect();
        let lanes = trials.into_iter().flat_map(|trial| trial.lanes).collect();
        self.progress(all[0].0.id);
        match self.runner.together(lanes, width).await {
            Ok(Batch::Matched(lanes)) => {
                let mut lanes = lanes.into_iter();
                let mut again = Vec::new();
                for ((check, at), count) in all.into_iter().zip(counts) {
                    let mut own: Vec<Lane> = lanes.by_ref().take(count).collect();
                    if count > 1 {
                        own.iter_mut().for_each(Lane::pad);
                    }
                    let trial = Trial { check, at, lanes: own };
                    let certainty =
                        if self.runner.effects.per_event().is_some() { Certainty::Own } else { Certainty::Sum };
                    match self.weigh(&trial, certainty, Shared::Yes) {
                        Some(_) => again.push((check, at)),
                        None => self.unsettled.push(trial),
                    }
                }
                Ok(again)
            }
            Ok(Batch::Off(lanes)) => {
                self.runner.take_doubt();
                let still = self.measure_again().await;
                if still == Processing::Stopped && width == Width::OneByOne {
                    self.blame_for_the_end(&all, lanes).await;
                    return Ok(Vec::new());
                }
                // Those that were counted before may be behind it, too.
                let mut again: Vec<_> =
                    std::mem::take(&mut self.unsettled).iter().map(|trial| (trial.check, trial.at)).collect();
                again.extend(all);
                Ok(again)
            }
            Err(error) => {
                if self.sender().probe().reach().await.is_err() {
                    self.sender().stop("the endpoint is not there any more");
                }
                Err((all, error))
            }
        }
    }

    /// Measures effects again, patiently, before a sum that was off blames anybody. What is known about effects is not
    /// unlearned: an endpoint that has stopped to process events is judged by what it did before.
    async fn measure_again(&mut self) -> Processing {
        let Some(total) = self.runner.effects.total() else { return Processing::GoesOn };
        let Ok(rest) = self.runner.base(&total, Patience::LONG).await else { return Processing::GoesOn };
        if matches!(Effects::watch(&total, rest, WATCHED).await, Ok(grown) if grown > 0) {
            self.watch_closely(&total).await;
        }
        if self.is_over() {
            return Processing::GoesOn;
        }
        self.measured += 1;
        let key = format!("effect again {}", self.measured);
        let known: Vec<Option<u64>> = self.types.subjects.iter().map(|subject| subject.gain).collect();
        let measured = self.measure_effects(&key, Patience::LONG).await;
        let has_lost = |(subject, known): (&Subject, &Option<u64>)| known.is_some() && subject.gain.is_none();
        if !self.types.subjects.iter().zip(&known).any(has_lost) {
            return Processing::GoesOn;
        }
        for (subject, known) in self.types.subjects.iter_mut().zip(known) {
            subject.gain = known;
            self.runner.effects.note_type(subject.payload.name.as_str(), known.unwrap_or_default());
        }
        match measured {
            Ok(Judgement::Fail { .. }) => Processing::Stopped,
            _ => Processing::GoesOn,
        }
    }

    /// Blames the first of these trials for an endpoint that processes nothing any more: it was sent first, and what
    /// came after it had no effect.
    async fn blame_for_the_end(&mut self, trials: &[(&'static Check, usize)], lanes: Vec<Lane>) {
        let (Some((check, at)), Some(lane)) = (trials.first(), lanes.into_iter().next()) else { return };
        let reason = "stopped processing events: nothing that came after it had an effect".to_owned();
        let is_unreadable = |seen: &Seen| {
            seen.exchange().is_some_and(|(attempt, _)| attempt.expected == Expected::Survived)
        };
        let step = lane.seen.iter().position(is_unreadable).unwrap_or_default();
        self.put(check, *at, Judgement::Fail { reason, step }, &lane.seen).await;
        let told = "accepts good deliveries, which have no effect any more".to_owned();
        self.sender().stop(format!("after {} the endpoint {told}", check.id));
        self.broken_by = Some((check.id, told));
    }

    /// Sees whether what was counted together has stayed; what has not is looked at alone.
    pub(super) async fn settle(&mut self) {
        if self.unsettled.is_empty() || self.is_over() {
            return;
        }
        let mut again = Vec::new();
        if let Some(source) = self.runner.effects.per_event() {
            let mut trials = std::mem::take(&mut self.unsettled);
            let counts: Vec<usize> = trials.iter().map(|trial| trial.lanes.len()).collect();
            let mut lanes: Vec<Lane> = trials.iter_mut().flat_map(|trial| trial.lanes.drain(..)).collect();
            if self.runner.settle_own(&source, &mut lanes, Patience::USUAL).await.is_err() {
                return;
            }
            let mut lanes = lanes.into_iter();
            for (mut trial, count) in trials.into_iter().zip(counts) {
                trial.lanes = lanes.by_ref().take(count).collect();
                if self.weigh(&trial, Certainty::Own, Shared::Yes).is_some() {
                    again.push((trial.check, trial.at));
                }
            }
        } else if matches!(self.runner.has_stayed().await, Ok(Stayed::No)) {
            again = std::mem::take(&mut self.unsettled).iter().map(|trial| (trial.check, trial.at)).collect();
            self.runner.effects.forget();
            self.measure_again().await;
        }
        self.unsettled.clear();
        self.look_at_all(again, Patience::CAREFUL).await;
    }

    /// Makes checks one after the other, each by itself, with a good delivery after each.
    pub(super) async fn one_by_one(&mut self, stage: Stage) {
        let planned = if stage == Stage::Fragile { std::mem::take(&mut self.fragile) } else { self.planned(stage) };
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
                self.conclude(check, at, Vec::new(), Patience::USUAL).await;
            }
            if planned.peek().is_none_or(|(next, _)| next.id != check.id) {
                self.still_well(check).await;
            }
        }
    }

    /// Looks at a trial alone, at least as patiently as `first`, until the judge concludes; `looks` is what was seen
    /// before.
    pub(super) async fn conclude(&mut self, check: &'static Check, at: usize, looks: Vec<LookAt>, first: Patience) {
        let mut seen = looks.last().map(|look| look.seen.clone()).unwrap_or_default();
        let mut looks: Vec<Look> = looks.into_iter().map(|look| look.look).collect();
        // What another event type has shown needs no second look.
        let needed = if self.results.has_failed(check) { 1 } else { judge::NEEDED };
        loop {
            match judge::rule(&looks, needed) {
                Ruling::Conclude => break,
                Ruling::Restless => {
                    let reason = "what is read changes while nothing is sent".to_owned();
                    self.results.put(check, at, Conclusion::Skip(reason));
                    return;
                }
                Ruling::LookAgain(patience) => match self.look(check, at, looks.len(), patience.max(first)).await {
                    Ok(look) => {
                        seen = look.seen;
                        looks.push(look.look);
                    }
                    Err(Halt::Skip(reason)) => return self.results.put(check, at, Conclusion::Skip(reason)),
                    Err(Halt::NotApplicable(reason)) => {
                        return self.results.put(check, at, Conclusion::NotApplicable(reason));
                    }
                    Err(Halt::Over) => return,
                },
            }
        }
        let Some(last) = looks.pop() else { return };
        self.put(check, at, last.judgement, &seen).await;
    }

    /// Looks at a trial alone.
    async fn look(&mut self, check: &'static Check, at: usize, nth: usize, patience: Patience) -> Result<LookAt, Halt> {
        self.looks += 1;
        let key = format!("{} look {} {nth}", check.id, self.looks);
        let mut trial = self.trial(check, at, &key).map_err(Halt::NotApplicable)?;
        let reads_state = trial.lanes.iter().any(Lane::reads_state);
        let lanes = std::mem::take(&mut trial.lanes);
        let is_strands = lanes.len() > 1;
        for lane in lanes {
            let mut lane = match self.runner.alone(lane, patience).await {
                Ok(lane) => lane,
                Err(error) if self.sender().probe().reach().await.is_ok() => return Err(Halt::Skip(error.to_string())),
                Err(_) => {
                    self.sender().stop(format!("after {} the endpoint is not there any more", check.id));
                    return Err(Halt::Over);
                }
            };
            if is_strands {
                lane.pad();
            }
            trial.lanes.push(lane);
        }
        let was_over = self.is_over();
        self.restore().await;
        let seen = trial.seen().map_err(|reason| if was_over { Halt::Over } else { Halt::Skip(reason) })?;
        let judgement = self.judgement(check, at, &seen);
        let answers = self.answers_of(check, at, &seen, &judgement, Shared::No);
        let has_read = seen.iter().any(|seen| seen.count().is_some() || seen.state().is_some());
        let mut certainty = match (has_read, self.runner.effects.per_event().is_some() && !reads_state) {
            (false, _) => Certainty::Answers,
            (true, true) => Certainty::Own,
            (true, false) if reads_state && patience == Patience::USUAL => Certainty::Quick,
            (true, false) => Certainty::Alone,
        };
        let blames = matches!(judgement, Judgement::Fail { .. }) && answers == Answers::AsExpected;
        if blames && certainty == Certainty::Alone && self.moves_by_itself().await {
            certainty = Certainty::Restless;
        }
        Ok(LookAt { look: Look { certainty, answers, judgement }, seen })
    }

    /// Whether the effect count or the state changes while nothing is sent.
    async fn moves_by_itself(&mut self) -> bool {
        if let Some(total) = self.runner.effects.total() {
            let Ok(rest) = self.runner.effects.rest(&total, crate::clock::Stopwatch::start(), Patience::USUAL).await
            else {
                return false;
            };
            if matches!(Effects::watch(&total, rest, WATCHED).await, Ok(grown) if grown > 0) {
                self.watch_closely(&total).await;
                return true;
            }
        }
        match &mut self.runner.state {
            // A state that is dated by the second needs a second to show it.
            Some(state) => matches!(state.watch(Duration::from_millis(1_100)).await, Ok(Moved::Fields)),
            None => false,
        }
    }

    /// Judges a trial and notes the conclusion; a look, if the judge wants another one.
    fn weigh(&mut self, trial: &Trial, certainty: Certainty, shared: Shared) -> Option<LookAt> {
        let (check, at) = (trial.check, trial.at);
        let seen = match trial.seen() {
            Ok(seen) => seen,
            Err(reason) => {
                if self.sender().stopped().is_none() {
                    self.results.put(check, at, Conclusion::Skip(reason));
                }
                return None;
            }
        };
        let judgement = self.judgement(check, at, &seen);
        let answers = self.answers_of(check, at, &seen, &judgement, shared);
        let look = LookAt { look: Look { certainty, answers, judgement: judgement.clone() }, seen };
        let is_failure = matches!(judgement, Judgement::Fail { .. });
        match judge::rule(std::slice::from_ref(&look.look), judge::NEEDED) {
            // A failure may have to be shrunk, which sends: that waits until nothing else is under way.
            Ruling::Conclude if !is_failure => {
                self.results.put(check, at, passed(judgement));
                None
            }
            _ => Some(look),
        }
    }

    /// Notes what was concluded; a generated failure is shrunk first.
    async fn put(&mut self, check: &'static Check, at: usize, judgement: Judgement, seen: &[Seen]) {
        let conclusion = match judgement {
            Judgement::Fail { reason, step } => match seen.get(step).and_then(Seen::exchange) {
                Some((attempt, exchange)) => {
                    let finding = Finding {
                        event: self.types.subjects[at].name().to_owned(),
                        reason,
                        attempt: attempt.clone(),
                        exchange: exchange.clone(),
                        shrunk_from: None,
                        near: None,
                    };
                    // It is known before it is shrunk: a budget may end meanwhile.
                    self.results.put(check, at, Conclusion::Fail(Box::new(finding.clone())));
                    Conclusion::Fail(Box::new(self.shrink(check, at, finding).await))
                }
                None => Conclusion::Skip(LATE.to_owned()),
            },
            judgement => passed(judgement),
        };
        self.results.put(check, at, conclusion);
    }

    async fn restore(&self) {
        if let Some(outage) = &self.runner.outage
            && let Err(reason) = outage.restore().await
        {
            self.sender().stop(reason);
        }
    }

    /// Derives the budget from what was measured, and says so if it is a longer one than usual.
    pub(super) fn derive_budget(&self) {
        let window = self.sender().window();
        let Some(answer) = window.fastest() else { return };
        let each = u64::from(self.setup.settings.cases) + 16;
        let deliveries = self.types.subjects.len() as u64 * each + 2_000;
        let needed = budget::needed(deliveries, answer, window.size(), self.runner.effects.slowest());
        if let Some(limit) = self.budget.derive(needed) {
            self.tell(&format!(
                "answers take {} ms, about {deliveries} deliveries are to come: the budget of this run is {} s",
                answer.as_millis(),
                limit.as_secs()
            ));
        }
    }
}

/// Whether an endpoint still processes events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Processing {
    GoesOn,
    Stopped,
}

/// What was seen, with the look that it was.
pub(super) struct LookAt {
    look: Look,
    seen: Vec<Seen>,
}

/// The conclusion of a judgement that is no failure.
fn passed(judgement: Judgement) -> Conclusion {
    match judgement {
        Judgement::Noted(how) => Conclusion::Noted(how),
        Judgement::Skip(reason) => Conclusion::Skip(reason),
        _ => Conclusion::Pass,
    }
}
