//! `batch-several-events`

use crate::verify::check::{Check, Level, Scope, Stage};
use crate::verify::checks::{batches, redelivered};
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Observed, Plan};
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "batch-several-events",
    title: "processes every event of a delivery with several",
    why: "The provider puts events that happen at the same time into one delivery. An endpoint that reads only the \
          first event works in every test with one event, and loses events on a busy day.",
    level: Level::Must,
    scope: Scope::One,
    stage: Stage::Effects,
    based_on: &["delivery.batch"],
    plan,
    judge,
    ..Check::ANSWERS
};

const EVENTS: u64 = 3;

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let events: Vec<_> = (0..EVENTS).map(|nth| context.good(tested, &format!("event {nth}"))).collect();
    match batches::attempt(context, tested, &events[0], events.iter().map(|event| event.document.clone())) {
        Ok(several) => {
            let mut steps = vec![several.what(format!("with {EVENTS} events")).into()];
            redelivered::observed(&mut steps, tested.effects_per_event.map(|of_one| of_one * EVENTS));
            Plan::Steps(steps)
        }
        Err(skip) => skip,
    }
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    let judgement = judge::as_expected(context, tested, observed);
    if judgement != Judgement::Pass {
        return judgement;
    }
    let because = format!("a delivery with {EVENTS} events");
    redelivered::counted(tested, observed, EVENTS, &because).unwrap_or_else(|| redelivered::unseen(context))
}
