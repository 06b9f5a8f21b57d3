//! `signature-no-effect`

use crate::model::Exchange;
use crate::verify::check::Check;
use crate::verify::check::Stage;
use crate::verify::checks::forged;
use crate::verify::context::Context;
use crate::verify::context::Observation;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::Attempt;
use crate::verify::plan::Plan;
use crate::verify::plan::Seen;
use crate::verify::plan::Step;
use crate::verify::subject::Subject;

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

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    if context.signer.is_none() {
        return Plan::Skip(forged::UNSIGNED.to_owned());
    }
    if context.observation == Observation::AnswersOnly {
        return Plan::Skip("effect not observed, give --effects".to_owned());
    }
    let Some(gain) = subject.gain else {
        return Plan::Skip("an accepted event of this type has no effect either".to_owned());
    };
    let mut bare = context.good(subject, "bare");
    for header in &context.provider.signing.recipe.headers {
        bare.request.headers.remove(&header.name);
    }
    let good = context.good(subject, "strange");
    let request = context.request(context.stranger, &good.document, &good.request.body);
    let strange = Attempt { request, ..good.clone() };
    Plan::Steps(vec![
        Step::Observe { more: 0 },
        bare.what("without a signature").refused().into(),
        strange.what("signed with another key").refused().into(),
        Step::Observe { more: 0 },
        good.into(),
        // What the refused ones cause late shows here.
        Step::Observe { more: gain },
    ])
}

fn judge(context: &Context<'_>, subject: &Subject, seen: &[Seen]) -> Judgement {
    let accepts = |exchange: &Exchange| exchange.status().is_some_and(|status| context.provider.succeeds(status));
    let forged = seen.iter().take(REFUSED).filter_map(Seen::exchange);
    if forged.clone().any(|(_, exchange)| accepts(exchange)) {
        return Judgement::Skip("a forged delivery was accepted, not refused: see the other checks".to_owned());
    }
    let step = judge::last_sent(&seen[..seen.len().min(REFUSED)]);
    let wrong = |effects: u64| {
        let plural = if effects == 1 { "effect" } else { "effects" };
        let reason = format!("refused two forged deliveries, and they had {effects} {plural}");
        Judgement::Fail { reason, step }
    };
    match (judge::growth(&seen[..seen.len().min(REFUSED)]), judge::growth(seen), subject.gain) {
        (Some((before, after)), ..) if after != before => wrong(after.abs_diff(before)),
        (Some(_), Some((before, after)), Some(gain)) if after > before.saturating_add(gain) => {
            wrong(after.saturating_sub(before).saturating_sub(gain))
        }
        (Some(_), ..) => Judgement::Pass,
        (None, ..) => Judgement::Skip("effect not observed, give --effects".to_owned()),
    }
}
