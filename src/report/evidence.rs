//! Evidence of a failure for people: its deliveries, a line each, or the values that decide.

use std::fmt::Write;

use crate::model::{Json, grouped};
use crate::report::paint::{Ink, Paint};
use crate::report::phrases;
use crate::verify::{CheckReport, Counterexample, ScenarioStep, Special, checks};

/// More lines of a scenario are not shown.
const LINES: usize = 6;

/// More of an answer, of a value and of a body is not shown.
const ANSWER: usize = 48;
const VALUE: usize = 40;
const BODY: usize = 44;

/// Columns of a line. A longer one is continued below.
const COLUMNS: usize = 80;

/// Bodies of more bytes than this are shown with their size.
const LARGE: usize = 10_000;

/// Whether the report has explained what effects are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Effects {
    Unexplained,
    Explained,
}

/// What a block has said before its evidence.
#[derive(Clone, Copy)]
pub(super) struct Said<'a> {
    /// The observation.
    pub(super) seen: &'a str,
    /// Whether the endpoint verifies other bytes than the body.
    pub(super) rewrites: bool,
}

/// Writes the evidence of a failure.
pub(super) fn write(check: &CheckReport, said: Said<'_>, effects: &mut Effects, paint: Paint, text: &mut String) {
    let Some(counterexample) = &check.counterexample else {
        let _ = writeln!(text, "     {}", phrases::line(&phrases::finding(check)));
        return;
    };
    let verified = check.symptom.as_ref().and_then(|symptom| symptom.verified.as_deref());
    if let Some(verified) = verified.filter(|_| said.rewrites) {
        let sent = &counterexample.request.body;
        let from = first_difference(sent, verified);
        let _ = writeln!(text, "     The body that was sent (· is a space):   {}", dotted(sent, from));
        let _ = writeln!(text, "     What the endpoint most likely verified:  {}", dotted(verified, from));
    }
    if values(counterexample, text) {
        return;
    }
    let begun = text.len();
    scenario(check, counterexample, said, paint, text);
    if *effects == Effects::Unexplained && text[begun..].contains("effects") {
        *effects = Effects::Explained;
        let _ = writeln!(text, "     {}", paint.ink(Ink::Dim, "(effects: the number that --effects returns)"));
    }
    if text[begun..].contains("[hidden]") {
        let _ = writeln!(text, "     {}", paint.ink(Ink::Dim, "([hidden]: a secret that this report does not show)"));
    }
}

/// Writes the differences between a refused event and the nearest accepted one. Returns whether any were written.
fn values(counterexample: &Counterexample, text: &mut String) -> bool {
    let Some(nearest) = &counterexample.nearest else { return false };
    let answer = answer(counterexample);
    let event = phrases::line(&counterexample.event);
    let (sent, accepted) = (&counterexample.request.body, &nearest.body);
    if let Some((ours, theirs)) = orders(sent, accepted) {
        let _ = writeln!(text, "     event {event}, the fields in this order:");
        let _ = writeln!(text, "     {} → accepted", phrases::line(&theirs));
        let _ = writeln!(text, "     {} → {answer}", phrases::line(&ours));
        return true;
    }
    if nearest.differences.is_empty() {
        return false;
    }
    let _ = writeln!(text, "     event {event}, two deliveries that differ only in:");
    let size = |body: &str| match body.len() {
        large @ LARGE.. => format!(", in a body of {} bytes", grouped(large as u64)),
        _ => String::new(),
    };
    for difference in nearest.differences.iter().take(LINES) {
        let value = |value: &Option<String>| match value {
            Some(value) => phrases::line(&phrases::value_beginning(value, VALUE)),
            None => "(no such field)".to_owned(),
        };
        let pointer = phrases::line(&difference.pointer);
        let _ = writeln!(text, "     {pointer}  {}{} → accepted", value(&difference.accepted), size(accepted));
        let _ = writeln!(text, "     {pointer}  {}{} → {answer}", value(&difference.failed), size(sent));
    }
    if let Some(more) = nearest.differences.len().checked_sub(LINES).filter(|more| *more > 0) {
        let _ = writeln!(text, "     … and in {more} more fields");
    }
    true
}

