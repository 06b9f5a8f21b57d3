//! `batch-same-event-twice`

use crate::verify::check::{Check, Level, Scope, Stage};
use crate::verify::checks::{batches, redelivered};
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Observed, Plan};
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "batch-same-event-twice",
    title: "processes an event once that a delivery has twice, and the event after it",
    why: "A provider that delivers at least once may have put an event into its queue twice. An endpoint that looks for \
          known events once in a delivery processes it again, or leaves out what follows.",
    level: Level::Should,
    scope: Scope::One,
    stage: Stage::Effects,
    based_on: &["delivery.batch", "duplicates"],
    plan,
    judge,
    ..Check::ANSWERS
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let (twice, other) = (context.good(tested, "twice"), context.good(tested, "other"));
    let documents = [&twice, &twice, &other].map(|event| event.document.clone());
    let attempt = match batches::attempt(context, tested, &twice, documents) {
        Ok(attempt) => attempt,
        Err(skip) => return skip,
    };
    let mut identities = context.provider.envelope.identities();
    if !identities.any(|slot| slot.read(&twice.document).is_some()) {
        return Plan::Skip("the events have no id, so nothing says that two are the same".to_owned());
    }
    let mut steps = vec![attempt.what("with one event twice, and another event").into()];
    redelivered::observed(&mut steps, tested.effects_per_event.map(|of_one| of_one * 2));
    Plan::Steps(steps)
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    let judgement = judge::as_expected(context, tested, observed);
    if judgement != Judgement::Pass {
        return judgement;
    }
    let because = "a delivery with one event twice and another event";
    redelivered::counted(tested, observed, 2, because).unwrap_or_else(|| redelivered::unseen(context))
}
