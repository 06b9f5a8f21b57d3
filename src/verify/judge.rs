//! What to think of an exchange.

use crate::model::Exchange;
use crate::verify::context::Context;
use crate::verify::plan::Expected;
use crate::verify::plan::Seen;
use crate::verify::subject::Subject;

/// What a check thinks of one event type.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Judgement {
    /// The endpoint did what it should.
    Pass,
    /// It did, as far as this says.
    Noted(String),
    /// It did not.
    Fail {
        /// What it did instead, as it reads behind "the endpoint": `answered 200`.
        reason: String,
        /// The step that shows it.
        step: usize,
    },
    /// It cannot be said, for this reason.
    Skip(String),
}

/// Why a check cannot be judged when no answer came in time: that belongs to one check alone.
pub(crate) const LATE: &str = "not answered in time: see delivery-in-time";

/// Passes when every attempt was met as it should be; the first one that was not decides.
pub(crate) fn as_expected(context: &Context<'_>, _: &Subject, seen: &[Seen]) -> Judgement {
    for (step, one) in seen.iter().enumerate() {
        if matches!(one, Seen::Gone) {
            return Judgement::Fail { reason: "is not there any more".to_owned(), step: last_sent(seen) };
        }
        let Some((attempt, exchange)) = one.exchange() else { continue };
        if exchange.timed_out() {
            return Judgement::Skip(LATE.to_owned());
        }
        if let Some(reason) = objection(context, attempt.expected, exchange) {
            return Judgement::Fail { reason, step };
        }
    }
    Judgement::Pass
}

/// The same where a missing answer is the very thing that is looked for.
pub(super) fn answered(context: &Context<'_>, _: &Subject, seen: &[Seen]) -> Judgement {
    let objected = |(step, seen): (usize, &Seen)| {
        let (attempt, exchange) = seen.exchange()?;
        objection(context, attempt.expected, exchange).map(|reason| Judgement::Fail { reason, step })
    };
    seen.iter().enumerate().find_map(objected).unwrap_or(Judgement::Pass)
}

/// What is wrong with an answer, as it reads behind "the endpoint".
fn objection(context: &Context<'_>, expected: Expected, exchange: &Exchange) -> Option<String> {
    let told = exchange.told();
    let succeeds = |status| context.provider.succeeds(status);
    match (expected, exchange.status()) {
        (Expected::Accepted, Some(status)) if succeeds(status) => None,
        (Expected::Accepted, _) => Some(told),
        (Expected::Refused, Some(400..=499)) | (Expected::Survived, Some(..=499)) | (Expected::Unjudged, _) => None,
        (Expected::Retried, Some(status)) if succeeds(status) => Some(format!("{told}, which says that all is done")),
        (Expected::Retried, _) => {
            let plan = &context.provider.retry;
            let asks = plan.retries == 0 || plan.next(1, &exchange.outcome).is_some();
            (!asks).then(|| format!("{told}, which {} does not try again", context.provider.name))
        }
        (Expected::Anything, _) => exchange.unreachable().then_some(told),
        (Expected::Refused, Some(status)) if succeeds(status) => Some(format!("{told}, which accepts it")),
        (_, Some(500..)) => Some(format!("{told} (a refusal is a 4xx, a 5xx asks for another attempt)")),
        (_, _) => Some(format!("{told} (a refusal is a 4xx)")),
    }
}

/// How many more effects the last reading shows than the first; `None` without an observer.
pub(super) fn growth(seen: &[Seen]) -> Option<(u64, u64)> {
    let mut counts = seen.iter().filter_map(Seen::count);
    let first = counts.next()?;
    Some((first, counts.last().unwrap_or(first)))
}

/// How often, in words.
pub(super) fn times(count: u64) -> String {
    match count {
        0 => "no".to_owned(),
        count => count.to_string(),
    }
}

/// The last step that sent something.
pub(super) fn last_sent(seen: &[Seen]) -> usize {
    seen.iter().rposition(|seen| seen.exchange().is_some()).unwrap_or_default()
}
