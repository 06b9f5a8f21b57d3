//! Failures by cause: a block for each problem that fails the run, and a short list of advice.

use std::fmt::Write;

use crate::report::blocks;
use crate::report::blocks::WIDTH;
use crate::report::blocks::paragraph;
use crate::report::closing;
use crate::report::details;
use crate::report::human::Detail;
use crate::report::human::Ink;
use crate::report::human::Paint;
use crate::report::set_up;
use crate::report::words;
use crate::report::words::Standing;
use crate::report::words::wrapped;
use crate::verify::CheckReport;
use crate::verify::Run;
use crate::verify::ScenarioStep;
use crate::verify::Special;
use crate::verify::cause::FoundCause;

/// Columns of a title; whether it fails the run follows.
const TITLE: usize = 58;

/// More deliveries of a scenario are not shown.
const STEPS: usize = 6;

/// More of an answer, of a value and of a body is not shown.
const ANSWER: usize = 48;
const VALUE: usize = 40;
const BODY: usize = 44;

/// Something that failed, with its cause if one is known.
#[derive(Clone)]
struct Problem<'a> {
    cause: Option<&'a FoundCause>,
    /// The checks that failed, the one that shows it best first.
    checks: Vec<&'a CheckReport>,
}

/// Groups the failures of this standing by cause.
fn problems(run: &Run, standing: Standing) -> Vec<Problem<'_>> {
    let is_meant = |cause: &FoundCause| match standing {
        Standing::FailsTheRun => cause.fails_the_run(run),
        _ => !cause.fails_the_run(run),
    };
    let mut found: Vec<Problem<'_>> = Vec::new();
    for cause in run.causes.iter().filter(|cause| is_meant(cause)) {
        let checks: Vec<&CheckReport> = cause.of(run).filter(|check| !check.known).collect();
        if !checks.is_empty() {
            found.push(Problem { cause: Some(cause), checks });
        }
    }
    let alone = words::those(run, standing).filter(|check| check.cause.is_none());
    found.extend(alone.map(|check| Problem { cause: None, checks: vec![check] }));
    found
}

/// Returns `1 problem explains all 5 failed checks. 44 passed, 7 skipped.`
pub(super) fn headline(run: &Run) -> String {
    let passed = words::those(run, Standing::Passed).count();
    let skipped = words::those(run, Standing::Skipped).count();
    if let Some(refusal) = &run.set_up.refusal {
        let (of, not_run) = (refusal.of, if skipped == 1 { "1 check was" } else { &format!("{skipped} checks were") });
        return format!(
            "Nothing was tested: the endpoint refused all {of} correctly signed events. {not_run} not run."
        );
    }
    let problems = problems(run, Standing::FailsTheRun);
    let failed: usize = problems.iter().map(|problem| problem.checks.len()).sum();
    let advice = words::those(run, Standing::Advice).count();
    let count = |count: usize, one: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") };
    match (problems.len(), failed) {
        (0, _) if advice > 0 => {
            format!("{} passed, {advice} gave advice, {skipped} skipped.", count(passed, "check"))
        }
        (0, _) => format!("{} passed, {skipped} skipped.", count(passed, "check")),
        (some, 1) => format!("{} in 1 failed check. {passed} passed, {skipped} skipped.", count(some, "problem")),
        (1, 2) => format!("1 problem explains both failed checks. {passed} passed, {skipped} skipped."),
        (1, all) => format!("1 problem explains all {all} failed checks. {passed} passed, {skipped} skipped."),
        (some, all) => {
            format!("{} explain {all} failed checks. {passed} passed, {skipped} skipped.", count(some, "problem"))
        }
    }
}

/// Writes everything that failed.
pub(super) fn write(run: &Run, paint: Paint, detail: Detail, text: &mut String) {
    if let Some(cause) = run.causes.iter().find(|cause| cause.is_set_up() && !cause.fails_the_run(run)) {
        set_up::write(run, cause, paint, text);
    }
    for (at, problem) in problems(run, Standing::FailsTheRun).iter().enumerate() {
        block(run, at + 1, problem, paint, text);
        if detail == Detail::Everything {
            for check in &problem.checks {
                details::failure(run, check, paint, text);
            }
        }
    }
    let advice: Vec<Problem<'_>> = problems(run, Standing::Advice).into_iter().filter(|one| !is_set_up(one)).collect();
    if !advice.is_empty() {
        let _ = writeln!(text, "\n{}", paint.ink(Ink::Strong, "Advice"));
    }
    for problem in &advice {
        advise(run, problem, paint, text);
        if detail == Detail::Everything {
            for check in &problem.checks {
                details::failure(run, check, paint, text);
            }
        }
    }
}

fn is_set_up(problem: &Problem<'_>) -> bool {
    problem.cause.is_some_and(FoundCause::is_set_up)
}

