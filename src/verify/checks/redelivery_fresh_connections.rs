//! `redelivery-fresh-connections`

use crate::verify::check::Check;
use crate::verify::check::Needs;
use crate::verify::checks::repeated;
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::Plan;
use crate::verify::plan::Seen;
use crate::verify::plan::Step;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "redelivery-fresh-connections",
    title: "recognizes a redelivered event on every connection",
    why: "A redelivery may reach any of your processes. If each process remembers only its own events, each of them \
          processes the event once.",
    plan,
    judge,
    needs: Needs::Socket,
    ..Check::REDELIVERY
};

/// Number of redeliveries, each over its own connection: of two processes, the other one gets at least one of them in
/// 31 of 32 runs.
const TIMES: usize = 5;

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    let first = context.good(subject, "event");
    let again = first.clone().what(format!("that redelivers an event, {TIMES} times, each over a new connection"));
    let again = vec![again; TIMES];
    let Some(more) = subject.gain else {
        return Plan::in_turn(std::iter::once(first).chain(again));
    };
    let mut steps = vec![Step::Observe { more: 0 }, first.into(), Step::Await { more }];
    steps.extend(again.into_iter().map(Step::from));
    steps.push(Step::Observe { more });
    Plan::Steps(steps)
}

fn judge(context: &Context<'_>, subject: &Subject, seen: &[Seen]) -> Judgement {
    match judge::as_expected(context, subject, seen) {
        Judgement::Pass => {}
        judgement => return judgement,
    }
    let because = format!("one event and {TIMES} redeliveries over new connections");
    repeated::counted(subject, seen, 1, &because).unwrap_or_else(|| repeated::unseen(context))
}
