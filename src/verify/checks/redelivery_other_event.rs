//! `redelivery-other-event`
//!
//! Whoever tells events apart by the order, the person or the policy that they are about, and not by their own id, takes
//! the second event about a thing for a repeat of the first, answers 200, and has lost it. Answers do not show that.
//! Nor does a count alone: where it stays as it was after the second event, that event may have been lost, or a row
//! that was there may have been updated, as a sound consumer does whose observer counts orders and not events. So the
//! second event is delivered about another thing too, where it must have its effect, and a loss is told in three ways only:
//!
//! - the second event is refused, though alone it is accepted;
//! - it adds nothing, though alone it does, and the first event had added nothing either: there was no row
//!   that could have been updated;
//! - neither the count nor what the consumer believes changes with it, although what it believes shows a word of the
//!   first event that is another one in the second. Ids and times do not count as such: those of the first event may be kept for
//!   good reason.
//!
//! All else that adds nothing is a skip that names both explanations. For the same reason the events come out of the
//! provider's stories: of two events that never follow each other, as an order that is made twice, a sound consumer may
//! well ignore the second. Where no story has two event types that the endpoint takes, two events of one type
//! can acquit it, and never convict it.

use serde_json::Value;

use crate::model::Json;
use crate::verify::check::Check;
use crate::verify::check::Scope;
use crate::verify::context::Context;
use crate::verify::context::Given;
use crate::verify::context::Observation;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::Attempt;
use crate::verify::plan::Expected;
use crate::verify::plan::Plan;
use crate::verify::plan::Seen;
use crate::verify::plan::Step;
use crate::verify::subject::Subject;
use crate::verify::succession;
use crate::verify::succession::Succession;
use crate::verify::succession::is_word;

pub(super) const CHECK: Check = Check {
    id: "redelivery-other-event",
    title: "takes two events about one thing for two",
    why: "An endpoint that tells events apart by the order or the person that they are about takes the second one for \
          a repeat: it answers 200, and never hears that the order was paid.",
    scope: Scope::One,
    plan,
    judge,
    ..Check::REDELIVERY
};

const UNSEEN: &str = "effect not observed, give --effects";
const SECOND: &str = "of an event that follows another one about the same thing";

/// The steps for one succession: a first reading, then each attempt with what came of it.
const STEPS: usize = 10;

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    let mut all = succession::successions(context);
    let is_told = !all.is_empty();
    if !is_told {
        all.extend(succession::twice(context, subject));
    }
    if all.is_empty() {
        return Plan::Skip("no two events are known that are about one thing".to_owned());
    }
    let what = if is_told { SECOND } else { "of another event about the same thing" };
    Plan::Strands(all.into_iter().map(|one| steps(one, what).into()).collect())
}

fn steps(Succession { alone, first, second }: Succession, what: &str) -> [Step; STEPS] {
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

fn judge(context: &Context<'_>, subject: &Subject, seen: &[Seen]) -> Judgement {
    let mut best = Judgement::Skip(UNSEEN.to_owned());
    let weight = |judgement: &Judgement| match judgement {
        Judgement::Fail { .. } => 3,
        // What may be a loss is not made good by what is none.
        Judgement::Skip(reason) if reason.starts_with("adds nothing") => 2,
        Judgement::Pass | Judgement::Noted(_) => 1,
        Judgement::Skip(_) => 0,
    };
    for (at, one) in seen.chunks(STEPS).enumerate() {
        let (before, told) = one.split_at(1);
        let judgement = match judge_one(context, subject, before[0].count(), told) {
            Judgement::Fail { reason, step } => Judgement::Fail { reason, step: at * STEPS + 1 + step },
            judgement => judgement,
        };
        if at == 0 || weight(&judgement) > weight(&best) {
            best = judgement;
        }
    }
    best
}

/// What is thought of one succession; `before` is what was counted before it.
fn judge_one(context: &Context<'_>, subject: &Subject, before: Option<u64>, seen: &[Seen]) -> Judgement {
    let accepts = |at: usize| {
        let exchange = seen.get(at).and_then(Seen::exchange);
        exchange.and_then(|(_, exchange)| exchange.status()).is_some_and(|status| context.provider.succeeds(status))
    };
    let is_whole = seen.len() == STEPS - 1 && !seen.iter().any(|seen| matches!(seen, Seen::NotReached));
    match judge::as_expected(context, subject, seen) {
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
    let grown = |from: Option<u64>, to: usize| Some(seen[to].count()?.saturating_sub(from?));
    let (alone, first, second) = (grown(before, 1), grown(seen[1].count(), 4), grown(seen[4].count(), 7));
    let changed = |from: usize, to: usize| Some(seen[from].state()? != seen[to].state()?);
    // A count that goes down has changed, too.
    let counted = seen[7].count() != seen[4].count();
    if counted || changed(5, 8) == Some(true) {
        return Judgement::Pass;
    }
    if alone == Some(0) {
        return Judgement::Skip("the second event has no effect by itself either".to_owned());
    }
    let lost = |how: &str| Judgement::Fail {
        reason: format!("took an event for a repeat of another one about the same thing: {how}"),
        step: judge::last_sent(seen),
    };
    let (Some((one, _)), Some((other, _))) = (seen[3].exchange(), seen[6].exchange()) else {
        return Judgement::Skip(UNSEEN.to_owned());
    };
    if other.what != SECOND {
        return Judgement::Skip(either(&other.event));
    }
    if first == Some(0) && second == Some(0) {
        return lost("it acts on that event, but not behind an event that it does not act on");
    }
    let kept = seen[2].state().zip(seen[5].state()).and_then(|(before, after)| shown(before, after, one, other));
    match kept {
        Some(pointer) => lost(&format!("it goes on to believe the {pointer} of the first")),
        None => Judgement::Skip(either(&other.event)),
    }
}

fn either(event: &str) -> String {
    format!(
        "adds nothing for {event} about a thing that it knows: it counts things and not events, or takes the event \
         for a repeat and has lost it; give --state, or count what is done because of each event"
    )
}

/// The member of the first event whose word the consumer's belief has come to show, and which is another in the second.
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
