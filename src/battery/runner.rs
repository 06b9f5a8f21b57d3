//! Makes the steps of plans and answers their readings. It decides nothing.

use std::sync::Arc;
use std::time::Duration;

use crate::battery::effects::{Confirmation, Effects};
use crate::battery::lane::{Lane, Travel};
use crate::battery::outage::OutageControl;
use crate::battery::pool::Width;
use crate::battery::sender::Sender;
use crate::battery::source::{PerEvent, Total};
use crate::battery::state::State;
use crate::battery::{effects, pool};
use crate::clock::Stopwatch;
use crate::model::grouped;
use crate::net::ReadingError;
use crate::verify::{Attempt, Observed, Step};

/// Performs steps: it may send, and read.
pub(super) struct Runner {
    pub(super) sender: Sender,
    pub(super) effects: Effects,
    pub(super) state: Option<State>,
    pub(super) outage: Option<Arc<OutageControl>>,
    /// Whether a count showed that an earlier one was wrong.
    pub(super) doubt: Doubt,
    /// From what to what the effect count fell.
    pub(super) fallen: Option<(u64, u64)>,
}

/// Whether a count showed that an earlier one was wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Doubt {
    #[default]
    None,
    /// More or less was done than had been expected of what was counted earlier.
    Earlier,
}

/// Result of lanes that were run together.
pub(super) enum Batch {
    /// Every sum of counts was as expected.
    Matched(Vec<Lane>),
    /// A sum was wrong: some of the lanes, as far as they got, must be run alone.
    Off(Vec<Lane>),
    /// Effects could not be read.
    Unread(Vec<Lane>, ReadingError),
}

impl Runner {
    /// Makes lanes whose counts are read together. The counts of each are those that it expects, because their sum is.
    pub(super) async fn together(&mut self, lanes: Vec<Lane>, width: Width) -> Result<Batch, ReadingError> {
        if let Some(source) = self.effects.per_event() {
            return self.each_by_itself(source, lanes, width).await.map(Batch::Matched);
        }
        let Some(total) = self.effects.total() else { return Ok(Batch::Matched(self.blindly(lanes, width).await)) };
        let (mut base, mut seen) = self.base_of_sum(&total).await?;
        if self.doubt == Doubt::Earlier {
            self.effects.forget();
            return Ok(Batch::Off(lanes));
        }
        let mut lanes = lanes;
        loop {
            lanes = pool::advance(&self.sender, self.outage.as_ref(), lanes, width).await;
            if lanes.iter().all(Lane::has_ended) {
                break;
            }
            for lane in &mut lanes {
                base = base.saturating_add(self.bulk(lane).await);
                lane.more = self.wanted(lane);
            }
            if wait_for_their_bases(&lanes) {
                // Nothing is expected yet: the next reading shows whether the count was right.
                give_more(&mut lanes);
                continue;
            }
            let expected = lanes.iter().map(|lane| lane.more).fold(base, u64::saturating_add);
            // An endpoint with a single thread answers no observer while a connection is kept.
            self.sender.probe().release();
            let due = self.effects.due();
            let (count, lag) = match effects::reach(|| total.count(), expected, due).await {
                Ok(read) => read,
                Err(error) => return Ok(Batch::Unread(lanes, error)),
            };
            if count != expected {
                self.fallen = (count < seen).then_some((seen, count));
                self.limit(expected, &lanes);
                self.effects.forget();
                return Ok(Batch::Off(lanes));
            }
            self.effects.learn(lag);
            self.effects.expect(count);
            self.limit(count, &lanes);
            seen = count;
            give_more(&mut lanes);
        }
        // Deliveries after the last reading of a lane are not counted.
        if lanes.iter().any(|lane| !lane.uncounted.is_empty()) {
            self.effects.forget();
        }
        Ok(Batch::Matched(lanes))
    }

    /// Performs a single lane, with its own readings, which must stay unchanged.
    pub(super) async fn alone(&mut self, lane: Lane, confirmation: Confirmation) -> Result<Lane, ReadingError> {
        if let Some(source) = self.effects.per_event().filter(|_| !lane.reads_state()) {
            let mut lanes = self.each_by_itself(source.clone(), vec![lane], Width::OneByOne).await?;
            self.settle_own(&source, &mut lanes, confirmation).await?;
            return Ok(lanes.remove(0));
        }
        let mut lane = lane;
        let total = self.effects.total();
        let source = self.effects.per_event();
        self.set_keys(source.as_ref(), &mut lane);
        let mut offset = 0;
        loop {
            lane = pool::advance(&self.sender, self.outage.as_ref(), vec![lane], Width::OneByOne).await.remove(0);
            let Some(step) = lane.waits.clone() else { break };
            self.sender.probe().release();
            let read = match &step {
                Step::Look => self.look(&lane, confirmation).await,
                Step::Bulk(_) => {
                    offset += self.bulk_alone(&mut lane, total.as_ref()).await?;
                    continue;
                }
                step => self.read_alone(&mut lane, step, (total.as_ref(), source.as_ref()), offset, confirmation).await,
            };
            match read {
                Ok(seen) => lane.give(seen),
                // If the endpoint is down, its observer may be down too: report the endpoint.
                Err(error) if self.sender.probe().reach().await.is_ok() => return Err(error),
                Err(_) => lane.give(Observed::Gone),
            }
        }
        match lane.seen.last().and_then(Observed::count) {
            Some(count) if total.is_some() => self.effects.expect(count.saturating_add(offset)),
            _ if lane.has_no_effects(|event| self.effects.of_type(event)) => {}
            _ => self.effects.forget(),
        }
        Ok(lane)
    }

