//! Lanes whose events are counted separately.

use tokio::task::JoinSet;

use crate::battery::effects::Confirmation;
use crate::battery::lane::Lane;
use crate::battery::pool::Width;
use crate::battery::runner::Runner;
use crate::battery::source::PerEvent;
use crate::battery::{effects, pool};
use crate::clock;
use crate::net::ReadingError;
use crate::verify::{Observed, Step};

impl Runner {
    /// Makes lanes of which each counts its own events.
    pub(super) async fn each_by_itself(
        &mut self,
        source: PerEvent,
        mut lanes: Vec<Lane>,
        width: Width,
    ) -> Result<Vec<Lane>, ReadingError> {
        for lane in &mut lanes {
            self.set_keys(Some(&source), lane);
        }
        loop {
            lanes = pool::advance(&self.sender, self.outage.as_ref(), lanes, width).await;
            if lanes.iter().all(Lane::has_ended) {
                return Ok(lanes);
            }
            for lane in &mut lanes {
                self.bulk(lane).await;
            }
            let due = self.effects.due();
            let quiet = self.effects.quiet(Confirmation::USUAL);
            let mut reading = JoinSet::new();
            for (at, lane) in lanes.iter().enumerate().filter(|(_, lane)| lane.waits.is_some()) {
                let (source, keys) = (source.clone(), lane.keys.clone());
                let last = lane.seen.iter().rev().find_map(Observed::count);
                let (target, longest) = match (&lane.waits, lane.base) {
                    (Some(Step::Watch), Some(_)) => (last.unwrap_or_default().saturating_add(1), quiet),
                    (Some(Step::WatchFor { more }), Some(_)) => (last.unwrap_or_default().saturating_add(*more), quiet),
                    (_, Some(base)) => (base.saturating_add(self.wanted(lane)), due),
                    (_, None) => (0, due),
                };
                reading.spawn(async move { (at, target, effects::reach_of(source, keys, target, longest).await) });
            }
            while let Some(read) = reading.join_next().await {
                let Ok((at, target, read)) = read else { continue };
                let (count, lag) = read?;
                if count >= target {
                    self.effects.learn(lag);
                }
                let lane = &mut lanes[at];
                lane.base.get_or_insert(count);
                lane.give(Observed::Count(count));
            }
        }
    }

    /// Reads the own counts of lanes once more, after no effect can come any more.
    pub(super) async fn settle_own(
        &mut self,
        source: &PerEvent,
        lanes: &mut [Lane],
        confirmation: Confirmation,
    ) -> Result<(), ReadingError> {
        if !lanes.iter().any(Lane::has_counted) {
            return Ok(());
        }
        clock::sleep(self.effects.quiet(confirmation)).await;
        for lane in lanes.iter_mut().filter(|lane| lane.has_counted()) {
            let count = source.count(&lane.keys).await?;
            lane.recount(count);
        }
        Ok(())
    }

    pub(super) fn set_keys(&self, source: Option<&PerEvent>, lane: &mut Lane) {
        let Some(source) = source else { return };
        let mut keys = Vec::new();
        for key in lane.own_attempts().flat_map(|attempt| source.keys(self.sender.provider(), attempt)) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        lane.keys = keys;
    }
}
