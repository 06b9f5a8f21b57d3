//! Retry plans as text: `5s 5m 30m`, `3 x 30s`, `1m x2 up to 3d`, and the answers that they depend on.

use std::time::Duration;

use crate::model::{StatusSet, StatusSetError};
use crate::provider::Disabling;
use crate::provider_file::error::ProviderFileError;
use crate::provider_file::fields::Fields;
use crate::provider_file::node::Node;
use crate::retry::{RetryOn, RetryPlan, Spacing};

/// More retries than any provider makes.
const MOST: u32 = 1_000;

const FORM: &str = "expected `never`, delays such as `5s 5m 30m`, `3 x 30s`, `8 x 1m x2` (each delay twice the one \
                    before) or `1m x2 up to 3d`";

/// Reads the plan.
pub(super) fn read(fields: &Fields) -> Result<RetryPlan, ProviderFileError> {
    let on = match fields.get("retry-on") {
        Some(node) => on(node)?,
        None => RetryOn::EveryFailure,
    };
    let retry_after = statuses(fields, "retry-after")?;
    let Some(node) = fields.get("retry") else { return Ok(RetryPlan::new(0, RetryPlan::never().spacing, on)) };
    let text = node.text()?;
    let (retries, spacing) = plan(text).ok_or_else(|| node.wrong(format!("invalid retry plan `{text}`: {FORM}")))?;
    Ok(RetryPlan::new(retries, spacing, on).retry_after(retry_after))
}

/// Reads when a subscription is disabled.
pub(super) fn disabling(fields: &Fields) -> Result<Disabling, ProviderFileError> {
    let mut disabling = Disabling { statuses: statuses(fields, "disabled-by")?, ..Disabling::default() };
    if let Some(node) = fields.get("disabled-after") {
        let text = node.text()?;
        let count = text.trim().strip_suffix(" failures").and_then(|count| count.trim().parse().ok());
        let wrong = || node.wrong(format!("invalid value `{text}`: expected a number above 0, such as `20 failures`"));
        disabling.failures = Some(count.filter(|count| *count > 0).ok_or_else(wrong)?);
    }
    Ok(disabling)
}

/// Reads the statuses of a key; none by default.
fn statuses(fields: &Fields, key: &str) -> Result<StatusSet, ProviderFileError> {
    fields.get(key).map_or(Ok(StatusSet::none()), |node| parsed(node, node.text()?))
}

/// Reads statuses, of which there must be some.
pub(super) fn some_statuses(node: &Node) -> Result<StatusSet, ProviderFileError> {
    let statuses = parsed(node, node.text()?)?;
    if statuses.is_empty() { Err(node.wrong("no status is left")) } else { Ok(statuses) }
}

fn parsed(node: &Node, text: &str) -> Result<StatusSet, ProviderFileError> {
    text.parse().map_err(|error: StatusSetError| node.wrong(error.to_string()))
}

fn plan(text: &str) -> Option<(u32, Spacing)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let factor =
        |word: &str| word.strip_prefix('x')?.parse::<f64>().ok().filter(|factor| factor.is_finite() && *factor >= 1.0);
    match words[..] {
        [] => None,
        ["never"] => Some((0, RetryPlan::never().spacing)),
        [count, "x", delay] => Some((retries(count)?, Spacing::Fixed { seconds: duration(delay)?.as_secs_f64() })),
        [count, "x", delay, by] => {
            let seconds = duration(delay)?.as_secs_f64();
            Some((retries(count)?, Spacing::Exponential { seconds, factor: factor(by)? }))
        }
        [delay, by, "up", "to", span] => {
            let spacing = Spacing::Exponential { seconds: duration(delay)?.as_secs_f64(), factor: factor(by)? };
            let span = duration(span)?;
            let plan = |retries| RetryPlan::new(retries, spacing.clone(), RetryOn::EveryFailure);
            let fitting = (1..=MOST).take_while(|retries| plan(*retries).span() <= span).last()?;
            Some((fitting, spacing))
        }
        _ => {
            let seconds = words.iter().map(|word| duration(word).map(|delay| delay.as_secs_f64()));
            let seconds = seconds.collect::<Option<Vec<_>>>()?;
            Some((u32::try_from(seconds.len()).ok().filter(|count| *count <= MOST)?, Spacing::List { seconds }))
        }
    }
}

fn retries(text: &str) -> Option<u32> {
    text.parse().ok().filter(|count| *count <= MOST)
}

/// Reads a duration such as `10s`, `2h` or `3d`.
pub(super) fn duration(text: &str) -> Option<Duration> {
    if let Some(days) = text.strip_suffix('d').and_then(|days| days.parse::<u32>().ok()) {
        return Some(Duration::from_hours(u64::from(days) * 24));
    }
    text.parse::<jiff::SignedDuration>().ok()?.try_into().ok()
}

fn on(node: &Node) -> Result<RetryOn, ProviderFileError> {
    let text = node.text()?.trim();
    let wrong = || {
        node.wrong(format!(
            "invalid value `{text}`: expected `every failure`, statuses such as `5xx 429 timeout`, or `all but 406`"
        ))
    };
    let set = |text: &str| text.parse::<StatusSet>().ok().filter(|set| !set.is_empty()).ok_or_else(wrong);
    if text == "every failure" {
        return Ok(RetryOn::EveryFailure);
    }
    if let Some(statuses) = text.strip_prefix("all but ") {
        return Ok(RetryOn::AllBut(set(statuses)?));
    }
    let is_end = |one: char| one == ',' || one.is_whitespace();
    let statuses = text.split(is_end).filter(|word| *word != "timeout").collect::<Vec<_>>().join(" ");
    match statuses.trim() {
        "" if !text.is_empty() => Ok(RetryOn::StatusesAndTimeout(StatusSet::none())),
        statuses => Ok(RetryOn::StatusesAndTimeout(set(statuses)?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plans_are_read() {
        let seconds = |text: &str| {
            let (retries, spacing) = plan(text).unwrap();
            let plan = RetryPlan::new(retries, spacing, RetryOn::EveryFailure);
            (1..=retries).map(|retry| plan.delay(retry).as_secs()).collect::<Vec<_>>()
        };
        assert_eq!(seconds("never"), [0; 0]);
        assert_eq!(seconds("0s 1m 5m"), [0, 60, 300]);
        assert_eq!(seconds("3 x 30s"), [30, 30, 30]);
        assert_eq!(seconds("4 x 1m x2"), [60, 120, 240, 480]);
        assert_eq!(seconds("1h x2 up to 1d"), [3_600, 7_200, 14_400, 28_800]);
        for wrong in ["", "often", "3 x", "5 m", "x2", "1m x0 up to 3d", "2000 x 1s", "-5s"] {
            assert!(plan(wrong).is_none(), "{wrong}");
        }
    }
}
