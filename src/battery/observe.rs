//! Reading effects for the steps of a plan, and no longer than is needed.

use std::time::Duration;

use serde_json::Value;

use crate::battery::observer::Observer;
use crate::battery::patience::Patience;
use crate::battery::session::Session;
use crate::model::Exchange;
use crate::net::ReadingError;
use crate::verify::Attempt;
use crate::verify::Manner;
use crate::verify::Seen;
use crate::verify::Step;

/// An effect that need not come is waited for at least so long, unless the provider would not.
pub(super) const LEAST_WAIT: Duration = Duration::from_millis(250);

/// Where in a plan the consumer is asked what it believes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// More is to come.
    OnTheWay,
    /// It is the last step.
    AtTheEnd,
}

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
                let count = self.awaited(&observer, after, seen).await?;
                let count = match step {
                    Step::Observe { .. } if count >= after => self.settled(&observer, after, count).await?,
                    _ => count,
                };
                // Something acted that was not to act, perhaps because of what was believed before.
                self.readings.exceeds |= count > after;
                // What had to stay did, be it right or wrong.
                (count, count == after || (count > after && self.readings.patience == Patience::Long))
            }
            (_, Step::Watch) => {
                let last = last.unwrap_or(self.first_count);
                let next = last.saturating_add(1);
                let count = match self.readings.patience {
                    Patience::Short => observer.reached(next, self.readings.settle).await?.0,
                    Patience::Long | Patience::Late => {
                        observer.settled(next, self.readings.settle, self.longest_wait()).await?
                    }
                };
                // What comes later than a short patience is found where what is owed is settled up.
                (count, count > last || self.readings.patience == Patience::Short)
            }
            _ => (self.first_reading(&observer).await?, true),
        };
        self.readings.expected = is_sure.then_some(count);
        Ok(Some(count))
    }

    /// A count that is what it should be is believed at once, until what is owed is settled up.
    async fn settled(&mut self, observer: &Observer, after: u64, count: u64) -> Result<u64, ReadingError> {
        if count == after && self.readings.patience == Patience::Short {
            self.readings.owes = true;
            return Ok(count);
        }
        observer.settled(after, self.readings.settle, self.told.provider.delivery.timeout).await
    }

    /// What has all its effects need not settle again, nor does an endpoint that was seen to act at once.
    async fn first_reading(&mut self, observer: &Observer) -> Result<u64, ReadingError> {
        if let Some(expected) = self.readings.expected {
            if observer.reached(expected, self.readings.settle).await?.0 == expected {
                return Ok(expected);
            }
            // What was believed before has not stayed.
            self.readings.is_off = true;
        } else if self.readings.patience == Patience::Short {
            self.readings.owes = true;
            return observer.count().await;
        }
        observer.settled(0, self.readings.settle, self.told.provider.delivery.timeout).await
    }

    /// How long an effect is waited for that need not come: nothing where no effect was ever seen.
    fn longest_wait(&self) -> Duration {
        if self.subjects.iter().all(|subject| subject.gain.is_none()) {
            return Duration::ZERO;
        }
        (self.readings.settle * 3).max(LEAST_WAIT).min(self.told.provider.delivery.timeout)
    }

    async fn awaited(&mut self, observer: &Observer, after: u64, seen: &[Seen]) -> Result<u64, ReadingError> {
        let (count, lag) = observer.reached(after, self.told.provider.delivery.timeout).await?;
        // What was cut off before its answer may act at any time, and says nothing of the endpoint.
        let is_cut = |(attempt, _): (&Attempt, &Exchange)| attempt.manner == Manner::AnswerLost;
        if count >= after && !seen.iter().filter_map(Seen::exchange).any(is_cut) {
            self.learn(lag);
        }
        Ok(count)
    }

    /// What the consumer believes, once it stays so. One with little patience takes what is there on the way to more,
    /// and at last, too, where effects were seen to be done when the endpoint answers.
    pub(super) async fn state(&mut self, when: When) -> Result<Option<Value>, ReadingError> {
        let Some(state) = self.told.state.clone() else { return Ok(None) };
        let acts_at_once = self.subjects.iter().any(|subject| subject.gain.is_some());
        if self.readings.patience != Patience::Short || (when == When::AtTheEnd && !acts_at_once) {
            return state.settled(self.readings.settle, self.told.provider.delivery.timeout).await.map(Some);
        }
        let now = state.look().await?;
        // What was believed before has not stayed.
        self.readings.is_off |= self.readings.believed.as_ref().is_some_and(|believed| *believed != now);
        self.readings.owes = true;
        self.readings.believed = Some(now.clone());
        Ok(Some(now))
    }

    /// Counts anew behind deliveries of a plan of which nobody knows how many act: `known` was counted before them.
    pub(super) async fn recount(&mut self, known: Option<u64>, seen: &[Seen], at: usize) {
        let Some(observer) = self.told.observer.clone() else { return };
        if self.readings.patience != Patience::Short || (known.is_none() && !self.readings.owed.is_empty()) {
            return;
        }
        // An observer that fails leaves nothing known.
        let Ok(count) = observer.count().await else { return };
        let sent = seen.iter().filter_map(Seen::exchange).map(|_| 1).sum();
        if let (Some(before), Some(gain)) = (known, self.subjects[at].gain) {
            let most = gain.saturating_mul(sent).saturating_add(before);
            // What was believed before has not stayed.
            self.readings.is_off |= !(before..=most).contains(&count);
        }
        self.readings.expected = Some(count);
    }

    /// An effect came this long after its answer: another one may take twice as long.
    pub(super) fn learn(&mut self, lag: Duration) {
        if !lag.is_zero() {
            self.readings.patience = Patience::Late;
        }
        self.readings.settle =
            self.readings.settle.max(lag * 2).min(self.told.provider.delivery.timeout.max(self.told.settle));
    }
}
