//! Notices: sent to a consumer's URL although they are not events, and judged only if named.

use std::sync::{Arc, Mutex};

use hookproof::__private::demo;
use hookproof::__private::verify::{Selection, checks};
use hookproof::model::FieldOrder;
use hookproof::provider::{Kind, Payload};
use hookproof::providers;
use hookproof::report::{Paint, human};
use hookproof::verify::{Outcome, Run, Verdict};
use serde_json::Value;

use crate::server::{Reply, Server};
use crate::{fails_only, reason, server, tool, verifier};

const NOTICES: [&str; 2] = ["FailureMessage", "EventStreamWebhookSuspendedData"];

/// A correct consumer, except that it answers a body with the status that `refuse` returns for it.
async fn consumer(refuse: fn(&Value) -> Option<u16>) -> Server {
    let shop = server::shop(providers::socotra(), demo::CORRECT);
    server::start(move |heard| {
        if heard.path == "/effects" {
            return Reply::Say(server::saying(200, &shop.effects().to_string()));
        }
        let status = shop.receive(&heard.headers, &heard.body).status;
        let read: Option<Value> = serde_json::from_slice(&heard.body).ok();
        let refused = read.as_ref().filter(|_| status == 200).and_then(refuse);
        Reply::Say(server::status(refused.unwrap_or(status)))
    })
    .await
}

fn families(run: &Run, verdict: Verdict) -> Vec<&str> {
    let found = run.checks.iter().filter(|check| check.verdict == verdict);
    let mut families: Vec<&str> = found.map(|check| check.id.split('-').next().unwrap()).collect();
    families.dedup();
    families
}

#[tokio::test]
async fn a_correct_consumer_passes_the_three_families_and_the_others_say_why_not() {
    let server = consumer(|_| None).await;
    for notice in NOTICES {
        let verifier = verifier(providers::socotra()).events([notice]).effects_at(server.at("/effects"));
        let run = verifier.run(&server.url).await;
        assert_eq!((run.verdict, run.failed().count()), (Outcome::Passed, 0), "{}", human(&run, Paint::Plain));
        assert_eq!(run.events, [notice]);
        assert_eq!(families(&run, Verdict::Pass), ["delivery", "payload", "malformed"]);
        let others = checks::ALL.iter().filter(|check| !["delivery", "payload", "malformed"].contains(&check.family()));
        for check in others.filter(|check| check.selection != Selection::ByName) {
            assert_eq!(run.check(check.id).unwrap().verdict, Verdict::Skip, "{}", check.id);
            assert_eq!(reason(&run, check.id), "only delivery-, payload- and malformed- judge notices");
        }
        assert_eq!(reason(&run, "delivery-effect"), "a notice need not have an effect");
        assert_eq!(reason(&run, "payload-unknown-event"), "a notice has no name that could be another");
    }
}

#[tokio::test]
async fn beside_an_event_the_other_families_judge_the_event() {
    let server = consumer(|_| None).await;
    let verifier = verifier(providers::socotra()).events(["FailureMessage", "policy.create"]);
    let run = verifier.skip(["transport"]).effects_at(server.at("/effects")).run(&server.url).await;
    fails_only(&run, &[]);
    for family in ["delivery", "payload", "encoding", "signature", "redelivery", "malformed"] {
        assert!(families(&run, Verdict::Pass).contains(&family), "{family}: {}", human(&run, Paint::Plain));
    }
    assert_eq!(run.events, ["policy.create", "FailureMessage"]);
}

#[tokio::test]
async fn a_consumer_that_wants_every_body_to_be_an_event_is_found() {
    let wants_a_type = |body: &Value| body.get("type").is_none().then_some(500);
    let server = consumer(wants_a_type).await;
    let run = verifier(providers::socotra()).events(["FailureMessage"]).run(&server.url).await;
    fails_only(&run, &[]);
    assert!(run.unproved.as_deref().unwrap_or_default().starts_with("everything was refused"), "{run:?}");
    let run = verifier(providers::socotra())
        .events(["policy.create"])
        .skip(["transport", "malformed"])
        .run(&server.url)
        .await;
    assert_eq!(run.failed().count(), 0, "events alone have a type: {}", human(&run, Paint::Plain));
}

#[tokio::test]
async fn a_notice_is_grown_and_its_body_is_broken_like_those_of_events() {
    let strict = |body: &Value| (body.as_object().unwrap().len() != 5).then_some(400);
    let server = consumer(strict).await;
    let run = verifier(providers::socotra()).events(["FailureMessage"]).run(&server.url).await;
    fails_only(&run, &["payload-unknown-field"]);
    let shop = server::shop(providers::socotra(), demo::CORRECT);
    let lax = server::start(move |heard| match shop.receive(&heard.headers, &heard.body).status {
        400 => Reply::Say(server::status(200)),
        status => Reply::Say(server::status(status)),
    })
    .await;
    let run = verifier(providers::socotra()).events(["FailureMessage"]).run(&lax.url).await;
    fails_only(&run, &[]);
    let skipped = "answered 200 to a body that cannot be read; whether that harmed anything was not observed";
    assert!(reason(&run, "malformed-json").starts_with(skipped), "{}", human(&run, Paint::Plain));
}

#[tokio::test]
async fn notices_are_not_sent_unless_they_are_named() {
    let named: Arc<Mutex<usize>> = Arc::default();
    let seen = Arc::clone(&named);
    let shop = server::shop(providers::socotra(), demo::CORRECT);
    let server = server::start(move |heard| {
        if String::from_utf8_lossy(&heard.body).contains("webhookName") {
            *seen.lock().unwrap() += 1;
        }
        Reply::Say(server::status(shop.receive(&heard.headers, &heard.body).status))
    })
    .await;
    let run = verifier(providers::socotra()).only(["payload-minimal"]).run(&server.url).await;
    assert_eq!((run.events.len(), *named.lock().unwrap()), (100, 0));
}

#[test]
fn what_is_not_delivered_cannot_be_verified() {
    let said = tool::run(&["verify", "socotra", "http://127.0.0.1:9/hook", "--events", "WebhookRequest,policy.create"]);
    assert_eq!(said.code, Some(2), "{}", said.whole());
    assert!(
        said.whole().contains("`WebhookRequest` is a request of the management API and is not delivered"),
        "{}",
        said.whole()
    );
}

/// The envelope has the pointer of an event's id; in a notice, this pointer may mean something else.
#[tokio::test]
async fn a_field_of_a_notice_at_the_pointer_of_an_event_id_is_not_changed() {
    let member = serde_json::json!({"const": "the id of the webhook"});
    let schema = serde_json::json!({"type": "object", "required": ["id"], "properties": {"id": member}});
    let mut notice = Payload::from_schema("notice", schema, FieldOrder::default());
    notice.kind = Kind::Notice;
    let server = consumer(|body| (body["id"] != "the id of the webhook").then_some(400)).await;
    let provider = providers::socotra().payloads([notice]);
    let run = verifier(provider).events(["notice"]).run(&server.url).await;
    fails_only(&run, &[]);
}
