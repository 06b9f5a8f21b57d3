//! A strand of steps that is under way: what is left of it, and what was seen.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use crate::battery::outage::{Outage, OutageControl};
use crate::battery::race;
use crate::battery::sender::Sender;
use crate::battery::source::Key;
use crate::clock;
use crate::clock::Stopwatch;
use crate::verify::{Attempt, ConnectionMode, Given, Observed, Step};

/// A strand of steps that is under way.
pub(super) struct Lane {
    steps: VecDeque<Step>,
    pub(super) seen: Vec<Observed>,
    /// Number of its steps.
    planned: usize,
    /// The step that waits for a reading.
    pub(super) waits: Option<Step>,
    /// Events that were accepted and have not been counted yet, by type.
    pub(super) uncounted: Vec<String>,
    /// Keys by which its events are counted, if each is counted separately.
    pub(super) keys: Vec<Key>,
    /// The first count, and the newest one that is expected, from there.
    pub(super) base: Option<u64>,
    pub(super) more: u64,
    /// Reason why it stopped early.
    pub(super) skip: Option<String>,
    /// Places in `seen` of counts, with what was expected there.
    pub(super) expected: Vec<(usize, u64)>,
    /// Actions other than deliveries, each with the index in `seen` of the result that follows it.
    pub(super) done: Vec<(usize, String)>,
    /// Total duration of its deliveries.
    pub(super) spent: Duration,
    ended: bool,
    travel: Travel,
    state: Given,
    /// Whether other deliveries were in flight.
    pub(super) shared: Shared,
}

/// Whether other deliveries were in flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shared {
    Yes,
    No,
}

/// Connection mode of ordinary deliveries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Travel {
    /// Each on a connection of its own.
    Own,
    /// On the kept connection: nothing else is sent meanwhile.
    Kept,
}

impl Lane {
    pub(super) fn new(steps: Vec<Step>, travel: Travel) -> Self {
        Self::reading(steps, travel, Given::No)
    }

    /// Returns a lane that reads the consumer's state, if that is given.
    pub(super) fn reading(steps: Vec<Step>, travel: Travel, state: Given) -> Self {
        Self {
            planned: steps.len(),
            seen: Vec::with_capacity(steps.len()),
            steps: steps.into(),
            waits: None,
            uncounted: Vec::new(),
            keys: Vec::new(),
            base: None,
            more: 0,
            skip: None,
            expected: Vec::new(),
            done: Vec::new(),
            spent: Duration::ZERO,
            ended: false,
            travel,
            state,
            shared: Shared::No,
        }
    }

    /// Returns the attempts that are still to be made.
    pub(super) fn attempts(&self) -> impl Iterator<Item = &Attempt> {
        self.steps.iter().flat_map(Step::attempts)
    }

    /// Returns the attempts whose effects are its own, without those that only come between others.
    pub(super) fn own_attempts(&self) -> impl Iterator<Item = &Attempt> {
        self.steps.iter().filter(|step| !matches!(step, Step::Bulk(_))).flat_map(Step::attempts)
    }

    /// Whether it sends many at once, or must run alone for another reason.
    pub(super) fn is_exclusive(&self) -> bool {
        self.steps.iter().any(|step| {
            matches!(
                step,
                Step::Together(_)
                    | Step::DuringSlowBody { .. }
                    | Step::Crowd { .. }
                    | Step::Race { .. }
                    | Step::Bulk(_)
                    | Step::StartOutage
                    | Step::StopOutage
            ) || step.attempts().any(|attempt| attempt.mode == ConnectionMode::Same)
        })
    }

    /// Whether it reads the consumer state.
    pub(super) fn reads_state(&self) -> bool {
        self.state == Given::Yes && self.steps.iter().any(|step| matches!(step, Step::Look))
    }

