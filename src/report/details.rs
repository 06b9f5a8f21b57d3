//! All that is known of a failed check, as text: for `-v`, and for formats that show a check by itself.

use std::fmt::Write;

use crate::report::paint::{Ink, Paint};
use crate::report::phrases::{Standing, listed};
use crate::report::{closing, phrases};
use crate::verify::{CheckReport, Counterexample, Run, ScenarioStep};

/// More of a body is not shown to a person; the other formats have them whole.
const LINES: usize = 60;

/// A run begins with valid events, to see what the endpoint accepts.
const REPRODUCE: &str = "Reproduce (sends some valid events, then runs this check with new ids):";

/// Returns the details of a failed check, without colours.
pub(super) fn details(run: &Run, check: &CheckReport) -> String {
    let mut text = String::new();
    failure(run, check, Paint::Plain, &mut text);
    text
}

pub(super) fn failure(run: &Run, check: &CheckReport, paint: Paint, text: &mut String) {
    let standing = Standing::of(run, check);
    let tag = if standing == Standing::FailsTheRun { "FAIL" } else { "ADVICE" };
    let (tag, id) = (paint.ink(standing.into(), tag), paint.ink(Ink::Strong, &check.id));
    let _ = writeln!(text, "\n{tag} {id}: {}", check.title);
    let _ = writeln!(text, "  {}", phrases::line(&phrases::finding(check)));
    if let Some(why) = closing::only_advice(run, check) {
        let _ = writeln!(text, "  {why}");
    }
    let said = |label: &str, said: &str, text: &mut String| {
        let _ = writeln!(text, "  {} {said}", paint.ink(Ink::Dim, &format!("{label:<6}")));
    };
    if let Some(cause) = phrases::cause(run, check) {
        said("cause", &phrases::line(&cause), text);
    }
    said("basis", &format!("{}, {}", check.basis.certainty, check.basis.source), text);
    if let Some(why) = &check.why {
        said("why", &why.split_whitespace().collect::<Vec<_>>().join(" "), text);
    }
    if check.events.len() > 1 {
        said("events", &listed(&check.events), text);
    }
    if let Some(counterexample) = &check.counterexample {
        delivery(run, counterexample, paint, text);
        scenario(&counterexample.scenario, text);
    }
    reproduce(check, paint, text);
}

/// Writes the command on its own line, so that it can be copied.
pub(super) fn reproduce(check: &CheckReport, paint: Paint, text: &mut String) {
    let _ = writeln!(text, "   {}\n{}", paint.ink(Ink::Dim, REPRODUCE), phrases::line(&check.reproduce));
}

/// Writes every delivery of a failure that needs more than one.
fn scenario(steps: &[ScenarioStep], text: &mut String) {
    if steps.len() < 2 {
        return;
    }
    text.push('\n');
    for line in phrases::steps_around_failure(steps) {
        let _ = writeln!(text, "    {line}");
    }
}

fn delivery(run: &Run, counterexample: &Counterexample, paint: Paint, text: &mut String) {
    let _ = writeln!(text, "\n    {}", paint.ink(Ink::Dim, &phrases::line(&phrases::heading(counterexample))));
    let _ = writeln!(text, "    {}", phrases::line(&counterexample.request.line(&run.endpoint)));
    for (name, value) in &counterexample.request.headers {
        let _ = writeln!(text, "    {name}: {}", short(value, 120));
    }
    text.push('\n');
    if let Some(bytes) = &counterexample.bytes {
        let _ = writeln!(text, "    {}", phrases::bytes(bytes).join("\n    "));
        return answered(counterexample, paint, text);
    }
    let body = phrases::visible(&phrases::indented(&counterexample.request.body));
    for line in body.lines().take(LINES) {
        let _ = writeln!(text, "    {}", phrases::beginning(line, 240));
    }
    if body.lines().count() > LINES {
        let _ = writeln!(text, "    … ({} lines)", body.lines().count());
    }
    answered(counterexample, paint, text);
}

fn answered(counterexample: &Counterexample, paint: Paint, text: &mut String) {
    let answer = match (&counterexample.response, &counterexample.failure) {
        (Some(response), _) => phrases::line(&phrases::answer(response, 200)),
        (None, Some(failure)) => failure.clone(),
        (None, None) => String::new(),
    };
    let _ = writeln!(text, "\n    {} {}\n", paint.ink(Ink::Dim, "←"), answer.trim_end());
    let differences = phrases::differences(counterexample, 40);
    if !differences.is_empty() {
        let _ = writeln!(text, "    {}", paint.ink(Ink::Dim, "the nearest delivery that was accepted differs in"));
        for difference in differences.iter().take(LINES) {
            let _ = writeln!(text, "    {difference}");
        }
        text.push('\n');
    }
}

/// Formats a value on one line.
fn short(text: &str, most: usize) -> String {
    phrases::visible(&phrases::beginning(text, most)).replace('\n', "␊").replace('\t', "␉")
}
