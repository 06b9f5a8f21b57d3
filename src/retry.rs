//! Retry plans: compute the next delay, or the end, from the attempts so far.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::model::{Failure, Outcome, StatusSet};

/// The retry plan of a provider.
///
/// ```
/// use std::time::Duration;
/// use hookproof::model::{Failure, Outcome};
/// use hookproof::retry::{RetryOn, RetryPlan, Spacing};
///
/// let plan = RetryPlan::new(3, Spacing::Fixed { seconds: 30.0 }, RetryOn::EveryFailure);
/// let failure = Outcome::Failed(Failure::Closed);
/// assert_eq!(plan.next(1, &failure), Some(Duration::from_secs(30)));
/// assert_eq!(plan.next(4, &failure), None);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RetryPlan {
    /// Retries after the first attempt.
    pub retries: u32,
    /// Delay before each retry.
    pub spacing: Spacing,
    /// The failures that are retried.
    pub on: RetryOn,
    /// Statuses whose header `Retry-After`, in seconds, delays the next attempt.
    #[serde(default, skip_serializing_if = "StatusSet::is_empty")]
    pub retry_after: StatusSet,
}

/// The longest delay that an endpoint can ask for: a day.
const LONGEST_ASKED: Duration = Duration::from_hours(24);

/// Delay before each retry, counted from the previous failure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Spacing {
    /// The same delay before every retry.
    Fixed {
        /// The delay.
        seconds: f64,
    },
    /// Each delay is `factor` times the previous one.
    Exponential {
        /// The first delay.
        seconds: f64,
        /// Factor between two delays.
        factor: f64,
    },
    /// A delay for each retry. If there are more retries than delays, the last delay repeats.
    List {
        /// The delays.
        seconds: Vec<f64>,
    },
}

/// The failures that are retried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RetryOn {
    /// Every outcome that is not a success.
    EveryFailure,
    /// These status codes, and timeouts.
    StatusesAndTimeout(StatusSet),
    /// Every failure except these status codes.
    AllBut(StatusSet),
}

impl RetryPlan {
    /// Creates a plan from its parts.
    #[must_use]
    pub const fn new(retries: u32, spacing: Spacing, on: RetryOn) -> Self {
        Self { retries, spacing, on, retry_after: StatusSet::none() }
    }

    /// Sets the statuses whose header `Retry-After` is obeyed: the next attempt waits at least that many seconds, but
    /// a day at most.
    #[must_use]
    pub fn retry_after(mut self, statuses: StatusSet) -> Self {
        self.retry_after = statuses;
        self
    }

    /// Creates a plan without retries.
    #[must_use]
    pub const fn never() -> Self {
        Self::new(0, Spacing::Fixed { seconds: 0.0 }, RetryOn::EveryFailure)
    }

    /// Returns the delay until the next attempt, after `attempts` attempts of which the last failed with `outcome`;
    /// `None` if that was the last one or the failure is not retried.
    #[must_use]
    pub fn next(&self, attempts: u32, outcome: &Outcome) -> Option<Duration> {
        (attempts >= 1 && attempts <= self.retries && self.on.covers(outcome))
            .then(|| self.delay(attempts).max(self.asked(outcome).unwrap_or_default()))
    }

    /// Returns the delay that an answer asks for.
    fn asked(&self, outcome: &Outcome) -> Option<Duration> {
        let Outcome::Answered(response) = outcome else { return None };
        if !self.retry_after.contains(response.status) {
            return None;
        }
        let seconds = std::str::from_utf8(response.headers.get("retry-after")?).ok()?.trim().parse().ok()?;
        Some(Duration::from_secs(seconds).min(LONGEST_ASKED))
    }

    /// Returns the delay before the retry of this number, from 1.
    #[must_use]
    pub fn delay(&self, retry: u32) -> Duration {
        let nth = retry.saturating_sub(1);
        let seconds = match &self.spacing {
            Spacing::Fixed { seconds } => *seconds,
            Spacing::Exponential { seconds, factor } => seconds * factor.powi(i32::try_from(nth).unwrap_or(i32::MAX)),
            Spacing::List { seconds } => {
                let nth = usize::try_from(nth).unwrap_or(usize::MAX);
                seconds.get(nth).or(seconds.last()).copied().unwrap_or_default()
            }
        };
        Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
    }

