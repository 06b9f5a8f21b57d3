//! What a whole run says about a check: facts that no single plan can show.

use crate::model::Exchange;
use crate::provider::Provider;
use crate::verify::context::Observation;
use crate::verify::judge::Judgement;
use crate::verify::plan::Attempt;

/// A delivery and what came of it.
pub type Evidence = (Attempt, Exchange);

/// What a run has seen, for the checks that are judged over the whole of it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct RunFacts<'a> {
    /// The provider.
    pub provider: &'a Provider,
    /// Event types that were not accepted in their plainest form.
    pub refused: &'a [Evidence],
    /// Where one of them differs from a fuller form that was accepted: `/link_id: failed with null`; empty if none was.
    pub fuller: &'a str,
    /// How many event types were accepted, in their plainest form or in a fuller one.
    pub accepted: usize,
    /// How many of them were refused in their plainest form.
    pub accepted_fuller: usize,
    /// Deliveries that were not answered in time although nothing else was sent meanwhile.
    pub late: &'a [Evidence],
    /// The first delivery, if its answer alone was late.
    pub cold_start: Option<&'a ColdStart>,
    /// Attempts made.
    pub deliveries: u64,
    /// Whether effects can be observed.
    pub observation: Observation,
    /// What the effects source showed when effects were calibrated.
    pub effect: Option<&'a Judgement>,
}

/// The first delivery to an endpoint that was idle, which was not answered in time.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ColdStart {
    /// The delivery.
    pub first: Evidence,
    /// The same delivery, sent again.
    pub again: Exchange,
    /// How many effects both had, if that was counted.
    pub effects: Option<u64>,
    /// How many effects one event of this type has, if that is known.
    pub usual: Option<u64>,
}

/// What a run says about a check.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Overall {
    /// It passed, as far as the note says.
    Pass(Option<String>),
    /// It could not be judged; a delivery may show why.
    Skip {
        /// Why.
        reason: String,
        /// Event types that it is about.
        events: Vec<String>,
        /// The delivery.
        evidence: Option<Evidence>,
    },
    /// It failed.
    Fail {
        /// What the endpoint did.
        reason: String,
        /// Event types that failed.
        events: Vec<String>,
        /// A delivery that shows it.
        evidence: Option<Evidence>,
    },
}

impl RunFacts<'_> {
    /// Whether nothing was accepted in any form and something was refused: then the set-up is wrong, or the endpoint.
    #[must_use]
    pub const fn refuses_everything(&self) -> bool {
        self.accepted == 0 && !self.refused.is_empty() && self.fuller.is_empty()
    }
}

impl Overall {
    /// Could not be judged, for this reason.
    pub(super) fn skip(reason: impl Into<String>) -> Self {
        Self::Skip { reason: reason.into(), events: Vec::new(), evidence: None }
    }
}
