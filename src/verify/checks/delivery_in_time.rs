//! `delivery-in-time`

use crate::model::Exchange;
use crate::verify::check::Check;
use crate::verify::overall::{ColdStart, Overall, RunFacts};

/// Judged by the battery over every attempt of the run: silence counts here and nowhere else.
pub(super) const CHECK: Check = Check {
    id: "delivery-in-time",
    title: "answers within the provider's time-out",
    why: "A late answer counts as no answer: the provider sends the event again although it was processed, and may \
          disable the endpoint. Store the event, answer, and do the work afterwards.",
    based_on: &["delivery.timeout"],
    overall,
    ..Check::RUN
};

fn overall(run: &RunFacts<'_>) -> Option<Overall> {
    if let Some((attempt, exchange)) = run.late.first() {
        return Some(Overall::Fail {
            reason: late(exchange, run),
            events: vec![attempt.event.clone()],
            evidence: Some((attempt.clone(), exchange.clone())),
        });
    }
    if run.accepted == 0 && run.refused.is_empty() {
        return None;
    }
    Some(Overall::Pass(run.cold_start.map(warm_up).or_else(|| late_once(run))))
}

/// Describes late answers: how many there were, and how slow the others are.
fn late(exchange: &Exchange, run: &RunFacts<'_>) -> String {
    let slowest = run.slowest.map_or_else(String::new, |slowest| {
        format!("; the slowest answer in time took {} ms", slowest.as_millis().max(1))
    });
    format!("{} ({} of {} deliveries{slowest})", exchange.describe(), run.late.len(), run.deliveries)
}

/// Describes answers that were late, and were not when the deliveries were sent again.
fn late_once(run: &RunFacts<'_>) -> Option<String> {
    let (late, deliveries) = (run.late_once, run.deliveries);
    (late > 0).then(|| {
        format!(
            "{late} of {deliveries} deliveries exceeded the time-out once and did not when sent again: a pause of the \
             endpoint, or a busy machine"
        )
    })
}

/// Describes a cold start. It does not fail the check by itself: the retry was answered in time.
fn warm_up(cold: &ColdStart) -> String {
    format!(
        "the first delivery to the idle endpoint {}; its redelivery {} after {} ms. Keep the endpoint warm, or expect a \
         redelivery after each pause",
        cold.first.1.describe(),
        cold.again.describe(),
        cold.again.duration.as_millis()
    )
}
