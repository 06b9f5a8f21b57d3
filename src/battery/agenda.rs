//! The checks of a run, stage by stage.

use crate::verify::{Check, Stage};

/// The checks of a run, in the order in which they are run.
pub(super) struct Agenda {
    checks: Vec<&'static Check>,
}

impl Agenda {
    pub(super) fn new(mut checks: Vec<&'static Check>) -> Self {
        checks.sort_by_key(|check| check.stage);
        Self { checks }
    }

    /// Returns the number of trials.
    pub(super) const fn len(&self) -> usize {
        self.checks.len()
    }

    /// Returns the checks of a stage.
    pub(super) fn of(&self, stage: Stage) -> Vec<&'static Check> {
        self.checks.iter().copied().filter(|check| check.stage == stage).collect()
    }
}
