//! `retry-asks-again`

use crate::verify::check::Assumed;
use crate::verify::check::Check;
use crate::verify::check::Condition;
use crate::verify::check::Level;
use crate::verify::check::Stage;
use crate::verify::checks::repeated;
use crate::verify::context::Context;
use crate::verify::context::Given;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::Expected;
use crate::verify::plan::Plan;
use crate::verify::plan::Seen;
use crate::verify::plan::Step;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "retry-asks-again",
    title: "asks for an event again that it could not take, and takes it once then",
    why: "A success that is answered while the database is down is an event lost for ever. So is one that was noted \
          as done before it was.",
    level: Level::Must,
    rests_on: &["retry.on", "retry.attempts"],
    plan,
    judge,
    condition: Condition::EffectsSeen,
    assumed: Assumed::Keeps,
    stage: Stage::Fatal,
    ..Check::FRAGILE
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    if context.fault == Given::No {
        return Plan::Skip("nothing to break was given, see --fault".to_owned());
    }
    let event = context.good(subject, "event");
    let mut failing = event.clone().what("while what it depends on is broken");
    failing.expected = Expected::Retried;
    let mut steps = vec![Step::Break, failing.into(), Step::Mend, event.what("sent again after all was mended").into()];
    repeated::observed(&mut steps, subject.gain);
    Plan::Steps(steps)
}

fn judge(context: &Context<'_>, subject: &Subject, seen: &[Seen]) -> Judgement {
    let judgement = judge::as_expected(context, subject, seen);
    if judgement != Judgement::Pass {
        return judgement;
    }
    repeated::counted(subject, seen, 1, "one event").unwrap_or(Judgement::Pass)
}
