//! The report as Markdown, for the summary of a job or a comment.

use std::fmt::Write;

use crate::report::blocks::Certainty;
use crate::report::phrases::Standing;
use crate::report::{blocks, closing, phrases};
use crate::verify::cause::FoundCause;
use crate::verify::{CheckReport, Counterexample, Run};

/// More of a body is not shown: the summary of a job may hold 1 MiB.
const SHOWN: usize = 8_000;

/// Returns the run as Markdown in GitHub's flavour: a table of the families, and every failure to unfold.
#[must_use]
pub fn markdown(run: &Run) -> String {
    let mut text = format!(
        "## {} hookproof: {} → {}\n\n",
        phrases::mark(run.verdict),
        escaped(&run.provider),
        code(&phrases::line(&run.endpoint)),
    );
    let _ = writeln!(text, "**{}**\n\n{}", escaped(&closing::verdict(run)), escaped(&closing::summary(run)));
    for remark in closing::remarks(run) {
        let _ = writeln!(text, "\n{}", escaped(&remark));
    }
    causes(run, &mut text);
    table(run, &mut text);
    for check in Standing::FAILED.into_iter().flat_map(|standing| phrases::those(run, standing)) {
        failure(run, check, &mut text);
    }
    skips(run, &mut text);
    if !run.assumed.is_empty() {
        let facts = run.assumed.iter().map(|fact| code(&phrases::line(&format!("{}={}", fact.fact, fact.value))));
        let facts = facts.collect::<Vec<_>>().join(", ");
        let _ = writeln!(text, "\nAssumed: {facts} (confirm or override with `--assume`)");
    }
    text
}

/// Writes a paragraph for each cause.
fn causes(run: &Run, text: &mut String) {
    for (at, cause) in run.causes.iter().enumerate() {
        let means = if cause.fails_the_run(run) { Standing::FailsTheRun.label() } else { Standing::Advice.label() };
        let means = if cause.is_set_up() { "set-up" } else { means };
        let _ = writeln!(
            text,
            "\n{}. **{}** ({means}, {})\n   {} {}",
            at + 1,
            escaped(&cause.title),
            code(&phrases::line(&cause.id)),
            escaped(&cause.seen),
            escaped(&cause.why),
        );
        how_we_know(run, cause, text);
        let _ = writeln!(text, "   Fix: {}", escaped(&cause.fix));
    }
    if let Some(said) = blocks::ruled_out(run) {
        let _ = writeln!(text, "\n{}", escaped(&said));
    }
}

/// Writes how a cause is known, with the deliveries of the probe that decided it.
fn how_we_know(run: &Run, cause: &FoundCause, text: &mut String) {
    let Certainty { said, deliveries } = blocks::certainty(run, cause);
    let _ = writeln!(text, "   {}", escaped(&said));
    if deliveries.is_empty() {
        return;
    }
    text.push('\n');
    for (what, answer) in deliveries {
        let _ = writeln!(text, "   - {} → {}", escaped(&what), escaped(&answer));
    }
    text.push('\n');
}

/// Writes a row for each family. A column of failures exists only if the run has some of that kind.
fn table(run: &Run, text: &mut String) {
    let has = |standing| phrases::those(run, standing).next().is_some();
    let mut columns = vec![Standing::Passed, Standing::FailsTheRun];
    columns.extend([Standing::Advice, Standing::Known].into_iter().filter(|standing| has(*standing)));
    columns.push(Standing::Skipped);
    let names: Vec<&str> = columns.iter().map(|standing| standing.label()).collect();
    let _ = writeln!(text, "\n| family | {} |\n| ---{} |", names.join(" | "), " | --:".repeat(names.len()));
    for (family, checks) in phrases::families(run) {
        let _ = write!(text, "| {} |", escaped(family));
        for column in &columns {
            let _ = match checks.iter().filter(|check| Standing::of(run, check) == *column).count() {
                0 => write!(text, "  |"),
                count if *column == Standing::FailsTheRun => write!(text, " **{count}** |"),
                count => write!(text, " {count} |"),
            };
        }
        text.push('\n');
    }
}

