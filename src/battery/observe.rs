//! Reading effects for the steps of a plan, and no longer than is needed.

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
        let Some(observer) = &self.told.observer else { return Ok(None) };
        let mut counts = seen.iter().filter_map(Seen::count);
        let (first, last) = (counts.clone().next(), counts.next_back());
        let (settle, timeout) = (self.settle, self.told.provider.delivery.timeout);
        let after = |more: u64| first.unwrap_or_default().saturating_add(more);
        let (count, is_sure) = match (first, step) {
            (Some(_), Step::Await { more }) => {
                let count = observer.reached(after(*more), timeout).await?;
                (count, count == after(*more))
            }
            (Some(_), Step::Observe { more }) => {
                let count = observer.settled(after(*more), settle, timeout).await?;
                (count, count == after(*more))
            }
            (_, Step::Watch) => {
                let last = last.unwrap_or(self.first_count);
                let count = observer.settled(last.saturating_add(1), settle, self.patience).await?;
                (count, count > last)
            }
            _ => {
                // What has settled and has all its effects need not settle again.
                let count = match self.expected {
                    Some(expected) if observer.count().await? == expected => expected,
                    _ => observer.settled(0, settle, timeout).await?,
                };
                (count, true)
            }
        };
        self.expected = is_sure.then_some(count);
        Ok(Some(count))
    }
}
