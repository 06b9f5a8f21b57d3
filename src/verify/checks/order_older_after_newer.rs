//! `order-older-after-newer`

use crate::model::Json;
use crate::provider::IdForm;
use crate::verify::check::Check;
use crate::verify::check::Level;
use crate::verify::check::Scope;
use crate::verify::context::Context;
use crate::verify::context::Given;
use crate::verify::judge;
use crate::verify::judge::Judgement;
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
    level: Level::Should,
    scope: Scope::Plainest,
    rests_on: &["ordering"],
    plan,
    judge,
};

/// How much older the older event is.
const AGE: Duration = Duration::from_hours(1);

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    if context.state == Given::No {
        return Plan::Skip("what the consumer believes is not known, give --state".to_owned());
    }
    let mut newer = context.renewed(subject, subject.plain.clone(), "newer");
    let Some(entity) = context.provider.entity(&newer) else {
        return Plan::Skip("the event names nothing that it is about".to_owned());
    };
    // Another event about the same thing may have come before.
    let forms = [IdForm::Uuid, IdForm::Hex32, IdForm::Hex24, IdForm::Item9];
    let known = newer.pointer(&entity).and_then(Json::as_str).unwrap_or_default().to_owned();
    if let Some(form) = forms.into_iter().find(|form| form.fits(&known)) {
        newer.set(&entity, Json::String(context.ids(subject, "entity").id(&entity, form)));
    }
    let mut older = newer.clone();
    context.provider.age(subject.name(), &mut older, AGE);
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
    Plan::Steps(vec![
        Step::Look,
        attempt(newer, "that is the newer of two").into(),
        Step::Look,
        attempt(older, "that is an hour older than one before it").into(),
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
            Judgement::Skip("the newer event does not change what the consumer believes".to_owned())
        }
        [_, newer, older] if newer != older => Judgement::Fail {
            reason: "believes the older event, because it came last".to_owned(),
            step: judge::last_sent(seen),
        },
        [_, _, _] => Judgement::Pass,
        _ => Judgement::Skip(judge::LATE.to_owned()),
    }
}
