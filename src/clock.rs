//! The only file that asks the time or sleeps.
#![expect(clippy::disallowed_methods, reason = "this is where the clock is asked")]

use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use crate::model::Timestamp;

/// The time now.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp::from_system(SystemTime::now())
}

/// Waits.
pub async fn sleep(duration: Duration) {
    tokio::time::sleep(duration).await;
}

/// Measures how long something takes.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts to measure.
    #[must_use]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Time since the start.
    #[must_use]
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}
