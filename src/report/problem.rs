//! Failures by cause: a block for each problem that fails the run, and a short list of advice.

use std::fmt::Write;

use crate::report::blocks::paragraph;
use crate::report::detail::Detail;
use crate::report::evidence::{Effects, Said};
use crate::report::paint::{Ink, Paint};
use crate::report::phrases::{Standing, wrapped};
use crate::report::problems::{Problem, problems};
use crate::report::{blocks, closing, details, evidence, phrases, set_up};
use crate::verify::cause::{FoundCause, causes};
use crate::verify::{CheckReport, Run};

/// Columns of a title; whether it fails the run follows.
const TITLE: usize = 58;

/// Returns `1 problem explains all 5 failed checks. 44 passed, 7 skipped.`
pub(super) fn headline(run: &Run) -> String {
    let passed = phrases::those(run, Standing::Passed).count();
    let skipped = phrases::those(run, Standing::Skipped).count();
    if let Some(refusal) = &run.set_up.refusal {
        let (of, checks) = (refusal.of, phrases::count(skipped, "check was", "checks were"));
        return format!("The endpoint refused all {of} correctly signed events, so {checks} not run.");
    }
    let skipped = match phrases::those(run, Standing::Known).count() {
        0 => format!("{skipped} skipped"),
        known => format!("{known} known, {skipped} skipped"),
    };
    let skipped = match phrases::those(run, Standing::Advice).count() {
        0 => skipped,
        advice => format!("{advice} gave advice, {skipped}"),
    };
    let problems = problems(run, Standing::FailsTheRun).len();
    let count = phrases::count(problems, "problem", "problems");
    match (problems, phrases::those(run, Standing::FailsTheRun).count()) {
        (0, _) => format!("{} passed, {skipped}.", phrases::count(passed, "check", "checks")),
        (_, 1) => format!("{count} in 1 failed check. {passed} passed, {skipped}."),
        (1, 2) => format!("1 problem explains both failed checks. {passed} passed, {skipped}."),
        (1, all) => format!("1 problem explains all {all} failed checks. {passed} passed, {skipped}."),
        (_, all) => format!("{count} explain {all} failed checks. {passed} passed, {skipped}."),
    }
}

/// Writes everything that failed.
pub(super) fn write(run: &Run, paint: Paint, detail: Detail, text: &mut String) {
    if let Some(cause) = run.causes.iter().find(|cause| cause.is_set_up() && !cause.fails_the_run(run)) {
        set_up::write(run, cause, paint, text);
    }
    let mut effects = Effects::Unexplained;
    for (at, problem) in problems(run, Standing::FailsTheRun).iter().enumerate() {
        block(run, (at + 1, &mut effects), problem, paint, text);
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
        advise(run, problem, &mut effects, paint, text);
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

fn block(run: &Run, (number, effects): (usize, &mut Effects), problem: &Problem<'_>, paint: Paint, text: &mut String) {
    let title = phrases::line(&title(problem));
    let mut lead = format!("\n{number}. ");
    let mut lines = wrapped(&title, TITLE - 2).peekable();
    while let Some(line) = lines.next() {
        text.push_str(&std::mem::replace(&mut lead, "   ".to_owned()));
        text.push_str(&paint.ink(Ink::Strong, &line));
        if lines.peek().is_none() {
            text.push_str(&" ".repeat(TITLE.saturating_sub(line.chars().count()).max(2)));
            text.push_str(&paint.ink(Ink::Bad, &format!("[{}]", Standing::FailsTheRun.label())));
        }
        text.push('\n');
    }
    paragraph("   ", &about(run, problem), text);
    let Some(best) = problem.checks.first().copied() else { return };
    shown(problem, best, effects, paint, text);
    if let Some(cause) = problem.cause {
        blocks::deciding(run, cause, text);
        paragraph("   ", &format!("Fix: {}", cause.fix), text);
        blocks::frameworks(cause, text);
    }
    paragraph("   ", &format!("Failed check: {}", phrases::line(&best.id)), text);
    if let Some(others) = others(run, problem) {
        paragraph("   ", &others, text);
    }
    let more = problem.cause.map_or(best.id.as_str(), |cause| cause.id.as_str());
    let _ = writeln!(text, "   More: hookproof help {}", phrases::line(more));
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
        (Some(cause), _) => {
            let certainty = blocks::certainty(run, cause);
            // The deliveries of a probe follow below.
            let said = if certainty.deliveries.is_empty() { certainty.said.as_str() } else { "" };
            format!("{} {} {said}", cause.seen, cause.why)
        }
        (None, Some(check)) => check.why.clone().unwrap_or_default(),
        (None, None) => String::new(),
    }
}

/// Returns `This check failed for the same reason: redelivery-interleaved`, if there is another one. A check that does
/// not fail the run is marked: `payload-null (advice)`.
fn others(run: &Run, problem: &Problem<'_>) -> Option<String> {
    let other = |check: &&CheckReport| {
        let mark = if run.is_advice(check) { " (advice)" } else { "" };
        phrases::line(&check.id) + mark
    };
    let others: Vec<String> = problem.checks.iter().skip(1).map(other).collect();
    let these = match others.len() {
        0 => return None,
        1 => "This check",
        _ => "These checks",
    };
    Some(format!("{these} failed for the same reason: {}", others.join(", ")))
}

/// Writes a few lines for a piece of advice.
fn advise(run: &Run, problem: &Problem<'_>, effects: &mut Effects, paint: Paint, text: &mut String) {
    let Some(best) = problem.checks.first().copied() else { return };
    let ids: Vec<String> = problem.checks.iter().map(|check| phrases::line(&check.id)).collect();
    let _ = writeln!(text, " - {}: {}", paint.ink(Ink::Warn, &ids.join(", ")), phrases::line(&title(problem)));
    evidence::write(best, said(problem), effects, paint, text);
    for why in problem.checks.iter().filter_map(|check| closing::only_advice(run, check)) {
        let _ = writeln!(text, "     {why}");
    }
    if let Some(cause) = problem.cause {
        paragraph("     ", &format!("Fix: {}", cause.fix), text);
    }
    let more = problem.cause.map_or(best.id.as_str(), |cause| cause.id.as_str());
    let _ = writeln!(text, "     More: hookproof help {}", phrases::line(more));
}

/// Returns what a block has said before its evidence.
fn said<'a>(problem: &Problem<'a>) -> Said<'a> {
    let rewrites = problem.cause.is_some_and(|cause| cause.id == causes::VERIFIES_REWRITTEN_BODY.id);
    Said { seen: problem.cause.map_or("", |cause| &cause.seen), rewrites }
}

/// Writes the evidence of a failure, between two empty lines.
fn shown(problem: &Problem<'_>, check: &CheckReport, effects: &mut Effects, paint: Paint, text: &mut String) {
    let before = text.len();
    text.push('\n');
    let begun = text.len();
    evidence::write(check, said(problem), effects, paint, text);
    if text.len() == begun {
        text.truncate(before);
    } else {
        text.push('\n');
    }
}
