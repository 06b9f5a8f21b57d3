//! Reading effects, and waiting for them no longer than is needed. It sends nothing and judges nothing.

use std::collections::HashMap;
use std::time::Duration;

use crate::battery::source::{Key, PerEvent, Source, Total};
use crate::clock;
use crate::clock::Stopwatch;
use crate::net::ReadingError;

/// How long a reading waits: in a first look, and in a second one that confirms it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Confirmation {
    /// Times the usual wait.
    pub(super) factor: u32,
    /// The least wait for an effect that need not come.
    pub(super) least: Duration,
}

impl Confirmation {
    /// The first look.
    pub(super) const USUAL: Self = Self { factor: 1, least: Duration::ZERO };
    /// The first look at something of which it is known that some count was off.
    pub(super) const CAREFUL: Self = Self { factor: 1, least: Duration::from_millis(100) };
    /// A look again, because a reading may have come too early.
    pub(super) const LONG: Self = Self { factor: 3, least: Duration::from_millis(250) };
}

/// Knowledge about effects.
pub(super) struct Effects {
    source: Option<Source>,
    /// Minimum time for which a count must stay unchanged before it is accepted; set by the user.
    settle: Duration,
    /// The same, while the latency of effects is unknown.
    unknown: Duration,
    /// The longest time from an answer to its effect that was seen; `None` before one was timed.
    slowest: Option<Duration>,
    /// The count once everything is done that is under way; `None` if that is not known.
    expected: Option<u64>,
    /// The count before the first delivery.
    first: u64,
    /// Number of effects of one event of a type.
    per_type: HashMap<String, u64>,
    /// The highest count that deliveries can have caused, and the number of deliveries at that time.
    ceiling: Option<(u64, u64)>,
    /// How much the count grew without an end, and in which time.
    endless: Option<(u64, Duration)>,
}

/// An effect that should come is waited for at least so long.
const LEAST_DUE: Duration = Duration::from_secs(2);

/// Maximum of the same, unless effects took half of it.
const MOST_DUE: Duration = Duration::from_secs(30);

/// A look that confirms another one waits at most this much longer than a usual one.
const LONGEST_CONFIRMATION: Duration = Duration::from_secs(5);

/// An unexpected effect counts as foreign if it comes later than this after the last delivery.
const LONGEST_SURPRISE: Duration = Duration::from_secs(10);

/// Maximum time for which a count may change before the run reports that it never stops.
const NEVER_RESTS: Duration = Duration::from_mins(1);

/// The same, if the count is higher than deliveries can have caused.
const LONGEST_SURPLUS: Duration = Duration::from_secs(1);

/// The same, while the number of effects of one event is unknown.
const LONGEST_UNKNOWN_SURPLUS: Duration = Duration::from_secs(4);

/// Maximum time for which a count is watched that changes after it was as expected.
const LONGEST_STAY: Duration = Duration::from_secs(5);

/// Shortest and longest pause between two readings.
const PAUSE: Duration = Duration::from_millis(2);
const LONGEST_PAUSE: Duration = Duration::from_millis(50);

impl Effects {
    pub(super) fn new(source: Option<Source>, settle: Duration, unknown: Duration) -> Self {
        Self {
            source,
            settle,
            unknown: unknown.max(settle),
            slowest: None,
            expected: None,
            first: 0,
            per_type: HashMap::new(),
            ceiling: None,
            endless: None,
        }
    }

    /// Returns the count of all effects, if the source has only one.
    pub(super) fn total(&self) -> Option<Total> {
        match &self.source {
            Some(Source::Total(total)) => Some(total.clone()),
            _ => None,
        }
    }

    /// Returns the source of counts for one event, if there is one.
    pub(super) fn per_event(&self) -> Option<PerEvent> {
        match &self.source {
            Some(Source::PerEvent(source)) => Some(source.clone()),
            _ => None,
        }
    }

