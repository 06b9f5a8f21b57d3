//! Texts shared by several formats.

use std::fmt::Write;

pub(super) use crate::model::beginning;
use crate::model::{Json, grouped};
use crate::verify::{ByteDifference, CheckReport, Counterexample, Outcome, Run, ScenarioStep, SentResponse, Verdict};

/// More deliveries than this before the one that failed, and after it, are not shown to a person.
const STEPS_AROUND: usize = 4;

/// Returns the checks of a run by family, in the order of the run.
pub(super) fn families(run: &Run) -> Vec<(&str, Vec<&CheckReport>)> {
    let mut families: Vec<(&str, Vec<&CheckReport>)> = Vec::new();
    for check in &run.checks {
        let family = split(&check.id).0;
        match families.iter_mut().find(|(known, _)| *known == family) {
            Some((_, checks)) => checks.push(check),
            None => families.push((family, vec![check])),
        }
    }
    families
}

/// Returns the family of a check, and its name inside it.
pub(super) fn split(id: &str) -> (&str, &str) {
    id.split_once('-').unwrap_or((id, id))
}

/// Meaning of the verdict of a check for its run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Passed,
    /// It failed, and the run with it.
    FailsTheRun,
    /// It failed, and the run did not.
    Advice,
    /// It failed and is in the baseline.
    Known,
    Skipped,
}

impl Standing {
    /// The standings of failures, the most important first.
    pub(super) const FAILED: [Self; 3] = [Self::FailsTheRun, Self::Advice, Self::Known];

    pub(super) fn of(run: &Run, check: &CheckReport) -> Self {
        match check.verdict {
            Verdict::Pass => Self::Passed,
            Verdict::Skip => Self::Skipped,
            Verdict::Fail if check.known => Self::Known,
            Verdict::Fail if run.is_advice(check) => Self::Advice,
            Verdict::Fail => Self::FailsTheRun,
        }
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::FailsTheRun => "fails the run",
            Self::Advice => "advice",
            Self::Known => "known failure",
            Self::Skipped => "skipped",
        }
    }

    /// Its mark in a row of checks.
    pub(super) const fn mark(self) -> &'static str {
        match self {
            Self::Passed => "✓",
            Self::FailsTheRun | Self::Known => "✗",
            Self::Advice => "!",
            Self::Skipped => "–",
        }
    }
}

/// Returns the checks of a run of this standing.
pub(super) fn those(run: &Run, standing: Standing) -> impl Iterator<Item = &CheckReport> {
    run.checks.iter().filter(move |check| Standing::of(run, check) == standing)
}

/// Returns the mark of a run.
pub(super) const fn mark(verdict: Outcome) -> &'static str {
    match verdict {
        Outcome::Passed => "✓",
        Outcome::Failed => "✗",
        Outcome::Unproved => "–",
    }
}

/// Returns the finding as a sentence: `the endpoint answered 200`.
pub(super) fn finding(check: &CheckReport) -> String {
    let reason = check.reason.as_deref().unwrap_or("failed");
    format!("the endpoint {}", visible(reason))
}

/// Returns `forgets-events: The endpoint processes a redelivered event again`, if the cause of a failure is known.
pub(super) fn cause(run: &Run, check: &CheckReport) -> Option<String> {
    let id = check.cause.as_deref()?;
    let cause = run.causes.iter().find(|cause| cause.id == id)?;
    let likely = if cause.decided_by.is_some() { "" } else { ", most likely" };
    Some(format!("{}{likely}: {}", cause.id, cause.title))
}

/// Returns `the smallest failing delivery of order-created (shrunk from 525 bytes to 321)`
pub(super) fn heading(counterexample: &Counterexample) -> String {
    let event = &counterexample.event;
    let what = if counterexample.what.is_empty() { String::new() } else { format!(", {}", counterexample.what) };
    match counterexample.shrunk_from {
        Some(from) => {
            let to = counterexample.request.body.len();
            format!("the smallest failing delivery of {event}{what} (shrunk from {from} bytes to {to})")
        }
        None => format!("the failing delivery of {event}{what}"),
    }
}

/// Returns `/link_id: failed with null, accepted with "4f"`, for each pointer at which the nearest accepted
/// delivery differs.
pub(super) fn differences(counterexample: &Counterexample, most: usize) -> Vec<String> {
    let shown = |value: &Option<String>| match value {
        Some(value) => format!("with {}", line(&value_beginning(value, most))),
        None => "when it is absent".to_owned(),
    };
    let found = counterexample.nearest.iter().flat_map(|nearest| &nearest.differences);
    found
        .map(|found| {
            let (failed, accepted) = (shown(&found.failed), shown(&found.accepted));
            format!("{}: failed {failed}, accepted {accepted}", line(&found.pointer))
        })
        .collect()
}

/// Returns the beginning of a JSON value; for a long text, with its number of characters.
pub(super) fn value_beginning(value: &str, most: usize) -> String {
    let Ok(Json::String(text)) = Json::parse(value.as_bytes()) else { return beginning(value, most) };
    if text.chars().count() <= most {
        return value.to_owned();
    }
    let start: String = text.chars().take(most).collect();
    let start = serde_json::Value::from(start).to_string();
    let count = grouped(text.chars().count() as u64);
    format!("{}…\" ({count} characters)", start.strip_suffix('"').unwrap_or(&start))
}

