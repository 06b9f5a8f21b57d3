//! The only file that asks the time or sleeps.
#![expect(clippy::disallowed_methods, reason = "this is where the clock is asked")]

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::hash::Hasher;
use std::time::Duration;
use std::time::Instant;
use std::time::SystemTime;

use crate::model::Timestamp;

/// The time now.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp::from_system(SystemTime::now())
}

/// A salt of 128 random bits, in hexadecimal. It need not be secret; it only has to differ from the salt of every other run.
#[must_use]
pub fn random_salt() -> String {
    // The keys of a `RandomState` come from the operating system.
    let word = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", word(), word())
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