    /// Whether effects are observed.
    pub(super) const fn are_observed(&self) -> bool {
        self.source.is_some()
    }

    /// Returns the count before the first delivery.
    pub(super) const fn first(&self) -> u64 {
        self.first
    }

    /// Notes the count before the first delivery.
    pub(super) const fn begin(&mut self, count: u64) {
        self.first = count;
        self.expected = Some(count);
    }

    /// Forgets the expected count: events with unknown effects were sent.
    pub(super) const fn forget(&mut self) {
        self.expected = None;
    }

    /// Notes what the count will be once everything is done.
    pub(super) const fn expect(&mut self, count: u64) {
        self.expected = Some(count);
    }

    /// Notes that an event of this type was accepted: its effects will be in the count, if they are known.
    pub(super) fn expect_more(&mut self, event: &str) {
        self.expected = self.expected.zip(self.of_type(event)).map(|(count, more)| count.saturating_add(more));
    }

    /// Returns the count once everything is done, if that is known.
    pub(super) const fn expected(&self) -> Option<u64> {
        self.expected
    }

    /// Notes that so many deliveries had effects up to this count. The latest `open` of them may have more.
    pub(super) fn limit(&mut self, count: u64, open: usize, deliveries: u64) {
        let more = self.most_of_one().saturating_mul(open as u64);
        self.ceiling = Some((count.saturating_add(more), deliveries));
    }

    /// Returns the largest number of effects of one event.
    fn most_of_one(&self) -> u64 {
        self.per_type.values().copied().max().unwrap_or_default().max(1)
    }

    /// Whether a count that has grown for so long is higher than so many deliveries can have caused.
    fn exceeds(&self, count: u64, deliveries: u64, grows: Duration) -> bool {
        match self.ceiling {
            Some((most, before)) => {
                let since = deliveries.saturating_sub(before);
                grows >= LONGEST_SURPLUS && count > most.saturating_add(since.saturating_mul(self.most_of_one()))
            }
            // The number of effects of one event is not known yet.
            None => grows >= LONGEST_UNKNOWN_SURPLUS && count > self.first.saturating_add(deliveries),
        }
    }

    /// Returns how much the count grew without an end, and in which time.
    pub(super) const fn endless(&self) -> Option<(u64, Duration)> {
        self.endless
    }

    /// Returns the number of effects of one event of a type.
    pub(super) fn of_type(&self, event: &str) -> Option<u64> {
        self.per_type.get(event).copied()
    }

    /// Notes how many effects one event of a type has.
    pub(super) fn note_type(&mut self, event: &str, count: u64) {
        self.per_type.insert(event.to_owned(), count);
    }

    /// Returns the longest time from an answer to its effect that was seen.
    pub(super) fn slowest(&self) -> Duration {
        self.slowest.unwrap_or_default()
    }

    /// Notes that an effect came this long after its answer.
    pub(super) fn learn(&mut self, lag: Duration) {
        self.slowest = self.slowest.max(Some(lag));
    }

    /// Whether effects were complete when answers arrived.
    pub(super) fn are_immediate(&self) -> bool {
        self.slowest == Some(Duration::ZERO)
    }

    /// Returns the time to wait for an expected effect: ten times the longest latency, within bounds.
    pub(super) fn due(&self) -> Duration {
        (self.slowest() * 10).min(MOST_DUE.max(self.slowest() * 2)).max(LEAST_DUE)
    }

    /// Returns the time after which no more effect is expected: three times the longest latency, and longer in a
    /// look that confirms another one.
    pub(super) fn quiet(&self, confirmation: Confirmation) -> Duration {
        let usual = self.slowest() * 3 + self.settle;
        let longer = (usual * (confirmation.factor - 1)).min(LONGEST_CONFIRMATION);
        (usual + longer).max(confirmation.least)
    }

