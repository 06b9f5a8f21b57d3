//! A failed check as a shell script that anybody can run.

use std::fmt::Write;

use crate::model::shell::quoted;
use crate::report::words;
use crate::verify::CheckReport;
use crate::verify::ScenarioStep;
use crate::verify::Verdict;

/// Returns a script that runs a failed check again from the folder `here`, and with the argument `curl` sends the
/// recorded deliveries; `None` if the check did not fail.
#[must_use]
pub fn script(check: &CheckReport, here: &str) -> Option<String> {
    if check.verdict != Verdict::Fail {
        return None;
    }
    let mut script = String::from("#!/bin/sh\n");
    let said = |text: &str| words::line(text);
    let _ = writeln!(script, "# {}: {}", check.id, said(&check.title));
    let _ = writeln!(script, "# Failed: {}", said(&words::finding(check)));
    let steps = check.counterexample.as_ref().map(|shown| shown.scenario.as_slice()).unwrap_or_default();
    for (at, step) in steps.iter().enumerate() {
        let _ = writeln!(script, "# {}. {}", at + 1, said(&words::step(step)));
    }
    let lines: Option<Vec<&str>> = steps.iter().map(|step| step.curl.as_deref()).collect();
    let lines = lines.filter(|lines| !lines.is_empty());
    let _ = writeln!(script, "#\n# Without an argument it runs the whole check again, with new events.");
    if lines.is_some() {
        script.push_str(
            "# With `curl` it sends the recorded deliveries again, in order: an endpoint may know their ids.\n",
        );
    }
    let _ = writeln!(script, "set -eu\ncd {}", quoted(here));
    if let Some(lines) = lines {
        script.push_str("if [ \"${1-}\" = curl ]; then\n");
        for (step, line) in steps.iter().zip(lines) {
            let _ = writeln!(script, "echo {}\n{line}\necho", quoted(&said(&words::step(step))));
        }
        script.push_str("exit\nfi\n");
    }
    let _ = writeln!(script, "exec {}", said(&check.reproduce));
    Some(script)
}

/// States how many deliveries a check needs to show its failure.
pub(super) fn deliveries(steps: &[ScenarioStep]) -> String {
    match steps.len() {
        0 | 1 => "1 delivery".to_owned(),
        count => format!("{count} deliveries"),
    }
}
