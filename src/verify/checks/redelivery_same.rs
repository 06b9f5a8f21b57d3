//! `redelivery-same`

use crate::verify::check::Check;
use crate::verify::check::Level;
use crate::verify::check::Scope;
use crate::verify::context::Context;
use crate::verify::context::Observation;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::Plan;
use crate::verify::plan::Seen;
use crate::verify::plan::Step;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "redelivery-same",
    title: "takes a repeated event once, and says so with a success",
    why: "Providers repeat events whose answer was lost. Taken twice, a payment is made twice; refused, the \
          repeat is repeated.",
    level: Level::Must,
    scope: Scope::Plainest,
    rests_on: &["duplicates"],
    plan,
    judge,
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    let first = context.good(subject, "event");
    let again = first.clone().what("that repeats the one before, byte for byte");
    let Some(more) = subject.gain else { return Plan::send([first, again]) };
    Plan::Steps(vec![
        Step::Observe { more: 0 },
        first.into(),
        Step::Observe { more },
        again.into(),
        Step::Observe { more },
    ])
}

fn judge(context: &Context<'_>, subject: &Subject, seen: &[Seen]) -> Judgement {
    let judgement = judge::as_expected(context, subject, seen);
    if judgement != Judgement::Pass {
        return judgement;
    }
    match (judge::growth(seen), subject.gain) {
        (Some((before, after)), Some(gain)) if after == before.saturating_add(gain) => Judgement::Pass,
        (Some((before, after)), Some(gain)) => {
            let (had, should) = (after.saturating_sub(before), gain);
            let reason = format!(
                "acted {} because of one event sent twice, instead of {}",
                judge::times(had),
                judge::times(should)
            );
            Judgement::Fail { reason, step: judge::last_sent(seen) }
        }
        _ if context.observation == Observation::Effects => {
            Judgement::Skip("an accepted event of this type has no effect that the observer shows".to_owned())
        }
        _ => Judgement::Skip("effect not observed, give --effects".to_owned()),
    }
}
