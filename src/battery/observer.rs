//! Reading effects: when a count has settled.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

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

/// Shortest pause between two readings.
const PAUSE: Duration = Duration::from_millis(2);

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

    /// How long after this call the count last grew beyond `before`; `None` when it did not within `timeout`.
    /// Growth is over when it has paused for as long as it took to come, and for `settle` more.
    pub(super) async fn lag(
        &self,
        before: u64,
        settle: Duration,
        timeout: Duration,
    ) -> Result<Option<Duration>, ReadingError> {
        let begun = Stopwatch::start();
        let (mut last, mut grown) = (before, None);
        loop {
            let count = self.count().await?;
            if count > last {
                // What was there at the first look came with the answers.
                grown =
                    Some(if grown.is_none() && begun.elapsed() < settle { Duration::ZERO } else { begun.elapsed() });
                last = count;
            }
            let over = grown.map_or(timeout, |lag| lag * 2 + settle);
            if begun.elapsed() >= over.min(timeout) {
                return Ok(grown);
            }
            clock::sleep(PAUSE.max(settle / 4)).await;
        }
    }

    /// Reads until the count is `expected` and stays so for `settle`, or until `timeout` has passed.
    pub(super) async fn settled(
        &self,
        expected: u64,
        settle: Duration,
        timeout: Duration,
    ) -> Result<u64, ReadingError> {
        let begun = Stopwatch::start();
        let mut pause = PAUSE;
        loop {
            let count = self.count().await?;
            if count >= expected {
                clock::sleep(settle).await;
                let still = self.count().await?;
                if still == count || begun.elapsed() >= timeout {
                    return Ok(still);
                }
            } else if begun.elapsed() >= timeout {
                return Ok(count);
            } else {
                clock::sleep(pause).await;
                pause = (pause * 2).min(settle.max(PAUSE) * 4);
            }
        }
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
