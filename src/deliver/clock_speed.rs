//! The delivery clock: it follows real time, runs faster or slower by a factor, or skips every wait.

use std::str::FromStr;
use std::time::Duration;

use thiserror::Error;

use crate::model::Timestamp;

/// The speed of the delivery clock. Signed times and the times of a management API are always real.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum ClockSpeed {
    /// As fast as real time.
    Real,
    /// Skips every wait as soon as no attempt is in flight: a day of retries takes milliseconds.
    Virtual,
    /// Real time multiplied by this factor.
    Scaled(f64),
}

/// A text that is not a valid clock speed.
#[derive(Debug, Error)]
#[error("invalid clock speed `{0}`: expected real, virtual, or a factor such as 60x")]
#[non_exhaustive]
pub struct ClockSpeedError(String);

impl FromStr for ClockSpeed {
    type Err = ClockSpeedError;

    fn from_str(text: &str) -> Result<Self, ClockSpeedError> {
        match text {
            "real" => Ok(Self::Real),
            "virtual" => Ok(Self::Virtual),
            _ => text
                .strip_suffix('x')
                .and_then(|factor| factor.parse().ok())
                .filter(|factor: &f64| (1e-3..=1e9).contains(factor))
                .map(Self::Scaled)
                .ok_or_else(|| ClockSpeedError(text.to_owned())),
        }
    }
}

impl std::fmt::Display for ClockSpeed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Real => formatter.write_str("real"),
            Self::Virtual => formatter.write_str("virtual"),
            Self::Scaled(factor) => write!(formatter, "{factor}x"),
        }
    }
}

/// The delivery clock. It never runs backwards.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clock {
    speed: ClockSpeed,
    /// The time on this clock when the real time was `real`.
    shown: Timestamp,
    real: Timestamp,
}

impl Clock {
    pub(super) const fn new(speed: ClockSpeed, real: Timestamp) -> Self {
        Self { speed, shown: real, real }
    }

    pub(super) const fn speed(&self) -> ClockSpeed {
        self.speed
    }

    /// Returns its time at a real time.
    pub(super) fn now(&self, real: Timestamp) -> Timestamp {
        let passed = real.micros().saturating_sub(self.real.micros()).max(0);
        let passed = match self.speed {
            ClockSpeed::Real | ClockSpeed::Virtual => passed,
            ClockSpeed::Scaled(factor) => scaled(passed, factor),
        };
        Timestamp::from_micros(self.shown.micros().saturating_add(passed))
    }

    /// Changes the speed from now on.
    pub(super) fn set(&mut self, speed: ClockSpeed, real: Timestamp) {
        *self = Self { speed, shown: self.now(real), real };
    }

    /// Advances to this time, unless the clock is already later.
    pub(super) fn skip_to(&mut self, to: Timestamp, real: Timestamp) {
        *self = Self { speed: self.speed, shown: self.now(real).max(to), real };
    }

    /// Returns how long it takes in real time until the clock reaches this time.
    pub(super) fn wait(&self, until: Timestamp, real: Timestamp) -> Duration {
        let left = until.micros().saturating_sub(self.now(real).micros()).max(0);
        let left = match self.speed {
            ClockSpeed::Real | ClockSpeed::Virtual => left,
            // Rounded up: waking too early would only cause another wait.
            ClockSpeed::Scaled(factor) => scaled(left, 1.0 / factor).saturating_add(1),
        };
        Duration::from_micros(u64::try_from(left).unwrap_or(0))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a float beyond 64 bits saturates")]
fn scaled(micros: i64, factor: f64) -> i64 {
    (micros as f64 * factor) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_at_its_speed_and_never_back() {
        let start = Timestamp::from_unix(1_000);
        let mut clock = Clock::new(ClockSpeed::Scaled(60.0), start);
        assert_eq!(clock.now(start.shifted(2)), Timestamp::from_unix(1_120));
        assert_eq!(clock.wait(Timestamp::from_unix(1_120), start.shifted(1)).as_millis(), 1_000);
        clock.set(ClockSpeed::Real, start.shifted(2));
        assert_eq!(clock.now(start.shifted(3)), Timestamp::from_unix(1_121));
        clock.skip_to(Timestamp::from_unix(5_000), start.shifted(3));
        clock.skip_to(Timestamp::from_unix(4_000), start.shifted(3));
        assert_eq!(clock.now(start.shifted(4)), Timestamp::from_unix(5_001));
        assert_eq!(clock.now(start), Timestamp::from_unix(5_000), "the real clock was set back");
    }

    #[test]
    fn clock_speeds_are_read_as_they_are_written() {
        for text in ["real", "virtual", "60x", "0.5x"] {
            assert_eq!(text.parse::<ClockSpeed>().unwrap().to_string(), text);
        }
        for text in ["", "x", "-1x", "0x", "infx", "NaNx", "1e300x", "fast"] {
            assert!(text.parse::<ClockSpeed>().is_err(), "{text}");
        }
    }
}
