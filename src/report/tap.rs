//! The report as TAP 14, for harnesses of every language.

use std::fmt::Write;

use crate::report::words;
use crate::verify::CheckReport;
use crate::verify::Run;
use crate::verify::Verdict;

/// The run as TAP 14: a test point a check. A failure that does not break the contract is marked `TODO`, as
/// harnesses count only those that do; a run that was cut short, or proved nothing, bails out at its end.
#[must_use]
pub fn tap(run: &Run) -> String {
    let mut tap = format!("TAP version 14\n1..{}\n", run.checks.len());
    let _ = writeln!(tap, "# hookproof {}: {} -> {}", run.hookproof, run.provider, words::line(&run.endpoint));
    for (at, check) in run.checks.iter().enumerate() {
        point(run, at + 1, check, &mut tap);
    }
    let _ = writeln!(tap, "# {}: {}", run.verdict, words::line(&words::summary(run)));
    if let Some(reason) = words::unproved(run) {
        let _ = writeln!(tap, "Bail out! {}", words::line(&reason));
    }
    tap
}

fn point(run: &Run, number: usize, check: &CheckReport, tap: &mut String) {
    let ok = if check.verdict == Verdict::Fail { "not ok" } else { "ok" };
    let _ = write!(tap, "{ok} {number} - {}", escaped(&format!("{}: {}", check.id, check.title)));
    match check.verdict {
        Verdict::Pass => tap.push('\n'),
        Verdict::Skip => {
            let _ = writeln!(tap, " # SKIP {}", escaped(check.reason.as_deref().unwrap_or_default()));
        }
        Verdict::Fail => {
            if !run.is_broken_by(check) {
                let _ = write!(tap, " # TODO {}, which does not break the contract", words::weight(check));
            }
            tap.push('\n');
            diagnostics(run, check, tap);
        }
    }
}

/// A YAML document of double-quoted strings, which are spelled as in JSON.
fn diagnostics(run: &Run, check: &CheckReport, tap: &mut String) {
    let mut lines = vec![("message", words::finding(check)), ("severity", check.level.name().to_owned())];
    lines.push(("basis", format!("{}, {}", check.basis.certainty, check.basis.source)));
    lines.extend(check.why.clone().map(|why| ("why", why)));
    if !check.events.is_empty() {
        lines.push(("events", check.events.join(", ")));
    }
    if let Some(counterexample) = &check.counterexample {
        lines.push(("delivery", words::heading(counterexample)));
        lines.push(("request", format!("{} {}", counterexample.request.method, run.endpoint)));
        lines.push(("body", counterexample.request.body.clone()));
        if let Some(response) = &counterexample.response {
            lines.push(("status", response.status.to_string()));
            lines.push(("answer", response.body.clone()));
        }
        lines.extend(counterexample.failure.clone().map(|failure| ("failure", failure)));
        let differences = words::differences(counterexample, 200);
        if !differences.is_empty() {
            lines.push(("differences", differences.join("; ")));
        }
        lines.extend(counterexample.curl.clone().map(|curl| ("curl", curl)));
    }
    lines.push(("replay", check.replay.clone()));
    tap.push_str("  ---\n");
    for (name, value) in lines {
        let _ = writeln!(tap, "  {name}: {}", quoted(&value));
    }
    if let Some(counterexample) = &check.counterexample {
        tap.push_str("  headers:\n");
        for (name, value) in words::headers(counterexample) {
            let _ = writeln!(tap, "    {}: {}", quoted(name), quoted(&value));
        }
    }
    tap.push_str("  ...\n");
}

/// A double-quoted string of YAML.
fn quoted(text: &str) -> serde_json::Value {
    words::visible(text).into()
}

/// A description: `#` would begin a directive.
fn escaped(text: &str) -> String {
    words::line(text).replace('\\', "\\\\").replace('#', "\\#")
}