    /// Waits until the count stays unchanged: earlier events may still be in progress, with an unknown number of
    /// effects. Returns the count. `since` began with the last of so many deliveries. A count that grows beyond what
    /// these can have caused, or for too long, is noted as endless.
    pub(super) async fn rest(
        &mut self,
        total: &Total,
        since: Stopwatch,
        confirmation: Confirmation,
        deliveries: u64,
    ) -> Result<u64, ReadingError> {
        let begun = Stopwatch::start();
        let first = total.count().await?;
        let mut count = first;
        if self.are_immediate() && confirmation == Confirmation::USUAL {
            // Effects were done when answers came, as far as was seen. If not, the next count shows it.
            return Ok(count);
        }
        let (mut lag, mut still, mut pause) = (self.slowest(), Stopwatch::start(), PAUSE);
        loop {
            // A lag that is learned here may be that of any of the deliveries: it is waited for once more.
            let unknown = if self.slowest.is_none() { self.unknown } else { Duration::ZERO };
            let wait = (lag + self.settle).max(self.quiet(confirmation)).max(unknown);
            if still.elapsed() >= wait {
                return Ok(count);
            }
            clock::sleep(pause.min(wait.saturating_sub(still.elapsed()))).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
            let now = total.count().await?;
            if now != count {
                (count, lag, still, pause) = (now, lag.max(since.elapsed()), Stopwatch::start(), PAUSE);
                let elapsed = begun.elapsed();
                if elapsed >= NEVER_RESTS || self.exceeds(count, deliveries, elapsed) {
                    self.endless = Some((count.saturating_sub(first), elapsed));
                    return Ok(count);
                }
            }
        }
    }

    /// Waits until the count has not changed during the settle time, and returns it.
    pub(super) async fn stay(
        &mut self,
        total: &Total,
        mut count: u64,
        since: Stopwatch,
        confirmation: Confirmation,
    ) -> Result<u64, ReadingError> {
        let begun = Stopwatch::start();
        while begun.elapsed() < LONGEST_STAY.max(self.quiet(confirmation)) {
            if Self::watch(total, count, self.quiet(confirmation)).await? == 0 {
                return Ok(count);
            }
            self.learn(since.elapsed().min(LONGEST_SURPRISE.max(self.slowest())));
            count = total.count().await?;
        }
        Ok(count)
    }

    /// Watches the count for a while in which nothing is sent; how much it grew.
    pub(super) async fn watch(total: &Total, before: u64, window: Duration) -> Result<u64, ReadingError> {
        let begun = Stopwatch::start();
        loop {
            let left = window.saturating_sub(begun.elapsed());
            if left.is_zero() {
                return Ok(0);
            }
            clock::sleep(left.min(LONGEST_PAUSE)).await;
            let now = total.count().await?;
            if now != before {
                return Ok(now.abs_diff(before));
            }
        }
    }
}

/// Reads until the count is `target`, or until it has not grown for `due`: a long queue needs time. Returns the count,
/// and the longest time without growth: zero if the first reading shows `target`, however slow that was.
pub(super) async fn reach<C, F>(count: C, target: u64, due: Duration) -> Result<(u64, Duration), ReadingError>
where
    C: Fn() -> F,
    F: Future<Output = Result<u64, ReadingError>>,
{
    let mut silence = Stopwatch::start();
    let mut now = count().await?;
    let (mut longest, mut pause) = (Duration::ZERO, PAUSE);
    while now < target && silence.elapsed() < due {
        clock::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
        let next = count().await?;
        if next > now {
            longest = longest.max(silence.elapsed());
            silence = Stopwatch::start();
        }
        now = next;
    }
    Ok((now, longest))
}

/// Waits until the events with these keys have `target` effects. Returns their number, and their latency.
pub(super) async fn reach_of(
    source: PerEvent,
    keys: Vec<Key>,
    target: u64,
    due: Duration,
) -> Result<(u64, Duration), ReadingError> {
    reach(|| source.count(&keys), target, due).await
}
