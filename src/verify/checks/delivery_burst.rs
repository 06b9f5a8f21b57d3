//! `delivery-burst`

use crate::provider::Kind;
use crate::verify::check::Check;
use crate::verify::check::Stage;
use crate::verify::checks::repeated;
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::Plan;
use crate::verify::plan::Seen;
use crate::verify::plan::Step;
use crate::verify::subject::Subject;

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

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    let events = u64::try_from(context.burst).unwrap_or(u64::MAX);
    let one = |at: u64| context.good(subject, &format!("burst {at}")).what(format!("among {events} at once"));
    let mut steps = vec![Step::Together((0..events).map(one).collect())];
    repeated::observed(&mut steps, subject.gain.map(|gain| gain * events));
    Plan::Steps(steps)
}

/// Fails a late answer as well. The number of simultaneous events is small enough for an endpoint that processes one
/// after the other to answer all of them in time.
fn judge(context: &Context<'_>, subject: &Subject, seen: &[Seen]) -> Judgement {
    let judgement = judge::answered(context, subject, seen);
    let events = seen.iter().filter_map(Seen::exchange).count() as u64;
    match (judgement, judge::growth(seen), subject.gain) {
        (Judgement::Pass, Some((before, after)), Some(gain)) if after != before.saturating_add(gain * events) => {
            let (had, should) = (judge::times(after.saturating_sub(before)), judge::times(gain * events));
            let reason = format!("processed {events} events at once with {had} effects instead of {should}");
            Judgement::Fail { reason, step: judge::last_sent(seen) }
        }
        (judgement, ..) => judgement,
    }
}