/// Returns the answer to the delivery that failed, or why none arrived.
fn answer(counterexample: &Counterexample) -> String {
    match (&counterexample.response, &counterexample.failure) {
        (Some(response), _) => phrases::line(&phrases::answer(response, ANSWER)),
        (None, Some(failure)) => phrases::line(failure),
        (None, None) => String::new(),
    }
}

/// Returns the first names of two objects that have the same fields in different orders.
fn orders(ours: &str, theirs: &str) -> Option<(String, String)> {
    const NAMES: usize = 4;
    let names = |body: &str| match Json::parse(body.as_bytes()) {
        Ok(Json::Object(fields)) => Some(fields.iter().map(|(name, _)| name.to_string()).collect::<Vec<_>>()),
        _ => None,
    };
    let (ours, theirs) = (names(ours)?, names(theirs)?);
    let sorted = |names: &[String]| {
        let mut sorted = names.to_vec();
        sorted.sort();
        sorted
    };
    let shown = |names: &[String]| {
        let dots = if names.len() > NAMES { ", …" } else { "" };
        format!("{{{}{dots}}}", names.iter().take(NAMES).map(String::as_str).collect::<Vec<_>>().join(", "))
    };
    (ours != theirs && sorted(&ours) == sorted(&theirs)).then(|| (shown(&ours), shown(&theirs)))
}

/// A line of a scenario: deliveries that follow each other and do not differ in it.
struct Line {
    first: usize,
    last: usize,
    what: String,
    outcome: String,
}

impl Line {
    fn number(&self) -> String {
        if self.first == self.last {
            (self.first + 1).to_string()
        } else {
            format!("{}–{}", self.first + 1, self.last + 1)
        }
    }
}

/// Writes the deliveries around the one that failed, and says how many are left out.
fn scenario(check: &CheckReport, counterexample: &Counterexample, said: Said<'_>, paint: Paint, text: &mut String) {
    let steps = &counterexample.scenario;
    let instead = checks::named(&check.id).map_or("", |check| check.expected);
    let reason = phrases::line(&phrases::finding(check));
    let Some(failing) = steps.iter().position(|step| step.fails).or(steps.len().checked_sub(1)) else {
        let what = if counterexample.what.is_empty() { "this delivery" } else { &counterexample.what };
        let (event, what) = (phrases::line(&counterexample.event), phrases::line(what));
        let _ = writeln!(text, "     event {event}, {what}  → {}", answer(counterexample));
        return;
    };
    let id = steps[failing].delivery.id.as_deref().map(|id| format!(", id {}", short(id))).unwrap_or_default();
    let head = phrases::line(&format!("event {}{id}", counterexample.event));
    let _ = writeln!(text, "     {}", paint.ink(Ink::Dim, &head));
    let special = check.symptom.as_ref().and_then(|symptom| symptom.special);
    let lines = around(lines(steps, instead, (failing, special)), failing);
    let width = lines.iter().map(|line| line.what.chars().count()).max().unwrap_or_default();
    let digits = lines.iter().map(|line| line.number().chars().count()).max().unwrap_or_default().max(2);
    let mut next = 0;
    for line in &lines {
        left_out(line.first - next, text);
        next = line.last + 1;
        let (number, what, outcome) = (line.number(), &line.what, &line.outcome);
        let needs = |width: usize| 5 + digits + 1 + width + 4 + outcome.chars().count();
        let width = if needs(width) <= COLUMNS { width } else { what.chars().count() };
        let columns = needs(width);
        let gap = if columns <= COLUMNS { "  ".to_owned() } else { format!("\n{:1$}", "", 5 + digits + 3) };
        let what = if columns <= COLUMNS { format!("{what:<width$}") } else { what.clone() };
        let _ = writeln!(text, "     {number:<digits$} {what}{gap}→ {outcome}");
    }
    left_out(steps.len() - next, text);
    let failed = &steps[failing];
    let is_said = check.reason.as_deref().is_some_and(|reason| said.seen.contains(reason));
    let shows_nothing = steps.iter().all(|step| phrases::expected(step).is_none()) && failed.failure.is_none();
    if !is_said && (shows_nothing || !instead.is_empty()) {
        let _ = writeln!(text, "     {reason}");
    }
}

