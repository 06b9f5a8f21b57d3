//! Pieces of text that several parts of the report share.

use std::fmt::Write;

use crate::report::phrases;
use crate::report::phrases::wrapped;
use crate::verify::Run;
use crate::verify::cause::{Decision, FoundCause, ProbeReport};

/// Columns of running text.
pub(super) const WIDTH: usize = 74;

/// Frameworks that are shown; the page of the cause has all of them.
const FRAMEWORKS: usize = 2;

/// Writes a paragraph, wrapped between words.
pub(super) fn paragraph(indent: &str, said: &str, text: &mut String) {
    hanging(indent, WIDTH, 0, said, text);
}

/// Writes a paragraph whose lines after the first are so many columns further in.
fn hanging(indent: &str, width: usize, further: usize, said: &str, text: &mut String) {
    for (at, line) in wrapped(&phrases::line(said), width - indent.len()).filter(|line| !line.is_empty()).enumerate() {
        let _ = writeln!(text, "{indent}{:1$}{line}", "", if at == 0 { 0 } else { further });
    }
}

/// Writes what to change in some frameworks, further in than the fix above.
pub(super) fn frameworks(cause: &FoundCause, text: &mut String) {
    for (name, line) in cause.frameworks.iter().take(FRAMEWORKS) {
        hanging("     ", WIDTH + 2, 2, &format!("{name}: {line}"), text);
    }
}

/// Returns the probe that decided a cause, if one did.
fn decider<'r>(run: &'r Run, cause: &FoundCause) -> Option<&'r ProbeReport> {
    run.probes.iter().find(|report| report.cause == cause.id && report.decided == Decision::Yes)
}

/// How a cause is known.
pub(super) struct Certainty {
    /// A sentence; if deliveries follow, it ends with a colon.
    pub(super) said: String,
    /// The deliveries of the probe that decided it, with their answers.
    pub(super) deliveries: Vec<(String, String)>,
}

/// Returns how a cause is known, or that it is only the most likely one.
pub(super) fn certainty(run: &Run, cause: &FoundCause) -> Certainty {
    let said = |said: String| Certainty { said, deliveries: Vec::new() };
    match (decider(run, cause), &cause.decided_by) {
        (Some(probe), _) => Certainty {
            said: format!("How we know: the probe {} sent:", phrases::line(&probe.name)),
            deliveries: probe.deliveries.iter().map(|one| (phrases::line(&one.what), one.answer())).collect(),
        },
        (None, Some(decided_by)) => said(format!("How we know: {}.", phrases::line(decided_by))),
        (None, None) => said("This is the most likely cause; no delivery proved it.".to_owned()),
    }
}

/// Writes how a cause is known if a probe decided it: its deliveries, a line each.
pub(super) fn deciding(run: &Run, cause: &FoundCause, text: &mut String) {
    let Certainty { said, deliveries } = certainty(run, cause);
    if deliveries.is_empty() {
        return;
    }
    let _ = writeln!(text, "   {said}\n");
    let width = deliveries.iter().map(|(what, _)| what.chars().count()).max().unwrap_or_default();
    for (at, (what, answer)) in deliveries.iter().enumerate() {
        let _ = writeln!(text, "     {:<2} {what:<width$}  → {answer}", at + 1);
    }
    text.push('\n');
}

/// Returns the causes that the probes of a run ruled out, in a sentence.
pub(super) fn ruled_out(run: &Run) -> Option<String> {
    let no: Vec<&ProbeReport> = run.probes.iter().filter(|report| report.decided == Decision::No).collect();
    let sent: usize = no.iter().map(|report| report.deliveries.len()).sum();
    let causes: Vec<String> = no.iter().map(|report| phrases::line(&report.cause)).collect();
    let deliveries = phrases::count(sent, "more delivery", "more deliveries");
    (!no.is_empty()).then(|| format!("Ruled out by {deliveries}: {}.", causes.join(", ")))
}
