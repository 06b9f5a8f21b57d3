//! Closing lines of a run, shared by all formats.

use std::fmt::Write;

use crate::report::detail::Detail;
use crate::report::phrases;
use crate::report::phrases::{Standing, line, visible};
use crate::report::problems::{Problem, problems};
use crate::verify::{CheckReport, Outcome, Reduced, Run};

/// Columns of a line that is not broken.
const LINE: usize = 80;

/// Returns `FAILED`
pub(super) fn banner(run: &Run) -> String {
    run.verdict.name().to_uppercase()
}

/// Returns `FAILED (exit 1): redelivery-same and 4 more`
pub(super) fn verdict(run: &Run) -> String {
    let said = format!("{} (exit {})", banner(run), run.verdict.exit_status());
    match run.verdict {
        Outcome::Passed => match phrases::those(run, Standing::Advice).count() {
            0 => said,
            advice => {
                let strict = Outcome::Failed.exit_status();
                format!("{said}, {advice} advice; with --strict this would be exit {strict}")
            }
        },
        Outcome::Failed => format!("{said}: {}", failures(run)),
        Outcome::Unproved => format!("{said}: {}", why_unproved(run)),
    }
}

/// Lists what fails a run, in short form.
fn failures(run: &Run) -> String {
    let problems = problems(run, Standing::FailsTheRun);
    let is_explained = problems.iter().any(|problem| problem.cause.is_some());
    // The same check comes first as in the first block.
    let failed = problems.iter().flat_map(|problem| &problem.checks).filter(|check| run.fails_the_run(check));
    let ids: Vec<&str> = failed.map(|check| check.id.as_str()).collect();
    let mut parts: Vec<String> = match ids.as_slice() {
        [] => Vec::new(),
        [id] => vec![line(id)],
        [id, more @ ..] => vec![format!("{} and {} more", line(id), more.len())],
    };
    if let Some(last) = parts.last_mut().filter(|_| is_explained) {
        let count = phrases::count(problems.len(), "problem", "problems");
        let names: Vec<&str> = problems.iter().map(Problem::id).collect();
        let _ = write!(last, ", {count}: {}", line(&names.join(", ")));
    }
    if !run.fixed.is_empty() {
        parts.push(line(&fixed(run)));
    }
    match &run.incomplete {
        Some(reason) if parts.is_empty() => parts.push(format!("stopped early: {}", line(reason))),
        Some(_) => parts.push("stopped early".to_owned()),
        None => {}
    }
    parts.join("; ")
}

fn why_unproved(run: &Run) -> String {
    let cause = run.causes.iter().find(|cause| cause.is_set_up());
    if let (Some(cause), Some(refusal)) = (cause, &run.set_up.refusal) {
        let answer = refusal.status.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
        let (id, count, of) = (line(&cause.id), refusal.count, refusal.of);
        return format!("set-up, not the endpoint's verdict: {id}. {answer} to {count} of {of}");
    }
    let why = run.unproved.as_deref().or(run.incomplete.as_deref());
    line(why.unwrap_or("nothing that was selected could be judged"))
}

/// Returns a problem of the run that is not a failed check: why it proves nothing, why it stopped early, or that its
/// baseline is out of date. A format that counts failed checks must count this, too. `None` if the checks say
/// everything.
pub(super) fn remark(run: &Run) -> Option<String> {
    match run.verdict {
        Outcome::Passed => None,
        Outcome::Unproved => Some(format!("unproved: {}", why_unproved(run))),
        Outcome::Failed => {
            let early = run.incomplete.as_ref().map(|reason| format!("stopped early: {}", line(reason)));
            let fixed = (!run.fixed.is_empty()).then(|| fixed(run));
            let parts: Vec<String> = [fixed, early].into_iter().flatten().collect();
            (!parts.is_empty()).then(|| parts.join("; "))
        }
    }
}

/// Returns the notes that follow the line of the verdict, which says why a run is unproved.
pub(super) fn remarks(run: &Run) -> impl Iterator<Item = String> {
    let remark = remark(run).filter(|_| run.verdict == Outcome::Failed);
    remark.into_iter().chain(assumptions(run))
}

/// Returns `payload-null passes: remove it from the baseline`
pub(super) fn fixed(run: &Run) -> String {
    let (pass, them) = if run.fixed.len() == 1 { ("passes", "it") } else { ("pass", "them") };
    format!("{} {pass}: remove {them} from the baseline", run.fixed.join(", "))
}

