//! `redelivery-after-pause`

use crate::verify::check::{Check, Scope, Stage};
use crate::verify::checks::redelivered;
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Attempt, Observed, Plan, Step};
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "redelivery-after-pause",
    title: "recognizes a redelivered event after a pause",
    why: "Event ids that expire are forgotten. Providers redeliver for hours or days, and a forgotten event is \
          processed again.",
    scope: Scope::One,
    plan,
    judge,
    stage: Stage::Bulk,
    ..Check::REDELIVERY
};

/// Events that wait together.
const EVENTS: u64 = 3;

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let Some(pause) = context.pause else {
        return Plan::Skip("redeliveries after a pause were not tried, give --pause".to_owned());
    };
    let Some(more) = tested.effects_per_event.map(|effects_per_event| effects_per_event * EVENTS) else {
        return Plan::Skip(redelivered::why_unseen(context).to_owned());
    };
    // The redeliveries are created, and signed, when the pause is over.
    let seconds = i64::try_from(pause.as_secs()).unwrap_or(i64::MAX);
    let later = Context { now: context.now.shifted(seconds), ..context.clone() };
    let events: Vec<Attempt> = (0..EVENTS).map(|nth| context.good(tested, &format!("event {nth}"))).collect();
    let again = |event: &Attempt| {
        let key = format!("attempt at {}", context.event_id(tested.name(), &event.document));
        later.retried(tested, event, 1, &key).what(format!("that redelivers an event after {pause:?}"))
    };
    let again: Vec<Attempt> = events.iter().map(again).collect();
    let mut steps = vec![Step::Observe { more: 0 }];
    steps.extend(events.into_iter().map(Step::from));
    steps.extend([Step::Await { more }, Step::Pause(pause)]);
    steps.extend(again.into_iter().map(Step::from));
    steps.push(Step::Observe { more });
    Plan::Steps(steps)
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    match judge::as_expected(context, tested, observed) {
        Judgement::Pass => {}
        judgement => return judgement,
    }
    let pause = context.pause.unwrap_or_default();
    let because = format!("{EVENTS} events and their redeliveries after {pause:?}");
    redelivered::counted(tested, observed, EVENTS, &because).unwrap_or_else(|| redelivered::unseen(context))
}
