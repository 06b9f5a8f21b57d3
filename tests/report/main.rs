//! Reports: each format is valid by its own schema or parser, shows no secret, and survives hostile text.
#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is wrong")]

mod agree;
mod binary;
#[path = "../browser/mod.rs"]
mod browser;
mod canary;
mod curl;
mod files;
mod github;
mod html;
mod json;
mod junit;
mod lines;
mod markdown;
mod page;
mod same;
mod sarif;
mod schemas;
#[path = "../endpoints/server.rs"]
#[expect(dead_code, reason = "the tests of endpoints use the rest")]
mod server;
mod snapshots;
mod tap;
#[path = "../cli/tool.rs"]
#[expect(dead_code, reason = "the tests of the command line use the rest")]
mod tool;

use std::collections::BTreeMap;

use hookproof::__private::demo;
use hookproof::__private::demo::{Defect, Running, Shop};
use hookproof::model::Secret;
use hookproof::sign::Signer;
use hookproof::verify::{Outcome, Run, Verdict};
use hookproof::{Reproduction, Verifier, providers};
use serde_json::{Value, json};
use tokio::sync::Mutex;

const SECRET: &str = "a secret of the tests";

/// A few types are enough for a report.
const EVENTS: [&str; 4] = ["task-status-updated", "order-created", "link-connected", "statements-created"];

/// A consumer of Truv's with or without a defect, and a verifier of it.
async fn consumer(defect: Option<&Defect>) -> (Running, Verifier) {
    let truv = providers::truv();
    let signer = Signer::new(&truv.signing.recipe, &Secret::new(SECRET)).unwrap();
    let steps = defect.map_or(demo::CORRECT, |defect| defect.steps);
    let consumer = demo::start(Shop::new(truv.clone(), Some(signer), steps)).await.unwrap();
    let mut verifier =
        Verifier::of(truv).secret(SECRET).events(EVENTS).seed(3).cases(8).effects_at(consumer.effects_url());
    let again = Reproduction::command(["hookproof", "verify", "truv", &consumer.url()]).signing_with([]);
    // On a busy machine a failure among others under way is looked at once more, which is more deliveries.
    verifier = verifier.reproduced_by(again).concurrency(1);
    if let Some(timeout) = defect.and_then(|defect| defect.timeout) {
        verifier = verifier.timeout(timeout);
    }
    (consumer, verifier)
}

/// Returns a run in which everything that varies is constant, with a defect or without one. Each is created once.
async fn fixed(defect: &'static str) -> Run {
    static KNOWN: Mutex<BTreeMap<&str, Run>> = Mutex::const_new(BTreeMap::new());
    let mut known = KNOWN.lock().await;
    match known.get(defect) {
        Some(run) => run.clone(),
        None => known.entry(defect).or_insert(fixed_anew(defect).await).clone(),
    }
}

async fn fixed_anew(defect: &str) -> Run {
    let (consumer, verifier) = consumer(demo::named(defect).ok()).await;
    let run = verifier.salt("salt").now("2026-01-31T09:30:00Z".parse().unwrap()).run(&consumer.url()).await;
    let text = serde_json::to_string(&run).unwrap().replace(&consumer.url(), "http://consumer/hook");
    let mut run: Run = serde_json::from_str(&text).unwrap();
    run.duration_ms = 1_234;
    "2026-01-31T09:30:00Z".clone_into(&mut run.run.started);
    for check in &mut run.checks {
        check.duration_ms = 1.5;
    }
    run
}

/// Hostile text for every field of a report that a consumer, a gateway or a schema can set.
const HOSTILE: &str = "</script></style></pre><script>window.pwned = 1</script><img src=x onerror='window.pwned = 2'>\
    ]]>--> & \" ' ` ``` ~~~ | \\ # ## @everyone $HOME $(id) %0A%25 ::error title=x::y, a:b\r\n::warning::z\n...\n---\n\
    Bail out! \u{0}\u{1}\u{1b}[31m\u{7f}\u{85}\u{202e}gnp.exe\u{2066}\u{200b}\u{feff}\u{fffe}\u{ffff} e\u{301} 💥 ﷽ \
    | --- | <details> [link](javascript:alert(1)) *bold* _it_ {0}";

