//! `signature-no-effect`

use crate::model::Exchange;
use crate::verify::check::{Check, Stage};
use crate::verify::checks::forged;
use crate::verify::context::{Context, Observation};
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Attempt, Observed, Plan, Step};
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "signature-no-effect",
    title: "has no effect for a refused delivery",
    why: "An endpoint that processes the event before it verifies the signature answers 401, and has made the payment.",
    plan,
    judge,
    stage: Stage::Effects,
    ..Check::FORGERY
};

/// Steps up to the reading after what is refused.
const REFUSED: usize = 4;

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    if context.signer.is_none() {
        return forged::nothing_signed(context);
    }
    if context.observation == Observation::AnswersOnly {
        return Plan::Skip("effect not observed, give --effects".to_owned());
    }
    let Some(effects_per_event) = tested.effects_per_event else {
        return Plan::Skip("an accepted event of this type has no effect either".to_owned());
    };
    let mut bare = context.good(tested, "bare");
    for header in &context.provider.signing.recipe.headers {
        bare.request.headers.remove(&header.name);
    }
    let good = context.good(tested, "strange");
    let request = context.request(context.wrong_key_signer, tested.name(), &good.document, &good.request.body);
    let wrong_key = Attempt { request, ..good.clone() };
    Plan::Steps(vec![
        Step::Observe { more: 0 },
        bare.what("without a signature").refused().into(),
        wrong_key.what("signed with another key").refused().into(),
        Step::Observe { more: 0 },
        good.into(),
        // What the refused ones cause late shows here.
        Step::Observe { more: effects_per_event },
    ])
}

fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    let accepts = |exchange: &Exchange| exchange.response().is_some_and(|answer| context.provider.accepts(answer));
    let forged = observed.iter().take(REFUSED).filter_map(Observed::exchange);
    if forged.clone().any(|(_, exchange)| accepts(exchange)) {
        return Judgement::Skip("a forged delivery was accepted, not refused: see the other checks".to_owned());
    }
    let step = judge::last_sent(&observed[..observed.len().min(REFUSED)]);
    let wrong = |effects: u64| {
        let plural = if effects == 1 { "effect" } else { "effects" };
        let reason = format!("refused two forged deliveries, and they had {effects} {plural}");
        Judgement::Fail { reason, step }
    };
    match (
        judge::increase(&observed[..observed.len().min(REFUSED)]),
        judge::increase(observed),
        tested.effects_per_event,
    ) {
        (Some((before, after)), ..) if after != before => wrong(after.abs_diff(before)),
        (Some(_), Some((before, after)), Some(effects_per_event))
            if after > before.saturating_add(effects_per_event) =>
        {
            wrong(after.saturating_sub(before).saturating_sub(effects_per_event))
        }
        (Some(_), ..) => Judgement::Pass,
        (None, ..) => Judgement::Skip("effect not observed, give --effects".to_owned()),
    }
}
