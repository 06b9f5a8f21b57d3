//! Events that arrive more than once: what they do is counted.

use crate::verify::context::Context;
use crate::verify::context::Observation;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::Seen;
use crate::verify::plan::Step;
use crate::verify::subject::Subject;

/// Reads the observer before and after the steps, where `more` effects are expected of them.
pub(super) fn observed(steps: &mut Vec<Step>, more: Option<u64>) {
    if let Some(more) = more {
        steps.insert(0, Step::Observe { more: 0 });
        steps.push(Step::Observe { more });
    }
}

/// Passes when all was accepted and this many different events have had their effect, each once.
pub(super) fn judge(context: &Context<'_>, subject: &Subject, seen: &[Seen], events: u64) -> Judgement {
    let judgement = judge::as_expected(context, subject, seen);
    if judgement != Judgement::Pass {
        return judgement;
    }
    match (judge::growth(seen), subject.gain) {
        (Some((before, after)), Some(gain)) => {
            let (had, should) = (after.saturating_sub(before), gain * events);
            if had == should {
                return Judgement::Pass;
            }
            let because = if events == 1 { "one event".to_owned() } else { format!("{events} events") };
            let reason = format!(
                "acted {} because of {because} and a repeat, instead of {}",
                judge::times(had),
                judge::times(should)
            );
            Judgement::Fail { reason, step: judge::last_sent(seen) }
        }
        _ if context.observation == Observation::Effects => {
            Judgement::Skip("an accepted event of this type has no effect that the observer shows".to_owned())
        }
        _ => Judgement::Skip("effect not observed, give --effects".to_owned()),
    }
}