fn failure(run: &Run, check: &CheckReport, text: &mut String) {
    let _ = writeln!(
        text,
        "\n<details>\n<summary>{} <b>{}</b> ({}): {}</summary>\n",
        Standing::of(run, check).mark(),
        html(&check.id),
        Standing::of(run, check).label(),
        html(&phrases::line(&phrases::finding(check))),
    );
    let _ = writeln!(text, "Expected: the endpoint {}.\n", escaped(&check.title));
    if let Some(cause) = phrases::cause(run, check) {
        let _ = writeln!(text, "Cause: {}\n", escaped(&cause));
    }
    if let Some(why) = closing::only_advice(run, check) {
        let _ = writeln!(text, "{}\n", escaped(&why));
    }
    if let Some(why) = &check.why {
        let _ = writeln!(text, "{}\n", escaped(why));
    }
    let source = phrases::link(&check.basis.source).map(|link| format!("<{link}>"));
    let source = source.unwrap_or_else(|| escaped(&check.basis.source));
    let _ = writeln!(text, "Basis: {}, {source}", check.basis.certainty);
    if check.events.len() > 1 {
        let _ = writeln!(text, "\nEvents: {}", escaped(&check.events.join(", ")));
    }
    if let Some(counterexample) = &check.counterexample {
        delivery(run, counterexample, text);
    }
    let _ = writeln!(text, "\nReproduce:\n\n{}\n</details>", fenced("sh", &phrases::line(&check.reproduce)));
}

fn delivery(run: &Run, counterexample: &Counterexample, text: &mut String) {
    let request = &counterexample.request;
    let mut message = request.line(&run.endpoint) + "\n";
    for (name, value) in &request.headers {
        let _ = writeln!(message, "{name}: {}", phrases::beginning(value, 200));
    }
    let _ = write!(message, "\n{}", phrases::beginning(&phrases::indented(&request.body), SHOWN));
    let heading = phrases::heading(counterexample);
    let _ = writeln!(text, "\nRequest, {}:\n\n{}", escaped(&heading), fenced("http", &message));
    if let Some(bytes) = &counterexample.bytes {
        let _ = writeln!(text, "Bytes:\n\n{}", fenced("text", &phrases::bytes(bytes).join("\n")));
    }
    let answer = match (&counterexample.response, &counterexample.failure) {
        (Some(response), _) => phrases::answer(response, 2_000),
        (None, failure) => failure.clone().unwrap_or_default(),
    };
    let _ = writeln!(text, "Response:\n\n{}", fenced("text", &answer));
    if counterexample.scenario.len() > 1 {
        let steps = phrases::beginning(&phrases::steps(&counterexample.scenario), SHOWN);
        let _ = writeln!(text, "Deliveries:\n\n{}", fenced("text", &steps));
    }
    if let Some(nearest) = &counterexample.nearest {
        text.push_str("The nearest delivery that was accepted differs in\n\n");
        for difference in phrases::differences(counterexample, 200) {
            let _ = writeln!(text, "- {}", code(&difference));
        }
        let body = phrases::beginning(&phrases::indented(&nearest.body), SHOWN);
        let _ = writeln!(text, "\n{}", fenced("json", &body));
    }
    if let Some(curl) = counterexample.curl.as_deref().filter(|curl| curl.len() <= SHOWN) {
        let _ = write!(text, "Send it again:\n\n{}", fenced("sh", curl));
    }
}

fn skips(run: &Run, text: &mut String) {
    if run.counts.skip == 0 {
        return;
    }
    text.push_str("\n| skipped | because |\n| --- | --- |\n");
    for check in phrases::those(run, Standing::Skipped) {
        let reason = check.reason.as_deref().unwrap_or_default();
        let _ = writeln!(text, "| {} | {} |", escaped(&check.id), escaped(reason));
    }
}

/// Escapes plain text of a paragraph or a table cell.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in phrases::line(text).chars() {
        match letter {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            // An answer of a consumer must not mention a user or link an issue.
            '@' => escaped.push_str("&#64;"),
            '#' => escaped.push_str("&#35;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => escaped.extend(['\\', letter]),
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// Escapes text inside an HTML element, in which some readers also look for markup.
fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if "&<>@#*_`[]|~$\\".contains(letter) {
            let _ = write!(escaped, "&#{};", u32::from(letter));
        } else {
            escaped.push(letter);
        }
    }
    escaped
}

/// Formats text as code inside a line, between more backticks than it has in a row.
fn code(text: &str) -> String {
    let ticks = "`".repeat(longest_run(text) + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

/// Formats text as a block of code, between more backticks than it has in a row.
fn fenced(language: &str, text: &str) -> String {
    let text = phrases::visible(text);
    let fence = "`".repeat((longest_run(&text) + 1).max(3));
    format!("{fence}{language}\n{}\n{fence}\n", text.trim_end_matches('\n'))
}

fn longest_run(text: &str) -> usize {
    text.split(|letter| letter != '`').map(str::len).max().unwrap_or_default()
}
