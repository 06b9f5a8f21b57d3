//! `redelivery-other-event`
//!
//! An endpoint that identifies events by the order, the person or the policy they are about, and not by their own id,
//! mistakes the second event about an entity for a redelivery of the first. It answers 200 and has lost the event.
//! Answers do not show that. Nor does a count: if it is unchanged after the second event, the event may have been lost,
//! or an existing row may have been updated, as in a correct consumer whose observer counts orders and not events. So
//! the second event is also delivered about another entity, where it must have its effect. A loss is reported in three
//! cases only:
//!
//! - the second event is refused, though it is accepted when it comes first;
//! - it adds nothing, though it does when it comes first, and the first event had added nothing either: no row existed
//!   that could have been updated;
//! - neither the count nor the consumer state changes with it, although the state shows a word of the first event that
//!   differs in the second. Ids and times do not count here: a consumer may keep those of the first event.
//!
//! Every other second event that adds nothing leads to a skip that names both explanations. For the same reason the
//! events come from the provider's stories: if two events never follow each other, such as two creations of one order,
//! a correct consumer may ignore the second. If no story has two event types that the endpoint accepts, two events of
//! one type can let it pass, but cannot fail it.

use serde_json::Value;

use crate::model::Json;
use crate::verify::check::{Check, Scope};
use crate::verify::context::{Context, Given, Observation};
use crate::verify::event_pairs::{EventPair, is_word};
use crate::verify::judge::Judgement;
use crate::verify::plan::{Attempt, Expected, Observed, Plan, Step};
use crate::verify::type_under_test::TypeUnderTest;
use crate::verify::{event_pairs, judge};

pub(super) const CHECK: Check = Check {
    id: "redelivery-other-event",
    title: "processes both of two events about the same entity",
    why: "An endpoint that identifies events by the order or the person they are about mistakes the second one for a \
          redelivery: it answers 200, and the order is never marked as paid.",
    scope: Scope::One,
    plan,
    judge,
    ..Check::REDELIVERY
};

const UNSEEN: &str = "effect not observed, give --effects";
const SECOND: &str = "of an event that follows another one about the same thing";

/// Number of steps for one pair of events: a first reading, then three for each attempt.
const STEPS: usize = 10;

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let mut all = event_pairs::event_pairs(context);
    let is_from_story = !all.is_empty();
    if !is_from_story {
        all.extend(event_pairs::twice(context, tested));
    }
    if all.is_empty() {
        return Plan::Skip("no two events are known that are about one thing".to_owned());
    }
    let what = if is_from_story { SECOND } else { "of another event about the same thing" };
    Plan::Strands(all.into_iter().map(|one| steps(one, what).into()).collect())
}

fn steps(EventPair { alone, first, second }: EventPair, what: &str) -> [Step; STEPS] {
    let second = second.what(what);
    [
        Step::Observe { more: 0 },
        alone.into(),
        Step::Watch,
        Step::Look,
        first.into(),
        Step::Watch,
        Step::Look,
        Attempt { expected: Expected::Accepted, ..second }.into(),
        Step::Watch,
        Step::Look,
    ]
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    let mut best = Judgement::Skip(UNSEEN.to_owned());
    let rank = |judgement: &Judgement| match judgement {
        Judgement::Fail { .. } => 3,
        // A possible loss is not outweighed by a pair without one.
        Judgement::Skip(reason) if reason.starts_with("adds nothing") => 2,
        Judgement::Pass | Judgement::Noted(_) => 1,
        Judgement::Skip(_) => 0,
    };
    for (at, one) in observed.chunks(STEPS).enumerate() {
        let (before, after) = one.split_at(1);
        let judgement = match judge_one(context, tested, before[0].count(), after) {
            Judgement::Fail { reason, step } => Judgement::Fail { reason, step: at * STEPS + 1 + step },
            judgement => judgement,
        };
        if at == 0 || rank(&judgement) > rank(&best) {
            best = judgement;
        }
    }
    best
}

/// Judges one pair of events; `before` is the count before it.
fn judge_one(context: &Context<'_>, tested: &TypeUnderTest, before: Option<u64>, observed: &[Observed]) -> Judgement {
    let accepts = |at: usize| {
        let exchange = observed.get(at).and_then(Observed::exchange);
        exchange.and_then(|(_, exchange)| exchange.status()).is_some_and(|status| context.provider.succeeds(status))
    };
    let is_whole =
        observed.len() == STEPS - 1 && !observed.iter().any(|observed| matches!(observed, Observed::NotReached));
    match judge::as_expected(context, tested, observed) {
        Judgement::Fail { .. } if is_whole && !(accepts(0) && accepts(3)) => {
            return Judgement::Skip("one of the two events is not accepted by itself".to_owned());
        }
        Judgement::Pass if is_whole => {}
        Judgement::Pass => return Judgement::Skip(judge::LATE.to_owned()),
        judgement => return judgement,
    }
    if context.observation == Observation::AnswersOnly && context.state == Given::No {
        return Judgement::Skip(UNSEEN.to_owned());
    }
    let grown = |from: Option<u64>, to: usize| Some(observed[to].count()?.saturating_sub(from?));
    let (alone, first, second) = (grown(before, 1), grown(observed[1].count(), 4), grown(observed[4].count(), 7));
    let changed = |from: usize, to: usize| Some(observed[from].state()? != observed[to].state()?);
    // A count that goes down has changed, too.
    let counted = observed[7].count() != observed[4].count();
    if counted || changed(5, 8) == Some(true) {
        return Judgement::Pass;
    }
    if alone == Some(0) {
        return Judgement::Skip("the second event has no effect by itself either".to_owned());
    }
    let lost = |how: &str| Judgement::Fail {
        reason: format!("mistook an event for a redelivery of another one about the same entity: {how}"),
        step: judge::last_sent(observed),
    };
    let (Some((one, _)), Some((other, _))) = (observed[3].exchange(), observed[6].exchange()) else {
        return Judgement::Skip(UNSEEN.to_owned());
    };
    if other.what != SECOND {
        return Judgement::Skip(either(&other.event));
    }
    if first == Some(0) && second == Some(0) {
        return lost("it processes that event, but not after an event that has no effect on it");
    }
    let kept =
        observed[2].state().zip(observed[5].state()).and_then(|(before, after)| shown(before, after, one, other));
    match kept {
        Some(pointer) => lost(&format!("its state still shows the {pointer} of the first event")),
        None => Judgement::Skip(either(&other.event)),
    }
}

fn either(event: &str) -> String {
    format!(
        "adds nothing for {event} about a known entity: it counts entities and not events, or it mistakes the event \
         for a redelivery and loses it; give --state, or count effects per event"
    )
}

/// Returns the field of the first event whose word the consumer state shows, and which differs in the second.
fn shown(before: &Value, after: &Value, first: &Attempt, second: &Attempt) -> Option<String> {
    let mut found = None;
    first.document.walk(&mut |pointer, value| {
        let Some(word) = value.as_str().filter(|word| is_word(word)) else { return };
        let is_other = second.document.pointer(pointer).and_then(Json::as_str).is_some_and(|other| other != word);
        if found.is_none() && is_other && occurrences(after, word) > occurrences(before, word) {
            found = Some(pointer.to_owned());
        }
    });
    found
}

fn occurrences(value: &Value, word: &str) -> usize {
    match value {
        Value::String(text) => usize::from(text == word),
        Value::Array(items) => items.iter().map(|item| occurrences(item, word)).sum(),
        Value::Object(members) => {
            members.iter().map(|(name, value)| usize::from(name == word) + occurrences(value, word)).sum()
        }
        _ => 0,
    }
}
