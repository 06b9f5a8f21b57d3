//! Points in time and the spellings that providers use for them.

use std::fmt;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A point in time. Nothing here reads the clock: the command line and the battery pass it in.
///
/// ```
/// use hookproof::model::{TimeForm, Timestamp};
///
/// let at: Timestamp = "2025-04-06T18:38:46.113Z".parse().unwrap();
/// assert_eq!(at.write(TimeForm::MicrosOffset), "2025-04-06T18:38:46.113000+00:00");
/// assert_eq!(at.write(TimeForm::UnixSeconds), "1743964726");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(jiff::Timestamp);

/// The error for text that is not a valid point in time.
#[derive(Debug, Error)]
#[error("`{text}` is not an RFC 3339 time such as 2026-01-31T09:30:00Z")]
#[non_exhaustive]
pub struct TimestampError {
    /// The text that was given.
    pub text: String,
    source: jiff::Error,
}

/// The spelling of a point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum TimeForm {
    /// RFC 3339, whole seconds, `Z`.
    Seconds,
    /// RFC 3339, three decimals, `Z`.
    Millis,
    /// RFC 3339, six decimals, `Z`.
    Micros,
    /// RFC 3339, six decimals, `+00:00`.
    MicrosOffset,
    /// Seconds since 1970.
    UnixSeconds,
    /// Milliseconds since 1970.
    UnixMillis,
}

impl TimeForm {
    /// Returns whether this spelling is a number in JSON, unless a provider writes it as a string.
    #[must_use]
    pub const fn is_count(self) -> bool {
        matches!(self, Self::UnixSeconds | Self::UnixMillis)
    }

    /// Reads a time in this spelling; `None` if the text has another spelling.
    #[must_use]
    pub fn read(self, text: &str) -> Option<Timestamp> {
        match self {
            Self::UnixSeconds => text.parse().ok().map(Timestamp::from_unix),
            Self::UnixMillis => jiff::Timestamp::from_millisecond(text.parse().ok()?).ok().map(Timestamp),
            _ => text.parse().ok(),
        }
    }
}

impl Timestamp {
    /// Creates a time from seconds since 1970. Values out of range give the nearest time that can be written.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Self {
        let at = jiff::Timestamp::from_second(seconds);
        Self(at.unwrap_or(if seconds < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX }))
    }

    /// Creates a time from the system time, cut to microseconds: no provider and no store uses a higher precision.
    #[must_use]
    pub fn from_system(time: std::time::SystemTime) -> Self {
        Self::from_micros(jiff::Timestamp::try_from(time).unwrap_or(jiff::Timestamp::MAX).as_microsecond())
    }

    /// Returns the seconds since 1970.
    #[must_use]
    pub fn unix(self) -> i64 {
        self.0.as_second()
    }

    /// Creates a time from microseconds since 1970. Values out of range give the nearest time that can be written.
    #[must_use]
    pub fn from_micros(micros: i64) -> Self {
        let at = jiff::Timestamp::from_microsecond(micros);
        Self(at.unwrap_or(if micros < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX }))
    }

    /// Returns the microseconds since 1970.
    #[must_use]
    pub fn micros(self) -> i64 {
        self.0.as_microsecond()
    }

    /// Returns a time that is this much later; earlier for a negative number of seconds.
    #[must_use]
    pub fn shifted(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(jiff::SignedDuration::from_secs(seconds)).unwrap_or(self.0))
    }

    /// Writes the time in a provider's spelling.
    #[must_use]
    pub fn write(self, form: TimeForm) -> String {
        let civil = || self.0.to_zoned(TimeZone::UTC).datetime();
        match form {
            TimeForm::Seconds => civil().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            TimeForm::Millis => civil().strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
            TimeForm::Micros => civil().strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string(),
            TimeForm::MicrosOffset => civil().strftime("%Y-%m-%dT%H:%M:%S%.6f+00:00").to_string(),
            TimeForm::UnixSeconds => self.0.as_second().to_string(),
            TimeForm::UnixMillis => self.0.as_millisecond().to_string(),
        }
    }
}

impl std::str::FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        text.parse().map(Self).map_err(|source| TimestampError { text: text.to_owned(), source })
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.write(TimeForm::Millis))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_has_its_spelling() {
        let at = Timestamp::from_unix(1_700_000_000);
        let spelled = [
            (TimeForm::Seconds, "2023-11-14T22:13:20Z"),
            (TimeForm::Millis, "2023-11-14T22:13:20.000Z"),
            (TimeForm::Micros, "2023-11-14T22:13:20.000000Z"),
            (TimeForm::MicrosOffset, "2023-11-14T22:13:20.000000+00:00"),
            (TimeForm::UnixSeconds, "1700000000"),
            (TimeForm::UnixMillis, "1700000000000"),
        ];
        for (form, text) in spelled {
            assert_eq!(at.write(form), text);
            assert_eq!(form.read(text), Some(at));
            assert_eq!(form.read("soon"), None);
        }
    }

    #[test]
    fn out_of_range_does_not_panic() {
        assert_eq!(Timestamp::from_unix(i64::MAX), Timestamp::from_unix(i64::MAX).shifted(i64::MAX));
    }
}
