//! Creates the trials of checks, and judges what they showed.

use crate::battery::judge::Answers;
use crate::battery::lane::{Lane, Shared, Travel};
use crate::battery::session::Session;
use crate::battery::trial::Trial;
use crate::model::Exchange;
use crate::verify::{Attempt, Check, Expected, Given, Judgement, Observed, Plan, as_expected};

impl Session {
    /// Creates the trial of a check on an event type, with ids made from `key`; an error is a reason to skip.
    pub(super) fn trial(&self, check: &'static Check, at: usize, key: &str) -> Result<Trial, String> {
        let mut context = self.setup.context(&self.types.tested, key);
        context.burst = self.sender().concurrency().burst(context.burst);
        context.version = self.sender().version().unwrap_or(context.version);
        let strands = match (check.plan)(&context, &self.types.tested[at]) {
            Plan::Skip(reason) => return Err(reason),
            Plan::Steps(steps) => vec![steps],
            Plan::Strands(strands) => strands,
        };
        let is_fast = self.sender().concurrency().is_fast() && check.family() == "payload";
        let travel = if is_fast { Travel::Kept } else { Travel::Own };
        let state = if self.runner.state.is_some() { Given::Yes } else { Given::No };
        Ok(Trial { check, at, lanes: strands.into_iter().map(|steps| Lane::reading(steps, travel, state)).collect() })
    }

    /// Judges the observations of a check.
    pub(super) fn judgement(&self, check: &Check, at: usize, seen: &[Observed]) -> Judgement {
        let context = self.setup.context(&self.types.tested, check.id);
        (check.judge)(&context, &self.types.tested[at], seen)
    }

    /// Returns the quality of the answers; `shared` says whether other deliveries were in flight.
    pub(super) fn answers_of(
        &self,
        check: &Check,
        at: usize,
        seen: &[Observed],
        judgement: &Judgement,
        shared: Shared,
    ) -> Answers {
        let context = self.setup.context(&self.types.tested, check.id);
        if as_expected(&context, &self.types.tested[at], seen) == Judgement::Pass {
            return Answers::AsExpected;
        }
        if shared == Shared::Yes && is_disturbed(seen, judgement) { Answers::Disturbed } else { Answers::Wrong }
    }
}

/// Whether other deliveries may be the reason of a failure: no answer arrived, or a server error.
fn is_disturbed(seen: &[Observed], judgement: &Judgement) -> bool {
    let in_trouble = |(attempt, exchange): (&Attempt, &Exchange)| {
        !matches!(attempt.expected, Expected::Anything | Expected::Unjudged)
            && (exchange.response().is_none() || matches!(exchange.status(), Some(500..=599 | 429)))
    };
    match judgement {
        Judgement::Fail { step, .. } => seen.get(*step).and_then(Observed::exchange).is_some_and(in_trouble),
        _ => seen.iter().filter_map(Observed::exchange).any(in_trouble),
    }
}
