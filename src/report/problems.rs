//! The problems of a run: its failed checks, grouped by cause.

use crate::report::phrases;
use crate::report::phrases::Standing;
use crate::verify::cause::FoundCause;
use crate::verify::{CheckReport, Run};

/// Something that failed, with its cause if one is known.
#[derive(Clone)]
pub(super) struct Problem<'a> {
    pub(super) cause: Option<&'a FoundCause>,
    /// The checks that failed, the one that shows it best first.
    pub(super) checks: Vec<&'a CheckReport>,
}

/// Groups the failures of this standing by cause.
pub(super) fn problems(run: &Run, standing: Standing) -> Vec<Problem<'_>> {
    let is_meant = |cause: &FoundCause| match standing {
        Standing::FailsTheRun => cause.fails_the_run(run),
        _ => !cause.fails_the_run(run),
    };
    let mut found: Vec<Problem<'_>> = Vec::new();
    for cause in run.causes.iter().filter(|cause| is_meant(cause)) {
        let checks: Vec<&CheckReport> = cause.of(run).filter(|check| !check.known).collect();
        if !checks.is_empty() {
            found.push(Problem { cause: Some(cause), checks });
        }
    }
    let unexplained = phrases::those(run, standing).filter(|check| check.cause.is_none());
    found.extend(unexplained.map(|check| Problem { cause: None, checks: vec![check] }));
    found
}

impl Problem<'_> {
    /// Returns the id of its cause, or of its check if no cause is known.
    pub(super) fn id(&self) -> &str {
        self.cause.map_or_else(|| self.checks.first().map_or("", |check| &check.id), |cause| &cause.id)
    }
}