/// Writes how many deliveries are left out here.
fn left_out(count: usize, text: &mut String) {
    if count > 0 {
        let _ = writeln!(text, "     …  {}", phrases::count(count, "more delivery", "more deliveries"));
    }
}

/// Returns the deliveries that a reader needs, a line each. If deliveries do not depend on each other, the failing one
/// is enough.
fn lines(steps: &[ScenarioStep], instead: &str, (failing, special): (usize, Option<Special>)) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let reused = special == Some(Special::SignatureReused);
    for (at, step) in steps.iter().enumerate() {
        // After a wrong answer, later deliveries show nothing more.
        let follows = step.effects_after.is_some() && !steps[failing].unexpected;
        if !(step.fails || reused || follows || at < failing) {
            continue;
        }
        let (what, outcome) = (phrases::delivery(steps, at), outcome(steps, at, instead));
        match lines.last_mut() {
            Some(line) if line.last + 1 == at && line.what == what && line.outcome == outcome => line.last = at,
            _ => lines.push(Line { first: at, last: at, what, outcome }),
        }
    }
    lines
}

/// Returns the lines up to the failing one and the next, not more than fit.
fn around(lines: Vec<Line>, failing: usize) -> Vec<Line> {
    let at = lines.iter().position(|line| line.last >= failing).unwrap_or_default();
    let from = at.saturating_sub(LINES - 2);
    // The first delivery is what later ones repeat.
    let first = from > 0;
    let shown = |nth: usize| nth >= from && nth < from + LINES || first && nth == 0;
    lines.into_iter().enumerate().filter(|(nth, _)| shown(*nth)).map(|(_, line)| line).collect()
}

/// Returns `200   effects 7 → 8   expected: 7`
fn outcome(steps: &[ScenarioStep], at: usize, instead: &str) -> String {
    let step = &steps[at];
    let mut said = match (&step.response, &step.failure) {
        (Some(response), _) if step.fails => phrases::line(&phrases::answer(response, ANSWER)),
        (Some(response), _) => response.status.to_string(),
        (None, Some(failure)) => phrases::line(failure),
        (None, None) => String::new(),
    };
    if let Some(effects) = phrases::effects(steps, at) {
        let _ = write!(said, "   {effects}");
    }
    match phrases::expected(step) {
        _ if step.fails && !instead.is_empty() => drop(write!(said, "   expected: {instead}")),
        Some(expected) => drop(write!(said, "   expected: {expected}")),
        None => {}
    }
    said
}

/// Returns the beginning of an id.
fn short(id: &str) -> String {
    const SHOWN: usize = 12;
    if id.chars().count() <= SHOWN { id.to_owned() } else { format!("{}…", id.chars().take(8).collect::<String>()) }
}

/// Returns the position of the first difference of two texts, a little before it.
fn first_difference(one: &str, other: &str) -> usize {
    const BEFORE: usize = 16;
    one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count().saturating_sub(BEFORE)
}

/// Returns a part of a body, with its white space made visible.
fn dotted(body: &str, from: usize) -> String {
    let dots = if from > 0 { "…" } else { "" };
    let part: String = body.chars().skip(from).take(BODY).collect();
    format!("{dots}{}…", phrases::visible(&part.replace(' ', "·").replace('\n', "␊").replace('\t', "␉")))
}
