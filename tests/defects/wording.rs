//! A report never contradicts itself: what it expects, counts and leaves out fits what it shows.

use std::path::Path;

use hookproof::report::{Paint, human};
use hookproof::verify::Run;

/// Texts of a report that are looked for, and the file that writes each of them.
const EXPECTED: (&str, &str) = ("(expected: ", "src/report/evidence.rs");
const SUCCESS: (&str, &str) = ("2xx", "src/model/status_set.rs");
const SURVIVAL: (&str, &str) = ("a status below 500", "src/verify/scenario.rs");
const ANSWER: (&str, &str) = ("→ ", "src/report/evidence.rs");
const EFFECTS: (&str, &str) = ("effects ", "src/report/phrases.rs");
const LEFT_OUT: (&str, &str) = ("     …  ", "src/report/evidence.rs");
const EVENT: (&str, &str) = ("event ", "src/report/evidence.rs");
const FIX: (&str, &str) = ("Fix: ", "src/report/problem.rs");
const FAILED_CHECK: (&str, &str) = ("Failed check: ", "src/report/problem.rs");
const EXIT: (&str, &str) = (" (exit ", "src/report/closing.rs");
const WRITTEN: [(&str, &str); 10] =
    [EXPECTED, SUCCESS, SURVIVAL, ANSWER, EFFECTS, LEFT_OUT, EVENT, FIX, FAILED_CHECK, EXIT];

/// Columns of evidence.
const INDENT: &str = "     ";

/// Returns the numbers of the first and the last delivery on a line of evidence.
fn number(line: &str) -> Option<(usize, usize)> {
    let first = evidence(line)?.split(' ').next()?;
    let (from, to) = first.split_once('–').unwrap_or((first, first));
    Some((from.parse().ok()?, to.parse().ok()?))
}

/// Returns what is wrong with the words of a report.
pub(crate) fn faults(run: &Run) -> Vec<String> {
    let report = human(run, Paint::Plain);
    faults_of(&report).into_iter().map(|fault| format!("{fault}\n{report}")).collect()
}

/// Returns what follows the columns of evidence.
fn evidence(line: &str) -> Option<&str> {
    line.strip_prefix(INDENT)
}

fn faults_of(report: &str) -> Vec<String> {
    let mut faults = Vec::new();
    // The number of the line before; `None` if some were left out.
    let mut last = Some(0);
    for line in report.lines() {
        // The first arrow is the one of the answer.
        let succeeds = line.split_once(ANSWER.0).is_some_and(|(_, answer)| answer.starts_with('2'));
        let expected = line.split_once(EXPECTED.0).map(|(_, expected)| expected);
        if succeeds && expected.is_some_and(|text| text.starts_with(SUCCESS.0) || text.starts_with(SURVIVAL.0)) {
            faults.push(format!("it expects what it got: {line}"));
        }
        if line.contains(&[EFFECTS.0, ANSWER.0].concat()) {
            faults.push(format!("an arrow without a left number: {line}"));
        }
        // A fix follows the evidence, and its lines may begin with a status.
        if line.starts_with(LEFT_OUT.0) || evidence(line).is_some_and(|text| text.starts_with(FIX.0)) {
            last = None;
        } else if let Some((from, to)) = number(line) {
            if from != 1 && last.is_some_and(|last| from != last + 1) {
                faults.push(format!("a gap without an ellipsis: {line}"));
            }
            last = Some(to);
        } else if evidence(line).is_some_and(|text| text.starts_with(EVENT.0)) {
            last = Some(0);
        }
    }
    let first = report.lines().find_map(|line| line.trim_start().strip_prefix(FAILED_CHECK.0));
    let first = first.map(|ids| ids.split(['.', ' ']).next().unwrap_or_default());
    let named = report.lines().rev().find_map(|line| line.strip_prefix(&format!("FAILED{}1): ", EXIT.0)));
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

#[test]
fn what_is_looked_for_is_still_written() {
    for (text, file) in WRITTEN {
        let source = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
        let mut code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
        assert!(
            code.any(|line| line.contains(text)),
            "{file} no longer writes {text:?}: look for what it writes instead"
        );
    }
}
