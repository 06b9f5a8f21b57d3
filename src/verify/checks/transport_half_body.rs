//! `transport-half-body`

use crate::verify::check::{Check, Level, Stage};
use crate::verify::checks::redelivered;
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::{ConnectionMode, Observed, Plan, Step};
use crate::verify::type_under_test::TypeUnderTest;

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

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let closed = context.good(tested, "closed").travelling(ConnectionMode::HalfFinished);
    let reset = context.good(tested, "reset").travelling(ConnectionMode::HalfReset);
    let mut steps: Vec<Step> = vec![closed.into(), reset.into(), context.good(tested, "after").into()];
    redelivered::observed(&mut steps, tested.effects_per_event);
    Plan::Steps(steps)
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    let judgement = judge::as_expected(context, tested, observed);
    if judgement != Judgement::Pass {
        return judgement;
    }
    match (judge::increase(observed), tested.effects_per_event) {
        (Some((before, after)), Some(effects_per_event)) if after > before.saturating_add(effects_per_event) => {
            Judgement::Fail {
                reason: "processed an incomplete body".to_owned(),
                // The delivery that was reset is the last one that was cut off.
                step: judge::last_sent(observed).saturating_sub(1),
            }
        }
        _ => Judgement::Pass,
    }
}
