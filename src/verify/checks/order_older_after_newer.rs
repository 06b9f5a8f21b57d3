//! `order-older-after-newer`

use crate::model::Json;
use crate::verify::check::Check;
use crate::verify::check::Stage;
use crate::verify::context::Context;
use crate::verify::context::Given;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::Attempt;
use crate::verify::plan::Expected;
use crate::verify::plan::Plan;
use crate::verify::plan::Seen;
use crate::verify::plan::Step;
use crate::verify::subject::Subject;
use std::time::Duration;

pub(super) const CHECK: Check = Check {
    id: "order-older-after-newer",
    title: "keeps the newer of two events, whichever comes last",
    why: "Retries arrive behind what happened since. An endpoint that believes the last event to arrive takes a \
          finished order for an open one.",
    rests_on: &["ordering"],
    plan,
    judge,
    stage: Stage::State,
    ..Check::ANSWERS
};

/// How much older the older event is at most, and how much at least.
const OLDEST: Duration = Duration::from_hours(1);
const YOUNGEST: Duration = Duration::from_mins(1);

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    if context.state == Given::No {
        return Plan::Skip("the consumer's state is not known, give --state".to_owned());
    }
    let mut newer = context.renewed(subject, subject.plain.clone(), "newer");
    // Another event about the same thing may have come before.
    if context.about(subject, &mut newer, "entity").is_none() {
        return Plan::Skip("the event names nothing that it is about".to_owned());
    }
    // An event that is older than the last retry never comes.
    let age = context.provider.retry.span().clamp(YOUNGEST, OLDEST);
    let mut older = newer.clone();
    context.provider.age(subject.name(), &mut older, age);
    if older == newer {
        return Plan::Skip("the event has no time".to_owned());
    }
    if let Some(slot) = &context.provider.envelope.id {
        older.set(&slot.pointer, Json::String(context.ids(subject, "older").id(&slot.pointer, slot.form)));
    }
    let attempt = |document: Json, what: &str| {
        let body = document.write(context.provider.body);
        context.attempt_with(subject, document, &body).what(what)
    };
    let what = format!("that is {} min older than one before it", age.as_secs() / 60);
    // It may be refused, as long as it changes nothing.
    let older = Attempt { expected: Expected::Survived, ..attempt(older, &what) };
    Plan::Steps(vec![
        Step::Look,
        attempt(newer, "that is the newer of two").into(),
        Step::Look,
        older.into(),
        Step::Look,
    ])
}

fn judge(context: &Context<'_>, subject: &Subject, seen: &[Seen]) -> Judgement {
    let judgement = judge::as_expected(context, subject, seen);
    if judgement != Judgement::Pass {
        return judgement;
    }
    let states: Vec<_> = seen.iter().filter_map(Seen::state).collect();
    match states.as_slice() {
        [before, newer, _] if before == newer => {
            Judgement::Skip("the newer event does not change the consumer's state".to_owned())
        }
        [_, newer, older] if newer != older => Judgement::Fail {
            reason: "lets the older event replace the newer one, because it came last".to_owned(),
            step: judge::last_sent(seen),
        },
        [_, _, _] => Judgement::Pass,
        _ => Judgement::Skip(judge::LATE.to_owned()),
    }
}
