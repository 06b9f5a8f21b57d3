//! From a run to its causes.

use crate::verify::cause::causes;
use crate::verify::cause::facts::Facts;
use crate::verify::cause::finding::{Certainty, Finding};
use crate::verify::cause::found::FoundCause;
use crate::verify::cause::probe::{CauseProbe, Decision, ProbeReport};
use crate::verify::cause::value::Cause;
use crate::verify::cause::wording::Wording;
use crate::verify::check::Check;
use crate::verify::checks;
use crate::verify::run::{CheckReport, Run};

/// Finds the causes of a run, the most harmful first. Each failed check belongs to at most one of them.
///
/// Causes are tried in the order of the list. Each one sees the failed checks that no earlier cause explains. A cause
/// that a probe of the run ruled out is not named.
#[must_use]
pub fn find(run: &Run) -> Vec<FoundCause> {
    let mut found: Vec<FoundCause> = Vec::new();
    let facts = Facts::of(run);
    walk(run, |candidate| {
        if let Standing::Named(decided_by) = standing(run, candidate.cause, &candidate.finding) {
            let finding = Finding { checks: best_first(run, &candidate.finding.checks), ..candidate.finding };
            found.push(FoundCause::new(candidate.cause, &facts, &finding, decided_by));
            return Next::Take;
        }
        Next::Leave
    });
    found.sort_by_key(|cause| (!cause.is_set_up() && !cause.fails_the_run(run), cause.harm));
    found
}

/// Sorts checks by how well they show a cause: first those that fail the run, and of these, if the cause is about a
/// payload, first those with a similar delivery that was accepted.
fn best_first(run: &Run, ids: &[&'static str]) -> Vec<&'static str> {
    let mut sorted = ids.to_vec();
    let family = |id: &str| checks::named(id).map(Check::family);
    let is_about_a_payload = ids.first().is_some_and(|id| family(id).is_ok_and(|family| family == "payload"));
    sorted.sort_by_key(|id| {
        let check = run.check(id);
        let is_near = check.and_then(|check| check.counterexample.as_ref()?.nearest.as_ref()).is_some();
        (check.is_some_and(|check| !run.fails_the_run(check)), is_about_a_payload && !is_near)
    });
    sorted
}

/// Returns the first cause that a probe could decide, and the probe; those of `tried` are left out.
#[must_use]
pub fn next_probe(run: &Run, tried: &[&str]) -> Option<(&'static Cause, &'static CauseProbe)> {
    let mut next = None;
    walk(run, |candidate| {
        let is_open = !matches!(candidate.finding.certainty, Certainty::Decided(_));
        let probe = candidate.cause.probe.filter(|probe| is_open && !tried.contains(&probe.id));
        if let Some(probe) = probe.filter(|probe| report_of(run, probe).is_none()) {
            next = Some((candidate.cause, probe));
            return Next::Stop;
        }
        match standing(run, candidate.cause, &candidate.finding) {
            Standing::Named(_) => Next::Take,
            Standing::Dropped => Next::Leave,
        }
    });
    next
}

/// A cause that fits a run, with what it would explain.
struct Candidate {
    cause: &'static Cause,
    finding: Finding,
}

/// Whether the walk over the causes goes on after a candidate.
enum Next {
    /// Its checks are explained.
    Take,
    /// Its checks are left to the next cause.
    Leave,
    Stop,
}

/// Whether a candidate is named.
enum Standing {
    /// It is named. The text says what decided it, if anything did.
    Named(Option<String>),
    /// It is not named.
    Dropped,
}

/// Visits the causes that fit a run, in the order of the list.
fn walk(run: &Run, mut visit: impl FnMut(&Candidate) -> Next) {
    let mut facts = Facts::of(run);
    let mut has_set_up = false;
    for cause in causes::ALL {
        // Of several faults of a set-up the first one hides the others.
        if cause.is_set_up() && has_set_up {
            continue;
        }
        let Some(finding) = (cause.decide)(&facts) else { continue };
        let checks: Vec<&'static str> = finding.checks.into_iter().filter(|id| facts.is_open(id)).collect();
        if checks.is_empty() && !cause.is_set_up() {
            continue;
        }
        let candidate = Candidate { cause, finding: Finding { checks, ..finding } };
        match visit(&candidate) {
            Next::Take => {
                has_set_up |= cause.is_set_up();
                facts.explained(&candidate.finding.checks);
            }
            Next::Leave => {}
            Next::Stop => return,
        }
    }
}

/// Decides by the run and its probes whether a candidate is named.
fn standing(run: &Run, cause: &Cause, finding: &Finding) -> Standing {
    if let Certainty::Decided(by) = finding.certainty {
        return Standing::Named(Some(by.to_owned()));
    }
    let sent = cause.probe.and_then(|probe| Some((probe, report_of(run, probe)?)));
    match (sent.map(|(probe, report)| report.read_for(cause.id, probe.read)), finding.certainty) {
        (Some(Decision::Yes), _) => Standing::Named(sent.and_then(|(_, report)| report.last())),
        (Some(Decision::No), _) | (_, Certainty::Possible) => Standing::Dropped,
        _ => Standing::Named(None),
    }
}

fn report_of<'r>(run: &'r Run, probe: &CauseProbe) -> Option<&'r ProbeReport> {
    run.probes.iter().find(|report| report.name == probe.id)
}

impl FoundCause {
    /// Creates it from a cause and what it explains in a run, with the sentences of this run.
    fn new(cause: &Cause, facts: &Facts<'_>, finding: &Finding, decided_by: Option<String>) -> Self {
        let Wording { title, seen, why, fix, how, frameworks } = (cause.describe)(facts, &finding.checks);
        let or = |words: Option<String>, usual: &str| words.unwrap_or_else(|| usual.to_owned());
        let decided_by = match finding.certainty {
            Certainty::Decided(_) => how.or(decided_by),
            Certainty::MostLikely | Certainty::Possible => decided_by,
        };
        let frameworks = frameworks.unwrap_or(cause.frameworks).iter();
        Self {
            id: cause.id.to_owned(),
            title: or(title, cause.title),
            seen: or(seen, cause.seen),
            why: or(why, cause.why),
            fix: or(fix, cause.fix),
            frameworks: frameworks.map(|one| (one.name.to_owned(), one.line.to_owned())).collect(),
            harm: cause.harm,
            decided_by,
            checks: finding.checks.iter().map(|id| (*id).to_owned()).collect(),
        }
    }

    /// Returns the failed checks that it explains.
    pub fn of<'a>(&'a self, run: &'a Run) -> impl Iterator<Item = &'a CheckReport> {
        self.checks.iter().filter_map(|id| run.check(id))
    }

    /// Whether one of its checks fails the run.
    #[must_use]
    pub fn fails_the_run(&self, run: &Run) -> bool {
        self.of(run).any(|check| run.fails_the_run(check))
    }
}

#[cfg(test)]
mod tests;
