//! The checks that took longest.

use std::fmt::Write;

use crate::verify::{CheckReport, Run};

/// Returns the checks that took longest, a line each, the slowest first.
#[must_use]
pub fn durations(run: &Run, most: usize) -> String {
    let mut checks: Vec<&CheckReport> = run.checks.iter().collect();
    checks.sort_by(|one, other| other.duration_ms.total_cmp(&one.duration_ms));
    checks.truncate(most);
    let mut text = String::from("slowest checks (concurrent checks overlap)\n");
    for check in checks {
        let _ = writeln!(text, "  {:>9}  {}", shown(check.duration_ms), check.id);
    }
    text
}

/// Formats a duration for a person.
pub(super) fn shown(millis: f64) -> String {
    match millis {
        0.0..100.0 => format!("{millis:.1} ms"),
        100.0..10_000.0 => format!("{millis:.0} ms"),
        _ => format!("{:.1} s", millis / 1_000.0),
    }
}
