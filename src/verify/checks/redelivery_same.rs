//! `redelivery-same`

use crate::verify::check::Check;
use crate::verify::checks::repeated;
use crate::verify::context::Context;
use crate::verify::judge::Judgement;
use crate::verify::plan::Plan;
use crate::verify::plan::Seen;
use crate::verify::plan::Step;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "redelivery-same",
    title: "processes a redelivered event once, and answers a success",
    why: "Providers redeliver an event if its answer was lost. If it is processed twice, a payment is made twice. If \
          it is refused, it is redelivered again.",
    plan,
    judge,
    ..Check::REDELIVERY
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    let first = context.good(subject, "event");
    let again = first.clone().what("that redelivers the previous event, byte for byte");
    let Some(more) = subject.gain else { return Plan::in_turn([first, again]) };
    // The first effect is waited for: what comes while it is under way is another check's question.
    Plan::Steps(vec![
        Step::Observe { more: 0 },
        first.into(),
        Step::Await { more },
        again.into(),
        Step::Observe { more },
    ])
}

fn judge(context: &Context<'_>, subject: &Subject, seen: &[Seen]) -> Judgement {
    repeated::judge(context, subject, seen, 1)
}
