//! Fields that an endpoint needs although its provider may omit them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hookproof::__private::demo;
use hookproof::model::Json;
use hookproof::provider::Provider;
use hookproof::report::Paint;
use hookproof::schema::Validator;
use hookproof::verify::{Lack, Needs};
use hookproof::{providers, report};
use serde_json::{Value, json};

use crate::server::{Reply, Server};
use crate::{SECRET, server, tool, verifier};

/// A correct consumer, except that it answers events with 500 if `stumbles` returns true.
async fn stumbling(provider: Provider, stumbles: impl Fn(&Value) -> bool + Send + Sync + 'static) -> Server {
    let shop = server::shop(provider, demo::CORRECT);
    server::start(move |heard| {
        let status = shop.receive(&heard.headers, &heard.body).status;
        let event = serde_json::from_slice(&heard.body).unwrap_or_default();
        Reply::Say(server::status(if status == 200 && stumbles(&event) { 500 } else { status }))
    })
    .await
}

/// Findings, as event type, pointer, lack and whether it was flaky.
fn found(needs: &Needs) -> Vec<(&str, &str, Lack, bool)> {
    let of_type = needs.events.iter().flat_map(|event| event.needs.iter().map(move |need| (event, need)));
    of_type.map(|(event, need)| (event.name.as_str(), need.pointer.as_str(), need.lack, need.flaky)).collect()
}

#[tokio::test]
async fn an_endpoint_that_reads_nothing_optional_needs_nothing() {
    let server = stumbling(providers::truv(), |_| false).await;
    let needs = verifier(providers::truv()).needs(&server.url).await.unwrap();
    assert_eq!(found(&needs), []);
    assert!(needs.is_whole() && needs.incomplete.is_none());
    assert_eq!(needs.events.len(), providers::truv().events().count());
    assert!(needs.events.iter().all(|event| event.tried > 2), "{needs:?}");
}

#[tokio::test]
async fn what_it_cannot_do_without_is_found_and_nothing_else() {
    let stumbles =
        |event: &Value| event.get("user_id").is_none() || event.get("order_number").is_some_and(Value::is_null);
    let server = stumbling(providers::truv(), stumbles).await;
    let events = ["order-status-updated", "link-connected"];
    let needs = verifier(providers::truv()).events(events).needs(&server.url).await.unwrap();
    let wanted = [
        ("order-status-updated", "/order_number", Lack::Null, false),
        ("order-status-updated", "/user_id", Lack::Absent, false),
        ("link-connected", "/user_id", Lack::Absent, false),
    ];
    assert_eq!(found(&needs), wanted);
    assert_eq!(needs.event("link-connected").unwrap().needs[0].answer, "answered 500");
}

#[tokio::test]
async fn a_member_inside_others_is_found_by_its_pointer() {
    let stumbles = |event: &Value| {
        let paystubs = event.pointer("/data/resource/availability/paystubs").and_then(Value::as_object);
        paystubs.is_some_and(|paystubs| !paystubs.contains_key("available_from"))
    };
    let server = stumbling(providers::argyle(), stumbles).await;
    let needs = verifier(providers::argyle()).events(["accounts.updated"]).needs(&server.url).await.unwrap();
    let pointer = "/data/resource/availability/paystubs/available_from";
    assert_eq!(found(&needs), [("accounts.updated", pointer, Lack::Absent, false)]);
}

#[tokio::test]
async fn what_is_missed_may_be_missing_by_the_contract() {
    for (provider, event) in [(providers::truv(), "order-status-updated"), (providers::argyle(), "accounts.updated")] {
        let judge = provider.clone();
        let validator = Validator::compile(provider.payload(event).unwrap().schema()).unwrap();
        // It answers 500 to whatever the provider would not send.
        let stumbles = move |document: &Value| {
            let broken = judge.broken_rules(event, &Json::from(document.clone()));
            !validator.is_valid(document) || !broken.is_empty()
        };
        let server = stumbling(provider.clone(), stumbles).await;
        let needs = verifier(provider).events([event]).needs(&server.url).await.unwrap();
        assert_eq!(found(&needs), []);
        assert!(needs.events[0].tried > 5, "{needs:?}");
    }
}

#[tokio::test]
async fn what_the_user_pins_is_left_alone() {
    let server = stumbling(providers::truv(), |event| event["user_id"] != "u1").await;
    let verifier = verifier(providers::truv()).events(["order-status-updated"]).set("/user_id", json!("u1"));
    let needs = verifier.needs(&server.url).await.unwrap();
    assert_eq!(found(&needs), []);
    assert!(needs.is_whole() && needs.events[0].tried > 0, "{needs:?}");
}