    /// Returns the time from the first failure to the last retry, if every attempt fails at once.
    #[must_use]
    pub fn span(&self) -> Duration {
        (1..=self.retries).fold(Duration::ZERO, |span, retry| span.saturating_add(self.delay(retry)))
    }
}

impl RetryOn {
    /// Returns whether some answer is retried, and not only a missing one.
    #[must_use]
    pub(crate) fn retries_answers(&self) -> bool {
        !matches!(self, Self::StatusesAndTimeout(statuses) if statuses.is_empty())
    }

    fn covers(&self, outcome: &Outcome) -> bool {
        match (self, outcome) {
            (Self::EveryFailure, _) | (Self::AllBut(_), Outcome::Failed(_)) => true,
            (Self::AllBut(statuses), Outcome::Answered(response)) => !statuses.contains(response.status),
            (Self::StatusesAndTimeout(statuses), Outcome::Answered(response)) => statuses.contains(response.status),
            (Self::StatusesAndTimeout(_), Outcome::Failed(failure)) => matches!(failure, Failure::TimedOut(_)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Headers, Response};

    fn answered(status: u16) -> Outcome {
        Outcome::Answered(Response::new(status, Headers::new(), bytes::Bytes::new()))
    }

    #[test]
    fn listed_statuses_only() {
        let plan = RetryPlan::new(
            1,
            Spacing::Fixed { seconds: 30.0 },
            RetryOn::StatusesAndTimeout("429, 503".parse().unwrap()),
        );
        assert_eq!(plan.next(1, &answered(503)), Some(Duration::from_secs(30)));
        assert_eq!(plan.next(1, &answered(404)), None);
        assert_eq!(plan.next(2, &answered(503)), None);
        assert!(plan.next(1, &Outcome::Failed(Failure::TimedOut(Duration::from_secs(10)))).is_some());
        assert!(plan.next(1, &Outcome::Failed(Failure::Closed)).is_none());
    }

    #[test]
    fn a_list_of_delays_is_followed_and_its_last_delay_repeats() {
        let spacing = Spacing::List { seconds: vec![0.0, 60.0, 300.0] };
        let plan = RetryPlan::new(4, spacing, RetryOn::AllBut("406".parse().unwrap()));
        let delays: Vec<_> = (1..=5).map(|attempts| plan.next(attempts, &answered(500))).collect();
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(delays, [seconds(0), seconds(60), seconds(300), seconds(300), None]);
        assert_eq!(plan.next(1, &answered(406)), None);
        assert_eq!(plan.next(1, &Outcome::Failed(Failure::Closed)), seconds(0));
        assert_eq!(plan.span(), Duration::from_mins(11));
    }

    #[test]
    fn an_answer_that_asks_for_a_later_retry_is_obeyed() {
        let plan = RetryPlan::new(3, Spacing::Fixed { seconds: 30.0 }, RetryOn::EveryFailure)
            .retry_after("429".parse().unwrap());
        let after = |status, value: &str| {
            let headers = [("Retry-After", value)].into_iter().collect();
            plan.next(1, &Outcome::Answered(Response::new(status, headers, bytes::Bytes::new())))
        };
        let seconds = |seconds| Some(Duration::from_secs(seconds));
        assert_eq!(after(429, "120"), seconds(120));
        assert_eq!(after(429, "5"), seconds(30));
        assert_eq!(after(503, "120"), seconds(30));
        assert_eq!(after(429, "18446744073709551615"), seconds(86_400));
        assert_eq!(after(429, "soon"), seconds(30));
        assert_eq!(plan.next(4, &answered(429)), None);
    }

    #[test]
    fn doubling_from_2_6_seconds_ends_within_a_day() {
        let spacing = Spacing::Exponential { seconds: 2.6, factor: 2.0 };
        let plan = RetryPlan::new(15, spacing, RetryOn::EveryFailure);
        assert!(plan.span() <= Duration::from_hours(24));
        assert!(plan.span() > Duration::from_hours(23));
    }

    #[test]
    fn absurd_plans_do_not_panic() {
        let spacing = Spacing::Exponential { seconds: 1e300, factor: 1e300 };
        assert_eq!(RetryPlan::new(u32::MAX, spacing, RetryOn::EveryFailure).delay(u32::MAX), Duration::MAX);
    }
}
