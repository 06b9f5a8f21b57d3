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
pub(super) fn decider<'r>(run: &'r Run, cause: &FoundCause) -> Option<&'r ProbeReport> {
    run.probes.iter().find(|report| report.cause == cause.id && report.decided == Decision::Yes)
}

/// Writes the deliveries of the probe that decided a cause, a line each.
pub(super) fn deciding(run: &Run, cause: &FoundCause, text: &mut String) {
    let Some(report) = decider(run, cause) else { return };
    let _ = writeln!(text, "   How we know: the probe {} sent:\n", phrases::line(&report.name));
    let whats: Vec<String> = report.deliveries.iter().map(|one| phrases::line(&one.what)).collect();
    let width = whats.iter().map(|what| what.chars().count()).max().unwrap_or_default();
    for (at, (delivery, what)) in report.deliveries.iter().zip(&whats).enumerate() {
        let _ = writeln!(text, "     {:<2} {what:<width$}  → {}", at + 1, delivery.answer());
    }
    text.push('\n');
}

/// Writes the causes that the probes of a run ruled out.
pub(super) fn ruled_out(run: &Run, text: &mut String) {
    let no: Vec<&ProbeReport> = run.probes.iter().filter(|report| report.decided == Decision::No).collect();
    let sent: usize = no.iter().map(|report| report.deliveries.len()).sum();
    let causes: Vec<&str> = no.iter().map(|report| report.cause.as_str()).collect();
    if !no.is_empty() {
        let deliveries = phrases::count(sent, "more delivery", "more deliveries");
        paragraph("   ", &format!("Ruled out by {deliveries}: {}.", causes.join(", ")), text);
    }
}
