//! The report as workflow commands, which GitHub shows as annotations of a job.

use std::fmt::Write;

use crate::report::phrases::Standing;
use crate::report::{closing, phrases};
use crate::verify::{CheckReport, Level, Run};

/// Returns the run as workflow commands, a line each: what fails the run is an error, advice a warning (`should`) or a
/// notice (`may`), and a known failure a notice. Print it to the job's log (`--report github=-`).
#[must_use]
pub fn github(run: &Run) -> String {
    let mut commands = String::new();
    for check in &run.checks {
        let standing = Standing::of(run, check);
        let command = match (standing, check.level) {
            (Standing::Passed | Standing::Skipped, _) => continue,
            (Standing::FailsTheRun, _) => "error",
            (Standing::Known, _) | (Standing::Advice, Level::May) => "notice",
            (Standing::Advice, _) => "warning",
        };
        let title = property(&format!("{}: {} ({})", run.provider, check.id, standing.label()));
        let _ = writeln!(commands, "::{command} title={title}::{}", data(&message(run, check)));
    }
    if let Some(reason) = closing::remark(run) {
        let title = property(&format!("{}: hookproof", run.provider));
        let _ = writeln!(commands, "::error title={title}::{}", data(&reason));
    }
    commands
}

fn message(run: &Run, check: &CheckReport) -> String {
    let mut message = phrases::finding(check);
    if let Some(cause) = phrases::cause(run, check) {
        let _ = write!(message, "\ncause: {cause}");
    }
    if let Some(why) = closing::only_advice(run, check) {
        let _ = write!(message, "\n{why}");
    }
    if let Some(why) = &check.why {
        let _ = write!(message, "\n{why}");
    }
    let _ = write!(message, "\nbasis: {}, {}", check.basis.certainty, check.basis.source);
    if let Some(counterexample) = &check.counterexample {
        let _ = write!(message, "\nshown by {}", phrases::heading(counterexample));
        for step in phrases::steps_around_failure(&counterexample.scenario) {
            let _ = write!(message, "\n{step}");
        }
    }
    let _ = write!(message, "\nreproduce: {}", check.reproduce);
    message
}

/// Escapes the text after the second pair of colons.
fn data(text: &str) -> String {
    phrases::visible(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
