//! From trials to conclusions: performs a trial alone, until the judge has enough looks.

use std::time::Duration;

use crate::battery::effects::{Confirmation, Effects};
use crate::battery::judge;
use crate::battery::judge::{Answers, Certainty, Look, Ruling};
use crate::battery::lane::{Lane, Shared};
use crate::battery::results::{Conclusion, Finding};
use crate::battery::runner::Doubt;
use crate::battery::session::Session;
use crate::battery::shrink::Nth;
use crate::battery::state::Moved;
use crate::battery::trial::{Record, Trial};
use crate::clock::Stopwatch;
use crate::verify::{Check, Judgement, LATE, Observed, Symptom};

/// Minimum time for which the effect count and the state are watched before they fail an endpoint.
pub(super) const WATCHED: Duration = Duration::from_millis(300);

/// A count that blames an endpoint was watched this many times as long as the look took, and did not move.
const WATCHED_LONGER: u32 = 3;

/// And the first count that blames one was watched so long: effects of others may be seldom.
const WATCHED_FIRST: Duration = Duration::from_millis(1_500);

/// The longest watch before a blame.
const LONGEST_WATCH: Duration = Duration::from_secs(10);

/// A count of all effects was watched this many times as long as looks took, and did not move, before it is sure that
/// they include no effects of others.
const QUIET_LONGER: u32 = 2;

/// The shortest and the longest such watch.
const SHORTEST_QUIET: Duration = Duration::from_secs(5);
const LONGEST_QUIET: Duration = Duration::from_secs(20);

/// Kind of readings of a trial.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reads {
    /// The consumer's state.
    State,
    /// Effects, or nothing.
    Effects,
}

/// Reason why a trial was not judged.
enum Halt {
    /// There was nothing to judge, for this reason.
    Skip(String),
    /// The check has nothing to judge here, for this reason.
    NotApplicable(String),
    /// The count, or the state, changed while nothing was sent: what was seen shows nothing.
    Restless,
    /// The run ended first.
    Over,
}

/// Observations of a look, with its kind.
pub(super) struct LookAt {
    pub(super) look: Look,
    pub(super) seen: Record,
}

impl LookAt {
    /// Whether the endpoint answered the delivery that decides.
    pub(super) fn is_answered(&self) -> bool {
        match self.look.judgement {
            Judgement::Fail { step, .. } => {
                let decisive = self.seen.get(step).and_then(Observed::exchange);
                decisive.is_some_and(|(_, exchange)| exchange.response().is_some())
            }
            _ => false,
        }
    }
}

impl Session {
    /// Performs a trial alone, with waits at least as long as those of `first`, until the judge concludes.
    /// `looks` holds the earlier looks.
    pub(super) async fn conclude(&mut self, check: &'static Check, at: usize, looks: Vec<LookAt>, first: Confirmation) {
        let (mut looks, mut seen): (Vec<Look>, Vec<Record>) =
            looks.into_iter().map(|look| (look.look, look.seen)).unzip();
        let (mut restless, mut took) = (0, Duration::ZERO);
        let mut next = judge::rule(&looks, self.needed(check, &seen));
        loop {
            let needed = self.needed(check, &seen);
            let watch = Stopwatch::start();
            match next {
                Ruling::Conclude => break,
                Ruling::Restless => {
                    let reason = "what is read changes while nothing is sent".to_owned();
                    self.results.put(check, at, Conclusion::Skip(reason));
                    return;
                }
                Ruling::LookAgain(confirmation) => match self.timed_look(check, at, confirmation.max(first)).await {
                    Ok(look) => {
                        seen.push(look.seen);
                        looks.push(look.look);
                        next = judge::rule(&looks, self.needed(check, &seen));
                    }
                    Err(Halt::Restless) => {
                        restless += 1;
                        next = judge::after_restless(restless);
                    }
                    Err(Halt::Skip(reason)) => return self.results.put(check, at, Conclusion::Skip(reason)),
                    Err(Halt::NotApplicable(reason)) => {
                        return self.results.put(check, at, Conclusion::NotApplicable(reason));
                    }
                    Err(Halt::Over) if judge::is_enough(&looks, needed) => break,
                    Err(Halt::Over) => return,
                },
            }
            took += watch.elapsed();
        }
        let mut needed = self.needed(check, &seen);
        if restless == 0 && judge::depends_on_others(&looks, needed) {
            if let Some(judgement) = judge::conclusion(&looks, needed) {
                // It is known before the count is watched: a budget may end meanwhile.
                self.results.put(check, at, passed(judgement));
            }
            if self.excludes_others(took).await {
                needed = judge::NEEDED;
            }
        }
        let Some(judgement) = judge::conclusion(&looks, needed) else { return };
        let failed = looks.iter().filter(|look| matches!(look.judgement, Judgement::Fail { .. })).count();
        self.is_surprised |= failed > 0 && failed < looks.len();
        let shown = match judgement {
            Judgement::Fail { .. } => judge::shows_failure(&looks),
            _ => looks.len().checked_sub(1),
        };
        let Some(seen) = shown.and_then(|at| seen.get(at)) else { return };
        if let [Look { certainty: Certainty::Unconfirmed, .. }] = looks[..] {
            self.unsettled.push(Trial { check, at, lanes: Vec::new() });
        }
        self.put(check, at, judgement, seen).await;
    }

