//! `batch-bad-event`
//!
//! A consumer may refuse the whole delivery, because the provider sends it again, or leave out the event that it cannot
//! read. It must not accept the delivery and lose the good events of it.

use crate::model::Json;
use crate::verify::check::{Check, Scope, Stage};
use crate::verify::checks::batches;
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Attempt, Expected, Observed, Plan, Step};
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "batch-bad-event",
    title: "does not lose the good events of a delivery in which one cannot be read",
    why: "An endpoint that stops at the first event it cannot read, and answers a success, loses all events after it. If \
          it answers 5xx, the same delivery comes again and fails again.",
    scope: Scope::One,
    stage: Stage::State,
    based_on: &["delivery.batch"],
    plan,
    judge,
    ..Check::ANSWERS
};

/// Good events around the one that cannot be read.
const GOOD: u64 = 2;

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let (before, after) = (context.good(tested, "before"), context.good(tested, "after"));
    let documents = [before.document.clone(), Json::Null, after.document.clone()];
    let attempt = match batches::attempt(context, tested, &before, documents) {
        Ok(attempt) => attempt.what("with two good events and `null` between them"),
        Err(skip) => return skip,
    };
    let attempt = Attempt { expected: Expected::Survived, ..attempt };
    match tested.effects_per_event {
        None => Plan::in_turn([attempt]),
        // One that refuses the whole need not have an effect, so none is waited for longer than usual.
        Some(of_one) => {
            Plan::Steps(vec![Step::Observe { more: 0 }, attempt.into(), Step::WatchFor { more: of_one * GOOD }])
        }
    }
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    let judgement = judge::as_expected(context, tested, observed);
    if judgement != Judgement::Pass {
        return judgement;
    }
    let Some((_, exchange)) = observed.iter().find_map(Observed::exchange) else { return judgement };
    let answered = exchange.describe();
    let is_accepted = exchange.status().is_some_and(|status| context.provider.succeeds(status));
    let counted = judge::increase(observed).zip(tested.effects_per_event);
    let counted = counted.map(|((before, after), of_one)| (after.saturating_sub(before), of_one * GOOD));
    let step = judge::last_sent(observed);
    match counted {
        Some((had, should)) if had > should => {
            let reason = format!("had {had} effects because of two good events and `null`, instead of {should}");
            Judgement::Fail { reason, step }
        }
        Some((had, should)) if is_accepted && had < should => {
            let had = judge::times(had);
            let reason =
                format!("{answered}, and had {had} of the {should} effects of the two good events: they are lost");
            Judgement::Fail { reason, step }
        }
        None if is_accepted => Judgement::Skip(format!(
            "{answered}; whether the good events were processed was not observed, give --effects"
        )),
        _ if is_accepted => Judgement::Pass,
        _ => Judgement::Noted(format!(
            "{answered}: the good events of the delivery are processed only if it comes again without the bad one"
        )),
    }
}
