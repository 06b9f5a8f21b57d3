//! The report for people: quiet when all is well, and the smallest failing delivery when it is not.

use std::fmt::Write;
use std::io::Write as _;

use crate::report::detail::Detail;
use crate::report::paint::{Ink, Paint};
use crate::report::phrases::{Standing, listed};
use crate::report::{closing, phrases, problem, wrap};
use crate::verify::{Outcome, Run};

/// Narrower text is not read any more.
const LEAST_COLUMNS: usize = 40;

/// Columns of the text for people, unless a terminal has others.
const COLUMNS: usize = 100;

/// Returns the run as text, in lines of at most 100 columns: a block for each cause, the most harmful first.
///
/// The last lines say how the run ended and why.
#[must_use]
pub fn human(run: &Run, paint: Paint) -> String {
    human_in(run, paint, Detail::Short, COLUMNS)
}

/// Returns the run as text, in this detail and in lines of at most so many columns. Words and commands are never
/// broken.
#[must_use]
pub fn human_in(run: &Run, paint: Paint, detail: Detail, columns: usize) -> String {
    wrap::wrap(&whole(run, paint, detail), columns.max(LEAST_COLUMNS))
}

/// Returns the run as text, in lines of any length.
fn whole(run: &Run, paint: Paint, detail: Detail) -> String {
    let mut text = String::new();
    let ink = Ink::from(run.verdict);
    let (banner, provider) = (paint.ink(ink, &closing::banner(run)), paint.ink(Ink::Strong, &run.provider));
    let _ = writeln!(text, "{banner}  {provider} → {}", phrases::line(&run.endpoint));
    let _ = writeln!(text, "{}", problem::headline(run));
    if detail == Detail::Everything {
        families(run, paint, &mut text);
    }
    problem::write(run, paint, detail, &mut text);
    known(run, paint, &mut text);
    passes(run, paint, &mut text);
    if detail == Detail::Everything {
        skips(run, paint, &mut text);
        assumptions(run, paint, &mut text);
    }
    for note in &run.notes {
        let _ = writeln!(text, "\n{} {}", paint.ink(Ink::Dim, "note:"), phrases::line(note));
    }
    if let Some(reason) = &run.incomplete {
        let _ = writeln!(text, "\n{} {}", paint.ink(Ink::Bad, "stopped early:"), phrases::line(reason));
    }
    let _ = writeln!(text, "\n{}", closing::effort(run, detail));
    if let Some(facts) = closing::assumptions(run) {
        let _ = writeln!(text, "{facts}");
    }
    let _ = writeln!(text, "{}", paint.ink(ink, &closing::verdict(run)));
    text
}

/// Writes a line for each family: the marks of its checks, and the names of those that failed.
fn families(run: &Run, paint: Paint, text: &mut String) {
    let families = phrases::families(run);
    let widest = families.iter().map(|(_, checks)| checks.len()).max().unwrap_or_default();
    text.push('\n');
    for (family, checks) in families {
        let standings = checks.iter().map(|check| (Standing::of(run, check), phrases::split(&check.id).1));
        let bar = standings.clone().map(|(standing, _)| paint.ink(standing.into(), standing.mark()));
        let _ = write!(text, "  {family:<11} {}", bar.collect::<String>());
        let failed = standings.filter(|(standing, _)| Standing::FAILED.contains(standing));
        let failed: Vec<String> = failed.map(|(standing, name)| paint.ink(standing.into(), name)).collect();
        if !failed.is_empty() {
            let _ = write!(text, "{:1$}  {2}", "", widest - checks.len(), failed.join(", "));
        }
        text.push('\n');
    }
}

/// Writes a line for each failure of the baseline; the other formats show them completely.
fn known(run: &Run, paint: Paint, text: &mut String) {
    for (at, check) in phrases::those(run, Standing::Known).enumerate() {
        let gap = if at == 0 { "\n" } else { "" };
        let (mark, finding) = (paint.ink(Ink::Dim, "known"), phrases::line(&phrases::finding(check)));
        let _ = writeln!(text, "{gap}{mark} {}: {finding}", check.id);
    }
    if !run.fixed.is_empty() {
        let _ = writeln!(text, "\n{} {}", paint.ink(Ink::Bad, "fixed"), closing::fixed(run));
    }
}

/// Writes a line for each passed check that has a remark.
fn passes(run: &Run, paint: Paint, text: &mut String) {
    for check in phrases::those(run, Standing::Passed) {
        if let Some(reason) = &check.reason {
            let _ = writeln!(text, "\n{} {}: {}", paint.ink(Ink::Good, "pass"), check.id, phrases::line(reason));
        }
    }
}

fn skips(run: &Run, paint: Paint, text: &mut String) {
    let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
    for check in phrases::those(run, Standing::Skipped) {
        let reason = check.reason.as_deref().unwrap_or_default();
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, ids)) => ids.push(check.id.clone()),
            None => reasons.push((reason, vec![check.id.clone()])),
        }
    }
    if !reasons.is_empty() {
        text.push('\n');
    }
    for (reason, ids) in reasons {
        let _ = writeln!(text, "{} {}: {}", paint.ink(Ink::Dim, "skip"), listed(&ids), phrases::line(reason));
    }
}

fn assumptions(run: &Run, paint: Paint, text: &mut String) {
    if run.assumed.is_empty() {
        return;
    }
    let facts: Vec<String> = run.assumed.iter().map(|assumed| format!("{}={}", assumed.fact, assumed.value)).collect();
    let _ =
        writeln!(text, "\n{} {} (confirm or override with --assume)", paint.ink(Ink::Dim, "assumed"), facts.join(", "));
}

impl Run {
    /// Panics with the human report unless the run passed.
    ///
    /// Advice does not panic: a failed `should` or `may`, or a failed `must` that is based on an assumption about the
    /// provider. It is named in one line on stderr, whatever the test runner captures, and the report is in the output
    /// of the test (`cargo test -- --show-output`). To fail for advice, use [`strict`](crate::Verifier::strict), or
    /// confirm the assumption with [`assume`](crate::Verifier::assume); to allow a known failure, name it in the
    /// [`baseline`](crate::Verifier::baseline).
    ///
    /// # Panics
    /// When the [`verdict`](Self::verdict) is [`Failed`](Outcome::Failed): a check
    /// [fails the run](Self::fails_the_run), a check of the baseline passes, or the endpoint stopped accepting good
    /// deliveries. When it is [`Unproved`](Outcome::Unproved): the run stopped early, or nothing could be judged.
    #[track_caller]
    pub fn assert_passed(&self) {
        let report = human(self, Paint::Plain);
        match self.verdict {
            Outcome::Failed => panic!("the run failed\n\n{report}"),
            Outcome::Unproved => panic!("the run is unproved\n\n{report}"),
            Outcome::Passed => {
                let advice: Vec<&str> = phrases::those(self, Standing::Advice).map(|check| check.id.as_str()).collect();
                if !advice.is_empty() {
                    advise(&advice.join(", "), &report);
                }
            }
        }
    }
}

#[expect(clippy::print_stderr, reason = "a test reports like this, and its runner captures the output")]
fn advise(advice: &str, report: &str) {
    // Not by the macro: the runner of a passing test would capture this line, and it would not be shown.
    let _ = writeln!(
        std::io::stderr(),
        "hookproof: passed, with advice: {advice}; `.strict()` would fail for it, and \
         `cargo test -- --show-output` shows the report"
    );
    eprintln!("{report}");
}
