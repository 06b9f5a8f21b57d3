//! `batch-empty`

use crate::verify::check::{Check, Scope, Stage};
use crate::verify::checks::{batches, redelivered};
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Attempt, Expected, Observed, Plan};
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "batch-empty",
    title: "survives a correctly signed delivery without events",
    why: "A filter at the provider may leave no event in a delivery, and some providers test the URL with an empty list. \
          An endpoint that reads the first event crashes, and is sent the delivery again.",
    scope: Scope::One,
    stage: Stage::Effects,
    based_on: &["delivery.batch"],
    plan,
    judge,
    ..Check::ANSWERS
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let after = context.good(tested, "after");
    match batches::attempt(context, tested, &after, []) {
        Ok(empty) => {
            let empty = Attempt { expected: Expected::Survived, ..empty.what("without events") };
            let mut steps = vec![empty.into(), after.into()];
            redelivered::observed(&mut steps, tested.effects_per_event);
            Plan::Steps(steps)
        }
        Err(skip) => skip,
    }
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    let judgement = judge::as_expected(context, tested, observed);
    if judgement != Judgement::Pass {
        return judgement;
    }
    match redelivered::counted(tested, observed, 1, "a delivery without events and one with an event") {
        Some(Judgement::Pass) | None => {}
        Some(judgement) => return judgement,
    }
    let empty = observed.iter().find_map(Observed::exchange).and_then(|(_, exchange)| exchange.status());
    match empty.filter(|status| !context.provider.succeeds(*status)) {
        Some(status) => Judgement::Noted(format!(
            "answered {status} to a delivery without events; a success would keep the provider from sending it again"
        )),
        None => Judgement::Pass,
    }
}
