//! `redelivery-new-attempt`

use crate::verify::check::Check;
use crate::verify::checks::redelivered;
use crate::verify::context::Context;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Observed, Plan, Step};
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "redelivery-new-attempt",
    title: "recognizes a redelivered event by its id, not by its attempt",
    why: "A retry carries another attempt id, time or signature. An endpoint that identifies events by those processes \
          every retry as a new event.",
    plan,
    judge,
    ..Check::REDELIVERY
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    // The retry is created a little later, and now: a consumer may refuse what was signed in the future.
    let earlier = Context { now: context.now.shifted(-1), ..context.clone() };
    let first = earlier.good(tested, "event");
    let envelope = &context.provider.envelope;
    let renewed = context.renews_attempts()
        || envelope.attempt.is_some()
        || envelope.header_attempt.is_some()
        || envelope.sent_times().any(|slot| first.document.pointer(&slot.pointer).is_some());
    if !renewed && !context.signs_time() {
        return Plan::Skip("another attempt is the same to the byte: see redelivery-same".to_owned());
    }
    let again = context.retried(tested, &first, 1, "attempt").what("that is another attempt at the same event");
    let mut steps: Vec<Step> = vec![first.into(), again.into()];
    redelivered::observed(&mut steps, tested.effects_per_event);
    Plan::Steps(steps)
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    redelivered::judge(context, tested, observed, 1)
}