/// A run with every verdict at every level, stopped early, and hostile text in every place.
async fn hostile() -> Run {
    let mut report = serde_json::to_value(fixed("ascii-only").await).unwrap();
    let long = format!("{HOSTILE}{}", "w".repeat(30_000));
    report["endpoint"] = "http://consumer/hook?a=<b>&c='d'\"|`".into();
    report["salt"] = HOSTILE.into();
    report["incomplete"] = HOSTILE.into();
    report["assumed"][0] = json!({"fact": "a|b`c", "value": HOSTILE, "source": HOSTILE});
    let checks = report["checks"].as_array_mut().unwrap();
    let failed = checks.iter().find(|check| check["verdict"] == "fail").unwrap().clone();
    let levels = ["must", "should", "may"].iter().cycle();
    for (at, (check, level)) in checks.iter_mut().zip(levels).enumerate() {
        check["level"] = (*level).into();
        let verdict = ["fail", "skip", "pass"][at / 3 % 3];
        check["verdict"] = verdict.into();
        check["title"] = format!("{} {HOSTILE}", check["title"].as_str().unwrap()).into();
        check["basis"]["source"] = HOSTILE.into();
        check["reproduce"] = format!("hookproof verify '{HOSTILE}'").into();
        if verdict != "pass" {
            check["reason"] = HOSTILE.into();
        }
        if verdict == "fail" {
            check["why"] = HOSTILE.into();
            check["events"] = json!([HOSTILE, "another"]);
            let mut counterexample = failed["counterexample"].clone();
            counterexample["event"] = HOSTILE.into();
            counterexample["what"] = HOSTILE.into();
            counterexample["request"]["headers"] = json!([["X-A", HOSTILE], ["X-A", "twice"]]);
            counterexample["request"]["body"] = long.clone().into();
            counterexample["response"] = json!({
                "status": 500, "body": HOSTILE, "size": 70_000, "text": HOSTILE,
                "redirects": [{"status": 302, "to": HOSTILE}],
            });
            let mut step = counterexample["scenario"][0].clone();
            step["delivery"]["what"] = HOSTILE.into();
            step["delivery"]["after"] = json!([HOSTILE]);
            step["delivery"]["request"] = counterexample["request"].clone();
            step["response"] = counterexample["response"].clone();
            step["expected"] = HOSTILE.into();
            counterexample["scenario"] = json!([step, step]);
            check["counterexample"] = counterexample;
        }
    }
    let count = |verdict: &str| checks.iter().filter(|check| check["verdict"] == verdict).count();
    report["counts"] = json!({"pass": count("pass"), "fail": count("fail"), "skip": count("skip")});
    serde_json::from_value(report).unwrap()
}

/// Returns runs of every kind: correct, with a failure, with a known or fixed failure, stopped early, hostile.
async fn runs() -> Vec<Run> {
    let correct = fixed("").await;
    let mut nothing: Value = serde_json::to_value(&correct).unwrap();
    nothing["verdict"] = "unproved".into();
    nothing["unproved"] = "stopped early: interrupted".into();
    nothing["counts"] = json!({"pass": 0, "fail": 0, "skip": 0});
    nothing["checks"] = json!([]);
    nothing["incomplete"] = "interrupted".into();
    let nothing = serde_json::from_value(nothing).unwrap();
    let mut known = fixed("ascii-only").await;
    for check in known.checks.iter_mut().filter(|check| check.verdict == Verdict::Fail) {
        check.known = true;
    }
    known.verdict = Outcome::Passed;
    let mut outgrown = correct.clone();
    outgrown.fixed = vec!["payload-null".to_owned()];
    outgrown.verdict = Outcome::Failed;
    vec![known, outgrown, correct, fixed("ascii-only").await, fixed("trusts-unsigned").await, nothing, hostile().await]
}

/// Returns the counts of a run: checks that fail the run, and checks that are skipped or known to fail.
fn counts(run: &Run) -> (usize, usize) {
    let known = run.checks.iter().filter(|check| check.known).count();
    (run.checks.iter().filter(|check| run.fails_the_run(check)).count(), run.counts.skip + known)
}

/// Whether a run says more than its checks do: it stopped early, or its baseline names a check that passes.
fn says_more(run: &Run) -> bool {
    run.incomplete.is_some() || !run.fixed.is_empty()
}
