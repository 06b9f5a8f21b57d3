//! Number of concurrent deliveries: as many as the endpoint can handle.

use std::time::Duration;

/// Number of concurrent deliveries.
#[derive(Clone, Copy, Debug)]
pub(super) struct Concurrency {
    most: usize,
    size: usize,
    /// The shortest time that a refusal took. A refusal may be much faster than the work on an event.
    refusal: Option<Duration>,
    /// The shortest time that the answer to an accepted event took.
    work: Option<Duration>,
    /// The longest time that an answer took.
    slowest: Option<Duration>,
    /// The provider's time-out.
    timeout: Duration,
    /// Answers since the size changed.
    answers: usize,
}

/// An endpoint that answers faster than this is served best one delivery after the other, on one connection.
const FAST: Duration = Duration::from_micros(1_500);

/// Deliveries in flight before anything is known.
const FIRST: usize = 6;

/// An answer this much later than the fastest one is a sign of a queue.
const QUEUED: Duration = Duration::from_millis(250);

/// Additional time until work is over, beyond three times the shortest duration.
const WORK_IS_OVER: Duration = Duration::from_millis(5);

impl Concurrency {
    pub(super) const fn new(most: usize, timeout: Duration) -> Self {
        let size = if most < FIRST { most } else { FIRST };
        Self { most, size, refusal: None, work: None, slowest: None, timeout, answers: 0 }
    }

    /// Returns the number of deliveries that may be in flight.
    pub(super) fn size(&self) -> usize {
        let Some(fastest) = self.fastest() else { return self.size };
        if fastest < FAST {
            return 1;
        }
        self.size.min(self.bearable(fastest))
    }

    /// Whether deliveries are sent one after the other because that is fast enough.
    pub(super) fn is_fast(&self) -> bool {
        self.fastest().is_some_and(|fastest| fastest < FAST)
    }

    /// Returns the shortest time that the answer to an accepted event took, or a refusal if no event was accepted yet.
    pub(super) fn fastest(&self) -> Option<Duration> {
        self.work.or(self.refusal)
    }

    /// Returns the longest time that an answer took.
    pub(super) const fn slowest(&self) -> Option<Duration> {
        self.slowest
    }

    /// Returns when the endpoint has begun to work on an event, and after which further time that work should be over.
    pub(super) fn work(&self) -> (Duration, Duration) {
        let half = self.work.unwrap_or_default() / 2;
        (half, half * 6 + WORK_IS_OVER)
    }

    /// Records that an event was accepted after this time.
    pub(super) fn accepted(&mut self, took: Duration) {
        self.work = Some(self.work.map_or(took, |work| work.min(took)));
        self.answered(took);
    }

    /// Records that an event was refused after this time.
    pub(super) fn refused(&mut self, took: Duration) {
        self.refusal = Some(self.refusal.map_or(took, |refusal| refusal.min(took)));
        self.answered(took);
    }

    /// Returns how many may arrive at the same moment, so that an endpoint that serves one at a time answers the last
    /// in half of the time-out.
    pub(super) fn burst(&self, wanted: usize) -> usize {
        self.fastest().map_or(wanted, |fastest| wanted.min(self.bearable(fastest)))
    }

    fn bearable(&self, fastest: Duration) -> usize {
        let each = fastest.as_micros().max(1);
        usize::try_from(self.timeout.as_micros() / 2 / each).unwrap_or(usize::MAX).max(1)
    }

    fn answered(&mut self, took: Duration) {
        self.slowest = self.slowest.max(Some(took));
        let fastest = self.fastest().unwrap_or(took);
        if took > fastest * 4 + QUEUED {
            self.overloaded();
            return;
        }
        self.answers += 1;
        if self.answers >= self.size && self.size < self.most {
            self.size = (self.size * 2).min(self.most);
            self.answers = 0;
        }
    }

    /// Records that no answer arrived, or one that reports overload.
    pub(super) fn overloaded(&mut self) {
        self.size = (self.size / 2).max(1);
        self.answers = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TIMEOUT: Duration = Duration::from_secs(10);

    fn after(answers: &[u64]) -> Concurrency {
        let mut concurrency = Concurrency::new(32, TIMEOUT);
        for millis in answers {
            concurrency.accepted(Duration::from_millis(*millis));
        }
        concurrency
    }

    #[test]
    fn grows_while_answers_stay_as_fast() {
        assert_eq!(after(&[]).size(), 6);
        assert_eq!(after(&[25; 6]).size(), 12);
        assert_eq!(after(&[25; 18]).size(), 24);
        assert_eq!(after(&[25; 200]).size(), 32);
    }

    #[test]
    fn shrinks_as_soon_as_answers_queue() {
        let mut concurrency = after(&[25; 200]);
        concurrency.accepted(Duration::from_secs(1));
        assert_eq!(concurrency.size(), 16);
        for _ in 0..9 {
            concurrency.overloaded();
        }
        assert_eq!(concurrency.size(), 1);
    }

    #[test]
    fn an_endpoint_that_serves_one_at_a_time_is_never_driven_past_the_time_out() {
        assert_eq!(after(&[1_000; 200]).size(), 5);
        assert_eq!(after(&[9_000; 200]).size(), 1);
        assert_eq!(after(&[1_000; 200]).burst(24), 5);
        assert_eq!(after(&[25; 200]).burst(24), 24);
    }

    #[test]
    fn a_fast_endpoint_is_served_one_after_the_other() {
        assert_eq!(after(&[1; 200]).size(), 1);
        assert_eq!(after(&[2; 200]).size(), 32);
    }

    #[test]
    fn fast_refusals_do_not_make_an_endpoint_fast() {
        let mut concurrency = after(&[25; 200]);
        // 405 for another method: the framework answers before the handler.
        concurrency.refused(Duration::from_micros(300));
        assert_eq!((concurrency.size(), concurrency.is_fast()), (32, false));
        concurrency.accepted(Duration::from_millis(300));
        assert_eq!(concurrency.size(), 32);
    }

    #[test]
    fn concurrency_is_a_limit() {
        let mut concurrency = Concurrency::new(2, TIMEOUT);
        for _ in 0..100 {
            concurrency.accepted(Duration::from_millis(25));
        }
        assert_eq!(concurrency.size(), 2);
    }
}
