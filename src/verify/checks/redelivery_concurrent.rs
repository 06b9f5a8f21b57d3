//! `redelivery-concurrent`

use crate::verify::check::Check;
use crate::verify::checks::repeated;
use crate::verify::context::Context;
use crate::verify::judge::Judgement;
use crate::verify::plan::Plan;
use crate::verify::plan::Seen;
use crate::verify::plan::Step;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "redelivery-concurrent",
    title: "takes an event once that arrives many times at once",
    why: "Repeats do not wait for each other. Between the look whether an event is known and the note that it \
          is, the same event arrives again; what decides it once is a unique index or a lock.",
    plan,
    judge,
    ..Check::REDELIVERY
};

const TIMES: usize = 8;

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    let event = context.good(subject, "event").what(format!("of one event that arrives {TIMES} times at once"));
    let mut steps = vec![Step::Together(vec![event; TIMES])];
    repeated::observed(&mut steps, subject.gain);
    Plan::Steps(steps)
}

fn judge(context: &Context<'_>, subject: &Subject, seen: &[Seen]) -> Judgement {
    repeated::judge(context, subject, seen, 1)
}