    /// Whether it waits for longer than effects take: the readings of others must not wait for it.
    pub(super) fn pauses(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Pause(_)))
    }

    /// Whether it includes an outage.
    pub(super) fn has_outage(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::StartOutage))
    }

    /// Whether it reads effects.
    pub(super) fn reads_effects(&self) -> bool {
        self.steps
            .iter()
            .any(|step| matches!(step, Step::Observe { .. } | Step::Await { .. } | Step::Watch | Step::WatchFor { .. }))
    }

    /// Whether it waits for its first reading, before it sent anything that has effects.
    pub(super) fn waits_for_its_base(&self) -> bool {
        matches!(self.waits, Some(Step::Observe { more: 0 })) && self.more == 0 && !self.has_counted()
    }

    /// Whether no step is left.
    pub(super) const fn has_ended(&self) -> bool {
        self.ended
    }

    /// Whether its next reading is its last step.
    pub(super) fn is_at_its_end(&self) -> bool {
        self.steps.is_empty()
    }

    /// Ends it here.
    pub(super) fn end(&mut self) {
        self.ended = true;
        self.steps.clear();
        self.waits = None;
    }

    /// Answers the step that waits.
    pub(super) fn give(&mut self, seen: Observed) {
        let is_gone = matches!(seen, Observed::Gone);
        let expected = match (&self.waits, &seen) {
            (Some(Step::Observe { more } | Step::Await { more }), Observed::Count(_)) => {
                self.base.map(|base| base.saturating_add(*more))
            }
            (Some(Step::WatchFor { more }), Observed::Count(_)) => {
                self.seen.iter().rev().find_map(Observed::count).map(|last| last.saturating_add(*more))
            }
            _ => None,
        };
        self.expected.extend(expected.map(|expected| (self.seen.len(), expected)));
        self.seen.push(seen);
        self.waits = None;
        self.uncounted.clear();
        if is_gone {
            self.end();
        }
    }

    /// Whether no event that it sent has effects, as far as is known.
    pub(super) fn has_no_effects(&self, of_type: impl Fn(&str) -> Option<u64>) -> bool {
        let mut sent = self.seen.iter().filter_map(Observed::exchange);
        sent.all(|(attempt, _)| of_type(&attempt.event) == Some(0))
    }

    /// Returns the number of its deliveries so far.
    pub(super) fn sent(&self) -> usize {
        self.seen.iter().filter(|seen| seen.exchange().is_some()).count()
    }

    /// Whether effects were counted for it.
    pub(super) fn has_counted(&self) -> bool {
        self.seen.iter().any(|seen| seen.count().is_some())
    }

    /// Replaces the last count by a newer one.
    pub(super) fn recount(&mut self, count: u64) {
        if let Some(Observed::Count(last)) = self.seen.iter_mut().rev().find(|seen| seen.count().is_some()) {
            *last = count;
        }
    }

    /// Records an action other than a delivery.
    pub(super) fn note(&mut self, what: String) {
        self.done.push((self.seen.len(), what));
    }

    /// Makes up for the steps that were not reached, so that strands keep their places.
    pub(super) fn pad(&mut self) {
        self.seen.resize(self.planned.max(self.seen.len()), Observed::NotReached);
    }

    /// Sends until a reading is due, or to its end.
    pub(super) async fn advance(mut self, sender: Sender, outage: Option<Arc<OutageControl>>) -> Self {
        let watch = Stopwatch::start();
        self.make_steps(&sender, outage.as_deref()).await;
        self.spent += watch.elapsed();
        self
    }

    async fn make_steps(&mut self, sender: &Sender, outage: Option<&OutageControl>) {
        while !self.ended {
            if sender.stopped().is_some() {
                self.skip = sender.stopped();
                self.end();
                break;
            }
            let Some(step) = self.steps.pop_front() else {
                self.ended = true;
                break;
            };
            match step {
                Step::Send(attempt) => self.send(sender, *attempt).await,
                Step::Together(attempts) => {
                    self.uncounted.extend(attempts.iter().map(|attempt| attempt.event.clone()));
                    let seen = sender.at_once(attempts).await;
                    let is_late =
                        seen.iter().any(|one| one.exchange().is_some_and(|(_, exchange)| exchange.timed_out()));
                    self.seen.extend(seen);
                    if is_late {
                        self.end();
                    }
                }
                Step::DuringSlowBody { slow, others } => {
                    let seen = sender.trickle(*slow, others).await;
                    self.seen.extend(seen);
                }
                Step::Crowd { idle, attempt } => {
                    let seen = sender.in_crowd(idle, *attempt).await;
                    self.seen.push(seen);
                }
                Step::Race { one, other, lots } => {
                    let seen = race::race(sender, *one, *other, &lots).await;
                    self.seen.extend(seen);
                }
                Step::AwaitAccepted { more } => {
                    let last = self.seen.iter().rev().find_map(Observed::exchange);
                    let status = last.and_then(|(_, exchange)| exchange.status());
                    if status.is_some_and(|status| sender.provider().succeeds(status)) {
                        self.waits = Some(Step::Await { more });
                        break;
                    }
                    self.seen.push(Observed::Done);
                }
                Step::Pause(pause) => {
                    clock::sleep(pause).await;
                    self.seen.push(Observed::Done);
                }
                Step::Look if self.state == Given::No => self.seen.push(Observed::NoObserver),
                Step::StartOutage => self.order(outage, Outage::Start).await,
                Step::StopOutage => self.order(outage, Outage::Stop).await,
                step => {
                    self.waits = Some(step);
                    break;
                }
            }
        }
    }

    async fn send(&mut self, sender: &Sender, mut attempt: Attempt) {
        if self.travel == Travel::Kept && attempt.mode == ConnectionMode::Own {
            // Hundreds of ordinary deliveries travel as a provider's own do.
            attempt.mode = ConnectionMode::Kept;
        }
        if !matches!(attempt.mode, ConnectionMode::Kept | ConnectionMode::Same) {
            // An endpoint with a single thread is busy with the kept connection until that is closed.
            sender.probe().release();
        }
        let (attempt, exchange) = sender.send_prepared(attempt).await;
        self.uncounted.push(attempt.event.clone());
        let is_late = exchange.timed_out();
        self.seen.push(Observed::Exchange(Box::new(attempt), exchange));
        if is_late {
            self.end();
        }
    }

    async fn order(&mut self, outage: Option<&OutageControl>, order: Outage) {
        let Some(outage) = outage else { return self.seen.push(Observed::Done) };
        match outage.order(order).await {
            Ok(()) => {
                let what = if order == Outage::Start { "outage started (with --outage)" } else { "outage stopped" };
                self.note(what.to_owned());
                self.seen.push(Observed::Done);
            }
            Err(reason) => {
                self.skip = Some(reason);
                self.end();
            }
        }
    }
}
