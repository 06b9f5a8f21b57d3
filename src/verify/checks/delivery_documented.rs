//! `delivery-documented`

use crate::provider::Example;
use crate::provider::Origin;
use crate::verify::check;
use crate::verify::check::Check;
use crate::verify::check::Level;
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::overall::Overall;
use crate::verify::overall::RunFacts;
use crate::verify::plan::Attempt;
use crate::verify::plan::Plan;
use crate::verify::plan::Seen;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "delivery-documented",
    title: "accepts every documented event",
    why: "An event type that is refused in the very form that the provider prints is lost: the provider retries \
          it a few times and gives up, and nobody hears of it.",
    level: Level::Must,
    rests_on: check::SIGNATURE,
    plan,
    judge,
    overall,
    ..Check::PAYLOAD
};

/// Every example twice: verbatim, and with fresh ids and times, because an endpoint may rightly refuse
/// an event that was printed years ago. Either will do.
fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    let usable = |example: &&Example| {
        !example.has_placeholders() && (example.origin == Origin::Recorded || example.contradictions.is_empty())
    };
    Plan::send(subject.payload.examples.iter().filter(usable).flat_map(|example| pair(context, subject, example)))
}

fn pair(context: &Context<'_>, subject: &Subject, example: &Example) -> Vec<Attempt> {
    let (Ok(document), Ok(body)) = (example.document(), example.bytes(context.provider.body)) else {
        return Vec::new();
    };
    let what = format!("with example `{}`", example.name);
    vec![
        context.attempt_with(subject, document.clone(), &body).what(what.as_str()),
        context.attempt(subject, document, &example.name).what(what + " and fresh ids and times"),
    ]
}

fn judge(context: &Context<'_>, subject: &Subject, seen: &[Seen]) -> Judgement {
    for (at, pair) in seen.chunks(2).enumerate() {
        let judged = judge::as_expected(context, subject, pair);
        let other = judge::as_expected(context, subject, &pair[..1]);
        let fresh = judge::as_expected(context, subject, &pair[1..]);
        if other != Judgement::Pass && fresh != Judgement::Pass {
            return match judged {
                Judgement::Fail { reason, step } => Judgement::Fail { reason, step: at * 2 + step },
                judgement => judgement,
            };
        }
    }
    Judgement::Pass
}

/// Types that were refused in their plainest form were not judged any further.
fn overall(run: &RunFacts<'_>) -> Option<Overall> {
    let first = run.refused.first()?;
    let (attempt, exchange) = &first.evidence;
    let events: Vec<String> = run.refused.iter().map(|refused| refused.evidence.0.event.clone()).collect();
    let twice = run.refused.iter().filter(|refused| !refused.accepted_without_null_at.is_empty()).count();
    let (count, of) = (events.len(), events.len() + run.accepted - twice);
    let evidence = Some((attempt.clone(), exchange.clone()));
    let null = nulls(&first.accepted_without_null_at);
    let reason = format!("{} to {count} of {of} event types in their plainest form{null}", exchange.told());
    Some(if run.refuses_everything() {
        // Most likely the secret, the path or an entity that has to exist: nothing is proved about the endpoint.
        Overall::Skip { reason, events, evidence }
    } else {
        Overall::Fail { reason, events, evidence }
    })
}

/// Says that null is the reason.
fn nulls(pointers: &[String]) -> String {
    /// How many pointers are listed.
    const LISTED: usize = 4;
    let listed: Vec<&str> = pointers.iter().take(LISTED).map(String::as_str).collect();
    match pointers.len().saturating_sub(LISTED) {
        _ if listed.is_empty() => String::new(),
        0 => format!("; with values in place of null at {} it was accepted", listed.join(", ")),
        more => format!("; with values in place of null at {} and {more} more it was accepted", listed.join(", ")),
    }
}
