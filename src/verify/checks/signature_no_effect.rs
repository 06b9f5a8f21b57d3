//! `signature-no-effect`

use crate::verify::check;
use crate::verify::check::Check;
use crate::verify::check::Level;
use crate::verify::check::Scope;
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
    title: "does nothing because of a refused delivery",
    why: "An endpoint that acts first and verifies afterwards answers 401 and has paid all the same.",
    level: Level::Must,
    scope: Scope::Plainest,
    rests_on: check::SIGNATURE,
    plan,
    judge,
};

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
        bare.what("without a signature").into(),
        strange.what("signed with another key").into(),
        Step::Observe { more: 0 },
        good.into(),
        // It is waited for, or the next check would count it.
        Step::Await { more: gain },
    ])
}

fn judge(_: &Context<'_>, _: &Subject, seen: &[Seen]) -> Judgement {
    match judge::growth(&seen[..seen.len().min(4)]) {
        Some((before, after)) if after != before => {
            let reason = format!("refused and acted all the same, {}", judge::times(after.saturating_sub(before)));
            Judgement::Fail { reason, step: judge::last_sent(&seen[..seen.len().min(4)]) }
        }
        Some(_) => Judgement::Pass,
        None => Judgement::Skip("effect not observed, give --effects".to_owned()),
    }
}
