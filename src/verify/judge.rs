//! Judges exchanges.

use crate::model::Exchange;
use crate::verify::context::Context;
use crate::verify::plan::{Attempt, Expected, Observed};
use crate::verify::type_under_test::TypeUnderTest;

/// Judgement of a check on one event type.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Judgement {
    /// The endpoint did what it should.
    Pass,
    /// It did, with this note.
    Noted(String),
    /// It did not.
    Fail {
        /// What the endpoint did instead, to be read after "the endpoint": `answered 200`.
        reason: String,
        /// The step that shows it.
        step: usize,
    },
    /// It could not be judged, for this reason.
    Skip(String),
}

/// Reason of a skip if no answer arrived in time: only one check reports late answers.
pub(crate) const LATE: &str = "not answered in time: see delivery-in-time";

/// Passes when every attempt was met as it should be; the first one that was not decides.
pub(crate) fn as_expected(context: &Context<'_>, _: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    for (step, one) in observed.iter().enumerate() {
        if matches!(one, Observed::Gone) {
            return Judgement::Fail { reason: "is gone".to_owned(), step: last_sent(observed) };
        }
        let Some((attempt, exchange)) = one.exchange() else { continue };
        if exchange.timed_out() {
            return Judgement::Skip(LATE.to_owned());
        }
        if let Some(reason) = objection(context, attempt, exchange) {
            return Judgement::Fail { reason, step };
        }
    }
    Judgement::Pass
}

/// Does the same for checks that judge a missing answer.
pub(super) fn answered(context: &Context<'_>, _: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    let objected = |(step, observed): (usize, &Observed)| {
        let (attempt, exchange) = observed.exchange()?;
        objection(context, attempt, exchange).map(|reason| Judgement::Fail { reason, step })
    };
    observed.iter().enumerate().find_map(objected).unwrap_or(Judgement::Pass)
}

/// Returns what is wrong with an answer, to be read after "the endpoint".
pub(super) fn objection(context: &Context<'_>, attempt: &Attempt, exchange: &Exchange) -> Option<String> {
    if let (Some(handshake), Some(response)) = (&attempt.handshake, exchange.response()) {
        return match attempt.expected {
            Expected::Unconfirmed => handshake.unrefused(response),
            _ => handshake.fault(response),
        };
    }
    let answered = exchange.describe();
    let succeeds = |status| context.provider.succeeds(status);
    // The text that belongs to a success has a check of its own. Without it, the provider takes no answer for a success.
    let accepts = |_| exchange.response().is_some_and(|answer| context.provider.accepts(answer));
    match (attempt.expected, exchange.status()) {
        (Expected::Accepted, Some(status)) if succeeds(status) => None,
        (Expected::Accepted | Expected::Confirmed | Expected::Unconfirmed, _) => Some(answered),
        (Expected::Refused, Some(400..=499)) | (Expected::Survived, Some(..=499)) | (Expected::Unjudged, _) => None,
        (Expected::Retried, Some(status)) if accepts(status) => Some(format!("{answered}, so it is not sent again")),
        (Expected::Retried, _) => {
            let plan = &context.provider.retry;
            let may_ask = plan.retries > 0 && plan.on.retries_answers();
            let asks = !may_ask || plan.next(1, &exchange.outcome).is_some();
            (!asks).then(|| format!("{answered}, which {} does not try again", context.provider.name))
        }
        (Expected::Anything, _) => exchange.unreachable().then_some(answered),
        (Expected::Refused, Some(status)) if accepts(status) => Some(format!("{answered}, which accepts it")),
        (Expected::Refused, Some(status)) if succeeds(status) => None,
        (_, Some(500..)) => Some(format!("{answered} (a refusal is a 4xx, a 5xx asks for another attempt)")),
        (_, _) => Some(format!("{answered} (a refusal is a 4xx)")),
    }
}

/// Returns the effects before and after, by the first and the last reading; `None` without an observer.
pub(super) fn increase(observed: &[Observed]) -> Option<(u64, u64)> {
    let mut counts = observed.iter().filter_map(Observed::count);
    let first = counts.next()?;
    Some((first, counts.last().unwrap_or(first)))
}

/// Formats a number of times in words.
pub(super) fn times(count: u64) -> String {
    match count {
        0 => "no".to_owned(),
        count => count.to_string(),
    }
}

/// Returns the last step that sent something.
pub(super) fn last_sent(observed: &[Observed]) -> usize {
    observed.iter().rposition(|observed| observed.exchange().is_some()).unwrap_or_default()
}
