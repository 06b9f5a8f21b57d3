//! The report for people: quiet when all is well, and the smallest failing delivery when it is not.

use std::fmt::Write;

use crate::model::Json;
use crate::verify::CheckReport;
use crate::verify::Counterexample;
use crate::verify::Run;
use crate::verify::Verdict;

/// Whether a report is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "coloured or not")]
pub enum Paint {
    /// With ANSI escapes.
    Coloured,
    /// Plain text, readable all the same.
    Plain,
}

#[derive(Clone, Copy)]
enum Ink {
    Good,
    Bad,
    Dim,
    Strong,
}

impl Paint {
    fn ink(self, ink: Ink, text: &str) -> String {
        let code = match ink {
            Ink::Good => "32",
            Ink::Bad => "31;1",
            Ink::Dim => "2",
            Ink::Strong => "1",
        };
        match self {
            Self::Coloured => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            Self::Plain => text.to_owned(),
        }
    }
}

/// The run as text.
#[must_use]
pub fn human(run: &Run, paint: Paint) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "{} → {}", paint.ink(Ink::Strong, &run.provider), run.endpoint);
    families(run, paint, &mut text);
    for check in run.checks.iter().filter(|check| check.verdict == Verdict::Fail) {
        failure(run, check, paint, &mut text);
    }
    skips(run, paint, &mut text);
    assumptions(run, paint, &mut text);
    closing(run, paint, &mut text);
    text
}

/// A line a family: every check with its mark.
fn families(run: &Run, paint: Paint, text: &mut String) {
    let mut family = "";
    for check in &run.checks {
        let (first, rest) = check.id.split_once('-').unwrap_or((&check.id, ""));
        if first != family {
            let _ = write!(text, "\n  {first:<11}");
            family = first;
        }
        let (mark, ink) = match check.verdict {
            Verdict::Pass => ("✓", Ink::Good),
            Verdict::Fail => ("✗", Ink::Bad),
            Verdict::Skip => ("–", Ink::Dim),
        };
        let _ = write!(text, " {}", paint.ink(ink, &format!("{mark} {rest}")));
    }
    text.push('\n');
}

fn failure(run: &Run, check: &CheckReport, paint: Paint, text: &mut String) {
    let level = check.level.name();
    let _ = writeln!(
        text,
        "\n{} {} ({level}): {}",
        paint.ink(Ink::Bad, "FAIL"),
        paint.ink(Ink::Strong, &check.id),
        check.title
    );
    if let Some(reason) = &check.reason {
        let _ = writeln!(text, "  the endpoint {reason}");
    }
    let _ = writeln!(
        text,
        "  {} {}",
        paint.ink(Ink::Dim, "basis "),
        format_args!("{}, {}", check.basis.certainty, check.basis.source)
    );
    if let Some(why) = &check.why {
        for (at, line) in wrapped(why, 90).enumerate() {
            let label = if at == 0 { "why   " } else { "      " };
            let _ = writeln!(text, "  {} {line}", paint.ink(Ink::Dim, label));
        }
    }
    if check.events.len() > 1 {
        let _ = writeln!(text, "  {} {}", paint.ink(Ink::Dim, "events"), listed(&check.events));
    }
    if let Some(counterexample) = &check.counterexample {
        delivery(run, counterexample, paint, text);
    }
    let _ = writeln!(text, "  {} {}", paint.ink(Ink::Dim, "replay"), check.replay);
}

fn delivery(run: &Run, counterexample: &Counterexample, paint: Paint, text: &mut String) {
    let event = &counterexample.event;
    let title = match counterexample.shrunk_from {
        Some(from) => {
            let to = counterexample.request.body.len();
            format!("the smallest failing delivery of {event} (shrunk from {from} bytes to {to})")
        }
        None if counterexample.what.is_empty() => format!("the failing delivery of {event}"),
        None => format!("the failing delivery of {event}, {}", counterexample.what),
    };
    let _ = writeln!(text, "\n    {}", paint.ink(Ink::Dim, &title));
    let _ = writeln!(text, "    {} {}", counterexample.request.method, run.endpoint);
    for (name, value) in &counterexample.request.headers {
        let _ = writeln!(text, "    {name}: {}", short(value, 120));
    }
    text.push('\n');
    for line in pretty(&counterexample.request.body).lines().take(60) {
        let _ = writeln!(text, "    {}", short(line, 240));
    }
    let answer = match (&counterexample.response, &counterexample.failure) {
        (Some(response), _) => format!("{} {}", response.status, short(&response.body, 200)),
        (None, Some(failure)) => failure.clone(),
        (None, None) => String::new(),
    };
    let _ = writeln!(text, "\n    {} {}\n", paint.ink(Ink::Dim, "←"), answer.trim_end());
}

/// Indented where it is JSON; the bytes that were sent stand in the JSON report.
fn pretty(body: &str) -> String {
    Json::parse(body.as_bytes())
        .ok()
        .and_then(|document| serde_json::to_string_pretty(&document).ok())
        .unwrap_or_else(|| body.escape_debug().to_string())
}

fn skips(run: &Run, paint: Paint, text: &mut String) {
    let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
    for check in run.checks.iter().filter(|check| check.verdict == Verdict::Skip) {
        let reason = check.reason.as_deref().unwrap_or_default();
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, ids)) => ids.push(check.id.clone()),
            None => reasons.push((reason, vec![check.id.clone()])),
        }
    }
    for (reason, ids) in reasons {
        let _ = writeln!(text, "\n{} {}: {reason}", paint.ink(Ink::Dim, "skip"), listed(&ids));
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

fn closing(run: &Run, paint: Paint, text: &mut String) {
    let ink = match run.verdict {
        Verdict::Pass => Ink::Good,
        Verdict::Fail => Ink::Bad,
        Verdict::Skip => Ink::Dim,
    };
    if let Some(reason) = &run.incomplete {
        let _ = writeln!(text, "\n{} {reason}", paint.ink(Ink::Bad, "incomplete:"));
    }
    let counts = &run.counts;
    let _ = writeln!(
        text,
        "\n{}: {} passed, {} failed, {} skipped; {} deliveries in {} ms; seed {}, salt {}",
        paint.ink(ink, &run.verdict.to_string()),
        counts.pass,
        counts.fail,
        counts.skip,
        run.deliveries,
        run.duration_ms,
        run.seed,
        run.salt,
    );
}

fn listed(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown = names.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN { format!("{shown} and {} more", names.len() - SHOWN) } else { shown }
}

fn short(text: &str, most: usize) -> String {
    let printable: String = text.chars().map(|letter| if letter.is_control() { '·' } else { letter }).collect();
    match printable.char_indices().nth(most) {
        Some((end, _)) => format!("{}… ({} bytes)", &printable[..end], text.len()),
        None => printable,
    }
}

fn wrapped(text: &str, width: usize) -> impl Iterator<Item = String> {
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

impl Run {
    /// Panics with the human report when the contract is broken.
    ///
    /// # Panics
    /// When [`outcome`](Self::outcome) is not [`Kept`](crate::verify::Outcome::Kept), or when nothing at all
    /// could be judged.
    #[track_caller]
    pub fn assert_passed(&self) {
        assert!(self.verdict == Verdict::Pass, "the endpoint breaks the contract\n\n{}", human(self, Paint::Plain));
    }
}
