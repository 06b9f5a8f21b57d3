//! Statements of the guide about checks and failures.

use std::fmt::Write;

use hookproof::__private::demo;
use hookproof::__private::demo::Shop;
use hookproof::__private::verify::cause::causes;
use hookproof::__private::verify::checks;
use hookproof::model::{Failure, Headers, Outcome, Response, Secret};
use hookproof::report::{Paint, human};
use hookproof::sign::Signer;
use hookproof::verify::{Harm, Run};
use hookproof::{Verifier, providers};

use crate::{hold, record};

/// Maximum number of defects for a check.
const DEFECTS: usize = 3;

#[test]
fn the_reason_of_every_check_is_in_its_family() {
    let record = record::read();
    let mut families: Vec<&str> = checks::ALL.iter().map(hookproof::__private::verify::Check::family).collect();
    families.dedup();
    let mut list = String::new();
    for family in families {
        let _ = writeln!(list, "## {family}\n");
        for check in checks::ALL.iter().filter(|check| check.family() == family) {
            let _ = writeln!(list, "- **`{}`** ({}) {}.\n  {}", check.id, check.level.name(), check.title, check.why);
            let seen = |name: &str| record.get(name).is_some_and(|caught| caught.contains_key(check.id));
            let planted: Vec<String> = demo::all()
                .filter(|defect| defect.caught_by.contains(&check.id) && seen(defect.name))
                .take(DEFECTS)
                .map(|defect| format!("{} (`{}`)", defect.about, defect.name))
                .collect();
            if !planted.is_empty() {
                let _ = writeln!(list, "  *Caught*: a consumer that {}.", planted.join("; one that "));
            }
        }
        list.push('\n');
    }
    hold::section("src/docs/checks.md", "checks", &format!("{}\n", list.trim_end()));
}

#[test]
fn what_a_refusal_usually_means_is_what_a_run_says() {
    let answered = |status| Outcome::Answered(Response::new(status, Headers::new(), bytes::Bytes::new()));
    let refused = Outcome::Failed(Failure::Unreachable("connection refused".to_owned()));
    let mut table = "| answer | what it may mean |\n| --- | --- |\n".to_owned();
    let _ = writeln!(table, "| no connection | {} |", refused.hint().unwrap());
    let mut statuses: Vec<(&str, Vec<u16>)> = Vec::new();
    let hints: Vec<(u16, &str)> = (400..600).filter_map(|status| Some((status, answered(status).hint()?))).collect();
    for (status, hint) in hints {
        match statuses.iter_mut().find(|(known, _)| *known == hint) {
            Some((_, known)) => known.push(status),
            None => statuses.push((hint, vec![status])),
        }
    }
    for (hint, statuses) in statuses {
        let named = match statuses.as_slice() {
            [first, .., _] if statuses.len() > 5 => format!("{first} and above"),
            few => few.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        };
        let _ = writeln!(table, "| {named} | {hint} |");
    }
    hold::section("src/docs/reading_a_failure.md", "hints", &table);
}

#[test]
fn every_cause_is_in_the_guide() {
    let mut text = String::new();
    let mut shown = |title: &str, is_shown: fn(Harm) -> bool| {
        let _ = writeln!(text, "## {title}\n");
        for cause in causes::ALL.iter().filter(|cause| is_shown(cause.harm)) {
            let _ =
                writeln!(text, "### {}\n\n**{}.** {} {}\n", cause.id, cause.title, code(cause.seen), code(cause.why));
            let _ = writeln!(text, "Fix: {}\n", code(cause.fix));
            for framework in cause.frameworks {
                let _ = writeln!(text, "- {}: `{}`", framework.name, framework.line.replace('`', "'"));
            }
            if !cause.frameworks.is_empty() {
                text.push('\n');
            }
            if let Some(probe) = cause.probe {
                let _ = writeln!(text, "Probe `{}`: {}\n", probe.id, code(probe.about));
            }
            if !cause.explains.is_empty() {
                let _ = writeln!(text, "Checks: `{}`\n", cause.explains.join("`, `"));
            }
        }
    };
    shown("Who gets in", |harm| harm == Harm::Forgery);
    shown("Processed twice", |harm| harm == Harm::Twice);
    shown("Lost", |harm| harm == Harm::Loss);
    shown("Refused", |harm| harm == Harm::Refusal);
    shown("In trouble", |harm| harm == Harm::Trouble);
    shown("Weak", |harm| harm == Harm::Weakness);
    shown("The set-up", |harm| harm == Harm::SetUp);
    hold::section("src/docs/causes.md", "causes", &format!("{}\n", text.trim_end()));
}

/// Escapes text for Markdown: a placeholder in angle or square brackets is not markup.
fn code(text: &str) -> String {
    text.replace('<', "\\<").replace('[', "\\[")
}

/// Returns a run against a consumer with a planted defect.
async fn planted(defect: &str, with: impl FnOnce(Verifier) -> Verifier) -> Run {
    let provider = providers::truv();
    let secret = Secret::new("the secret of the README");
    let signer = Signer::new(&provider.signing.recipe, &secret).unwrap();
    let steps = demo::named(defect).unwrap().steps;
    let consumer = demo::start(Shop::new(provider.clone(), Some(signer), steps)).await.unwrap();
    let verifier = Verifier::of(provider)
        .secret(secret)
        .effects_at(consumer.effects_url())
        .seed(7)
        .salt("readme")
        .now("2026-11-21T09:30:00Z".parse().unwrap());
    let mut run = with(verifier).run(&consumer.url()).await;
    run.duration_ms = 400;
    let text = serde_json::to_string(&run).unwrap();
    serde_json::from_str(&text.replace(&consumer.url(), "http://127.0.0.1:9000/hook")).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_is_a_real_one() {
    let run = planted("short-column", |verifier| verifier.skip(["payload-maximal", "payload-large"])).await;
    let report = human(&run, Paint::Plain);
    hold::section("src/docs/reading_a_failure.md", "report", &format!("```text\n{report}```\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_failure_is_a_real_one() {
    let run = planted("processes-twice", |verifier| verifier.only(["redelivery-same"])).await;
    let report = human(&run, Paint::Plain);
    let from = report.find("1. ").unwrap();
    let to = report.find("  Reproduce ").unwrap();
    hold::section("src/docs/first_test.md", "red", &format!("```text\n{}\n```\n", report[from..to].trim_end()));
}
