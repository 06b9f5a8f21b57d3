//! `order-older-after-newer`
//!
//! Starts with a control: an older and a newer event about the same entity, in the right order. If the state does not
//! differ between them, it cannot show which event was kept, and the check is skipped.

use std::time::Duration;

use serde_json::Value;

use crate::model::{Exchange, shortened};
use crate::verify::check::{Check, Scope, Stage};
use crate::verify::context::{Context, Given};
use crate::verify::event_pairs::LatePair;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Attempt, Expected, Observed, Plan, Step};
use crate::verify::redact::Redactor;
use crate::verify::type_under_test::TypeUnderTest;
use crate::verify::{event_pairs, judge, state_change};

pub(super) const CHECK: Check = Check {
    id: "order-older-after-newer",
    title: "keeps the newer of two events, whichever comes last",
    why: "Retries arrive late. An endpoint that trusts whichever event arrives last reopens a finished order.",
    expected: "the state stays as it was",
    scope: Scope::One,
    based_on: &["ordering"],
    plan,
    judge,
    stage: Stage::State,
    ..Check::ANSWERS
};

/// Ages of the older event, relative to the newer one. A consumer may refuse events that are older than the provider's
/// last retry.
const AGES: [Duration; 3] = [Duration::from_secs(1), Duration::from_mins(3), Duration::from_hours(1)];

/// Number of ages to try with the first pair of events, and with each of the others.
const FIRST: usize = AGES.len();
const OTHERS: usize = 1;

/// Steps of the control. A reading follows each event.
const CONTROL: usize = 4;

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    if context.state == Given::No {
        return Plan::Skip("the consumer's state is not known, give --state".to_owned());
    }
    if context.provider.envelope.times.is_empty() {
        return Plan::Skip("the events have no time of their own".to_owned());
    }
    let mut pairs = event_pairs::late_pairs(context, tested, &AGES);
    pairs.retain(|pair| pair.late.len() == AGES.len());
    if pairs.is_empty() {
        return Plan::Skip("no two events are known that are about one thing and have a time".to_owned());
    }
    Plan::Strands(pairs.into_iter().enumerate().map(|(nth, pair)| steps(pair, tried(nth))).collect())
}

/// Returns the number of ages to try with a pair.
const fn tried(nth: usize) -> usize {
    if nth == 0 { FIRST } else { OTHERS }
}

/// Returns the number of steps of a pair with this many ages.
const fn length(ages: usize) -> usize {
    CONTROL + ages + 1 + 2 * ages
}

fn steps(pair: LatePair, ages: usize) -> Vec<Step> {
    let (older, newer) = pair.control;
    let mut steps: Vec<Step> = vec![
        older.what("of the older event of pair 1, sent first").into(),
        Step::Look,
        newer.what("of the newer event of pair 1, sent second").into(),
        Step::Look,
    ];
    let late: Vec<_> = pair.late.into_iter().take(ages).collect();
    let newer = |(at, (_, newer, _)): (usize, &(Duration, Attempt, Attempt))| {
        newer.clone().what(format!("of the newer event of pair {}, sent first", at + 2)).into()
    };
    steps.extend(late.iter().enumerate().map(newer));
    steps.push(Step::Look);
    for (at, (age, _, older)) in late.into_iter().enumerate() {
        let what = format!("of the older event of pair {} ({} older), sent second", at + 2, in_words(age));
        // It may be refused, as long as it changes nothing.
        steps.push(Attempt { expected: Expected::Survived, ..older.what(what) }.into());
        steps.push(Step::Look);
    }
    steps
}

/// Formats an age for a report.
fn in_words(age: Duration) -> String {
    match age.as_secs() {
        seconds if seconds < 60 => format!("{seconds} s"),
        seconds => format!("{} min", seconds / 60),
    }
}

/// Returns the value that was replaced and the one that is there now, without secrets: ` ("done" → "open")`
fn changed(
    context: &Context<'_>,
    sent: Option<(&Attempt, &Exchange)>,
    pointer: &str,
    (before, after): (&Value, &Value),
) -> Option<String> {
    const SHOWN: usize = 10;
    let (attempt, exchange) = sent?;
    let redact = Redactor::of(context, attempt, &exchange.request);
    let shown = |state: &Value| match state.pointer(pointer) {
        Some(value) => shortened(&redact.value(pointer, &value.to_string()), SHOWN).into_owned(),
        None => "nothing".to_owned(),
    };
    Some(format!(" ({} → {})", shown(before), shown(after)))
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    let (mut rest, mut at) = (observed, 0);
    let mut best = Judgement::Skip(judge::LATE.to_owned());
    for nth in 0.. {
        if rest.is_empty() {
            break;
        }
        let (one, others) = rest.split_at(length(tried(nth)).min(rest.len()));
        match judge_one(context, tested, one, tried(nth)) {
            Judgement::Fail { reason, step } => return Judgement::Fail { reason, step: at + step },
            Judgement::Pass => best = Judgement::Pass,
            judgement if nth == 0 => best = judgement,
            _ => {}
        }
        (rest, at) = (others, at + one.len());
    }
    best
}

fn judge_one(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed], ages: usize) -> Judgement {
    let judgement = judge::as_expected(context, tested, observed);
    if judgement != Judgement::Pass {
        return judgement;
    }
    let skip = |reason: &str| Judgement::Skip(reason.to_owned());
    let exchange = |at: usize| observed.get(at).and_then(Observed::exchange);
    let state = |at: usize| observed.get(at).and_then(Observed::state);
    let accepts = |at: usize| {
        let status = exchange(at).and_then(|(_, exchange)| exchange.status());
        status.is_some_and(|status| context.provider.succeeds(status))
    };
    let begun = CONTROL + ages;
    let (Some((older, _)), Some(first), Some(second), Some(newer)) = (exchange(0), state(1), state(3), state(begun))
    else {
        return skip("the consumer's state could not be read");
    };
    if !accepts(0) || !accepts(2) || !(CONTROL..begun).all(accepts) {
        return skip("one of two events about one thing is not accepted by itself");
    }
    if first == second {
        return skip("the newer event does not change the consumer's state");
    }
    let happened = context.provider.happened(&older.event, &older.document);
    if !state_change::distinguishes(first, second, happened.unwrap_or(context.now)) {
        return skip("the consumer state is the same after the older and the newer event: show a status, or the event");
    }
    if second == newer {
        return skip("a newer event that comes first does not change the consumer's state");
    }
    let mut before = newer;
    for (nth, age) in AGES.iter().take(ages).enumerate() {
        let sent = begun + 1 + 2 * nth;
        let Some(after) = state(sent + 1) else { return skip("the consumer's state could not be read") };
        if let Some(pointer) = state_change::replaced(before, after, (first, second), context.now) {
            let place = if pointer.is_empty() { String::new() } else { format!(" at {pointer}") };
            let was = changed(context, exchange(sent), &pointer, (before, after)).unwrap_or_default();
            let age = in_words(*age);
            let reason = format!(
                "let an event that is {age} older and arrived last replace the newer one: its state{place} changed{was}"
            );
            return Judgement::Fail { reason, step: sent };
        }
        before = after;
    }
    Judgement::Pass
}
