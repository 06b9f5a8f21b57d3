//! `delivery-burst`

use crate::provider::Kind;
use crate::verify::check::{Check, Stage};
use crate::verify::checks::redelivered;
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Observed, Plan, Step};
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "delivery-burst",
    title: "accepts many events at once",
    why: "Providers send in bursts: a nightly import is a thousand events in a second. An event that is refused or lost \
          then is easily missed.",
    plan,
    judge,
    stage: Stage::Effects,
    kinds: &[Kind::Event, Kind::Notice],
    ..Check::ANSWERS
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let events = u64::try_from(context.burst).unwrap_or(u64::MAX);
    let one =
        |at: u64| context.good(tested, &format!("burst {at}")).what(format!("among {events} that were sent at once"));
    let mut steps = vec![Step::Together((0..events).map(one).collect())];
    redelivered::observed(&mut steps, tested.effects_per_event.map(|effects_per_event| effects_per_event * events));
    Plan::Steps(steps)
}

/// Fails a late answer as well. The number of simultaneous events is small enough for an endpoint that processes one
/// after the other to answer all of them in time.
fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    let judgement = judge::answered(context, tested, observed);
    let events = observed.iter().filter_map(Observed::exchange).count() as u64;
    match (judgement, judge::increase(observed), tested.effects_per_event) {
        (Judgement::Pass, Some((before, after)), Some(effects_per_event))
            if after != before.saturating_add(effects_per_event * events) =>
        {
            let (had, should) = (judge::times(after.saturating_sub(before)), judge::times(effects_per_event * events));
            let reason = format!("processed {events} events at once with {had} effects instead of {should}");
            Judgement::Fail { reason, step: judge::last_sent(observed) }
        }
        (judgement, ..) => judgement,
    }
}