fn block(run: &Run, number: usize, problem: &Problem<'_>, paint: Paint, text: &mut String) {
    let title = words::line(&title(problem));
    let mut lead = format!("\n{number}. ");
    let mut lines = wrapped(&title, TITLE).peekable();
    while let Some(line) = lines.next() {
        text.push_str(&std::mem::replace(&mut lead, "   ".to_owned()));
        text.push_str(&paint.ink(Ink::Strong, &line));
        if lines.peek().is_none() {
            text.push_str(&" ".repeat(TITLE.saturating_sub(line.chars().count()).max(2)));
            text.push_str(&paint.ink(Ink::Bad, Standing::FailsTheRun.words()));
        }
        text.push('\n');
    }
    paragraph("   ", &about(run, problem), text);
    let Some(best) = problem.checks.first().copied() else { return };
    shown(best, paint, text);
    if let Some(cause) = problem.cause {
        blocks::deciding(run, cause, text);
        paragraph("   ", &format!("Fix: {}", cause.fix), text);
        blocks::frameworks(cause, text);
    }
    paragraph("   ", &checks_of(problem), text);
    let more = problem.cause.map_or(best.id.as_str(), |cause| cause.id.as_str());
    let _ = writeln!(text, "   More: hookproof help {}", words::line(more));
    details::reproduce(best, paint, text);
}

fn title(problem: &Problem<'_>) -> String {
    match (problem.cause, problem.checks.first()) {
        (Some(cause), _) => cause.title.clone(),
        (None, Some(check)) => format!("The endpoint {}", check.reason.as_deref().unwrap_or("failed")),
        (None, None) => String::new(),
    }
}

fn about(run: &Run, problem: &Problem<'_>) -> String {
    match (problem.cause, problem.checks.first()) {
        (Some(cause), _) => format!("{} {} {}", cause.seen, cause.why, certainty(run, cause)),
        (None, Some(check)) => check.why.clone().unwrap_or_default(),
        (None, None) => String::new(),
    }
}

/// An inference says that it is one; a decision names what decided it.
fn certainty(run: &Run, cause: &FoundCause) -> String {
    match &cause.probe {
        // Its deliveries follow.
        Some(_) if blocks::decider(run, cause).is_some() => String::new(),
        Some(probe) => format!("Decided: {probe}."),
        None => "Most likely: no delivery of this run decides it.".to_owned(),
    }
}

/// Returns `Check: redelivery-same. Same cause: redelivery-interleaved`
fn checks_of(problem: &Problem<'_>) -> String {
    let ids: Vec<&str> = problem.checks.iter().map(|check| check.id.as_str()).collect();
    let ids: Vec<String> = ids.into_iter().map(words::line).collect();
    match ids.as_slice() {
        [] => String::new(),
        [one] => format!("Check: {one}"),
        [one, others @ ..] => format!("Check: {one}. Same cause: {}", others.join(", ")),
    }
}

/// A few lines for each piece of advice.
fn advise(run: &Run, problem: &Problem<'_>, paint: Paint, text: &mut String) {
    let Some(best) = problem.checks.first().copied() else { return };
    let ids: Vec<String> = problem.checks.iter().map(|check| words::line(&check.id)).collect();
    let _ = writeln!(text, " - {}: {}", paint.ink(Ink::Warn, &ids.join(", ")), words::line(&title(problem)));
    evidence(best, paint, text);
    for why in problem.checks.iter().filter_map(|check| closing::only_advice(run, check)) {
        let _ = writeln!(text, "     {why}");
    }
    if let Some(cause) = problem.cause {
        paragraph("     ", &format!("Fix: {}", cause.fix), text);
    }
    let more = problem.cause.map_or(best.id.as_str(), |cause| cause.id.as_str());
    let _ = writeln!(text, "     More: hookproof help {}", words::line(more));
}

/// What shows a failure, between two empty lines.
fn shown(check: &CheckReport, paint: Paint, text: &mut String) {
    let before = text.len();
    text.push('\n');
    let begun = text.len();
    evidence(check, paint, text);
    if text.len() == begun {
        text.truncate(before);
    } else {
        text.push('\n');
    }
}

