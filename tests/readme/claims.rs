//! Lists in the prose of the guide, compared with the checks themselves.

use std::collections::BTreeSet;
use std::fs;

use hookproof::__private::cli;
use hookproof::__private::verify::{Check, Observation, Selection, Signed, Terms, checks};
use hookproof::report::Format;
use hookproof::verify::Level;
use hookproof::{Profile, providers};

use crate::{hold, pages};

/// Returns the part of a page from one text to the next occurrence of another.
fn between(page: &str, from: &str, to: &str) -> String {
    let text = pages::text(page);
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("{page} does not say `{from}`"));
    rest.split_once(to).unwrap_or_else(|| panic!("{page}: `{from}` is not followed by `{to}`")).0.to_owned()
}

/// Returns the spans of code in a text.
fn spans(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Returns the checks that a text names.
fn named(text: &str) -> BTreeSet<&'static str> {
    let ids = spans(text).filter_map(|span| checks::ALL.iter().find(|check| check.id == span));
    ids.map(|check| check.id).collect()
}

fn chosen(is_chosen: impl Fn(&Check) -> bool) -> BTreeSet<&'static str> {
    checks::ALL.iter().filter(|check| is_chosen(check)).map(|check| check.id).collect()
}

#[test]
fn the_guide_names_what_a_profile_leaves_out() {
    const PAGE: &str = "src/docs/what_is_proved.md";
    let left_out = chosen(|check| !Profile::Pr.runs(check) && check.selection == Selection::Always);
    assert_eq!(named(&between(PAGE, "- `--profile pr`", "- `--profile full`")), left_out);
    let smoke = chosen(|check| Profile::Smoke.runs(check)).len();
    for page in [PAGE, "src/docs/verify.md"] {
        assert!(pages::text(page).contains(&format!("runs {smoke} checks on one event type")), "{page}: {smoke}");
    }
}

#[test]
fn the_guide_names_the_checks_that_an_assumption_makes_advice() {
    let is_lowered = |check: &Check| {
        providers::ALL.iter().any(|provider| {
            let provider = provider();
            let terms =
                Terms { provider: &provider, signed: Signed::Yes, observation: Observation::Effects, events: &[] };
            !check.effective_level(&terms).lowered_by.is_empty()
        })
    };
    let part =
        between("src/docs/reading_a_failure.md", "while the fact that they are based on is assumed", "*Why only");
    assert_eq!(named(&part), chosen(|check| check.level == Level::Must && is_lowered(check)));
}

#[test]
fn the_guide_names_the_checks_that_read_the_state() {
    let reads = |check: &Check| {
        let source = format!("src/verify/checks/{}.rs", check.id.replace('-', "_"));
        fs::read_to_string(hold::place(&source)).unwrap().contains("context.state")
    };
    let part = between("src/docs/what_is_proved.md", "### The state", "### Outages");
    assert_eq!(named(&part), chosen(reads));
}

#[test]
fn the_reasons_of_skips_in_the_guide_are_those_of_the_code() {
    let part = between("src/docs/reading_a_failure.md", "## When a check is skipped", "## Known failures");
    let bullets = part.split("\n- `").skip(1).filter_map(|bullet| bullet.split_once('`'));
    let reasons: Vec<&str> = bullets.map(|(reason, _)| reason).collect();
    let sources: Vec<String> = hold::sources().into_iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let unknown = |reason: &&&str| !sources.iter().any(|source| source.contains(&format!("\"{reason}\"")));
    let gone: Vec<&&str> = reasons.iter().filter(unknown).collect();
    assert!(gone.is_empty(), "no check is skipped for {gone:?}");
    assert!(reasons.len() > 5, "{reasons:?}");
}

#[test]
fn the_guide_and_the_help_name_every_format_of_a_report() {
    let names = Format::ALL.map(Format::name);
    let rows = pages::text("src/docs/reports.md");
    let rows: Vec<&str> = rows.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    assert_eq!(rows, names);
    let command = cli::command();
    let verify = command.find_subcommand("verify").unwrap();
    let flag = verify.get_arguments().find(|argument| argument.get_long() == Some("report")).unwrap();
    let help = flag.get_help().unwrap().to_string();
    assert!(help.contains(&format!("Formats: {}", names.join(", "))), "{help}");
}

#[test]
fn the_version_of_the_book_is_that_of_ci() {
    let page = between("CONTRIBUTING.md", "pip install ", "\n");
    assert!(fs::read_to_string(hold::place(".ci/run")).unwrap().contains(&page), "{page}");
}
