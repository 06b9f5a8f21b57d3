//! Every format and the exit status agree about what fails a run, what is advice, and whether the run passed.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use hookproof::report::{Detail, Format, Paint, human, human_in};
use hookproof::verify::Run;
use serde_json::{Value, json};

use crate::browser::tools::is_there;
use crate::tool;

/// Outcome of a run according to one format.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Heard {
    /// Whether a reader (a person, a CI service, a harness) treats the run as passed.
    pub(crate) passed: bool,
    pub(crate) failing: BTreeSet<String>,
    pub(crate) advice: BTreeSet<String>,
}

pub(crate) fn set<'a>(ids: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    ids.into_iter().map(str::to_owned).collect()
}

/// Returns the text after `start` and before `end` in each line that has both.
fn between<'a>(text: &'a str, start: &str, end: &str) -> BTreeSet<String> {
    let one = |line: &'a str| Some(line.split_once(start)?.1.split_once(end)?.0);
    set(text.lines().filter_map(one))
}

pub(crate) fn of_person(text: &str) -> Heard {
    const MARK: &str = "(advice)";
    let named = |text: &str| set(text.split([',', ' ', '\n']).map(str::trim).filter(|id| id.contains('-')));
    let blocks = text.split("\n   Failed check: ").skip(1).filter_map(|block| block.split("\n   More: ").next());
    let in_blocks: BTreeSet<String> = blocks
        .flat_map(|block| {
            named(&block.split_whitespace().collect::<Vec<_>>().join(" ").replace(&format!(" {MARK}"), MARK))
        })
        .collect();
    let (marked, failing): (BTreeSet<String>, BTreeSet<String>) =
        in_blocks.into_iter().partition(|id| id.ends_with(MARK));
    let advice = text.lines().filter_map(|line| Some(line.strip_prefix(" - ")?.split_once(": ")?.0));
    let advice: BTreeSet<String> = advice.flat_map(named).chain(marked.iter().map(|id| id.replace(MARK, ""))).collect();
    counts_agree(text, failing.len(), advice.len());
    let (first, last) = (text.lines().next().unwrap(), text.lines().last().unwrap());
    let passed = last.starts_with("PASSED (exit 0)");
    assert_eq!(first.split("  ").next(), last.split(" (exit").next(), "the first line says what the last one does");
    Heard { passed, failing, advice }
}

/// The second line and the last one count the same failures, and the second one counts advice apart.
fn counts_agree(text: &str, failing: usize, advice: usize) {
    let number = |line: &str, before: &str| -> usize {
        let number = line.split_once(before).and_then(|(start, _)| start.rsplit(' ').next());
        number.map_or(0, |number| number.parse().unwrap())
    };
    let (second, last) = (text.lines().nth(1).unwrap(), text.lines().last().unwrap());
    let failed = if second.contains("both failed checks") { 2 } else { number(second, " failed check") };
    assert_eq!((failed, number(second, " gave advice")), (failing, advice), "{text}");
    if failing > 0 {
        assert_eq!(number(last, " more") + 1, failing, "{text}");
    }
}

fn of_program(text: &str) -> Heard {
    let run: Value = serde_json::from_str(text).unwrap();
    let failed = run["checks"].as_array().unwrap().iter().filter(|check| check["verdict"] == "fail");
    let unknown: Vec<&Value> = failed.filter(|check| check["known"] != true).collect();
    let (failing, advice): (Vec<&Value>, Vec<&Value>) =
        unknown.into_iter().partition(|check| run["strict"] == true || check["level"] == "must");
    let ids = |checks: Vec<&Value>| set(checks.iter().map(|check| check["id"].as_str().unwrap()));
    Heard { passed: run["verdict"] == "passed", failing: ids(failing), advice: ids(advice) }
}

fn of_junit(text: &str) -> Heard {
    let cases = |mark: &str| {
        let cases = text.split("<testcase ").skip(1).map(|case| case.split("</testcase>").next().unwrap());
        let marked = cases.filter(|case| case.split_once(">\n").is_some_and(|(_, inside)| inside.contains(mark)));
        set(marked.map(|case| case.split_once(" name=\"").unwrap().1.split('"').next().unwrap()))
    };
    let suites = text.lines().find(|line| line.starts_with("<testsuites ")).unwrap();
    let count = |name: &str| {
        let (_, rest) = suites.split_once(&format!(" {name}=\"")).unwrap();
        rest.split('"').next().unwrap().parse::<usize>().unwrap()
    };
    let failing = cases("<failure ");
    assert_eq!(count("failures"), failing.len(), "{suites}");
    Heard { passed: count("failures") + count("errors") == 0, failing, advice: cases("<system-out>advice: ") }
}

