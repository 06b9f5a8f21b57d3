//! The report as TAP 14, for harnesses of every language.

use std::fmt::Write;

use crate::report::phrases::Standing;
use crate::report::{closing, phrases};
use crate::verify::{CheckReport, Run};

/// Returns the run as TAP 14: a test point a check. `not ok` fails the run. Advice is `ok` with a remark, as harnesses
/// count every other failure, and a known failure is `TODO`. A run that stopped early or is unproved bails out at its
/// end.
#[must_use]
pub fn tap(run: &Run) -> String {
    let mut tap = format!("TAP version 14\n1..{}\n", run.checks.len());
    let _ = writeln!(tap, "# hookproof {}: {} -> {}", run.hookproof, run.provider, phrases::line(&run.endpoint));
    for (at, check) in run.checks.iter().enumerate() {
        point(run, at + 1, check, &mut tap);
    }
    let _ = writeln!(tap, "# {}\n# {}", phrases::line(&closing::summary(run)), phrases::line(&closing::verdict(run)));
    if let Some(reason) = closing::remark(run) {
        let _ = writeln!(tap, "Bail out! {}", phrases::line(&reason));
    }
    tap
}

fn point(run: &Run, number: usize, check: &CheckReport, tap: &mut String) {
    let standing = Standing::of(run, check);
    let ok = if matches!(standing, Standing::FailsTheRun | Standing::Known) { "not ok" } else { "ok" };
    let _ = write!(tap, "{ok} {number} - {}", escaped(&format!("{}: {}", check.id, check.title)));
    match standing {
        Standing::Passed | Standing::FailsTheRun => tap.push('\n'),
        Standing::Advice => {
            let _ = writeln!(tap, " # advice: {}", escaped(&phrases::finding(check)));
        }
        Standing::Known => tap.push_str(" # TODO a known failure, which does not fail the run\n"),
        Standing::Skipped => {
            let _ = writeln!(tap, " # SKIP {}", escaped(check.reason.as_deref().unwrap_or_default()));
        }
    }
    if Standing::FAILED.contains(&standing) {
        diagnostics(run, check, tap);
    }
}

/// Writes a YAML document of double-quoted strings, which have the syntax of JSON.
fn diagnostics(run: &Run, check: &CheckReport, tap: &mut String) {
    let mut lines = vec![("message", phrases::finding(check)), ("severity", check.level.name().to_owned())];
    lines.push(("basis", format!("{}, {}", check.basis.certainty, check.basis.source)));
    lines.extend(phrases::cause(run, check).map(|cause| ("cause", cause)));
    lines.extend(closing::only_advice(run, check).map(|why| ("advice", why)));
    lines.extend(check.why.clone().map(|why| ("why", why)));
    if !check.events.is_empty() {
        lines.push(("events", check.events.join(", ")));
    }
    if let Some(counterexample) = &check.counterexample {
        lines.push(("delivery", phrases::heading(counterexample)));
        lines.push(("request", counterexample.request.line(&run.endpoint)));
        lines.push(("body", counterexample.request.body.clone()));
        if let Some(response) = &counterexample.response {
            lines.push(("status", response.status.to_string()));
            lines.push(("answer", phrases::answer(response, 2_000)));
        }
        lines.extend(counterexample.failure.clone().map(|failure| ("failure", failure)));
        let differences = phrases::differences(counterexample, 200);
        if !differences.is_empty() {
            lines.push(("differences", differences.join("; ")));
        }
        lines.extend(counterexample.curl.clone().map(|curl| ("curl", curl)));
    }
    lines.push(("reproduce", check.reproduce.clone()));
    tap.push_str("  ---\n");
    for (name, value) in lines {
        let _ = writeln!(tap, "  {name}: {}", quoted(&value));
    }
    if let Some(counterexample) = &check.counterexample {
        tap.push_str("  headers:\n");
        for (name, value) in phrases::headers(counterexample) {
            let _ = writeln!(tap, "    {}: {}", quoted(name), quoted(&value));
        }
        if !counterexample.scenario.is_empty() {
            tap.push_str("  scenario:\n");
        }
        for step in phrases::steps(&counterexample.scenario).lines() {
            let _ = writeln!(tap, "    - {}", quoted(step.trim_end()));
        }
    }
    tap.push_str("  ...\n");
}

/// Formats a double-quoted string of YAML.
fn quoted(text: &str) -> serde_json::Value {
    phrases::visible(text).into()
}

/// Escapes a description: `#` would begin a directive.
fn escaped(text: &str) -> String {
    phrases::line(text).replace('\\', "\\\\").replace('#', "\\#")
}
