//! Time limit of a run: given by the user, or derived from the measured latency.

use std::time::Duration;

use tokio::sync::watch;

use crate::clock;
use crate::clock::Stopwatch;

/// Time limit of a run. Clones share it.
#[derive(Clone)]
pub(super) struct Budget {
    begun: Stopwatch,
    limit: watch::Sender<Duration>,
    source: Limit,
}

/// Origin of the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    Given,
    Derived,
}

/// Minimum time limit of a run.
pub(super) const LEAST: Duration = Duration::from_mins(2);

/// Factor between the estimated duration and the limit.
const MARGIN: u32 = 4;

/// Waits for effects in a whole run, in which several look again.
const WAITS: u32 = 60;

impl Budget {
    pub(super) fn new(given: Option<Duration>) -> Self {
        let source = if given.is_some() { Limit::Given } else { Limit::Derived };
        Self { begun: Stopwatch::start(), limit: watch::channel(given.unwrap_or(LEAST)).0, source }
    }

    /// Derives the limit from what was measured, unless the user gave one; the new limit if it is a longer one.
    pub(super) fn derive(&self, needed: Duration) -> Option<Duration> {
        let limit = LEAST.max(needed);
        (self.source == Limit::Derived && limit > *self.limit.borrow()).then(|| {
            self.limit.send_replace(limit);
            limit
        })
    }

    /// Ends when the budget is spent.
    pub(super) fn spent(&self) -> impl Future<Output = ()> + use<> {
        let (begun, mut limit) = (self.begun, self.limit.subscribe());
        async move {
            loop {
                let left = limit.borrow_and_update().saturating_sub(begun.elapsed());
                if left.is_zero() {
                    return;
                }
                tokio::select! {
                    () = clock::sleep(left) => {}
                    _ = limit.changed() => {}
                }
            }
        }
    }
}

/// Returns the limit of a run with this many deliveries, `concurrency` of them at the same time. Each takes `answer`,
/// and its effects take `effect`.
pub(super) fn needed(deliveries: u64, answer: Duration, concurrency: usize, effect: Duration) -> Duration {
    let rounds = deliveries / concurrency.max(1) as u64 + 1;
    let sending = answer.saturating_mul(u32::try_from(rounds).unwrap_or(u32::MAX));
    sending.saturating_add(effect.saturating_mul(WAITS)).saturating_mul(MARGIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_grows_with_latency_and_never_shrinks() {
        let budget = Budget::new(None);
        assert_eq!(budget.derive(needed(2_000, Duration::from_millis(1), 16, Duration::ZERO)), None);
        let slow = needed(6_000, Duration::from_secs(1), 8, Duration::ZERO);
        assert_eq!(budget.derive(slow), Some(slow));
        assert!(slow > Duration::from_mins(40), "{slow:?}");
        assert_eq!(budget.derive(LEAST), None);
    }

    #[test]
    fn what_the_user_gave_stays() {
        let budget = Budget::new(Some(Duration::from_secs(5)));
        assert_eq!(budget.derive(Duration::from_secs(500)), None);
    }
}