    /// Sends what is to come between others; how many effects it had.
    async fn bulk_alone(&mut self, lane: &mut Lane, total: Option<&Total>) -> Result<u64, ReadingError> {
        let Some(total) = total else {
            self.bulk(lane).await;
            return Ok(0);
        };
        let before = total.count().await?;
        let more = self.bulk(lane).await;
        let due = self.effects.due();
        let (count, _) = effects::reach(|| total.count(), before.saturating_add(more), due).await?;
        // Others that were lost are another check's business.
        Ok(count.saturating_sub(before))
    }

    /// Reads the effects of a lane that runs alone.
    async fn read_alone(
        &mut self,
        lane: &mut Lane,
        step: &Step,
        (total, source): (Option<&Total>, Option<&PerEvent>),
        offset: u64,
        confirmation: Confirmation,
    ) -> Result<Observed, ReadingError> {
        let since = Stopwatch::start();
        let count = match (total, source) {
            (Some(total), _) => self.read_total(total, lane, step, offset, (since, confirmation)).await?,
            (None, Some(source)) => {
                let due = self.effects.due();
                let target = lane.base.map_or(0, |base| base.saturating_add(self.wanted(lane)));
                let (count, lag) = effects::reach_of(source.clone(), lane.keys.clone(), target, due).await?;
                self.effects.learn(lag);
                count
            }
            (None, None) => return Ok(Observed::NoObserver),
        };
        lane.base.get_or_insert(count);
        Ok(Observed::Count(count))
    }

    /// Reads the one count for a lane, without the effects of what only came between.
    async fn read_total(
        &mut self,
        total: &Total,
        lane: &Lane,
        step: &Step,
        offset: u64,
        (since, confirmation): (Stopwatch, Confirmation),
    ) -> Result<u64, ReadingError> {
        let Some(base) = lane.base else { return self.base(total, confirmation).await };
        let last = lane.seen.iter().rev().find_map(Observed::count).unwrap_or(base);
        let (target, due) = match step {
            Step::Watch => (last.saturating_add(1), self.effects.quiet(confirmation)),
            Step::WatchFor { more } => (last.saturating_add(*more), self.effects.quiet(confirmation)),
            _ => (base.saturating_add(self.wanted(lane)), self.effects.due()),
        };
        let (count, lag) = effects::reach(|| total.count(), target.saturating_add(offset), due).await?;
        if count.saturating_sub(offset) >= target && !matches!(step, Step::Watch | Step::WatchFor { .. }) {
            self.effects.learn(lag);
        }
        // Effects were done when answers came, as far as was seen: a later reading confirms all such counts.
        let is_quick = confirmation == Confirmation::USUAL && self.effects.are_immediate();
        let has_to_stay = match step {
            Step::Observe { .. } => !is_quick,
            Step::Watch => count.saturating_sub(offset) > last,
            _ => false,
        };
        let count = if has_to_stay && count.saturating_sub(offset) >= target {
            self.effects.stay(total, count, since, confirmation).await?
        } else {
            count
        };
        Ok(count.saturating_sub(offset))
    }

    /// Notes how high the count can be after these lanes: each of their deliveries may have another effect.
    fn limit(&mut self, count: u64, lanes: &[Lane]) {
        let sent = lanes.iter().map(Lane::sent).sum();
        self.effects.limit(count, sent, self.sender.deliveries());
    }

    /// Returns the count before lanes are counted together, and what was read of it: effects that are still to come are
    /// waited for together with those of the lanes. More than was expected is due to what was counted earlier.
    async fn base_of_sum(&mut self, total: &Total) -> Result<(u64, u64), ReadingError> {
        if let Some(expected) = self.effects.expected() {
            let count = total.count().await?;
            if count <= expected {
                return Ok((expected, count));
            }
        }
        let base = self.base(total, Confirmation::USUAL).await?;
        Ok((base, base))
    }