/// Formats a body for reading: indented if it is JSON. The JSON report contains the exact bytes.
pub(super) fn indented(body: &str) -> String {
    let document = Json::parse(body.as_bytes()).ok();
    document.and_then(|document| serde_json::to_string_pretty(&document).ok()).unwrap_or_else(|| body.to_owned())
}

/// Formats an answer as one text: its status, its visible text, and its whole length.
pub(super) fn answer(response: &SentResponse, most: usize) -> String {
    let mut said = String::new();
    for redirect in &response.redirects {
        let _ = write!(said, "{} → {} → ", redirect.status, redirect.to);
    }
    let _ = write!(said, "{}", response.status);
    if let Some(location) = &response.location {
        let _ = write!(said, " to {location}");
    }
    let text = response.text.as_deref().unwrap_or(&response.body).trim();
    let is_long = text.chars().count() > most;
    let shown: String = text.chars().take(most).collect();
    let size = response.size.filter(|_| !text.is_empty());
    let size = size.or_else(|| (is_long || response.text.is_some()).then_some(response.body.len() as u64));
    if !shown.is_empty() {
        let dots = if is_long && !shown.ends_with('…') { "…" } else { "" };
        // JSON shows by itself where it begins and ends.
        let quote = if shown.starts_with(['{', '[', '"']) { "" } else { "\"" };
        let _ = write!(said, " {quote}{shown}{dots}{quote}");
    }
    if let Some(size) = size {
        let page = if response.text.is_some() { "HTML page of " } else { "" };
        let _ = write!(said, " ({page}{size} bytes)");
    }
    said
}

/// Returns a number of things: `1 check`, `2 checks`
pub(super) fn count(count: usize, one: &str, many: &str) -> String {
    let word = if count == 1 { one } else { many };
    format!("{} {word}", grouped(count as u64))
}

/// Returns a number of deliveries: `1 delivery`, `2,427 deliveries`
pub(super) fn deliveries(count: u64) -> String {
    let word = if count == 1 { "delivery" } else { "deliveries" };
    format!("{} {word}", grouped(count))
}

/// Describes a delivery of a scenario, and what was done before it: `outage stopped; line 1 again`
fn delivery(steps: &[ScenarioStep], at: usize) -> String {
    let done = steps.get(at).map(|step| step.delivery.after.as_slice()).unwrap_or_default();
    let done: String = done.iter().flat_map(|done| [done, "; "]).collect();
    line(&(done + &delivery_itself(steps, at)))
}

/// Describes a delivery of a scenario: `line 1 again`, `a delivery without a signature`
pub(super) fn delivery_itself(steps: &[ScenarioStep], at: usize) -> String {
    let Some(delivery) = steps.get(at).map(|step| &step.delivery) else { return String::new() };
    let earlier =
        delivery.redelivery_of.and_then(|number| Some((number, &steps.get(number.checked_sub(1)?)?.delivery)));
    let what = match (earlier, delivery.what.as_str()) {
        (Some((number, earlier)), what) if delivery.resent || what == earlier.what => format!("line {number} again"),
        (Some((number, _)), "") => format!("line {number} again, as the provider sends it"),
        (Some((number, _)), what) => format!("the body of line {number}, {what}"),
        (None, "") if at == 0 => "first delivery".to_owned(),
        (None, "") => "another event".to_owned(),
        (None, what) => format!("a delivery {what}"),
    };
    let connection = delivery.connection.as_ref().map_or_else(String::new, |connection| format!(", {connection}"));
    line(&format!("{what}{connection}"))
}

/// Returns `effects 7 → 8 (expected: 7)`; with the lines between if the count was not read directly before.
pub(super) fn effects(steps: &[ScenarioStep], at: usize) -> Option<String> {
    let step = steps.get(at)?;
    let after = step.effects_after?;
    let known = steps[..at].iter().enumerate().rev().find_map(|(nth, step)| {
        step.effects_after.map(|count| (count, nth + 2)).or(step.effects_before.map(|count| (count, nth + 1)))
    });
    let known = step.effects_before.map(|before| (before, at + 1)).or(known);
    let mut remarks = Vec::new();
    if let Some((_, from)) = known.filter(|(_, from)| *from <= at) {
        let and = if from == at { "and" } else { "to" };
        remarks.push(format!("lines {from} {and} {} together", at + 1));
    }
    // After an unexpected count, the later ones are higher or lower for the same reason.
    let is_first = steps[..at].iter().all(|before| expected_effects(before).is_none());
    if let Some(expected) = expected_effects(step).filter(|_| is_first) {
        remarks.push(format!("expected: {expected}"));
    }
    let counts = match known {
        Some((before, _)) => format!("effects {before} → {after}"),
        None => format!("effects: {after}"),
    };
    Some(if remarks.is_empty() { counts } else { format!("{counts} ({})", remarks.join(", ")) })
}

