//! `redelivery-interleaved`

use crate::verify::check::Check;
use crate::verify::checks::redelivered;
use crate::verify::context::Context;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Observed, Plan, Step};
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "redelivery-interleaved",
    title: "recognizes a redelivered event after another event",
    why: "It is not enough to remember only the last event: other events arrive before the redelivery.",
    plan,
    judge,
    ..Check::REDELIVERY
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let first = context.good(tested, "first");
    let again = context.again(tested, &first, 1).what("that redelivers an event after another one");
    let mut steps: Vec<Step> = vec![first.into(), context.good(tested, "second").into(), again.into()];
    redelivered::observed(&mut steps, tested.effects_per_event.map(|effects_per_event| effects_per_event * 2));
    Plan::Steps(steps)
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    redelivered::judge(context, tested, observed, 2)
}
