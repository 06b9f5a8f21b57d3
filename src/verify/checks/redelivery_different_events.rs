//! `redelivery-different-events`
//!
//! Two events are two, however little differs between them. Two pairs are tried:
//!
//! - Two events about different things, whose ids differ in their last character only.
//! - Two events that differ in their own id only. An effects source may count things and not events, and a consumer may
//!   rightly leave out an event that is not newer than what it knows. So three events about the same thing come first, the
//!   third of them older than the others. Only if each of them has its effect is the fourth one judged.

use std::time::Duration;

use crate::provider::varied;
use crate::verify::check::{Check, Scope, Stage};
use crate::verify::checks::redelivered;
use crate::verify::context::{Context, HeaderValues};
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Attempt, Expected, Observed, Plan, Step};
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "redelivery-different-events",
    title: "processes both of two events that differ in one thing only",
    why: "An endpoint that compares only a part of the id, or everything except the id, mistakes the second of two \
          similar events for a redelivery: it answers 200 and loses the event.",
    scope: Scope::One,
    plan,
    judge,
    stage: Stage::State,
    ..Check::REDELIVERY
};

/// Steps of the first pair.
const NEAR: usize = 4;

/// Ages in seconds of the events that are sent before those that differ only in their id.
const AGES: [u64; 3] = [2, 0, 4];

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let Some(effects_per_event) = tested.effects_per_event else {
        return Plan::Skip("the effects of two similar events cannot be counted, give --effects".to_owned());
    };
    let one = context.good(tested, "near");
    let mut document = one.document.clone();
    context.provider.vary_ids(&mut document);
    context.agree(tested, &mut document, "near");
    let header_id = context.provider.envelope.header_id.as_ref();
    let header_id = header_id.map(|_| varied(&context.event_id(tested.name(), &one.document)));
    if document == one.document && header_id.is_none() {
        return Plan::Skip("the event has no id".to_owned());
    }
    let ids = HeaderValues { event: header_id.as_deref(), ..HeaderValues::default() };
    let other = context.attempt_as(tested, document, ids);
    let other = other.what("with ids that differ from those of another event in one character");
    let near =
        vec![Step::Observe { more: 0 }, one.into(), other.into(), Step::WatchFor { more: effects_per_event * 2 }];
    Plan::Strands([Some(near), alike(context, tested, effects_per_event)].into_iter().flatten().collect())
}

/// Returns events about one entity, of which the last two differ only in their id; `None` if events have neither an id
/// nor a time.
fn alike(context: &Context<'_>, tested: &TypeUnderTest, effects_per_event: u64) -> Option<Vec<Step>> {
    let envelope = &context.provider.envelope;
    if !envelope.has_id() {
        return None;
    }
    let base = context.good(tested, "alike").document;
    context.provider.happened(tested.name(), &base)?;
    let event = |nth: usize, age: u64| {
        let (ids, mut document) = (context.ids(tested, &format!("alike {nth}")), base.clone());
        context.provider.age(tested.name(), &mut document, Duration::from_secs(age));
        if let Some(slot) = &envelope.id {
            document.set(&slot.pointer, slot.form.spell(&ids.id(&slot.pointer, &slot.form)));
        }
        envelope.renew_attempt(&mut document, &ids);
        let header_id = envelope.header_id.as_ref().map(|slot| ids.id(&slot.header, &slot.form));
        let ids = HeaderValues { event: header_id.as_deref(), ..HeaderValues::default() };
        // What it is answered is judged only if it is the last one.
        Attempt { expected: Expected::Anything, ..context.attempt_as(tested, document, ids) }
    };
    let mut steps = vec![Step::Observe { more: 0 }];
    steps.extend(AGES.iter().enumerate().map(|(nth, age)| event(nth, *age).into()));
    steps.push(Step::WatchFor { more: effects_per_event * AGES.len() as u64 });
    steps.push(event(AGES.len(), 0).what("with the content of an earlier event and a new id").into());
    steps.push(Step::WatchFor { more: effects_per_event });
    Some(steps)
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    let (near, alike) = observed.split_at(NEAR.min(observed.len()));
    let judgement = judge::as_expected(context, tested, near);
    if judgement != Judgement::Pass {
        return judgement;
    }
    let because = "two events whose ids differ in one character";
    match redelivered::counted(tested, near, 2, because).unwrap_or_else(|| redelivered::unseen(context)) {
        Judgement::Pass => {}
        judgement => return judgement,
    }
    match judge_alike(context, tested, alike) {
        Some(Judgement::Fail { reason, step }) => Judgement::Fail { reason, step: NEAR + step },
        _ => Judgement::Pass,
    }
}

fn judge_alike(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Option<Judgement> {
    let sent: Vec<_> = observed.iter().filter_map(Observed::exchange).collect();
    let accepts = |nth: usize| {
        let status = sent.get(nth).and_then(|(_, exchange)| exchange.status());
        status.is_some_and(|status| context.provider.succeeds(status))
    };
    let counts: Vec<u64> = observed.iter().filter_map(Observed::count).collect();
    let [before, known, after] = counts[..] else { return None };
    let is_counted = known.checked_sub(before)? == tested.effects_per_event? * AGES.len() as u64;
    if !is_counted || !(0..AGES.len()).all(accepts) || after > known {
        return None;
    }
    let (_, last) = sent.get(AGES.len())?;
    let answered = last.describe();
    let reason = format!("{answered} to an event that differs from another one only in its id, and did not process it");
    Some(Judgement::Fail { reason, step: judge::last_sent(observed) })
}
