//! `delivery-burst`

use crate::verify::check::Check;
use crate::verify::check::Level;
use crate::verify::check::Scope;
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
    title: "takes many events at once",
    why: "Providers send in bursts: a nightly import is a thousand events in a second. Whatever is refused or \
          lost then is missed only when somebody counts.",
    level: Level::Should,
    scope: Scope::Plainest,
    rests_on: &[],
    plan,
    judge,
};

/// Events that arrive at once.
const EVENTS: u64 = 24;

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    let one = |at: u64| context.good(subject, &format!("burst {at}")).what(format!("among {EVENTS} at once"));
    let mut steps = vec![Step::Together((0..EVENTS).map(one).collect())];
    repeated::observed(&mut steps, subject.gain.map(|gain| gain * EVENTS));
    Plan::Steps(steps)
}

fn judge(context: &Context<'_>, subject: &Subject, seen: &[Seen]) -> Judgement {
    let judgement = judge::as_expected(context, subject, seen);
    match (judgement, judge::growth(seen), subject.gain) {
        (Judgement::Pass, Some((before, after)), Some(gain)) if after != before.saturating_add(gain * EVENTS) => {
            let (had, should) = (judge::times(after.saturating_sub(before)), judge::times(gain * EVENTS));
            let reason = format!("acted {had} because of {EVENTS} events at once, instead of {should}");
            Judgement::Fail { reason, step: judge::last_sent(seen) }
        }
        (judgement, ..) => judgement,
    }
}
