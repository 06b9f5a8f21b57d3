//! `redelivery-concurrent`

use crate::verify::check::Check;
use crate::verify::checks::redelivered;
use crate::verify::context::Context;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Observed, Plan, Step};
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "redelivery-concurrent",
    title: "processes an event once that arrives many times at once",
    why: "Redeliveries can arrive at the same time. If one arrives between the lookup of the id and its insertion, the \
          event is processed twice. A unique index or a lock prevents this.",
    plan,
    judge,
    ..Check::REDELIVERY
};

const TIMES: usize = 8;

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let event = context.good(tested, "event");
    let what = format!("of one event, which was sent {TIMES} times at once");
    let all = (0..).take(TIMES).map(|retry| context.again(tested, &event, retry).what(&what));
    let mut steps = vec![Step::Together(all.collect())];
    redelivered::observed(&mut steps, tested.effects_per_event);
    Plan::Steps(steps)
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    redelivered::judge(context, tested, observed, 1)
}
