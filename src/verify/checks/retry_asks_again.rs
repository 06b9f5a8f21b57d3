//! `retry-asks-again`

use crate::model::Exchange;
use crate::verify::check::{Assumed, Check, Condition, Level, Stage};
use crate::verify::checks::redelivered;
use crate::verify::context::{Context, Given};
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Attempt, Expected, Observed, Plan, Step};
use crate::verify::special::Special;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "retry-asks-again",
    title: "does not lose an event that arrives during an outage",
    why: "If the endpoint answers a success while the database is down, the event is lost. So it is if its id is saved \
          before the work is done.",
    level: Level::Must,
    based_on: &["retry.on", "retry.attempts"],
    plan,
    judge,
    condition: Condition::EffectsSeen,
    assumed: Assumed::Keeps,
    stage: Stage::Fatal,
    ..Check::FRAGILE
};

/// Steps about an event that comes during the outage, if effects are counted.
const DURING: usize = 7;

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    if context.outage == Given::No {
        return Plan::Skip("no outage command was given, see --outage".to_owned());
    }
    let event = context.good(tested, "event");
    let mut failing = event.clone().special(Special::Outage);
    failing.expected = Expected::Retried;
    let mut steps = vec![Step::StartOutage, failing.into(), Step::StopOutage];
    if let Some(more) = tested.effects_per_event {
        // A queue that outlives the outage accepts the event and processes it afterwards.
        steps.push(Step::AwaitAccepted { more });
    }
    steps.push(context.again(tested, &event, 1).what("sent again after all was restored").into());
    redelivered::observed(&mut steps, tested.effects_per_event);
    // One more outage is enough to see whether what happened before it is remembered.
    let is_plainest = context.plainest().is_none_or(|plainest| plainest.name() == tested.name());
    match tested.effects_per_event.filter(|_| is_plainest) {
        Some(effects_per_event) => Plan::Strands(vec![steps, memory(context, tested, effects_per_event)]),
        None => Plan::Steps(steps),
    }
}

/// Redelivers an event from before an outage, during the outage and after it. First, it shows that redeliveries are
/// recognized at all.
fn memory(context: &Context<'_>, tested: &TypeUnderTest, effects_per_event: u64) -> Vec<Step> {
    let before = context.good(tested, "before");
    let again = |retry: u32, what: &str, expected: Expected| Attempt {
        expected,
        ..context.again(tested, &before, retry).what(what)
    };
    let more = effects_per_event * 2;
    vec![
        Step::Observe { more: 0 },
        before.clone().into(),
        context.good(tested, "between").into(),
        Step::Await { more },
        again(1, "that redelivers an event after another one", Expected::Anything).into(),
        Step::Observe { more },
        Step::StartOutage,
        again(2, "that redelivers an event from before the outage", Expected::Unjudged).into(),
        Step::StopOutage,
        again(3, "that redelivers, after the outage, an event from before it", Expected::Anything)
            .special(Special::BeforeOutage)
            .into(),
        Step::Observe { more },
    ]
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    let during = if tested.effects_per_event.is_some() { DURING.min(observed.len()) } else { observed.len() };
    let (during, memory) = observed.split_at(during);
    let judgement = judge_during(context, tested, during);
    match (&judgement, judge_memory(tested, memory)) {
        (Judgement::Fail { .. }, _) | (_, None) => judgement,
        (_, Some((reason, step))) => Judgement::Fail { reason, step: during.len() + step },
    }
}

/// Returns what is wrong with the deduplication of an endpoint that recognized redeliveries before the outage.
fn judge_memory(tested: &TypeUnderTest, observed: &[Observed]) -> Option<(String, usize)> {
    let counts: Vec<u64> = observed.iter().filter_map(Observed::count).collect();
    let [base, _, known, after] = counts[..] else { return None };
    let remembers = known.checked_sub(base)? == tested.effects_per_event? * 2;
    (remembers && after > known).then(|| {
        let reason = "processed an event from before the outage again: what it remembers does not survive the outage";
        (reason.to_owned(), judge::last_sent(observed))
    })
}

fn judge_during(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    let accepts = |exchange: &Exchange| exchange.status().is_some_and(|status| context.provider.succeeds(status));
    let Some((step, exchange)) = observed.iter().enumerate().find_map(|(at, one)| Some((at, one.exchange()?.1))) else {
        return judge::as_expected(context, tested, observed);
    };
    if accepts(exchange) {
        return accepted(context, tested, observed, (step, exchange));
    }
    let judgement = judge::as_expected(context, tested, observed);
    if judgement != Judgement::Pass {
        return judgement;
    }
    redelivered::counted(tested, observed, 1, "one event").unwrap_or(Judgement::Pass)
}

/// Judges an event that was accepted while a dependency of the consumer was down: it is lost, or it was kept and is
/// processed afterwards.
fn accepted(
    context: &Context<'_>,
    tested: &TypeUnderTest,
    observed: &[Observed],
    (step, exchange): (usize, &Exchange),
) -> Judgement {
    let answered = exchange.describe();
    let later = judge::as_expected(context, tested, &observed[step + 1..]);
    if let Judgement::Fail { reason, step: after } = later {
        return Judgement::Fail { reason, step: step + 1 + after };
    }
    let mut counts = observed.iter().filter_map(Observed::count);
    let (Some(before), Some(kept), Some(effects_per_event)) = (counts.next(), counts.next(), tested.effects_per_event)
    else {
        return Judgement::Skip(format!(
            "{answered} during the outage; give --effects to see whether the event was kept or lost"
        ));
    };
    if kept.saturating_sub(before) < effects_per_event {
        let reason = format!("{answered} during the outage, and the event had no effect after it: it is lost");
        return Judgement::Fail { reason, step };
    }
    match redelivered::counted(tested, observed, 1, "one event and a redelivery") {
        Some(Judgement::Pass) | None => {
            Judgement::Noted(format!("{answered} during the outage, kept the event and processed it afterwards"))
        }
        Some(judgement) => judgement,
    }
}
