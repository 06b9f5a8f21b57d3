//! `delivery-effect`

use crate::verify::check::Check;
use crate::verify::context::Observation;
use crate::verify::judge::Judgement;
use crate::verify::overall::{Overall, RunFacts};

/// Judged by the battery while it calibrates what one accepted event does.
pub(super) const CHECK: Check = Check {
    id: "delivery-effect",
    title: "has an effect for an accepted event",
    why: "An endpoint that answers 200 and drops the event looks healthy to every monitor while nothing arrives.",
    overall,
    ..Check::RUN
};

fn overall(run: &RunFacts<'_>) -> Option<Overall> {
    match run.effect {
        Some(Judgement::Pass | Judgement::Noted(_)) => Some(Overall::Pass(None)),
        Some(Judgement::Fail { reason, .. }) => {
            Some(Overall::Fail { reason: reason.clone(), events: Vec::new(), evidence: None })
        }
        Some(Judgement::Skip(reason)) => Some(Overall::skip(reason.as_str())),
        None if run.observation == Observation::AnswersOnly => {
            Some(Overall::skip("effect not observed, give --effects"))
        }
        None => None,
    }
}
