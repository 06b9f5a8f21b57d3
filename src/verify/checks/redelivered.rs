//! Counts the effects of events that arrive more than once.

use crate::verify::context::{Context, Observation};
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Observed, Step};
use crate::verify::type_under_test::TypeUnderTest;

/// Reads the observer before and after the steps, which should add `more` effects.
pub(super) fn observed(steps: &mut Vec<Step>, more: Option<u64>) {
    if let Some(more) = more {
        steps.insert(0, Step::Observe { more: 0 });
        steps.push(Step::Observe { more });
    }
}

/// Passes if everything was accepted and this many different events had their effect, each once.
pub(super) fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed], events: u64) -> Judgement {
    let judgement = judge::as_expected(context, tested, observed);
    if judgement != Judgement::Pass {
        return judgement;
    }
    let because = if events == 1 { "one event".to_owned() } else { format!("{events} events") };
    counted(tested, observed, events, &format!("{because} and a redelivery")).unwrap_or_else(|| unseen(context))
}

/// Skips, because effects are not observed.
pub(super) fn unseen(context: &Context<'_>) -> Judgement {
    Judgement::Skip(why_unseen(context).to_owned())
}

/// Returns why effects are not observed.
pub(super) const fn why_unseen(context: &Context<'_>) -> &'static str {
    match context.observation {
        Observation::Effects => "an accepted event of this type has no effect that the observer shows",
        Observation::AnswersOnly => "effect not observed, give --effects",
    }
}

/// Passes if the readings show the effects of this many events; `None` if effects are not observed.
pub(super) fn counted(tested: &TypeUnderTest, observed: &[Observed], events: u64, because: &str) -> Option<Judgement> {
    let (before, after) = judge::increase(observed)?;
    let (had, should) = (after.saturating_sub(before), tested.effects_per_event? * events);
    if had == should {
        return Some(Judgement::Pass);
    }
    let plural = if had == 1 { "effect" } else { "effects" };
    let (had, should) = (judge::times(had), judge::times(should));
    let reason = format!("had {had} {plural} because of {because}, instead of {should}");
    Some(Judgement::Fail { reason, step: judge::last_sent(observed) })
}
