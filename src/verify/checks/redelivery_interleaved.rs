//! `redelivery-interleaved`

use crate::verify::check::Check;
use crate::verify::checks::repeated;
use crate::verify::context::Context;
use crate::verify::judge::Judgement;
use crate::verify::plan::Plan;
use crate::verify::plan::Seen;
use crate::verify::plan::Step;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "redelivery-interleaved",
    title: "recognizes a redelivered event after another event",
    why: "It is not enough to remember only the last event: other events arrive before the redelivery.",
    plan,
    judge,
    ..Check::REDELIVERY
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    let first = context.good(subject, "first");
    let again = first.clone().what("that redelivers an event after another one");
    let mut steps: Vec<Step> = vec![first.into(), context.good(subject, "second").into(), again.into()];
    repeated::observed(&mut steps, subject.gain.map(|gain| gain * 2));
    Plan::Steps(steps)
}

fn judge(context: &Context<'_>, subject: &Subject, seen: &[Seen]) -> Judgement {
    repeated::judge(context, subject, seen, 2)
}
