//! `redelivery-long-after`

use crate::verify::check::{Check, Scope, Stage};
use crate::verify::checks::redelivered;
use crate::verify::context::Context;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Observed, Plan, Step};
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "redelivery-long-after",
    title: "recognizes a redelivered event after a thousand others",
    why: "A store of limited size forgets. Providers redeliver events for a day or longer, and many others arrive \
          before that.",
    scope: Scope::One,
    plan,
    judge,
    stage: Stage::Bulk,
    ..Check::REDELIVERY
};

const OTHERS: u64 = 1_000;

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let first = context.good(tested, "event");
    let again = context.again(tested, &first, 1).what(format!("that redelivers an event after {OTHERS} others"));
    let others = (0..OTHERS).map(|at| context.good(tested, &format!("other {at}"))).collect();
    let mut steps: Vec<Step> = vec![first.into(), Step::Bulk(others), again.into()];
    redelivered::observed(&mut steps, tested.effects_per_event);
    if let Some(more) = tested.effects_per_event {
        // The first effect is waited for: nothing but the redelivery can then add one.
        steps.insert(2, Step::Await { more });
    }
    Plan::Steps(steps)
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    redelivered::judge(context, tested, observed, 1)
}
