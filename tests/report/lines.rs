//! Lines of the report for people: they fit, can be copied, and show bytes and durations.

use hookproof::report::{Detail, Paint, durations, html, human_in, junit};

use crate::fixed;

/// Widths of terminals.
const COLUMNS: [usize; 3] = [80, 100, 200];

/// A command is whole and alone on its line, so that it can be copied.
#[tokio::test]
async fn a_command_stands_alone_on_its_line() {
    let run = fixed("processes-twice").await;
    let check = run.check("redelivery-same").unwrap();
    for columns in COLUMNS {
        let text = human_in(&run, Paint::Plain, Detail::Short, columns);
        assert!(text.lines().any(|line| line == check.reproduce), "{columns}: {}\n{text}", check.reproduce);
        assert!(!text.contains("curl "), "{text}");
    }
}

/// Lines are broken between words. A line that is longer is a command, or one word.
#[tokio::test]
async fn no_word_is_broken() {
    for defect in ["processes-twice", "re-serialises"] {
        let run = fixed(defect).await;
        for detail in [Detail::Short, Detail::Everything] {
            let words = |columns| {
                let text = human_in(&run, Paint::Plain, detail, columns);
                text.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
            };
            let whole = words(100_000);
            for columns in COLUMNS {
                assert_eq!(words(columns), whole, "{defect}, {columns}");
                let text = human_in(&run, Paint::Plain, detail, columns);
                let is_long = |line: &&str| line.chars().count() > columns && !line.starts_with("hookproof ");
                let long = text.lines().filter(is_long).find(|line| line.split_whitespace().count() > 1);
                assert_eq!(long, None, "{defect}, {columns}\n{text}");
            }
        }
    }
}

/// What differs only in white space shows it.
#[tokio::test]
async fn bytes_that_fail_are_shown() {
    let run = fixed("re-serialises").await;
    let text = human_in(&run, Paint::Plain, Detail::Short, 100);
    let line = |start: &str| {
        let found = text.lines().find_map(|line| line.trim_start().strip_prefix(start));
        found.unwrap_or_else(|| panic!("no line begins with {start}\n{text}")).trim()
    };
    let (sent, verified) =
        (line("The body that was sent (· is a space):"), line("What the endpoint most likely verified:"));
    assert_ne!(sent, verified, "{text}");
    assert_eq!(
        sent.replace(['·', '␊', '␉'], "").trim_matches('…').get(..10),
        verified.replace('·', "").trim_matches('…').get(..10),
        "{text}"
    );
}

/// Every check has its duration.
#[tokio::test]
async fn every_check_has_a_duration() {
    let mut run = fixed("processes-twice").await;
    run.checks[3].duration_ms = 2_345.0;
    run.checks[1].duration_ms = 12_345.0;
    let slowest = durations(&run, 2);
    let lines: Vec<&str> = slowest.lines().skip(1).map(str::trim).collect();
    let (first, second) = (&run.checks[1].id, &run.checks[3].id);
    assert_eq!(lines, [format!("12.3 s  {first}"), format!("2345 ms  {second}")]);
    assert_eq!(html(&run).matches("<dt>Took</dt>").count(), run.checks.len());
    let xml = junit(&run);
    let cases: Vec<&str> = xml.lines().filter(|line| line.trim_start().starts_with("<testcase ")).collect();
    assert_eq!(cases.len(), run.checks.len());
    assert!(cases.iter().all(|case| case.contains(" time=\"")), "{xml}");
    assert!(xml.contains(" time=\"12.345\""), "{xml}");
}
