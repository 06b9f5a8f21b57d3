//! `redelivery-lost-answer`

use crate::verify::check::{Check, Needs};
use crate::verify::checks::redelivered;
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::overall::{Overall, RunFacts};
use crate::verify::plan::{Attempt, ConnectionMode, Expected, Observed, Plan, Step};
use crate::verify::special::Special;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "redelivery-lost-answer",
    title: "processes an event once when its answer was lost",
    why: "If the connection breaks before the provider reads the answer, it cannot know that the event was processed. \
          It sends the event again, and this must change nothing.",
    plan,
    judge,
    overall,
    needs: Needs::Socket,
    ..Check::REDELIVERY
};

/// Steps about an answer that was on its way.
const LOST: usize = 4;

/// Events whose sender hangs up: a busy endpoint may not have begun to work on one of them.
const ABANDONED: u64 = 3;

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let event = context.good(tested, "event");
    let lost = event.clone().travelling(ConnectionMode::AnswerLost);
    let again = context.again(tested, &event, 1).what("that redelivers an event whose answer was lost");
    let mut steps: Vec<Step> = vec![lost.into(), again.into()];
    redelivered::observed(&mut steps, tested.effects_per_event);
    if tested.effects_per_event.is_none() {
        return Plan::Steps(steps);
    }
    let pair = |nth: u64| {
        let event = context.good(tested, &format!("abandoned {nth}"));
        let left = event.clone().travelling(ConnectionMode::Abandoned);
        // An endpoint that is still working may say so. Then the event is sent again, and nothing is lost.
        let again = context.again(tested, &event, 1).what("that redelivers an event whose sender hung up");
        let again = Attempt { expected: Expected::Anything, ..again.special(Special::SenderLeft) };
        [Step::from(left), Step::from(again)]
    };
    let mut abandoned: Vec<Step> = (0..ABANDONED).flat_map(pair).collect();
    redelivered::observed(
        &mut abandoned,
        tested.effects_per_event.map(|effects_per_event| effects_per_event * ABANDONED),
    );
    Plan::Strands(vec![steps, abandoned])
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    let (lost, abandoned) = observed.split_at(LOST.min(observed.len()));
    match redelivered::judge(context, tested, lost, 1) {
        Judgement::Pass => {}
        judgement => return judgement,
    }
    match judge_abandoned(context, tested, abandoned) {
        Judgement::Fail { reason, step } => Judgement::Fail { reason, step: LOST + step },
        judgement => judgement,
    }
}

fn judge_abandoned(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    match judge::as_expected(context, tested, observed) {
        Judgement::Pass => {}
        judgement => return judgement,
    }
    let mut again = observed.iter().filter_map(Observed::exchange).filter_map(|(_, exchange)| exchange.status());
    let asks_again = again.any(|status| !context.provider.succeeds(status));
    let because = format!("{ABANDONED} events, whose sender hung up while the endpoint worked, and their redeliveries");
    let most = tested.effects_per_event.unwrap_or_default() * ABANDONED;
    match (redelivered::counted(tested, observed, ABANDONED, &because), judge::increase(observed)) {
        (Some(Judgement::Fail { .. }), Some((before, after))) if asks_again && after.saturating_sub(before) <= most => {
            Judgement::Pass
        }
        (judgement, _) => judgement.unwrap_or(Judgement::Pass),
    }
}

/// Fails if the first delivery to an idle endpoint was late, so that its answer was lost, and both were processed.
fn overall(run: &RunFacts<'_>) -> Option<Overall> {
    let cold = run.cold_start?;
    let (had, should) = cold.surplus()?;
    let (attempt, exchange) = &cold.first;
    Some(Overall::Fail {
        reason: format!(
            "{} to the first delivery, and processed the redelivery as well: {had} effects instead of {should}",
            exchange.describe()
        ),
        events: vec![attempt.event.clone()],
        evidence: Some((attempt.clone().special(Special::ColdStart), exchange.clone())),
    })
}
