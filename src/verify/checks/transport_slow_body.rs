//! `transport-slow-body`

use crate::verify::check::Check;
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::Plan;
use crate::verify::plan::Seen;
use crate::verify::plan::Step;
use crate::verify::subject::Subject;

/// Deliveries between the first bytes of the slow one.
const OTHERS: usize = 3;

pub(super) const CHECK: Check = Check {
    id: "transport-slow-body",
    title: "answers others while a body trickles in byte by byte",
    why: "One slow or hostile sender must not block the deliveries of all others: they would be late, and be sent \
          again.",
    rests_on: &["delivery.timeout"],
    plan,
    judge,
    ..Check::TRANSPORT
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    let slow = context.good(subject, "slow").what("whose body arrives byte by byte");
    let others = (0..OTHERS).map(|at| {
        context.good(subject, &format!("beside {at}")).what("sent while the body of another delivery arrives slowly")
    });
    Plan::Steps(vec![Step::Beside { slow: Box::new(slow), others: others.collect() }])
}

/// Judges late answers itself, instead of `delivery-in-time`.
fn judge(context: &Context<'_>, subject: &Subject, seen: &[Seen]) -> Judgement {
    judge::answered(context, subject, seen)
}
