//! `signature-other-method`

use crate::verify::check::{Check, Stage};
use crate::verify::checks::forged;
use crate::verify::context::{Context, Observation};
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Attempt, Expected, Observed, Plan};
use crate::verify::special::Special;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "signature-other-method",
    title: "has no effect for an unsigned delivery by another method",
    why: "Verification that runs only for POST does not see a PUT. If a router sends both to one handler, anyone can \
          send false events.",
    plan,
    judge,
    stage: Stage::Effects,
    ..Check::FORGERY
};

/// Other methods than a provider's that may reach its handler.
const METHODS: [&str; 2] = ["GET", "PUT"];

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    if context.signer.is_none() {
        return forged::nothing_signed(context);
    }
    let forged = METHODS.into_iter().filter(|method| *method != context.provider.delivery.method).map(|method| {
        let good = context.good(tested, method);
        let mut request = forged::unsigned(context, &good.request);
        method.clone_into(&mut request.method);
        // An answer proves nothing: a page of health answers 200 to every GET, and some servers 501 to a PUT.
        Attempt { request, expected: Expected::Anything, ..good }
            .what(format!("without a signature, by {method}"))
            .special(Special::UnsignedMethod)
    });
    forged::counted(tested, forged, context.good(tested, "after"))
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    let judgement = judge::as_expected(context, tested, observed);
    if judgement != Judgement::Pass {
        return judgement;
    }
    let (mut count, mut first, mut forged) = (None, None, None);
    for (step, one) in observed.iter().enumerate() {
        match one {
            Observed::Exchange(attempt, exchange) if attempt.expected == Expected::Anything => {
                forged = Some((step, &exchange.request.method, exchange.status()));
            }
            Observed::Exchange(..) => {
                count = first
                    .zip(tested.effects_per_event)
                    .map(|(first, effects_per_event): (u64, u64)| first + effects_per_event);
            }
            Observed::Count(now) => {
                first.get_or_insert(*now);
                if let (Some(known), Some((step, method, _))) = (count, forged)
                    && *now > known
                {
                    return Judgement::Fail { reason: format!("processed an unsigned {method}"), step };
                }
                count = Some(*now);
            }
            _ => {}
        }
    }
    let accepted = observed.iter().filter_map(Observed::exchange).find_map(|(attempt, exchange)| {
        let status = exchange.status().filter(|status| context.provider.succeeds(*status))?;
        (attempt.expected == Expected::Anything).then(|| (exchange.request.method.clone(), status))
    });
    match (first, accepted) {
        (Some(_), _) | (None, None) => Judgement::Pass,
        (None, Some((method, status))) => Judgement::Skip(match context.observation {
            Observation::AnswersOnly => format!(
                "answered {status} to an unsigned {method}; whether that had an effect was not observed, give --effects"
            ),
            Observation::Effects => {
                format!("answered {status} to an unsigned {method}; an event of this type has no effect to compare")
            }
        }),
    }
}
