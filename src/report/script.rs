//! A failed check as a shell script that anybody can run.

use std::fmt::Write;

use crate::model::shell::quoted;
use crate::report::phrases;
use crate::verify::{CheckReport, Verdict};

/// Returns a script that runs a failed check again from the folder `here`, and with the argument `curl` sends the
/// recorded deliveries; `None` if the check did not fail.
#[must_use]
pub fn script(check: &CheckReport, here: &str) -> Option<String> {
    if check.verdict != Verdict::Fail {
        return None;
    }
    let mut script = String::from("#!/bin/sh\n");
    let said = |text: &str| phrases::line(text);
    let _ = writeln!(script, "# {}: {}", check.id, said(&check.title));
    let _ = writeln!(script, "# Failed: {}", said(&phrases::finding(check)));
    let steps = check.counterexample.as_ref().map(|shown| shown.scenario.as_slice()).unwrap_or_default();
    for at in 0..steps.len() {
        let _ = writeln!(script, "# {}. {}", at + 1, said(&phrases::step(steps, at)));
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
        for (at, line) in lines.into_iter().enumerate() {
            let _ = writeln!(script, "echo {}\n{line}\necho", quoted(&said(&phrases::step(steps, at))));
        }
        script.push_str("exit\nfi\n");
    }
    let _ = writeln!(script, "exec {}", said(&check.reproduce));
    Some(script)
}
