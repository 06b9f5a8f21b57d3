//! `redelivery-long-after`

use crate::verify::check::Check;
use crate::verify::check::Level;
use crate::verify::check::Scope;
use crate::verify::checks::repeated;
use crate::verify::context::Context;
use crate::verify::judge::Judgement;
use crate::verify::plan::Manner;
use crate::verify::plan::Plan;
use crate::verify::plan::Seen;
use crate::verify::plan::Step;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "redelivery-long-after",
    title: "knows an event again after a thousand others",
    why: "A memory that is bounded forgets. Providers repeat events for a day, and a day is long.",
    level: Level::Must,
    scope: Scope::One,
    rests_on: &["duplicates"],
    plan,
    judge,
};

const OTHERS: u64 = 1_000;

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    let first = context.good(subject, "event");
    let again = first.clone().what(format!("that repeats an event, {OTHERS} others between"));
    let mut steps: Vec<Step> = vec![first.into()];
    let others = (0..OTHERS).map(|at| context.good(subject, &format!("other {at}")).travelling(Manner::Kept));
    steps.extend(others.map(Step::from));
    steps.push(again.into());
    repeated::observed(&mut steps, subject.gain.map(|gain| gain * (OTHERS + 1)));
    Plan::Steps(steps)
}

fn judge(context: &Context<'_>, subject: &Subject, seen: &[Seen]) -> Judgement {
    repeated::judge(context, subject, seen, OTHERS + 1)
}