/// Returns the number of effects that was expected after a delivery, if the count was another one.
fn expected_effects(step: &ScenarioStep) -> Option<u64> {
    step.effects_expected.filter(|expected| step.effects_after.is_some_and(|after| after != *expected))
}

/// Returns the answer that was expected to the delivery that failed, if it was answered otherwise.
pub(super) fn expected_answer(step: &ScenarioStep) -> Option<&str> {
    step.expected.as_deref().filter(|_| step.fails && step.unexpected)
}

/// Whether a delivery shows an unexpected answer or number of effects.
pub(super) fn is_unexpected(step: &ScenarioStep) -> bool {
    expected_effects(step).is_some() || expected_answer(step).is_some()
}

/// Returns a delivery of a scenario on one line: `link-connected, line 1 again → 200, effects 7 → 8 (expected: 7)`
pub(super) fn step(steps: &[ScenarioStep], at: usize) -> String {
    let Some(step) = steps.get(at) else { return String::new() };
    let mut said = format!("{}, {}", step.delivery.event, delivery(steps, at));
    match (&step.response, &step.failure) {
        (Some(response), _) => drop(write!(said, " → {}", answer(response, 80))),
        (None, Some(failure)) => drop(write!(said, " → {failure}")),
        (None, None) => {}
    }
    if let Some(expected) = expected_answer(step) {
        let _ = write!(said, " (expected: {expected})");
    }
    if let Some(effects) = effects(steps, at) {
        let _ = write!(said, ", {effects}");
    }
    said
}

/// Returns the deliveries of a scenario, a line each.
pub(super) fn steps(steps: &[ScenarioStep]) -> String {
    let lines = (0..steps.len()).map(|at| numbered(steps, at));
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns the deliveries around the one that failed, a line each, and how many were left out.
pub(super) fn steps_around_failure(steps: &[ScenarioStep]) -> Vec<String> {
    let failing = steps.iter().position(|step| step.fails).unwrap_or_default();
    let (first, end) = (failing.saturating_sub(STEPS_AROUND), (failing + STEPS_AROUND + 1).min(steps.len()));
    let before = (first > 0).then(|| format!("   {first} more before"));
    let after = (end < steps.len()).then(|| format!("   {} more after", steps.len() - end));
    let shown = (first..end).map(|at| numbered(steps, at));
    before.into_iter().chain(shown).chain(after).collect()
}

/// Returns a delivery of a scenario on one line, with its number and, if it shows the failure, a mark.
fn numbered(steps: &[ScenarioStep], at: usize) -> String {
    let mark = if steps[at].fails { "✗" } else { " " };
    format!("{mark} {:<2} {}", at + 1, line(&step(steps, at)))
}

/// Returns two bodies, one below the other.
pub(super) fn bytes(bytes: &ByteDifference) -> [String; 2] {
    let label = format!("the {} body (· is a space, they differ from byte {}):", bytes.other_is, bytes.at);
    let sent = "the body that was sent:";
    let width = label.chars().count();
    [format!("{label} {}", line(&bytes.other)), format!("{sent:width$} {}", line(&bytes.sent))]
}

/// Returns the headers of a request by name; those of one name are joined, as HTTP has it.
pub(super) fn headers(counterexample: &Counterexample) -> Vec<(&str, String)> {
    let mut joined: Vec<(&str, String)> = Vec::new();
    for (name, value) in &counterexample.request.headers {
        match joined.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
            Some((_, before)) => before.extend([", ", value]),
            None => joined.push((name, value.clone())),
        }
    }
    joined
}

/// Returns the URL with which a source begins, if it does.
pub(super) fn link(source: &str) -> Option<&str> {
    let source = source.split_whitespace().next()?.trim_end_matches([',', ';']);
    let safe = |letter: char| letter.is_ascii_graphic() && !"<>\"`{}|\\^".contains(letter);
    (source.starts_with("https://") && source.chars().all(safe)).then_some(source)
}

/// Makes everything visible in a text that would act on a terminal or deceive the eye: control characters, direction
/// marks, invisible characters. Line feeds and tabs stay.
pub(super) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\t' => shown.push(letter),
            '\0'..='\x1f' => shown.push(char::from_u32(0x2400 + u32::from(letter)).unwrap_or('\u{2400}')),
            '\x7f' => shown.push('\u{2421}'),
            _ if acts(letter) => shown.extend(letter.escape_unicode()),
            _ => shown.push(letter),
        }
    }
    shown
}

const fn acts(letter: char) -> bool {
    matches!(letter,
        '\u{80}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}'..='\u{ffff}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Wraps a text into lines of at most this many columns, between words.
pub(super) fn wrapped(text: &str, width: usize) -> impl Iterator<Item = String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        if !lines[last].is_empty() && lines[last].chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            if !lines[last].is_empty() {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        }
    }
    lines.into_iter()
}

/// Joins a text to one line.
pub(super) fn line(text: &str) -> String {
    visible(text).split(['\n', '\t']).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Joins names with commas, not more than a line holds.
pub(super) fn listed(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown = names.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN { format!("{shown} and {} more", names.len() - SHOWN) } else { shown }
}
