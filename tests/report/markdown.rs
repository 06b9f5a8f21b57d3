//! Markdown: its structure holds whatever the text in it.

use hookproof::report::markdown;
use hookproof::verify::Verdict;

use crate::{fixed, hostile, runs};

/// The lines outside fenced code, and how many blocks of code there are. A fence closes with as many backticks as
/// it opened with.
fn outside(text: &str) -> (Vec<&str>, usize) {
    let (mut lines, mut blocks, mut fence) = (Vec::new(), 0, None);
    for line in text.lines() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        match fence {
            None if ticks >= 3 => {
                fence = Some(ticks);
                blocks += 1;
            }
            None => lines.push(line),
            Some(open) if ticks >= open && line.trim_start_matches('`').trim().is_empty() => fence = None,
            Some(_) => {}
        }
    }
    assert_eq!(fence, None, "a block of code does not end\n{text}");
    (lines, blocks)
}

/// Returns a line without its code, between two rows of equally many backticks.
fn without_code(line: &str) -> String {
    let mut left = String::new();
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        let ticks = rest[start..].len() - rest[start..].trim_start_matches('`').len();
        let inside = &rest[start + ticks..];
        left.push_str(&rest[..start]);
        if left.ends_with('\\') {
            left.push('`');
            rest = &rest[start + 1..];
            continue;
        }
        let ends = |at: &usize| {
            let run = inside[*at..].len() - inside[*at..].trim_start_matches('`').len();
            run == ticks && !inside[..*at].ends_with('`')
        };
        let end = inside.match_indices('`').map(|(at, _)| at).find(ends).unwrap_or_else(|| panic!("{line}"));
        rest = &inside[end + ticks..];
    }
    left + rest
}

/// Returns the cells of a row: an escaped pipe is text.
fn cells(row: &str) -> usize {
    let mut count = 0;
    let mut before = ' ';
    for letter in row.chars() {
        count += usize::from(letter == '|' && before != '\\');
        before = if before == '\\' { ' ' } else { letter };
    }
    count - 1
}

#[tokio::test]
async fn structure_holds() {
    for run in runs().await {
        let text = markdown(&run);
        let (lines, blocks) = outside(&text);
        let exactly = |wanted: &str| lines.iter().filter(|line| **line == wanted).count();
        let failed = run.checks.iter().filter(|check| check.verdict == Verdict::Fail).count();
        assert_eq!((exactly("<details>"), exactly("</details>")), (failed, failed), "{text}");
        assert_eq!(lines.iter().filter(|line| line.starts_with("<summary>")).count(), failed);
        assert!(lines[0].starts_with("## "), "{}", lines[0]);
        assert_eq!(lines.iter().filter(|line| line.starts_with('#')).count(), 1, "one heading\n{text}");
        assert!(blocks >= 3 * failed, "{blocks}");
        let rows: Vec<&&str> = lines.iter().filter(|line| line.starts_with('|')).collect();
        for row in &rows {
            let wanted = if cells(row) == 2 { 2 } else { cells(rows[0]) };
            assert_eq!(cells(row), wanted, "{row}");
        }
        let skipped = rows.iter().filter(|row| cells(row) == 2).count();
        assert_eq!(skipped, if run.counts.skip == 0 { 0 } else { run.counts.skip + 2 }, "{rows:?}");
    }
}

#[tokio::test]
async fn hostile_text_is_text() {
    let text = markdown(&hostile().await);
    let (lines, _) = outside(&text);
    for line in lines.into_iter().map(without_code) {
        for markup in ["<script", "<img", "[link](", "@everyone", "**bold", "</style", "\u{202e}", "\u{1b}"] {
            assert!(!line.contains(markup), "{markup}: {line}");
        }
    }
    assert!(text.len() < 1_000_000, "the summary of a job holds 1 MiB");
}

#[tokio::test]
async fn a_failure_has_everything_that_is_needed() {
    let run = fixed("ascii-only").await;
    let text = markdown(&run);
    assert!(
        text.starts_with("## ✗ hookproof: truv → `http://consumer/hook`\n\n**FAILED (exit 1): payload-unicode"),
        "{text}"
    );
    let payload = || run.checks.iter().filter(|check| check.id.starts_with("payload-"));
    let pass = payload().filter(|check| check.verdict == Verdict::Pass).count();
    let fail = payload().filter(|check| run.fails_the_run(check)).count();
    assert!(text.contains(&format!("| payload | {pass} | **{fail}** | ")), "{text}");
    assert!(
        text.contains("<summary>✗ <b>payload-generated</b> (fails the run): the endpoint answered 500</summary>"),
        "{text}"
    );
    for part in [
        "Basis: documented, <https://docs.truv.com/",
        "```http\nPOST http://consumer/hook\n",
        "```sh\nhookproof verify",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(text.contains("Assumed: `delivery.max-body=256KiB`") && text.contains("`body.style=compact`"), "{text}");
}

#[tokio::test]
async fn a_known_failure_is_marked() {
    let run = runs().await.swap_remove(0);
    assert!(markdown(&run).contains("</b> (known failure): the endpoint answered 500"), "{}", markdown(&run));
    let page = hookproof::report::html(&run);
    assert!(page.contains("<span class=\"level\">known failure</span>"), "{page}");
    assert!(page.contains("a known failure: it is in the baseline"), "{page}");
}
