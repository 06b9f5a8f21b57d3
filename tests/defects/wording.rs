//! A report never contradicts itself: what it expects, counts and leaves out fits what it shows.

use hookproof::report::{Paint, human};
use hookproof::verify::Run;

/// Returns the numbers of the first and the last delivery on a line of evidence.
fn number(line: &str) -> Option<(usize, usize)> {
    let first = line.strip_prefix("     ")?.split(' ').next()?;
    let (from, to) = first.split_once('–').unwrap_or((first, first));
    Some((from.parse().ok()?, to.parse().ok()?))
}

/// Returns what is wrong with the words of a report.
pub(crate) fn faults(run: &Run) -> Vec<String> {
    let report = human(run, Paint::Plain);
    faults_of(&report).into_iter().map(|fault| format!("{fault}\n{report}")).collect()
}

fn faults_of(report: &str) -> Vec<String> {
    let mut faults = Vec::new();
    // The number of the line before; `None` if some were left out.
    let mut last = Some(0);
    for line in report.lines() {
        // The first arrow is the one of the answer.
        let succeeds = line.split_once("→ ").is_some_and(|(_, answer)| answer.starts_with('2'));
        if succeeds && (line.contains("expected: a status below 500") || line.contains("expected: 2xx")) {
            faults.push(format!("it expects what it got: {line}"));
        }
        if line.contains("effects →") {
            faults.push(format!("an arrow without a left number: {line}"));
        }
        // A fix follows the evidence, and its lines may begin with a status.
        if line.starts_with("     …") || line.starts_with("     Fix: ") {
            last = None;
        } else if let Some((from, to)) = number(line) {
            if from != 1 && last.is_some_and(|last| from != last + 1) {
                faults.push(format!("a gap without an ellipsis: {line}"));
            }
            last = Some(to);
        } else if line.starts_with("     event ") {
            last = Some(0);
        }
    }
    let first = report.lines().find_map(|line| line.trim_start().strip_prefix("Failed check: "));
    let first = first.map(|ids| ids.split(['.', ' ']).next().unwrap_or_default());
    let named = report.lines().rev().find_map(|line| line.strip_prefix("FAILED (exit 1): "));
    let named = named.map(|ids| ids.split([',', ' ', ';']).next().unwrap_or_default());
    if let (Some(first), Some(named)) = (first, named)
        && first != named
    {
        faults.push(format!("the first failed check is {first}, and the last line names {named}"));
    }
    faults
}

#[test]
fn what_does_not_fit_is_found() {
    let lines = "     event a\n     1  first delivery  → 200\n     3  another event  → 200\n";
    for (report, fault) in [
        (lines, "a gap without an ellipsis"),
        ("     1  a  → 200 (expected: a status below 500)\n", "it expects what it got"),
        ("     1  a  → 200   effects → 7\n", "an arrow without a left number"),
        (
            "   Failed check: a-b. Also\nFAILED (exit 1): c-d and 1 more, 1 problem: e\n",
            "the first failed check is a-b",
        ),
    ] {
        let found = faults_of(report);
        assert!(found.len() == 1 && found[0].starts_with(fault), "{report}{found:?}");
    }
    for right in [
        "     event a\n     1–3  a  → 200\n     …  2 more of these 6\n     6  b  → 500 (expected: 2xx)\n",
        "     1  a  → 500 (expected: a status below 500)   effects 1 → 2\n",
    ] {
        assert_eq!(faults_of(right), Vec::<String>::new());
    }
}
