//! `transport-slow-body`

use crate::verify::check::Check;
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Observed, Plan, Step};
use crate::verify::type_under_test::TypeUnderTest;

/// Deliveries between the first bytes of the slow one.
const OTHERS: usize = 3;

pub(super) const CHECK: Check = Check {
    id: "transport-slow-body",
    title: "answers others while a body trickles in byte by byte",
    why: "One slow or hostile sender must not block the deliveries of all others: they would be late, and be sent \
          again.",
    based_on: &["delivery.timeout"],
    plan,
    judge,
    ..Check::TRANSPORT
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let slow = context.good(tested, "slow").what("whose body arrives byte by byte");
    let others = (0..OTHERS).map(|at| {
        context.good(tested, &format!("during {at}")).what("sent while the body of another delivery arrives slowly")
    });
    Plan::Steps(vec![Step::DuringSlowBody { slow: Box::new(slow), others: others.collect() }])
}

/// Judges late answers itself, instead of `delivery-in-time`.
fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    judge::answered(context, tested, observed)
}
