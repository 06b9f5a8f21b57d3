//! A failing generated delivery is shown with the nearest accepted one, and their differences.

use std::sync::atomic::{AtomicUsize, Ordering};

use hookproof::__private::demo;
use hookproof::provider::Provider;
use hookproof::report::Paint;
use hookproof::verify::{Counterexample, Nearest, Run};
use hookproof::{providers, report};
use serde_json::{Value, json};

use crate::server::Reply;
use crate::{reason, server, verifier};

const CHECK: &str = "payload-generated";

/// Returns the reason about a correct consumer that answers 500 to these events.
async fn judged(provider: Provider, event: &str, stumbles: impl Fn(&Value) -> bool + Send + Sync + 'static) -> Run {
    let shop = server::shop(provider.clone(), demo::CORRECT);
    let server = server::start(move |heard| {
        let status = shop.receive(&heard.headers, &heard.body).status;
        let event = serde_json::from_slice(&heard.body).unwrap_or_default();
        Reply::Say(server::status(if status == 200 && stumbles(&event) { 500 } else { status }))
    })
    .await;
    verifier(provider).only([CHECK]).events([event]).cases(64).run(&server.url).await
}

#[track_caller]
fn counterexample(run: &Run) -> &Counterexample {
    run.check(CHECK).unwrap().counterexample.as_ref().unwrap_or_else(|| panic!("{}", report::human(run, Paint::Plain)))
}

#[track_caller]
fn nearest(run: &Run) -> &Nearest {
    counterexample(run).nearest.as_ref().unwrap_or_else(|| panic!("{}", report::human(run, Paint::Plain)))
}

/// Pointer, what failed there and what was accepted.
#[track_caller]
fn apart(run: &Run) -> Vec<(&str, Option<&str>, Option<&str>)> {
    let differences = nearest(run).differences.iter();
    differences.map(|one| (one.pointer.as_str(), one.failed.as_deref(), one.accepted.as_deref())).collect()
}

#[tokio::test]
async fn a_text_that_is_too_long_is_shown_beside_the_longest_that_is_not() {
    let long = |event: &Value| event["order_number"].as_str().is_some_and(|text| text.chars().count() > 30);
    let run = judged(providers::truv(), "order-status-updated", long).await;
    let text = |length: usize| format!("\"{}\"", "a".repeat(length));
    let (failed, accepted) = (text(31), text(30));
    assert_eq!(apart(&run), [("/order_number", Some(failed.as_str()), Some(accepted.as_str()))]);
    let body: Value = serde_json::from_str(&nearest(&run).body).unwrap();
    assert_eq!(body["order_number"], "a".repeat(30));
}

#[tokio::test]
async fn null_is_shown_beside_a_value() {
    // The smallest document has null there, so that every candidate of the shrinking fails.
    let run = judged(providers::truv(), "order-status-updated", |event| event["link_id"].is_null()).await;
    // The plainest form is refused then, and the fullest is not.
    let told = apart(&run);
    assert_eq!((told.len(), told[0].0, told[0].1), (1, "/link_id", Some("null")), "{told:?}");
    let null = |event: &Value| event.get("order_number").is_some_and(Value::is_null);
    let run = judged(providers::truv(), "order-status-updated", null).await;
    let told = apart(&run);
    assert_eq!((told.len(), told[0].0, told[0].1), (1, "/order_number", Some("null")), "{told:?}");
}

#[tokio::test]
async fn an_absent_field_is_named() {
    let run = judged(providers::truv(), "link-connected", |event| event.get("user_id").is_none()).await;
    let told = apart(&run);
    assert_eq!((told.len(), told[0].0, told[0].1), (1, "/user_id", None), "{told:?}");
    assert!(told[0].2.is_some());
    let human = report::human_in(&run, Paint::Plain, report::Detail::Everything, 100);
    assert!(human.contains("the nearest delivery that was accepted differs in\n"), "{human}");
    assert!(human.contains("    /user_id: failed when it is absent, accepted with "), "{human}");
}

#[tokio::test]
async fn a_place_inside_others_is_named_by_its_pointer() {
    let pointer = "/data/resource/availability/paystubs";
    let stumbles = move |event: &Value| event.pointer(pointer).is_some_and(Value::is_null);
    let run = judged(providers::argyle(), "accounts.updated", stumbles).await;
    let told = apart(&run);
    assert_eq!((told.len(), told[0].0, told[0].1), (1, pointer, Some("null")), "{told:?}");
}

#[tokio::test]
async fn two_causes_that_fail_together_are_one_apart() {
    // Either member alone is harmless: whatever the nearest has otherwise, it is one of the two.
    let both = |event: &Value| event.get("user_id").is_none() && event.get("order_number").is_none_or(Value::is_null);
    let run = judged(providers::truv(), "order-status-updated", both).await;
    let told = apart(&run);
    assert!(told.len() == 1 && ["/user_id", "/order_number"].contains(&told[0].0), "{told:?}");
}

#[tokio::test]
async fn every_report_names_the_place() {
    let run = judged(providers::truv(), "link-connected", |event| event.get("user_id").is_none()).await;
    for format in report::Format::ALL {
        let told = format.write(&run);
        // Annotations are a line each.
        assert!(format == report::Format::Github || told.contains("/user_id"), "{format}\n{told}");
    }
    let json = serde_json::to_value(&run).unwrap();
    let check = json["checks"].as_array().unwrap().iter().find(|check| check["id"] == CHECK).unwrap();
    let difference = &check["counterexample"]["nearest"]["differences"][0];
    assert_eq!((&difference["pointer"], &difference["failed"]), (&json!("/user_id"), &Value::Null));
    assert!(difference["accepted"].is_string(), "{difference}");
}

#[tokio::test]
async fn an_endpoint_that_answers_by_chance_is_flaky_and_nothing_is_made_of_it() {
    for share in [2, 3, 5] {
        let heard = AtomicUsize::new(0);
        // A fixed sequence without a pattern: the bits of a multiplied counter.
        let by_chance = move |_: &Value| {
            let nth = heard.fetch_add(1, Ordering::SeqCst);
            nth > 3 && nth.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23).is_multiple_of(share)
        };
        let run = judged(providers::truv(), "order-status-updated", by_chance).await;
        assert!(reason(&run, CHECK).contains("intermittent"), "1 of {share}: {}", reason(&run, CHECK));
        let shown = counterexample(&run);
        assert_eq!((shown.shrunk_from, &shown.nearest), (None, &None), "1 of {share}");
    }
}
