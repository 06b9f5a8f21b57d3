//! Evidence of a failure for people: its deliveries, a line each, or the values that decide.

use std::fmt::Write;

use crate::model::{Json, grouped};
use crate::report::paint::{Ink, Paint};
use crate::report::phrases;
use crate::verify::{CheckReport, Counterexample, ScenarioStep, Special, checks};

/// More lines of a scenario are not shown, except for short gaps.
const LINES: usize = 6;

/// A gap of up to this many deliveries is shown.
const SHORT_GAP: usize = 2;

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

impl Said<'_> {
    /// Whether the observation contains the reason of a failed check.
    fn has_reason_of(self, check: &CheckReport) -> bool {
        check.reason.as_deref().is_some_and(|reason| self.seen.contains(reason))
    }
}

/// Writes the evidence of a failure.
pub(super) fn write(check: &CheckReport, said: Said<'_>, effects: &mut Effects, paint: Paint, text: &mut String) {
    let Some(counterexample) = &check.counterexample else {
        if !said.has_reason_of(check) {
            let _ = writeln!(text, "     {}", phrases::line(&phrases::finding(check)));
        }
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
        let _ = writeln!(
            text,
            "     {}",
            paint.ink(Ink::Dim, "(effects: the effect count before → after, read with --effects)")
        );
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
    for difference in nearest.differences.iter().take(LINES) {
        let pointer = phrases::line(&difference.pointer);
        let _ = writeln!(text, "     {pointer}  {} → accepted", value(difference.accepted.as_deref(), accepted));
        let _ = writeln!(text, "     {pointer}  {} → {answer}", value(difference.failed.as_deref(), sent));
    }
    if let Some(more) = nearest.differences.len().checked_sub(LINES).filter(|more| *more > 0) {
        let _ = writeln!(text, "     … and in {}", phrases::count(more, "more field", "more fields"));
    }
    true
}

/// Returns the value of a field in a body: `"done"`, `102,125 characters (body: 102,401 bytes)`
fn value(value: Option<&str>, body: &str) -> String {
    let Some(value) = value else { return "(no such field)".to_owned() };
    if body.len() < LARGE {
        return phrases::line(&phrases::value_beginning(value, VALUE));
    }
    let shown = match Json::parse(value.as_bytes()) {
        Ok(Json::String(long)) if long.chars().count() > VALUE => {
            format!("{} characters", grouped(long.chars().count() as u64))
        }
        _ => phrases::value_beginning(value, VALUE),
    };
    phrases::line(&format!("{shown} (body: {} bytes)", grouped(body.len() as u64)))
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
    /// Actions directly before its first delivery.
    after: Vec<String>,
    what: String,
    answer: String,
    /// The effects of its deliveries, or nothing.
    effects: String,
    /// Whether a reader needs it.
    is_needed: bool,
}

impl Line {
    fn number(&self) -> String {
        if self.first == self.last {
            (self.first + 1).to_string()
        } else {
            format!("{}–{}", self.first + 1, self.last + 1)
        }
    }

    const fn count(&self) -> usize {
        self.last - self.first + 1
    }

    /// Returns `200 (expected: 4xx)   effects 7 → 8 (expected: 7)`
    fn outcome(&self) -> String {
        let gap = if self.effects.is_empty() { "" } else { "   " };
        format!("{}{gap}{}", self.answer, self.effects)
    }

    /// Whether the next line can be a part of this one. Its effects must belong to both.
    fn continues_in(&self, next: &Self, steps: &[ScenarioStep]) -> bool {
        let same = (&self.what, &self.answer, self.is_needed) == (&next.what, &next.answer, next.is_needed);
        let counted_together = next.effects.is_empty() || steps[next.first].effects_before.is_none();
        same && next.after.is_empty() && self.effects.is_empty() && counted_together
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
    let head = phrases::line(&format!("event {}{}", counterexample.event, id(steps, failing)));
    let _ = writeln!(text, "     {}", paint.ink(Ink::Dim, &head));
    let special = check.symptom.as_ref().and_then(|symptom| symptom.special);
    let lines = around(lines(steps, instead, (failing, special)), failing);
    let digits = lines.iter().map(|line| line.number().chars().count()).max().unwrap_or_default().max(2);
    let needs = |width: usize, outcome: &str| 5 + digits + 1 + width + 4 + outcome.chars().count();
    let widths = lines.iter().map(|line| (line.what.chars().count(), line.outcome()));
    let aligned = widths.filter(|(width, outcome)| needs(*width, outcome) <= COLUMNS).map(|(width, _)| width);
    let aligned = aligned.max().unwrap_or_default();
    let mut next = 0;
    for line in &lines {
        left_out(line.first - next, steps.len(), text);
        next = line.last + 1;
        for done in &line.after {
            let _ = writeln!(text, "     {:digits$} {}", "", phrases::line(done));
        }
        let (number, what, outcome) = (line.number(), &line.what, line.outcome());
        let own = what.chars().count();
        let width = if own <= aligned && needs(aligned, &outcome) <= COLUMNS { aligned } else { own };
        let columns = needs(width, &outcome);
        let gap = if columns <= COLUMNS { "  ".to_owned() } else { format!("\n{:1$}", "", 5 + digits + 3) };
        let what = if columns <= COLUMNS { format!("{what:<width$}") } else { what.clone() };
        let _ = writeln!(text, "     {number:<digits$} {what}{gap}→ {outcome}");
    }
    left_out(steps.len() - next, steps.len(), text);
    let failed = &steps[failing];
    let shows_nothing = !steps.iter().any(phrases::is_unexpected) && failed.failure.is_none();
    if !said.has_reason_of(check) && (shows_nothing || !instead.is_empty()) {
        let _ = writeln!(text, "     {reason}");
    }
}

/// Returns the id of the event that failed, and which lines have it if not all do: `, id 4cddedbb… in lines 1, 3`
fn id(steps: &[ScenarioStep], failing: usize) -> String {
    let Some(id) = steps[failing].delivery.id.as_deref() else { return String::new() };
    let has_it = |at: &usize| steps[*at].delivery.id.as_deref() == Some(id);
    let numbers: Vec<String> = (0..steps.len()).filter(has_it).map(|at| (at + 1).to_string()).collect();
    let lines = match numbers.as_slice() {
        all if all.len() == steps.len() => String::new(),
        [one] => format!(" in line {one}"),
        several => format!(" in lines {}", phrases::listed(several)),
    };
    format!(", id {}{lines}", short(id))
}

/// Writes how many deliveries are left out here.
fn left_out(count: usize, of: usize, text: &mut String) {
    if count > 0 {
        let _ = writeln!(text, "     …  {} more of these {}", grouped(count as u64), grouped(of as u64));
    }
}

/// Returns the deliveries, a line each. If they do not depend on each other, a reader needs only the failing one.
fn lines(steps: &[ScenarioStep], instead: &str, (failing, special): (usize, Option<Special>)) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let reused = special == Some(Special::SignatureReused);
    for (at, step) in steps.iter().enumerate() {
        // After a wrong answer, later deliveries show nothing more.
        let follows = step.effects_after.is_some() && !steps[failing].unexpected;
        let line = Line {
            first: at,
            last: at,
            after: step.delivery.after.clone(),
            what: phrases::delivery_itself(steps, at),
            answer: answered(step, instead),
            effects: phrases::effects(steps, at).unwrap_or_default(),
            is_needed: step.fails || reused || follows || at < failing,
        };
        match lines.last_mut() {
            Some(last) if last.continues_in(&line, steps) => {
                last.last = at;
                last.effects = line.effects;
            }
            _ => lines.push(line),
        }
    }
    lines
}

/// Returns the lines up to the failing one and the next, not more than fit.
fn around(lines: Vec<Line>, failing: usize) -> Vec<Line> {
    let needed: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].is_needed).collect();
    let at = needed.iter().position(|at| lines[*at].last >= failing).unwrap_or_default();
    let from = at.saturating_sub(LINES - 2);
    let mut shown = vec![false; lines.len()];
    for at in needed.iter().skip(from).take(LINES) {
        shown[*at] = true;
    }
    // The first delivery is what later ones repeat.
    if let Some(first) = needed.first() {
        shown[*first] = true;
    }
    show_short_gaps(&lines, &mut shown);
    lines.into_iter().zip(shown).filter(|(_, is_shown)| *is_shown).map(|(line, _)| line).collect()
}

/// Shows deliveries that would be left out but need about as many lines as the remark that they are.
fn show_short_gaps(lines: &[Line], shown: &mut [bool]) {
    let mut from = 0;
    while from < lines.len() {
        let end = (from..lines.len()).find(|at| shown[*at]).unwrap_or(lines.len());
        if lines[from..end].iter().map(Line::count).sum::<usize>() <= SHORT_GAP {
            shown[from..end].fill(true);
        }
        from = end + 1;
    }
}

/// Returns the answer to a delivery, and the expected one if it is another: `200 (expected: 4xx)`
fn answered(step: &ScenarioStep, instead: &str) -> String {
    let said = match (&step.response, &step.failure) {
        (Some(response), _) if step.fails => phrases::line(&phrases::answer(response, ANSWER)),
        (Some(response), _) => response.status.to_string(),
        (None, Some(failure)) => phrases::line(failure),
        (None, None) => String::new(),
    };
    let instead = (step.fails && !instead.is_empty()).then_some(instead);
    match instead.or_else(|| phrases::expected_answer(step)) {
        Some(expected) => format!("{said} (expected: {expected})"),
        None => said,
    }
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
