//! Outages of a dependency start and stop, however a run ends, and the consumer state is read.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hookproof::__private::demo;
use hookproof::__private::demo::{Shop, Steps};
use hookproof::model::Secret;
use hookproof::sign::Signer;
use hookproof::verify::Verdict;
use hookproof::{Outage, providers};
use serde_json::Value;

use crate::server::{Reply, Server};
use crate::{SECRET, reason, server, tool, verifier};

const CHECK: &str = "retry-asks-again";

#[tokio::test]
async fn an_outage_stops_when_the_budget_ends_the_run() {
    let orders: Arc<Mutex<Vec<Outage>>> = Arc::default();
    let (given, known) = (Arc::clone(&orders), Arc::clone(&orders));
    let shop = server::shop(providers::truv(), demo::CORRECT);
    // Nothing is answered during the outage.
    let server = server::start(move |heard| match known.lock().unwrap().last() {
        Some(Outage::Start) => Reply::Stall(Vec::new()),
        _ => Reply::Say(server::status(shop.receive(&heard.headers, &heard.body).status)),
    })
    .await;
    let outage = move |outage| {
        given.lock().unwrap().push(outage);
        std::future::ready(Ok(()))
    };
    let verifier = verifier(providers::truv()).only([CHECK]).events(["link-connected"]);
    let run = verifier.outage(outage).budget(Duration::from_secs(1)).run(&server.url).await;
    assert_eq!(run.incomplete.as_deref(), Some("budget spent"));
    assert_eq!(*orders.lock().unwrap(), [Outage::Start, Outage::Stop]);
}

#[tokio::test]
async fn an_outage_that_did_not_stop_is_stopped_before_others_are_judged() {
    let orders: Arc<Mutex<Vec<Outage>>> = Arc::default();
    let given = Arc::clone(&orders);
    let server = server::correct(providers::truv(), |status| Reply::Say(server::status(status))).await;
    let outage = move |outage| {
        let mut orders = given.lock().unwrap();
        orders.push(outage);
        std::future::ready(if orders.len() == 2 { Err("not yet".to_owned()) } else { Ok(()) })
    };
    let verifier = verifier(providers::truv()).only([CHECK]).events(["link-connected"]).outage(outage);
    // It answers with a success during the outage; this test does not judge that.
    let run = verifier.run(&server.url).await;
    assert_eq!(*orders.lock().unwrap(), [Outage::Start, Outage::Stop, Outage::Stop]);
    assert_eq!(reason(&run, CHECK), "the outage could not stop: not yet");
    assert_eq!(run.incomplete, None);
}

/// A consumer that can do nothing while this file is there, and then answers `failing`.
async fn depending(down: &Path, failing: u16) -> Server {
    let shop = server::shop(providers::truv(), demo::CORRECT);
    let down = down.to_owned();
    server::start(move |heard| {
        let status = if down.exists() { failing } else { shop.receive(&heard.headers, &heard.body).status };
        Reply::Say(server::status(status))
    })
    .await
}

/// Returns the output of `verify` about one check of a consumer.
async fn judged(url: String, check: &'static str, flags: Vec<String>) -> (Option<i32>, Value) {
    let run = move || {
        let mut words = vec!["verify", "truv", &url, "--secret", SECRET, "--only", check, "--strict", "--json"];
        words.extend(flags.iter().map(String::as_str));
        tool::run(&words)
    };
    let said = tokio::task::spawn_blocking(run).await.unwrap();
    let report: Value = serde_json::from_str(&said.stdout).unwrap_or_else(|_| panic!("{}", said.whole()));
    (said.code, report["checks"][0].clone())
}

#[cfg(unix)]
#[tokio::test]
async fn a_command_starts_and_stops_the_outage() {
    let folder = tool::folder("outage");
    let (down, script) = (folder.join("down"), folder.join("outage.sh"));
    let lines = format!("case $1 in\nstart) : > '{0}' ;;\nstop) rm '{0}' ;;\nesac\n", down.display());
    std::fs::write(&script, lines).unwrap();
    let flags = vec!["--outage".to_owned(), format!("sh '{}'", script.display())];
    for (failing, verdict, code) in [(503, "pass", 0), (200, "skip", 5)] {
        let server = depending(&down, failing).await;
        let (ended, check) = judged(server.url.clone(), CHECK, flags.clone()).await;
        assert_eq!((ended, &check["verdict"]), (Some(code), &verdict.into()), "{check}");
        assert!(check["reproduce"].as_str().unwrap().contains("--outage 'sh "), "{check}");
        assert!(!down.exists(), "the outage was stopped");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_command_that_fails_is_reported_with_its_status() {
    let server = depending(Path::new("/nowhere"), 503).await;
    let (code, check) = judged(server.url.clone(), CHECK, vec!["--outage".to_owned(), "false".to_owned()]).await;
    assert_eq!(code, Some(5), "nothing was proved");
    assert_eq!(check["verdict"], "skip");
    assert_eq!(check["reason"], "the outage could not start: `false start` ended with exit status: 1");
}

#[tokio::test]
async fn the_consumer_state_is_read_from_a_url() {
    async fn judged_with(steps: Steps) -> (Option<i32>, Value) {
        let truv = providers::truv();
        let signer = Signer::new(&truv.signing.recipe, &Secret::new(SECRET)).unwrap();
        let consumer = demo::start(Shop::new(truv, Some(signer), steps)).await.unwrap();
        judged(consumer.url(), "order-older-after-newer", vec!["--state".to_owned(), consumer.state_url()]).await
    }
    let (code, check) = judged_with(demo::CORRECT).await;
    assert_eq!((code, &check["verdict"]), (Some(0), &"pass".into()), "{check}");
    let (code, check) = judged_with(demo::named("last-writer-wins").unwrap().steps).await;
    assert_eq!((code, &check["verdict"]), (Some(1), &"fail".into()), "{check}");
}

#[tokio::test]
async fn a_state_that_is_no_json_makes_a_skip() {
    let shop = server::shop(providers::truv(), demo::CORRECT);
    let server = server::start(move |heard| match heard.path.as_str() {
        "/state" => Reply::Say(server::saying(200, "<html>")),
        _ => Reply::Say(server::status(shop.receive(&heard.headers, &heard.body).status)),
    })
    .await;
    let run = verifier(providers::truv()).only(["order"]).state_url(server.at("/state")).run(&server.url).await;
    assert_eq!(run.check("order-older-after-newer").unwrap().verdict, Verdict::Skip);
    assert!(reason(&run, "order-older-after-newer").ends_with("/state did not answer JSON"), "{run:?}");
}
