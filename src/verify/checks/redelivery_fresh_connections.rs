//! `redelivery-fresh-connections`

use crate::verify::check::{Check, Needs};
use crate::verify::checks::redelivered;
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Attempt, Observed, Plan, Step};
use crate::verify::type_under_test::TypeUnderTest;

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

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let first = context.good(tested, "event");
    let what = format!("that redelivers an event, {TIMES} times, each over a new connection");
    let again = (1..).take(TIMES).map(|retry| context.again(tested, &first, retry).what(&what));
    let again: Vec<Attempt> = again.collect();
    let Some(more) = tested.effects_per_event else {
        return Plan::in_turn(std::iter::once(first).chain(again));
    };
    let mut steps = vec![Step::Observe { more: 0 }, first.into(), Step::Await { more }];
    steps.extend(again.into_iter().map(Step::from));
    steps.push(Step::Observe { more });
    Plan::Steps(steps)
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    match judge::as_expected(context, tested, observed) {
        Judgement::Pass => {}
        judgement => return judgement,
    }
    let because = format!("one event and {TIMES} redeliveries over new connections");
    redelivered::counted(tested, observed, 1, &because).unwrap_or_else(|| redelivered::unseen(context))
}