fn of_tap(text: &str) -> Heard {
    let failing = text.lines().filter(|line| line.starts_with("not ok ") && !line.contains(" # TODO "));
    let advice = text.lines().filter(|line| line.starts_with("ok ") && line.contains(" # advice: "));
    let id = |line: &str| line.split_once(" - ").unwrap().1.split_once(": ").unwrap().0.to_owned();
    let (failing, advice) = (failing.map(id).collect(), advice.map(id).collect());
    Heard { passed: is_green(text), failing, advice }
}

/// Files that were given to Perl's harness so far.
static FILES: AtomicU32 = AtomicU32::new(0);

/// Returns the outcome according to that harness.
fn is_green(tap: &str) -> bool {
    if !is_there("prove", "TAP") {
        let fails = |line: &str| line.starts_with("not ok ") && !line.contains(" # TODO ");
        return !tap.lines().any(|line| fails(line) || line.starts_with("Bail out!"));
    }
    let folder = tool::folder(&format!("agree-tap-{}", FILES.fetch_add(1, Ordering::Relaxed)));
    // It knows nothing later than 13.
    std::fs::write(folder.join("report.tap"), tap.replacen("TAP version 14", "TAP version 13", 1)).unwrap();
    let mut prove = Command::new("prove");
    prove.args(["-Q", "--exec", "cat", "report.tap"]).current_dir(folder).output().unwrap().status.success()
}

fn of_github(text: &str) -> Heard {
    let passed = !text.lines().any(|line| line.starts_with("::error "));
    let titled = |command: &str, words: &str| {
        let lines: Vec<&str> = text.lines().filter(|line| line.starts_with(command)).collect();
        between(&lines.join("\n"), "truv%3A ", &format!(" ({words})::"))
    };
    let advice = titled("::warning ", "advice").union(&titled("::notice ", "advice")).cloned().collect();
    Heard { passed, failing: titled("::error ", "fails the run"), advice }
}

fn of_sarif(text: &str) -> Heard {
    let log: Value = serde_json::from_str(text).unwrap();
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    let levelled = |level: &str| {
        let some = results.iter().filter(|result| result["level"] == level);
        set(some.map(|result| result["ruleId"].as_str().unwrap()))
    };
    let failing = levelled("error");
    let passed = failing.is_empty() && run["invocations"][0]["executionSuccessful"] == true;
    Heard { passed, failing, advice: levelled("warning") }
}

fn of_markdown(text: &str) -> Heard {
    let summaries = |words: &str| between(text, "<b>", &format!("</b> ({words})"));
    let passed = text.starts_with("## ✓ ") && text.contains("\n**PASSED (exit 0)");
    Heard { passed, failing: summaries("fails the run"), advice: summaries("advice") }
}

fn of_html(text: &str) -> Heard {
    let marked =
        |verdict: &str| between(text, "<details class=\"check\" id=\"", &format!("\" data-verdict=\"{verdict}\""));
    let heading = text.split_once("<h1>").unwrap().1.split_once("</h1>").unwrap().0;
    Heard { passed: heading.ends_with("</span>Passed"), failing: marked("fail"), advice: marked("advice") }
}

pub(crate) fn of(format: Format, text: &str) -> Heard {
    match format {
        Format::Json => of_program(text),
        Format::Junit => of_junit(text),
        Format::Html => of_html(text),
        Format::Markdown => of_markdown(text),
        Format::Sarif => of_sarif(text),
        Format::Tap => of_tap(text),
        Format::Github => of_github(text),
        other => panic!("{other} is not compared"),
    }
}

/// A check of a run that is made by hand.
fn check(id: &str, level: &str, verdict: &str) -> Value {
    json!({
        "id": id, "level": level, "verdict": verdict, "title": "does what it should", "reason": "answered 200",
        "basis": {"certainty": "assumed", "source": "none"}, "reproduce": format!("hookproof verify truv --only {id}"),
    })
}