    /// Returns how many looks must fail. What another event type, or another check of its family, has shown needs no
    /// second look.
    fn needed(&self, check: &Check, seen: &[Record]) -> usize {
        let is_of_all = self.runner.effects.total().is_some() && seen.iter().any(Record::has_counts);
        if is_of_all && !self.results.has_counted_failures() {
            judge::NEEDED_OF_ALL
        } else if self.results.has_failed_in(check.family()) {
            1
        } else {
            judge::NEEDED
        }
    }

    async fn timed_look(
        &mut self,
        check: &'static Check,
        at: usize,
        confirmation: Confirmation,
    ) -> Result<LookAt, Halt> {
        let watch = Stopwatch::start();
        let look = self.look(check, at, confirmation).await;
        self.results.spend(check.id, watch.elapsed());
        look
    }

    /// Performs a trial alone.
    async fn look(&mut self, check: &'static Check, at: usize, confirmation: Confirmation) -> Result<LookAt, Halt> {
        let began = Stopwatch::start();
        let key = format!("{} look {at} {}", check.id, self.next_look(check, at));
        let mut trial = self.trial(check, at, &key).map_err(Halt::NotApplicable)?;
        let reads = if trial.lanes.iter().any(Lane::reads_state) { Reads::State } else { Reads::Effects };
        let lanes = std::mem::take(&mut trial.lanes);
        let is_strands = lanes.len() > 1;
        for lane in lanes {
            let mut lane = match self.runner.alone(lane, confirmation).await {
                Ok(lane) => lane,
                Err(error) if self.sender().probe().reach().await.is_ok() => return Err(Halt::Skip(error.to_string())),
                Err(_) => {
                    self.sender().stop(format!("after {} the endpoint did not answer any more", check.id));
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
        let certainty = match (has_read, self.runner.effects.per_event().is_some() && reads == Reads::Effects) {
            (false, _) => Certainty::Answers,
            (true, true) => Certainty::Own,
            (true, false) if reads == Reads::State && confirmation == Confirmation::USUAL => Certainty::Quick,
            (true, false) if confirmation == Confirmation::USUAL && self.runner.effects.are_immediate() => {
                Certainty::Unconfirmed
            }
            (true, false) => Certainty::Alone,
        };
        let blames = matches!(judgement, Judgement::Fail { .. }) && answers == Answers::AsExpected;
        if blames
            && matches!(certainty, Certainty::Alone | Certainty::Unconfirmed)
            && self.moves_by_itself(began.elapsed(), reads).await
        {
            return Err(if self.is_over() { Halt::Over } else { Halt::Restless });
        }
        Ok(LookAt { look: Look { certainty, answers, judgement }, seen })
    }

    /// Whether no effects of others are in the counts of looks that took so long together: the count did not change
    /// between them, and does not change now, for longer than they took.
    async fn excludes_others(&mut self, took: Duration) -> bool {
        let Some(total) = self.runner.effects.total() else { return false };
        // A count that changed between two looks is in doubt.
        if self.runner.doubt == Doubt::Earlier || self.is_over() {
            return false;
        }
        let Ok(rest) = self.runner.base(&total, Confirmation::LONG).await else { return false };
        if self.runner.doubt == Doubt::Earlier {
            return false;
        }
        let window = (took * QUIET_LONGER).clamp(SHORTEST_QUIET, LONGEST_QUIET);
        let has_stayed = matches!(Effects::watch(&total, rest, window).await, Ok(0));
        if has_stayed {
            self.idle += window;
        } else {
            self.watch_closely(&total).await;
        }
        has_stayed
    }

    /// Whether the effect count changes while nothing is sent. It is watched for longer if what it shows took longer.
    pub(super) async fn count_moves(&mut self, took: Duration) -> bool {
        self.moves_by_itself(took, Reads::Effects).await
    }

    /// Whether the effect count or the state changes while nothing is sent. After a longer look it takes longer to
    /// exclude effects of others.
    async fn moves_by_itself(&mut self, look: Duration, reads: Reads) -> bool {
        if let Some(total) = self.runner.effects.total() {
            let Ok(rest) = self.runner.rest(&total, Stopwatch::start(), Confirmation::USUAL).await else {
                return false;
            };
            if self.runner.effects.endless().is_some() {
                return true;
            }
            // A count that was off for no reason may be off again.
            let trusted = if self.is_surprised { Duration::ZERO } else { self.idle };
            let first = (WATCHED_FIRST * (1 + 2 * self.restless)).saturating_sub(trusted);
            // A count that has not moved for long is trusted sooner.
            let longer = (look * WATCHED_LONGER).saturating_sub(trusted / 4);
            let window = longer.max(first).clamp(WATCHED, LONGEST_WATCH);
            if matches!(Effects::watch(&total, rest, window).await, Ok(grown) if grown > 0) {
                self.idle = Duration::ZERO;
                self.restless = self.restless.saturating_add(1);
                self.watch_closely(&total).await;
                return true;
            }
            self.idle += window;
        }
        match self.runner.state.as_mut().filter(|_| reads == Reads::State) {
            // A state that is dated by the second needs a second to show it.
            Some(state) => matches!(state.watch(Duration::from_millis(1_100)).await, Ok(Moved::Fields)),
            None => false,
        }
    }

    /// Judges a trial and stores the conclusion; returns a look if the judge needs another one.
    pub(super) fn weigh(&mut self, trial: &Trial, certainty: Certainty, shared: Shared) -> Option<LookAt> {
        let (check, at) = (trial.check, trial.at);
        self.results.spend(check.id, trial.spent());
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
    pub(super) async fn put(&mut self, check: &'static Check, at: usize, judgement: Judgement, seen: &Record) {
        let conclusion = match judgement {
            Judgement::Fail { reason, step } => match seen.strand(step).and_then(Finding::evidence) {
                Some((attempt, exchange, strand)) => {
                    let symptom = Symptom::of(&self.setup.settings.provider, &strand.0, strand.1);
                    let finding = Finding {
                        event: self.types.tested[at].name().to_owned(),
                        reason,
                        attempt,
                        exchange,
                        strand,
                        symptom,
                        shrunk_from: None,
                        near: None,
                    };
                    let nth = if self.results.has_failed(check) { Nth::Other } else { Nth::First };
                    // It is known before it is shrunk: a budget may end meanwhile.
                    self.results.put(check, at, Conclusion::Fail(Box::new(finding.clone())));
                    let watch = Stopwatch::start();
                    let finding = Box::pin(self.shrink(check, at, finding, nth)).await;
                    self.results.spend(check.id, watch.elapsed());
                    Conclusion::Fail(Box::new(finding))
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
}

/// Returns the conclusion of a judgement that did not fail.
fn passed(judgement: Judgement) -> Conclusion {
    match judgement {
        Judgement::Noted(how) => Conclusion::Noted(how),
        Judgement::Skip(reason) => Conclusion::Skip(reason),
        _ => Conclusion::Pass,
    }
}
