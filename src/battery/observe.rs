//! Reading effects for the steps of a plan, and no longer than is needed.

use std::time::Duration;

use crate::battery::observer::Observer;
use crate::battery::session::Session;
use crate::net::ReadingError;
use crate::verify::Seen;
use crate::verify::Step;

impl Session {
    /// Reads the observer as a step wants it; `seen` has what it showed at the plan's readings so far. An observer
    /// that fails is a reason to skip, unless the endpoint took it along: that is what there is to judge.
    pub(super) async fn observe(&mut self, seen: &[Seen], step: &Step) -> Result<Seen, String> {
        match self.reading(seen, step).await {
            Ok(Some(count)) => Ok(Seen::Count(count)),
            Ok(None) => Ok(Seen::NoObserver),
            Err(error) if self.probe.reach().await.is_ok() => Err(error.to_string()),
            Err(_) => Ok(Seen::Gone),
        }
    }

    async fn reading(&mut self, seen: &[Seen], step: &Step) -> Result<Option<u64>, ReadingError> {
        let Some(observer) = self.told.observer.clone() else { return Ok(None) };
        let mut counts = seen.iter().filter_map(Seen::count);
        let (first, last) = (counts.clone().next(), counts.next_back());
        let (count, is_sure) = match (first, step) {
            (Some(first), Step::Await { more } | Step::Observe { more }) => {
                let after = first.saturating_add(*more);
                let count = self.awaited(&observer, after).await?;
                let stays = matches!(step, Step::Observe { .. }) && count >= after;
                let timeout = self.told.provider.delivery.timeout;
                let count = if stays { observer.settled(after, self.settle, timeout).await? } else { count };
                (count, count == after)
            }
            (_, Step::Watch) => {
                let last = last.unwrap_or(self.first_count);
                let count = observer.settled(last.saturating_add(1), self.settle, self.patience).await?;
                (count, count > last)
            }
            _ => (self.first_reading(&observer).await?, true),
        };
        self.expected = is_sure.then_some(count);
        Ok(Some(count))
    }

    /// What has all its effects need not settle again.
    async fn first_reading(&self, observer: &Observer) -> Result<u64, ReadingError> {
        if let Some(expected) = self.expected
            && observer.reached(expected, self.settle).await?.0 == expected
        {
            return Ok(expected);
        }
        observer.settled(0, self.settle, self.told.provider.delivery.timeout).await
    }

    async fn awaited(&mut self, observer: &Observer, after: u64) -> Result<u64, ReadingError> {
        let (count, lag) = observer.reached(after, self.told.provider.delivery.timeout).await?;
        if count >= after {
            self.learn(lag);
        }
        Ok(count)
    }

    /// An effect came this long after its answer: another one may take twice as long.
    pub(super) fn learn(&mut self, lag: Duration) {
        self.is_behind |= !lag.is_zero();
        self.settle = self.settle.max(lag * 2).min(self.told.provider.delivery.timeout.max(self.told.settle));
    }
}