#[tokio::test]
async fn another_verdict_the_second_time_is_flaky() {
    let missed = AtomicUsize::new(0);
    let stumbles =
        move |event: &Value| event.get("user_id").is_none() && missed.fetch_add(1, Ordering::SeqCst) % 2 == 1;
    let server = stumbling(providers::truv(), stumbles).await;
    let needs = verifier(providers::truv()).events(["link-connected"]).needs(&server.url).await.unwrap();
    assert_eq!(found(&needs), [("link-connected", "/user_id", Lack::Absent, true)]);
    let told = report::needs(&needs, Paint::Plain);
    assert!(told.contains("/user_id  flaky: answered 500 without it, and accepted that too"), "{told}");
}

#[tokio::test]
async fn a_type_that_is_refused_in_its_plainest_form_is_not_measured() {
    let server = stumbling(providers::truv(), |event| event["event_type"] == "link-connected").await;
    let verifier = verifier(providers::truv()).events(["link-connected", "link-deleted"]);
    let needs = verifier.needs(&server.url).await.unwrap();
    assert_eq!(needs.events[0].unmeasured.as_deref(), Some("answered 500 in its minimal documented form"));
    assert!(needs.events[1].unmeasured.is_none() && needs.events[1].tried > 0, "{needs:?}");
    let told = report::needs(&needs, Paint::Plain);
    assert!(told.contains("not measured link-connected: answered 500 in its minimal documented form"), "{told}");
}

#[tokio::test]
async fn an_endpoint_that_is_broken_by_it_ends_the_measurement() {
    let dead = AtomicUsize::new(0);
    let stumbles = move |event: &Value| {
        let kills = event.get("user_id").is_none();
        dead.fetch_add(usize::from(kills), Ordering::SeqCst) > 0 || kills
    };
    let server = stumbling(providers::truv(), stumbles).await;
    let verifier = verifier(providers::truv()).events(["link-connected", "link-deleted"]);
    let needs = verifier.needs(&server.url).await.unwrap();
    let reason = "after link-connected without /user_id no good delivery was accepted";
    assert_eq!(needs.incomplete.as_deref(), Some(reason));
    assert_eq!(needs.events[1].unmeasured.as_deref(), Some(reason));
}

#[tokio::test]
async fn the_budget_ends_a_measurement_with_what_was_found() {
    let shop = server::shop(providers::truv(), demo::CORRECT);
    let server = server::start(move |heard| match heard.nth {
        0..12 => Reply::Say(server::status(shop.receive(&heard.headers, &heard.body).status)),
        _ => Reply::Stall(Vec::new()),
    })
    .await;
    let needs = verifier(providers::truv()).budget(Duration::from_secs(1)).needs(&server.url).await.unwrap();
    assert_eq!(needs.incomplete.as_deref(), Some("budget spent"));
    assert!(!needs.is_whole(), "{needs:?}");
}

#[tokio::test]
async fn the_command_line_prints_it_as_text_and_as_json() {
    let server = stumbling(providers::truv(), |event| event.get("order_number").is_some_and(Value::is_null)).await;
    let url = server.url.clone();
    let run = move |secret: &str, more: &[&str]| {
        let events = "--events=order-status-updated,link-deleted";
        tool::run(&[&["verify", "truv", &url, "--secret", secret, "--needs", events, "--salt", "fixed"], more].concat())
    };
    let (text, json, refused, with_report) = tokio::task::spawn_blocking(move || {
        (run(SECRET, &[]), run(SECRET, &["--json"]), run("another", &[]), run(SECRET, &["--report", "html=x.html"]))
    })
    .await
    .unwrap();
    assert_eq!((text.code, text.stderr.as_str()), (Some(0), ""));
    assert!(text.stdout.contains("order-status-updated needs 1 of "), "{}", text.stdout);
    assert!(text.stdout.contains("  /order_number  answered 500 when it is null\n"), "{}", text.stdout);
    assert!(text.stdout.contains("optional or nullable fields is needed by link-deleted\n"), "{}", text.stdout);
    assert_eq!(json.code, Some(0));
    let told: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!((&told[0]["name"], &told[1]["name"]), (&json!("order-status-updated"), &json!("link-deleted")));
    let need = json!({"pointer": "/order_number", "lack": "null", "answer": "answered 500", "flaky": false});
    assert_eq!((&told[0]["needs"], &told[1]["needs"]), (&json!([need]), &json!([])));
    assert_eq!(refused.code, Some(5), "nothing was measured");
    assert!(refused.stdout.contains("stopped early: everything was refused in calibration"), "{}", refused.whole());
    assert_eq!(with_report.code, Some(2), "there are no verdicts to report");
}
