//! `transport-half-body`

use crate::verify::check::Check;
use crate::verify::check::Level;
use crate::verify::check::Stage;
use crate::verify::checks::repeated;
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::Manner;
use crate::verify::plan::Plan;
use crate::verify::plan::Seen;
use crate::verify::plan::Step;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "transport-half-body",
    title: "survives a connection that ends in the middle of a body, without an effect",
    why: "Networks break. Half an event that is processed is a wrong event, and a worker that crashes on it drops the \
          next deliveries as well.",
    level: Level::Must,
    plan,
    judge,
    stage: Stage::Fatal,
    ..Check::TRANSPORT
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    let closed = context.good(subject, "closed").travelling(Manner::HalfFinished);
    let reset = context.good(subject, "reset").travelling(Manner::HalfReset);
    let mut steps: Vec<Step> = vec![closed.into(), reset.into(), context.good(subject, "after").into()];
    repeated::observed(&mut steps, subject.gain);
    Plan::Steps(steps)
}

fn judge(context: &Context<'_>, subject: &Subject, seen: &[Seen]) -> Judgement {
    let judgement = judge::as_expected(context, subject, seen);
    if judgement != Judgement::Pass {
        return judgement;
    }
    match (judge::growth(seen), subject.gain) {
        (Some((before, after)), Some(gain)) if after > before.saturating_add(gain) => Judgement::Fail {
            reason: "processed an incomplete body".to_owned(),
            // The reset one: the last that was cut off.
            step: judge::last_sent(seen).saturating_sub(1),
        },
        _ => Judgement::Pass,
    }
}