fn with(mut check: Value, name: &str, value: Value) -> Value {
    check[name] = value;
    check
}

/// A run that is made by hand, with more fields than any run has.
fn run(verdict: &str, checks: &[Value], more: &Value) -> Run {
    let count = |verdict: &str| checks.iter().filter(|check| check["verdict"] == verdict).count();
    let mut run = json!({
        "hookproof": "0.1.0", "provider": "truv", "endpoint": "http://consumer/hook", "seed": 7, "salt": "hand",
        "verdict": verdict, "strict": false, "deliveries": 40, "duration_ms": 12, "events": ["order-created"],
        "counts": {"pass": count("pass"), "fail": count("fail"), "skip": count("skip")}, "assumed": [], "checks": checks,
    });
    for (name, value) in more.as_object().unwrap() {
        run[name] = value.clone();
    }
    serde_json::from_value(run).unwrap()
}

/// A run, its exit status, what fails it, what is advice, and its last line.
type Case = (&'static str, Run, u8, &'static [&'static str], &'static [&'static str], &'static str);

fn cases() -> Vec<Case> {
    let passed = check("delivery-documented", "must", "pass");
    let skipped = check("signature-stale", "should", "skip");
    let failed = check("signature-missing", "must", "fail");
    let another = check("signature-empty", "must", "fail");
    let known = with(failed.clone(), "known", true.into());
    let settle = json!({"fact": "payload.new-values", "settle": "--assume payload.new-values"});
    let reduced = with(check("payload-unknown-enum-value", "should", "fail"), "reduced", settle);
    let may = check("signature-no-prefix", "may", "fail");
    let advised = [passed.clone(), reduced.clone(), may.clone(), skipped.clone()];
    let advice: &[&str] = &["payload-unknown-enum-value", "signature-no-prefix"];
    let failures = [passed.clone(), failed.clone(), another.clone(), reduced, skipped.clone()];
    let early = json!({"incomplete": "budget spent", "unproved": "stopped early: budget spent"});
    let refused = json!({"unproved": "everything was refused in calibration: answered 401 to 19 of 19"});
    let broke = json!({"incomplete": "after signature-empty the endpoint answered 500 to a good delivery"});
    let well = [passed.clone(), skipped.clone()];
    vec![
        ("all is well", run("passed", &well, &json!({})), 0, &[], &[], "PASSED (exit 0)"),
        (
            "advice",
            run("passed", &advised, &json!({})),
            0,
            &[],
            advice,
            "PASSED (exit 0), 2 advice; with --strict this would be exit 1",
        ),
        (
            "advice in a strict run",
            run("failed", &advised, &json!({"strict": true})),
            1,
            advice,
            &[],
            "FAILED (exit 1): payload-unknown-enum-value and 1 more",
        ),
        (
            "failures and advice",
            run("failed", &failures, &json!({})),
            1,
            &["signature-missing", "signature-empty"],
            &["payload-unknown-enum-value"],
            "FAILED (exit 1): signature-missing and 1 more",
        ),
        (
            "a known failure",
            run("passed", &[passed.clone(), known.clone(), skipped.clone()], &json!({})),
            0,
            &[],
            &[],
            "PASSED (exit 0)",
        ),
        (
            "a known failure in a strict run, and a new one",
            run("failed", &[known, may.clone()], &json!({"strict": true})),
            1,
            &["signature-no-prefix"],
            &[],
            "FAILED (exit 1): signature-no-prefix",
        ),
        (
            "a baseline that is out of date",
            run("failed", &well, &json!({"fixed": ["delivery-documented"]})),
            1,
            &[],
            &[],
            "FAILED (exit 1): delivery-documented passes: remove it from the baseline",
        ),
        (
            "stopped early",
            run("unproved", &[passed.clone(), may], &early),
            5,
            &[],
            &["signature-no-prefix"],
            "UNPROVED (exit 5): stopped early: budget spent",
        ),
        (
            "stopped early after a failure",
            run("failed", &[passed.clone(), failed], &json!({"incomplete": "budget spent"})),
            1,
            &["signature-missing"],
            &[],
            "FAILED (exit 1): signature-missing; stopped early",
        ),
        (
            "an endpoint that breaks down",
            run("failed", &[passed], &broke),
            1,
            &[],
            &[],
            "FAILED (exit 1): stopped early: after signature-empty the endpoint answered 500 to a good delivery",
        ),
        (
            "everything is refused",
            run("unproved", &[skipped], &refused),
            5,
            &[],
            &[],
            "UNPROVED (exit 5): everything was refused in calibration: answered 401 to 19 of 19",
        ),
    ]
}

/// A problem that explains a check that fails the run and one that is advice.
fn explained() -> Case {
    let forgets = |id, level| with(check(id, level, "fail"), "cause", "forgets-events".into());
    let checks = [forgets("redelivery-same", "must"), forgets("redelivery-long-after", "should")];
    let causes = json!({"causes": [{
        "id": "forgets-events", "title": "It is processed again", "seen": "Twice.", "why": "Money.", "fix": "Save ids.",
        "harm": "twice", "decided_by": "the check", "checks": ["redelivery-same", "redelivery-long-after"],
    }]});
    (
        "a problem that explains a failure and advice",
        run("failed", &checks, &causes),
        1,
        &["redelivery-same"],
        &["redelivery-long-after"],
        "FAILED (exit 1): redelivery-same, 1 problem: forgets-events",
    )
}

#[test]
fn every_format_agrees_with_the_exit_status() {
    for (name, run, status, failing, advice, last) in cases().into_iter().chain([explained()]) {
        let wanted =
            Heard { passed: status == 0, failing: set(failing.iter().copied()), advice: set(advice.iter().copied()) };
        assert_eq!(run.verdict.exit_status(), status, "{name}");
        let text = human(&run, Paint::Plain);
        assert_eq!(of_person(&text), wanted, "{name}\n{text}");
        assert_eq!(text.lines().last(), Some(last), "{name}\n{text}");
        for format in Format::ALL {
            let text = format.write(&run);
            assert_eq!(of(format, &text), wanted, "{name}, {format}\n{text}");
        }
        let asserted = std::panic::catch_unwind(|| run.assert_passed());
        assert_eq!(asserted.is_ok(), status == 0, "{name}");
        if let Err(panic) = asserted {
            let message = panic.downcast_ref::<String>().unwrap();
            assert!(message.ends_with(&format!("\n\n{text}")), "{name}: {message}");
        }
    }
}

#[test]
fn every_format_that_shows_failures_names_the_fact_and_the_flag_of_a_reduced_one() {
    let why = "Why only advice: payload.new-values is our assumption. To make it count: --assume payload.new-values";
    let facts = "payload.new-values is our assumption: 1 check is only advice. To make it count: --assume \
                 payload.new-values";
    for (name, run, ..) in cases() {
        let is_reduced = run.checks.iter().any(|check| check.reduced.is_some() && run.is_advice(check));
        let mut texts = vec![("human", human_in(&run, Paint::Plain, Detail::Everything, 1_000))];
        texts.extend(Format::ALL.map(|format| (format.name(), format.write(&run))));
        for (format, text) in texts {
            let closing = matches!(format, "human" | "markdown" | "html");
            let wanted = if format == "json" { "\"settle\": \"--assume payload.new-values\"" } else { why };
            // In JSON the fact is there in a strict run, too.
            assert!(text.contains(wanted) == is_reduced || format == "json", "{name}, {format}\n{text}");
            assert_eq!(text.contains(facts), is_reduced && closing, "{name}, {format}\n{text}");
        }
    }
}

#[test]
fn facts_of_several_checks_make_one_flag() {
    let reduced = |id: &str, fact: &str| {
        let settle = json!({"fact": fact, "settle": format!("--assume {fact}")});
        with(check(id, "should", "fail"), "reduced", settle)
    };
    let checks = [
        reduced("payload-unknown-field", "payload.new-members"),
        reduced("signature-stale", "signature.header,signature.time"),
        reduced("payload-key-order", "payload.new-members"),
    ];
    let text = human_in(&run("passed", &checks, &json!({})), Paint::Plain, Detail::Everything, 1_000);
    let why = "Why only advice: signature.header, signature.time are our assumptions. To make it count: --assume \
               signature.header,signature.time\n";
    assert!(text.contains(why), "{text}");
    let facts = "payload.new-members, signature.header, signature.time are our assumptions: 3 checks are only advice. \
                 To make them count: --assume payload.new-members,signature.header,signature.time\nPASSED (exit 0), ";
    assert!(text.contains(facts), "{text}");
}
