//! The report as workflow commands, which GitHub shows as annotations of a job.

use std::fmt::Write;

use crate::report::words;
use crate::verify::CheckReport;
use crate::verify::Level;
use crate::verify::Run;
use crate::verify::Verdict;

/// The run as workflow commands, a line each: a failure that breaks the contract is an error, another one a
/// warning (`should`) or a notice (`may`). Print it to the job's log (`--report github=-`).
#[must_use]
pub fn github(run: &Run) -> String {
    let mut commands = String::new();
    for check in words::with(run, Verdict::Fail) {
        let command = match (run.is_broken_by(check), check.level) {
            (true, _) => "error",
            (false, Level::May) => "notice",
            (false, _) if check.known => "notice",
            (false, _) => "warning",
        };
        let title = property(&format!("{}: {} ({})", run.provider, check.id, words::weight(check)));
        let _ = writeln!(commands, "::{command} title={title}::{}", data(&message(check)));
    }
    if let Some(reason) = words::unproved(run) {
        let title = property(&format!("{}: hookproof", run.provider));
        let _ = writeln!(commands, "::error title={title}::{}", data(&reason));
    }
    commands
}

fn message(check: &CheckReport) -> String {
    let mut message = words::finding(check);
    if let Some(why) = &check.why {
        let _ = write!(message, "\n{why}");
    }
    let _ = write!(message, "\nbasis: {}, {}", check.basis.certainty, check.basis.source);
    if let Some(counterexample) = &check.counterexample {
        let _ = write!(message, "\nshown by {}", words::heading(counterexample));
    }
    let _ = write!(message, "\nreplay: {}", check.replay);
    message
}

/// What stands behind the second pair of colons.
fn data(text: &str) -> String {
    words::visible(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
