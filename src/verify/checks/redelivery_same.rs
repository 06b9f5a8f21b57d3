//! `redelivery-same`

use crate::verify::check::Check;
use crate::verify::checks::redelivered;
use crate::verify::context::Context;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Observed, Plan, Step};
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "redelivery-same",
    title: "processes a redelivered event once, and answers a success",
    why: "Providers redeliver an event if its answer was lost. If it is processed twice, a payment is made twice. If \
          it is refused, it is redelivered again.",
    plan,
    judge,
    ..Check::REDELIVERY
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let first = context.good(tested, "event");
    let same = if context.renews_attempts() { "" } else { ", byte for byte" };
    let again = context.again(tested, &first, 1).what(format!("that redelivers the previous event{same}"));
    let Some(more) = tested.effects_per_event else { return Plan::in_turn([first, again]) };
    // The first effect is waited for: what comes while it is under way is another check's question.
    Plan::Steps(vec![
        Step::Observe { more: 0 },
        first.into(),
        Step::Await { more },
        again.into(),
        Step::Observe { more },
    ])
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    redelivered::judge(context, tested, observed, 1)
}
