//! Reading effects: when a count has settled.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::clock;
use crate::clock::Stopwatch;
use crate::net::Reading;
use crate::net::ReadingError;

type Counting = dyn Fn() -> Pin<Box<dyn Future<Output = u64> + Send>> + Send + Sync;

/// Tells how many effects there have been.
#[derive(Clone)]
pub(super) enum Observer {
    Url(Reading),
    Closure(Arc<Counting>),
}

/// What effects are waited for.
pub(super) struct Begun {
    /// What was counted before the first event.
    pub(super) count: u64,
    /// How many events were accepted since.
    pub(super) events: u64,
    /// When the first one was sent.
    pub(super) at: Stopwatch,
}

/// Shortest pause between two readings.
const PAUSE: Duration = Duration::from_millis(2);

/// How long a count may move on before it is taken for one that never rests.
const RESTLESS: Duration = Duration::from_mins(1);

/// Longest pause between two readings where something is waited for.
const SLOWEST: Duration = Duration::from_millis(50);

impl Observer {
    pub(super) fn of_closure<F, C>(count: C) -> Self
    where
        C: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = u64> + Send + 'static,
    {
        Self::Closure(Arc::new(move || Box::pin(count())))
    }

    pub(super) async fn count(&self) -> Result<u64, ReadingError> {
        match self {
            Self::Url(reading) => reading.count().await,
            Self::Closure(count) => Ok(count().await),
        }
    }

    /// Waits until what has begun has had all its effects; `None` when it had none within `timeout`. What is seen
    /// now may be due to the first delivery, so it may have taken all the time since then, and as much again must
    /// pass without a sign of more, unless there has been one for each event. Answers that time and the count then.
    /// Where the first look shows one for each event nothing is waited for, and the time is none at all.
    pub(super) async fn quiet(
        &self,
        begun: &Begun,
        settle: Duration,
        timeout: Duration,
    ) -> Result<Option<(Duration, u64)>, ReadingError> {
        let waited = Stopwatch::start();
        let mut count = self.count().await?;
        if count == begun.count.saturating_add(begun.events) {
            return Ok(Some((Duration::ZERO, count)));
        }
        let (mut last, mut changed) = (begun.count, None);
        loop {
            if count > last {
                last = count;
                changed = Some((begun.at.elapsed(), Stopwatch::start()));
            }
            let over = match &changed {
                Some((_, since)) if last - begun.count >= begun.events => since.elapsed() >= settle,
                Some((worst, since)) => since.elapsed() >= (*worst + settle).min(timeout),
                None => waited.elapsed() >= timeout,
            };
            if over {
                return Ok(changed.map(|(worst, _)| (worst, last)));
            }
            clock::sleep(PAUSE).await;
            count = self.count().await?;
        }
    }

    /// Reads until the count is `expected`, or until it has not grown for `timeout`: a long queue takes its time. Answers
    /// what it is then, and the longest that it took to grow: no time at all where the first reading shows it,
    /// however slow that was.
    pub(super) async fn reached(&self, expected: u64, timeout: Duration) -> Result<(u64, Duration), ReadingError> {
        let mut silence = Stopwatch::start();
        let mut count = self.count().await?;
        let (mut longest, mut pause) = (Duration::ZERO, PAUSE);
        while count < expected && silence.elapsed() < timeout {
            clock::sleep(pause).await;
            pause = (pause * 2).min(SLOWEST);
            let now = self.count().await?;
            if now > count {
                longest = longest.max(silence.elapsed());
                silence = Stopwatch::start();
            }
            count = now;
        }
        Ok((count, longest))
    }

    /// Reads until the count is `expected` and stays so for `settle`, or until it has not grown for `timeout`. One that
    /// never rests is read as it is after a while.
    pub(super) async fn settled(
        &self,
        expected: u64,
        settle: Duration,
        timeout: Duration,
    ) -> Result<u64, ReadingError> {
        let begun = Stopwatch::start();
        loop {
            let (count, _) = self.reached(expected, timeout).await?;
            if count < expected {
                return Ok(count);
            }
            clock::sleep(settle).await;
            let still = self.count().await?;
            if still == count || begun.elapsed() >= RESTLESS.max(timeout) {
                return Ok(still);
            }
        }
    }
}

type Looking = dyn Fn() -> Pin<Box<dyn Future<Output = Value> + Send>> + Send + Sync;

/// Tells what the consumer believes.
#[derive(Clone)]
pub(super) enum State {
    Url(Reading),
    Closure(Arc<Looking>),
}

impl State {
    pub(super) fn of_closure<F, L>(look: L) -> Self
    where
        L: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = Value> + Send + 'static,
    {
        Self::Closure(Arc::new(move || Box::pin(look())))
    }

    pub(super) async fn look(&self) -> Result<Value, ReadingError> {
        match self {
            Self::Url(reading) => reading.document().await,
            Self::Closure(look) => Ok(look().await),
        }
    }

    /// Reads until two readings, `settle` apart, agree, or until `timeout` has passed.
    pub(super) async fn settled(&self, settle: Duration, timeout: Duration) -> Result<Value, ReadingError> {
        let begun = Stopwatch::start();
        let mut last = self.look().await?;
        loop {
            clock::sleep(settle).await;
            let now = self.look().await?;
            if now == last || begun.elapsed() >= timeout {
                return Ok(now);
            }
            last = now;
        }
    }
}

impl fmt::Debug for State {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Url(_) => "State::Url",
            Self::Closure(_) => "State::Closure",
        })
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Url(_) => "Observer::Url",
            Self::Closure(_) => "Observer::Closure",
        })
    }
}