/// Returns `16 passed, 1 failed, 2 advice, 3 skipped`
pub(super) fn counts(run: &Run) -> String {
    let mut counts = format!(
        "{} passed, {} failed",
        phrases::those(run, Standing::Passed).count(),
        phrases::those(run, Standing::FailsTheRun).count()
    );
    for (standing, name) in [(Standing::Advice, "advice"), (Standing::Known, "known")] {
        match phrases::those(run, standing).count() {
            0 => {}
            count => {
                let _ = write!(counts, ", {count} {name}");
            }
        }
    }
    let _ = write!(counts, ", {} skipped", phrases::those(run, Standing::Skipped).count());
    counts
}

/// Returns `16 passed, 1 failed, 0 skipped; 1,905 deliveries in 2.4 s; seed 7, salt readme`
pub(super) fn summary(run: &Run) -> String {
    let (seed, salt) = (run.seed, visible(&run.salt));
    format!("{}; {}; seed {seed}, salt {salt}", counts(run), sent(run))
}

/// Returns `1,858 deliveries in 2.6 s`
fn sent(run: &Run) -> String {
    format!("{} in {}", phrases::deliveries(run.deliveries), took(run.duration_ms))
}

/// Formats a duration for a person.
fn took(millis: u64) -> String {
    match millis {
        0..1_000 => format!("{millis} ms"),
        1_000..60_000 => format!("{}.{} s", millis / 1_000, millis % 1_000 / 100),
        _ => format!("{} min {} s", millis / 60_000, millis % 60_000 / 1_000),
    }
}

/// Returns `7 checks skipped (run with -v to see why).  1,858 deliveries in 2.6 s.` and what repeats the run, on one
/// line if it fits.
pub(super) fn effort(run: &Run, detail: Detail) -> String {
    let skipped = match phrases::those(run, Standing::Skipped).count() {
        0 => String::new(),
        count => {
            let why = if detail == Detail::Short { " (run with -v to see why)" } else { "" };
            format!("{} skipped{why}.  ", phrases::count(count, "check", "checks"))
        }
    };
    let sent = format!("{skipped}{}.", sent(run));
    let repeats = format!("Seed {}. Salt {} made the ids of this run.", run.seed, visible(&run.salt));
    let is_short = sent.chars().count() + repeats.chars().count() + 2 <= LINE;
    format!("{sent}{}{repeats}", if is_short { "  " } else { "\n" })
}

/// Returns why a check is only advice although its failure would count, and what makes it count.
pub(super) fn only_advice(run: &Run, check: &CheckReport) -> Option<String> {
    let Reduced { fact, settle, .. } = check.reduced.as_ref().filter(|_| run.is_advice(check))?;
    let facts: Vec<&str> = keys(fact).collect();
    let (are, assumption) = if facts.len() == 1 { ("is", "assumption") } else { ("are", "assumptions") };
    let facts = line(&facts.join(", "));
    Some(format!("Why only advice: {facts} {are} our {assumption}. To make it count: {}", line(settle)))
}

/// Returns the facts that turned failures of a run into advice, and the one flag that makes all of them count.
pub(super) fn assumptions(run: &Run) -> Option<String> {
    let mut facts: Vec<&str> = Vec::new();
    let mut checks = 0;
    for reduced in phrases::those(run, Standing::Advice).filter_map(|check| check.reduced.as_ref()) {
        checks += 1;
        facts.extend(keys(&reduced.fact));
    }
    let mut known: Vec<&str> = Vec::new();
    for fact in facts {
        if !known.contains(&fact) {
            known.push(fact);
        }
    }
    let (are, assumption) = if known.len() == 1 { ("is", "assumption") } else { ("are", "assumptions") };
    let (only, them) = if checks == 1 { ("check is", "it") } else { ("checks are", "them") };
    (!known.is_empty()).then(|| {
        let (facts, flag) = (line(&known.join(", ")), line(&known.join(",")));
        format!("{facts} {are} our {assumption}: {checks} {only} only advice. To make {them} count: --assume {flag}")
    })
}

fn keys(fact: &str) -> impl Iterator<Item = &str> {
    fact.split(',').map(str::trim).filter(|key| !key.is_empty())
}