    /// Returns the count before something new is sent.
    pub(super) async fn base(&mut self, total: &Total, confirmation: Confirmation) -> Result<u64, ReadingError> {
        if let Some(expected) = self.effects.expected() {
            let due = self.effects.due();
            let (count, _) = effects::reach(|| total.count(), expected, due).await?;
            if count == expected {
                return Ok(expected);
            }
            self.doubt = Doubt::Earlier;
        }
        self.rest(total, Stopwatch::start(), confirmation).await
    }

    /// Waits until the count stays unchanged. `since` began with the last delivery.
    pub(super) async fn rest(
        &mut self,
        total: &Total,
        since: Stopwatch,
        confirmation: Confirmation,
    ) -> Result<u64, ReadingError> {
        self.effects.rest(total, since, confirmation, self.sender.deliveries()).await
    }

    /// Whether an earlier count was wrong. Resets it.
    pub(super) fn take_doubt(&mut self) -> Doubt {
        std::mem::take(&mut self.doubt)
    }

    /// Whether the count is unchanged after the settle time: no unexpected effect appeared.
    pub(super) async fn has_stayed(&mut self) -> Result<Stayed, ReadingError> {
        let (Some(total), Some(expected)) = (self.effects.total(), self.effects.expected()) else {
            return Ok(Stayed::Yes);
        };
        let quiet = self.effects.quiet(Confirmation::USUAL);
        let grown = Effects::watch(&total, expected, quiet).await?;
        Ok(if grown == 0 { Stayed::Yes } else { Stayed::No })
    }

    /// Makes lanes without an effects source.
    async fn blindly(&mut self, mut lanes: Vec<Lane>, width: Width) -> Vec<Lane> {
        loop {
            lanes = pool::advance(&self.sender, self.outage.as_ref(), lanes, width).await;
            if lanes.iter().all(Lane::has_ended) {
                return lanes;
            }
            for lane in &mut lanes {
                self.bulk(lane).await;
                if lane.waits.is_some() {
                    lane.give(Observed::NoObserver);
                }
            }
        }
    }

    /// Returns by how much a lane expects the count to have grown since its first reading.
    pub(super) fn wanted(&self, lane: &Lane) -> u64 {
        match lane.waits {
            Some(Step::Observe { more } | Step::Await { more }) => more,
            Some(Step::Watch | Step::WatchFor { .. }) => {
                let of_type = |event: &String| self.effects.of_type(event).unwrap_or_default();
                lane.more.saturating_add(lane.uncounted.iter().map(of_type).sum())
            }
            _ => lane.more,
        }
    }

    /// Sends the events that a lane wants between others; returns their number of effects.
    pub(super) async fn bulk(&self, lane: &mut Lane) -> u64 {
        let Some(Step::Bulk(attempts)) = lane.waits.take_if(|step| matches!(step, Step::Bulk(_))) else { return 0 };
        let more = attempts.first().and_then(|attempt| self.effects.of_type(&attempt.event)).unwrap_or_default();
        let count = attempts.len() as u64;
        lane.note(format!("{} other events", grouped(count)));
        lane.seen.push(Observed::Done);
        let watch = Stopwatch::start();
        self.side_by_side(attempts).await;
        lane.spent += watch.elapsed();
        self.sender.probe().release();
        more.saturating_mul(count)
    }

    async fn side_by_side(&self, attempts: Vec<Attempt>) {
        self.sender.prepare(&attempts).await;
        let travel = if self.sender.concurrency().is_fast() { Travel::Kept } else { Travel::Own };
        let mut attempts = attempts.into_iter();
        let next = || attempts.next().map(|attempt| ((), Lane::new(vec![attempt.into()], travel)));
        pool::run(&self.sender, None, next, |(), _| {}).await;
    }

    /// Reads the state. If further readings follow, and effects were complete when answers arrived, the first reading
    /// is accepted: a judgement against the endpoint is verified later.
    async fn look(&self, lane: &Lane, confirmation: Confirmation) -> Result<Observed, ReadingError> {
        let Some(state) = &self.state else { return Ok(Observed::NoObserver) };
        let is_quick = confirmation == Confirmation::USUAL && self.effects.are_immediate() && !lane.is_at_its_end();
        let quiet = if is_quick { Duration::ZERO } else { self.effects.quiet(confirmation) };
        state.settled(quiet, self.effects.due()).await.map(Observed::State)
    }
}

/// Whether lanes wait, and all that do wait for their first readings.
fn wait_for_their_bases(lanes: &[Lane]) -> bool {
    let mut waiting = lanes.iter().filter(|lane| lane.waits.is_some()).peekable();
    waiting.peek().is_some() && waiting.all(Lane::waits_for_its_base)
}

/// Gives every lane that waits the count that it expects, because the sum is right.
fn give_more(lanes: &mut [Lane]) {
    for lane in lanes.iter_mut().filter(|lane| lane.waits.is_some()) {
        let more = lane.more;
        lane.give(Observed::Count(more));
    }
}

/// Whether a count stayed unchanged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stayed {
    Yes,
    No,
}
