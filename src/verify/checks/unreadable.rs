//! Correctly signed bodies that cannot be read. A consumer may refuse them, or accept them and find out later, when its
//! worker parses them: either way they must have no effect and must not harm what comes after them.

use crate::model::Outcome;
use crate::verify::checks::redelivered;
use crate::verify::context::{Context, Observation};
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Attempt, Expected, Observed, Plan, Step};
use crate::verify::type_under_test::TypeUnderTest;

/// Sends every body in its own delivery, and a good event after each. Signed fields are those of the event from which a
/// body was derived.
pub(super) fn plan(
    context: &Context<'_>,
    tested: &TypeUnderTest,
    bodies: impl IntoIterator<Item = (String, Vec<u8>)>,
) -> Plan {
    let mut steps: Vec<Step> = vec![context.good(tested, "before").into()];
    let whole = context.good(tested, "malformed");
    let mut good = 1;
    for (at, (what, body)) in bodies.into_iter().enumerate() {
        let attempt = context.attempt_with(tested, whole.document.clone(), &body).what(what);
        steps.push(Attempt { expected: Expected::Survived, ..attempt }.into());
        steps.push(context.good(tested, &format!("after {at}")).into());
        good += 1;
    }
    redelivered::observed(&mut steps, tested.effects_per_event.map(|effects_per_event| effects_per_event * good));
    Plan::Steps(steps)
}

/// Returns the skip of a check of JSON if the provider sends forms that contain none.
pub(super) fn skip_without_json(context: &Context<'_>) -> Option<Plan> {
    let skip = || Plan::Skip(format!("{} sends forms, and no JSON", context.provider.name));
    context.provider.body.format.has_texts_only().then(skip)
}

/// Returns the failure if good events around a body that cannot be read had fewer effects than they should.
pub(super) fn lost(had: u64, should: u64, good: u64, observed: &[Observed]) -> Option<Judgement> {
    let reason = format!(
        "processed {had} of the {should} effects of the {good} good events around a body that cannot be read: it \
         stops what comes after it"
    );
    (had < should).then(|| Judgement::Fail { reason, step: judge::last_sent(observed) })
}

/// Fails if an unreadable body is answered by a 5xx or not at all, has an effect, or keeps a later event from having one.
pub(super) fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    // Silence belongs to this check: the delivery that is not answered was sent by it.
    let judgement = judge::answered(context, tested, observed);
    if judgement != Judgement::Pass {
        return judgement;
    }
    let exchanges: Vec<_> = observed.iter().enumerate().filter_map(|(at, one)| Some((at, one.exchange()?))).collect();
    let is_unreadable = |attempt: &Attempt| attempt.expected == Expected::Survived;
    let accepted = exchanges.iter().find_map(|(at, (attempt, exchange))| match &exchange.outcome {
        Outcome::Answered(answer) if is_unreadable(attempt) && context.provider.succeeds(answer.status) => {
            Some((*at, answer.status))
        }
        _ => None,
    });
    let last_unreadable = exchanges.iter().rev().find(|(_, (attempt, _))| is_unreadable(attempt)).map(|(at, _)| *at);
    let good = exchanges.iter().filter(|(_, (attempt, _))| !is_unreadable(attempt)).count() as u64;
    if let (Some((before, after)), Some(effects_per_event)) = (judge::increase(observed), tested.effects_per_event) {
        let (had, should) = (after.saturating_sub(before), effects_per_event * good);
        let unreadable = exchanges.len() as u64 - good;
        if had > should && accepted.is_none() && had - should != effects_per_event * unreadable {
            return Judgement::Skip(format!(
                "the good events around unreadable bodies had {had} effects instead of {should}: see the other checks"
            ));
        }
        if had > should {
            let step = accepted.map(|(at, _)| at).or(last_unreadable).unwrap_or_default();
            return Judgement::Fail { reason: "processed a body that cannot be read".to_owned(), step };
        }
        if let Some(lost) = lost(had, should, good, observed) {
            return lost;
        }
        return accepted.map_or(Judgement::Pass, |(_, status)| {
            Judgement::Noted(format!(
                "answered {status} to an unreadable body, which had no effect; a 400 would inform the sender"
            ))
        });
    }
    match accepted {
        None => Judgement::Pass,
        Some((_, status)) => Judgement::Skip(match context.observation {
            Observation::AnswersOnly => format!(
                "answered {status} to a body that cannot be read; whether that harmed anything was not observed, give \
                 --effects"
            ),
            Observation::Effects => {
                format!(
                    "answered {status} to a body that cannot be read; an event of this type has no effect to compare"
                )
            }
        }),
    }
}
