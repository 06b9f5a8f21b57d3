//! `delivery-documented`

use std::fmt::Write;

use crate::provider::{Example, Origin};
use crate::verify::check::{Check, Level};
use crate::verify::context::Context;
use crate::verify::judge::Judgement;
use crate::verify::overall::{Overall, RunFacts};
use crate::verify::plan::{Attempt, Observed, Plan};
use crate::verify::type_under_test::TypeUnderTest;
use crate::verify::{check, judge};

pub(super) const CHECK: Check = Check {
    id: "delivery-documented",
    title: "accepts every documented event",
    why: "If an event type is refused in the form that the provider documents, its events are lost: the provider \
          retries a few times and gives up.",
    level: Level::Must,
    based_on: check::SIGNATURE,
    plan,
    judge,
    overall,
    ..Check::PAYLOAD
};

/// Sends every example twice: verbatim, and with fresh ids and times, because an endpoint may correctly refuse an event
/// of years ago. One accepted delivery of the two is enough.
fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let usable = |example: &&Example| {
        !example.has_placeholders() && (example.origin == Origin::Recorded || example.contradictions.is_empty())
    };
    Plan::send(tested.payload.examples.iter().filter(usable).flat_map(|example| pair(context, tested, example)))
}

fn pair(context: &Context<'_>, tested: &TypeUnderTest, example: &Example) -> Vec<Attempt> {
    let (Ok(document), Ok(body)) = (example.document(), example.bytes(&context.provider.body)) else {
        return Vec::new();
    };
    let what = format!("with example `{}`", example.name);
    vec![
        context.attempt_with(tested, document.clone(), &body).what(what.as_str()),
        context.attempt(tested, document, &example.name).what(what + " and fresh ids and times"),
    ]
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    for (at, pair) in observed.chunks(2).enumerate() {
        let judged = judge::as_expected(context, tested, pair);
        let other = judge::as_expected(context, tested, &pair[..1]);
        let fresh = judge::as_expected(context, tested, &pair[1..]);
        if other != Judgement::Pass && fresh != Judgement::Pass {
            return match judged {
                Judgement::Fail { reason, step } => Judgement::Fail { reason, step: at * 2 + step },
                judgement => judgement,
            };
        }
    }
    Judgement::Pass
}

/// Fails if event types were refused in their minimal documented form. These types were not tested any further.
fn overall(run: &RunFacts<'_>) -> Option<Overall> {
    let (attempt, exchange) = run.refused.first()?;
    let events: Vec<String> = run.refused.iter().map(|(attempt, _)| attempt.event.clone()).collect();
    let (count, of) = (events.len(), events.len() + run.accepted - run.accepted_fuller);
    let evidence = Some((attempt.clone(), exchange.clone()));
    let mut reason = format!("{} to {count} of {of} event types in their minimal documented form", exchange.describe());
    if !run.fuller.is_empty() {
        let _ = write!(reason, "; a fuller form was accepted, which differs at {}", run.fuller);
    }
    Some(if run.refuses_everything() {
        // Most likely the secret, the path or an entity that has to exist: nothing is proved about the endpoint.
        Overall::Skip { reason, events, evidence }
    } else {
        Overall::Fail { reason, events, evidence }
    })
}