/// Writes the deliveries of a failure, one line each, and the difference to the accepted one.
fn evidence(check: &CheckReport, paint: Paint, text: &mut String) {
    let Some(counterexample) = &check.counterexample else {
        let _ = writeln!(text, "     {}", words::line(&words::finding(check)));
        return;
    };
    let verified = check.symptom.as_ref().and_then(|symptom| symptom.verified.as_deref());
    if let Some(verified) = verified {
        let sent = &counterexample.request.body;
        let from = first_difference(sent, verified);
        let _ = writeln!(text, "     The body that was sent (· is a space):   {}", dotted(sent, from));
        let _ = writeln!(text, "     What the endpoint most likely verified:  {}", dotted(verified, from));
    }
    let answer = match (&counterexample.response, &counterexample.failure) {
        (Some(response), _) => words::line(&words::answer(response, ANSWER)),
        (None, Some(failure)) => words::line(failure),
        (None, None) => String::new(),
    };
    let differences = counterexample.nearest.iter().flat_map(|nearest| &nearest.differences);
    for difference in differences.take(STEPS) {
        let value = |value: &Option<String>| match value {
            Some(value) => words::line(&words::value_beginning(value, VALUE)),
            None => "absent".to_owned(),
        };
        let pointer = words::line(&difference.pointer);
        let _ = writeln!(text, "     {pointer}  {} → accepted", value(&difference.accepted));
        let _ = writeln!(text, "     {pointer}  {} → {answer}", value(&difference.failed));
    }
    if counterexample.nearest.as_ref().is_some_and(|nearest| !nearest.differences.is_empty()) {
        return;
    }
    let special = check.symptom.as_ref().and_then(|symptom| symptom.special);
    scenario(&counterexample.event, &counterexample.scenario, special, paint, text);
    if counterexample.scenario.is_empty() {
        let what = if counterexample.what.is_empty() { "this delivery" } else { &counterexample.what };
        let _ = writeln!(text, "     {}, {}  → {answer}", words::line(&counterexample.event), words::line(what));
    }
}

/// Writes the deliveries around the one that failed, in columns.
fn scenario(event: &str, steps: &[ScenarioStep], special: Option<Special>, paint: Paint, text: &mut String) {
    // Of many that do not depend on each other the failing one is enough.
    let failing = steps.iter().position(|step| step.fails).unwrap_or_default();
    let needed = |at: usize, step: &ScenarioStep| {
        let reused = special == Some(Special::SignatureReused);
        step.fails || reused || step.effects_after.is_some() || at < failing
    };
    let chosen: Vec<(usize, &ScenarioStep)> = steps.iter().enumerate().filter(|(at, step)| needed(*at, step)).collect();
    let from = chosen.iter().position(|(at, _)| *at == failing).unwrap_or_default().saturating_sub(STEPS - 1);
    let chosen: Vec<(usize, &ScenarioStep)> = chosen.into_iter().skip(from).take(STEPS).collect();
    let Some((_, first)) = chosen.first() else { return };
    let id = first.delivery.id.as_deref().map(|id| format!(", id {}", short(id))).unwrap_or_default();
    let _ = writeln!(text, "     {}", paint.ink(Ink::Dim, &words::line(&format!("{event}{id}"))));
    let whats: Vec<String> = chosen.iter().map(|(at, step)| what(*at, step)).collect();
    let width = whats.iter().map(|what| what.chars().count()).max().unwrap_or_default();
    for ((at, step), what) in chosen.iter().zip(&whats) {
        let _ = writeln!(text, "     {:<2} {what:<width$}  → {}", at + 1, outcome(step));
    }
    if let Some(state) = steps.get(failing).and_then(|step| step.state_after.as_deref()) {
        let _ = writeln!(text, "     state: {}", words::line(&words::beginning(state, WIDTH)));
    }
}

/// Describes a delivery.
fn what(at: usize, step: &ScenarioStep) -> String {
    let delivery = &step.delivery;
    let mut said: Vec<String> = delivery.after.clone();
    said.push(match (delivery.repeats, delivery.what.as_str()) {
        (Some(1), _) => "the same bytes".to_owned(),
        (Some(number), _) => format!("the same bytes as {number}"),
        (None, "") if at == 0 => "first delivery".to_owned(),
        (None, "") => "another event".to_owned(),
        (None, what) => what.to_owned(),
    });
    said.extend(delivery.connection.clone());
    words::line(&said.join(", "))
}

/// Returns `200   effects 7 → 8   expected: 7`
fn outcome(step: &ScenarioStep) -> String {
    let mut said = match (&step.response, &step.failure) {
        (Some(response), _) if step.fails => words::line(&words::answer(response, ANSWER)),
        (Some(response), _) => response.status.to_string(),
        (None, Some(failure)) => words::line(failure),
        (None, None) => String::new(),
    };
    match (step.effects_before, step.effects_after) {
        (Some(before), Some(after)) => drop(write!(said, "   effects {before} → {after}")),
        (None, Some(after)) => drop(write!(said, "   effects → {after}")),
        _ => {}
    }
    match step.effects_expected.filter(|expected| step.effects_after != Some(*expected)) {
        Some(expected) => drop(write!(said, "   expected: {expected}")),
        None if step.fails && step.effects_after.is_none() => {
            if let Some(expected) = &step.expected {
                let _ = write!(said, "   expected: {expected}");
            }
        }
        None => {}
    }
    said
}

/// The beginning of an id.
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
    format!("{dots}{}…", words::visible(&part.replace(' ', "·").replace('\n', "␊").replace('\t', "␉")))
}
