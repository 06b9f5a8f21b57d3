//! Judgements that need the whole run, and not a single plan.

use std::time::Duration;

use crate::model::Exchange;
use crate::provider::Provider;
use crate::verify::context::Observation;
use crate::verify::judge::Judgement;
use crate::verify::plan::Attempt;

/// A delivery and what came of it.
pub type Evidence = (Attempt, Exchange);

/// Facts of a run, for the checks that judge all of it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct RunFacts<'a> {
    /// The provider.
    pub provider: &'a Provider,
    /// Event types that were not accepted in their minimal documented form.
    pub refused: &'a [Evidence],
    /// Difference between one of them and a fuller form that was accepted: `/link_id: failed with null`; empty if none
    /// was.
    pub fuller: &'a str,
    /// Number of event types that were accepted, in their minimal documented form or in a fuller one.
    pub accepted: usize,
    /// Number of them that were refused in their minimal documented form.
    pub accepted_fuller: usize,
    /// Deliveries that were not answered in time although nothing else was sent meanwhile.
    pub late: &'a [Evidence],
    /// Number of deliveries that were not answered in time, and were when they were sent again.
    pub late_once: usize,
    /// The longest time that an answer took.
    pub slowest: Option<Duration>,
    /// The first delivery, if only its answer was late.
    pub cold_start: Option<&'a ColdStart>,
    /// Attempts made.
    pub deliveries: u64,
    /// Whether effects can be observed.
    pub observation: Observation,
    /// Result of the calibration of effects.
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
    /// Number of effects of both deliveries, if counted.
    pub effects: Option<u64>,
    /// Usual number of effects of one event of this type, if known.
    pub usual: Option<u64>,
}

impl ColdStart {
    /// Returns the number of effects of both deliveries and the usual number, if there were more than usual.
    pub(crate) fn surplus(&self) -> Option<(u64, u64)> {
        self.effects.zip(self.usual).filter(|(effects, usual)| effects > usual)
    }
}

/// Judgement of a check by the run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Overall {
    /// It passed, with this note.
    Pass(Option<String>),
    /// It could not be judged; a delivery may show why.
    Skip {
        /// Reason.
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
    /// Whether every form of every type was refused: then the set-up is wrong, or the endpoint.
    #[must_use]
    pub const fn refuses_everything(&self) -> bool {
        self.accepted == 0 && !self.refused.is_empty() && self.fuller.is_empty()
    }
}

impl Overall {
    /// Creates a skip with this reason.
    pub(super) fn skip(reason: impl Into<String>) -> Self {
        Self::Skip { reason: reason.into(), events: Vec::new(), evidence: None }
    }
}
