//! From a run to its causes.

use crate::verify::cause::causes;
use crate::verify::cause::facts::Facts;
use crate::verify::cause::found::FoundCause;
use crate::verify::cause::value::Finding;
use crate::verify::run::Run;

/// Finds the causes of a run, the most harmful first. Each failed check belongs to at most one of them.
///
/// Causes are tried in order: each sees only the failed checks that no earlier one explains.
#[must_use]
pub fn find(run: &Run) -> Vec<FoundCause> {
    let mut facts = Facts::of(run);
    let mut found: Vec<FoundCause> = Vec::new();
    for cause in causes::ALL {
        let Some(finding) = (cause.decide)(&facts) else { continue };
        let finding =
            Finding { checks: finding.checks.into_iter().filter(|id| facts.is_open(id)).collect(), ..finding };
        if finding.checks.is_empty() && !cause.is_set_up() {
            continue;
        }
        // Of several faults of a set-up the first one hides the others.
        if cause.is_set_up() && found.iter().any(FoundCause::is_set_up) {
            continue;
        }
        facts.explained(&finding.checks);
        found.push(FoundCause::new(cause, &finding));
    }
    found.sort_by_key(|cause| (!cause.is_set_up() && !cause.fails_the_run(run), cause.harm));
    for cause in &mut found {
        // What fails the run shows it best, and then what differs least from a delivery that was accepted.
        cause.checks.sort_by_key(|id| {
            let check = run.check(id);
            let is_near = check.and_then(|check| check.counterexample.as_ref()?.nearest.as_ref()).is_some();
            (check.is_some_and(|check| !run.fails_the_run(check)), !is_near)
        });
    }
    found
}

#[cfg(test)]
mod tests;
