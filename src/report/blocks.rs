//! Pieces of text that several parts of the report share.

use std::fmt::Write;

use crate::report::words;
use crate::report::words::wrapped;
use crate::verify::Run;
use crate::verify::cause::Decision;
use crate::verify::cause::FoundCause;
use crate::verify::cause::ProbeReport;

/// Columns of running text.
pub(super) const WIDTH: usize = 74;

/// Frameworks that are shown; the page of the cause has all of them.
const FRAMEWORKS: usize = 2;

/// A paragraph, wrapped between words.
pub(super) fn paragraph(indent: &str, said: &str, text: &mut String) {
    for line in wrapped(&words::line(said), WIDTH - indent.len()).filter(|line| !line.is_empty()) {
        let _ = writeln!(text, "{indent}{line}");
    }
}

/// What to change in some frameworks.
pub(super) fn frameworks(cause: &FoundCause, text: &mut String) {
    for (name, line) in cause.frameworks.iter().take(FRAMEWORKS) {
        paragraph("   ", &format!("{name}: {line}"), text);
    }
}

/// The probe that decided a cause, if one did.
pub(super) fn decider<'r>(run: &'r Run, cause: &FoundCause) -> Option<&'r ProbeReport> {
    run.probes.iter().find(|report| report.cause == cause.id && report.decided == Decision::Yes)
}

/// The deliveries of the probe that decided a cause, a line each.
pub(super) fn deciding(run: &Run, cause: &FoundCause, text: &mut String) {
    let Some(report) = decider(run, cause) else { return };
    let _ = writeln!(text, "   Decided by the probe {}:\n", words::line(&report.name));
    let whats: Vec<String> = report.deliveries.iter().map(|one| words::line(&one.what)).collect();
    let width = whats.iter().map(|what| what.chars().count()).max().unwrap_or_default();
    for (at, (delivery, what)) in report.deliveries.iter().zip(&whats).enumerate() {
        let _ = writeln!(text, "     {:<2} {what:<width$}  → {}", at + 1, delivery.answer());
    }
    text.push('\n');
}

/// What the probes of a run tried in vain.
pub(super) fn tried(run: &Run, text: &mut String) {
    let open = run.probes.iter().filter(|report| report.decided != Decision::Yes);
    let deliveries = open.flat_map(|report| &report.deliveries);
    let tried: Vec<String> = deliveries.map(|one| format!("{} ({})", one.what, one.answer())).collect();
    if !tried.is_empty() {
        paragraph("   ", &format!("Also sent, and not accepted: an event {}.", tried.join(", ")), text);
    }
}
