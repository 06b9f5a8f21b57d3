//! What becomes of deliveries that fail for good: dropped, diverted or suspended, and told.

use std::time::Duration;

use bytes::Bytes;
use hookproof::__private::provider::api::{Attempted, Command, Parked, Recipients, Sent, Then};
use hookproof::model::{BodyStyle, Failure, Headers, Outcome, Response};
use serde_json::{Value, json};

use crate::caller::Caller;
use crate::socotra::{SOCOTRA, integrated, put, subscription, webhook};

fn event(transaction: &str, id: &str) -> Bytes {
    let event = json!({
        "id": id, "timestamp": "1690907753000", "data": {"policyLocator": "100002122"}, "transactionId": transaction,
        "type": "policy.create", "username": "alice.lee",
    });
    Bytes::from(serde_json::to_vec(&event).unwrap())
}

/// The last attempt at a delivery to `policies`, which came to this.
fn given_up(caller: &mut Caller, outcome: Outcome) -> Vec<Command> {
    let url = "http://127.0.0.1:9000/hook";
    let sent = Sent::new("policies", "policy.create", url, caller.now, event("t", "e"), outcome);
    caller.attempted(&Attempted::new("17", &sent, 1, Then::GivenUp))
}

fn status(status: u16) -> Outcome {
    Outcome::Answered(Response::new(status, Headers::new(), Bytes::new()))
}

#[test]
fn a_mode_acts_on_the_failures_that_are_its_own() {
    for (codes, on_timeout, outcome, acts) in [
        (json!(["4xx"]), true, status(404), true),
        (json!(["4xx"]), true, status(500), false),
        (json!(["503"]), true, status(503), true),
        (json!(["503"]), true, status(502), false),
        (json!([]), true, Outcome::Failed(Failure::TimedOut(Duration::from_secs(10))), true),
        (json!([]), true, Outcome::Failed(Failure::Closed), true),
        (json!(["5xx"]), false, Outcome::Failed(Failure::Closed), false),
        (json!(["4xx", "5xx"]), true, status(302), false),
    ] {
        let mut caller = integrated();
        let mut document = webhook();
        document["failureHandling"] = json!({"mode": "divert", "actOnStatusCodes": codes, "actOnTimeout": on_timeout});
        put(&mut caller, &document);
        let wanted = if acts { vec![Command::Park { delivery: "17".to_owned() }] } else { Vec::new() };
        assert_eq!(given_up(&mut caller, outcome.clone()), wanted, "{document} {outcome:?}");
    }
}

#[test]
fn a_webhook_that_fails_is_suspended_once_and_the_alert_integration_hears_of_it() {
    let mut caller = integrated();
    let mut document = webhook();
    document["failureHandling"] = json!({"mode": "suspend"});
    document["alertIntegrationName"] = json!("alert");
    put(&mut caller, &document);
    let retried = Sent::new("policies", "policy.create", "http://a", caller.now, event("t", "e"), status(500));
    assert_eq!(caller.attempted(&Attempted::new("17", &retried, 1, Then::Retried)), []);
    let told = |commands: Vec<Command>| -> Vec<(String, Value)> {
        let told = commands.into_iter().map(|command| match command {
            Command::Emit(emission) => {
                let Recipients::Url { url, secret, headers, .. } = emission.to else {
                    panic!("not to the integration")
                };
                assert_eq!((url.as_str(), secret, headers), ("http://127.0.0.1:9001/", None, vec![]));
                let notice = emission.document.to_value();
                assert_eq!(SOCOTRA.violations(&emission.event, &notice), [], "{notice}");
                (emission.event, notice)
            }
            other => panic!("{other:?}"),
        });
        told.collect()
    };
    let failure = json!({
        "actualStatus": "503", "eventData": {"policyLocator": "100002122"}, "expectedStatus": "2xx",
        "url": "http://127.0.0.1:9000/hook", "webhookName": "policies",
    });
    let suspension = json!({"event": "policy.create", "integrationName": "hook", "webhookName": "policies"});
    assert_eq!(
        told(given_up(&mut caller, status(503))),
        [("FailureMessage".to_owned(), failure), ("EventStreamWebhookSuspendedData".to_owned(), suspension),]
    );
    let suspended = caller.call("GET", "/webhooks/policies", &Value::Null).expect(200);
    assert_eq!((&suspended["suspended"], &suspended["enabled"]), (&json!(true), &json!(true)));
    assert!(suspended["suspendedTimestamp"].is_string());
    assert!(!subscription(&caller, "policies").active);
    let late = told(given_up(&mut caller, Outcome::Failed(Failure::Closed)));
    assert_eq!((late.len(), &late[0].1["actualStatus"]), (1, &json!("timeout")), "it is suspended already");
    assert_eq!(told(given_up(&mut caller, status(999)))[0].1["actualStatus"], "999");
    put(&mut caller, &json!({"name": "policies", "displayName": "Policies"}));
    assert!(!subscription(&caller, "policies").active, "an update suspends nothing and lifts nothing");
    put(&mut caller, &json!({"name": "policies", "enabled": false}));
    let lifted = caller.call("PATCH", "/webhooks/policies/unsuspend", &Value::Null).expect(200);
    assert_eq!((&lifted["suspended"], &lifted["enabled"]), (&json!(false), &json!(false)), "two flags");
    assert!(lifted["suspendedTimestamp"].is_null() && !subscription(&caller, "policies").active);
    put(&mut caller, &json!({"name": "policies", "enabled": true}));
    assert!(subscription(&caller, "policies").active);
}

#[test]
fn an_alert_is_sent_in_every_mode_and_signed_by_its_integration() {
    let mut caller = integrated();
    let mut document = webhook();
    document["alertIntegrationName"] = json!("hook");
    put(&mut caller, &document);
    let commands = given_up(&mut caller, status(302));
    let [Command::Emit(emission)] = commands.as_slice() else { panic!("{commands:?}") };
    let Recipients::Url { secret, headers, .. } = &emission.to else { panic!("{:?}", emission.to) };
    assert_eq!((secret.as_ref().unwrap().expose(), headers[0].1.as_str()), ("s3cret", "k3y"));
    let print = format!("{emission:?}");
    assert!(!print.contains("s3cret") && !print.contains("k3y"), "{print}");
    assert_eq!(emission.document.write(BodyStyle::COMPACT).first_chunk(), Some(b"{\"actualStatus\":\"302\""));
    let aimed = Sent::new("", "FailureMessage", "http://a", caller.now, Bytes::new(), status(500));
    assert_eq!(caller.attempted(&Attempted::new("18", &aimed, 1, Then::GivenUp)), [], "no alert follows an alert");
}

/// A caller whose webhook has three diverted events, and another webhook one.
fn diverted() -> Caller {
    let mut caller = integrated();
    let mut document = webhook();
    document["failureHandling"] = json!({"mode": "divert"});
    put(&mut caller, &document);
    let now = caller.now;
    let parked = |delivery: &str, webhook: &str, body: Bytes| {
        Parked::new(delivery, Sent::new(webhook, "policy.create", "http://a", now, body, status(500)))
    };
    caller.history.parked = vec![
        parked("1", "policies", event("t1", "e1")),
        parked("2", "others", event("t1", "e2")),
        parked("3", "policies", event("t1", "e3")),
        parked("4", "policies", Bytes::from_static(b"[]")),
    ];
    caller
}

#[test]
fn diverted_events_are_paged_oldest_first() {
    let mut caller = diverted();
    let mut page = |query: &str| caller.call("GET", &format!("/webhooks/policies/diverted{query}"), &Value::Null);
    let all = page("").expect(200);
    let ids = |page: &Value| -> Vec<String> {
        page["events"].as_array().unwrap().iter().map(|event| event["eventId"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        (ids(&all), &all["webhookName"]),
        (vec!["e1".to_owned(), "e3".to_owned(), "4".to_owned()], &json!("policies"))
    );
    let first = json!({
        "eventType": "policy.create", "timestamp": "1690907753000", "data": {"policyLocator": "100002122"},
        "eventId": "e1", "transactionId": "t1", "username": "alice.lee",
    });
    assert_eq!(all["events"][0], first);
    assert_eq!(ids(&page("?limit=1&offset=1").expect(200)), ["e3"]);
    assert_eq!(ids(&page("?offset=18446744073709551615").expect(200)), [""; 0]);
    assert_eq!(ids(&page("?limit=0").expect(200)), [""; 0]);
    for wrong in ["?limit=-1", "?offset=x", "?limit=", "?limit=1.5"] {
        page(wrong).expect(400);
    }
}

#[test]
fn the_oldest_event_of_a_transaction_is_deleted_or_sent_again() {
    let mut caller = diverted();
    let id = || "1".to_owned();
    let mut deleted = caller.call("DELETE", "/webhooks/policies/diverted/t1", &Value::Null);
    assert_eq!(deleted.reply.commands.split_off(0), [Command::Discard { delivery: id() }]);
    assert!(deleted.expect(200).is_null());
    let resent = caller.call("POST", "/webhooks/policies/diverted/t1/resend", &Value::Null);
    assert_eq!(resent.reply.status, 200);
    assert_eq!(resent.reply.commands, [Command::Renew { delivery: id() }, Command::Resend { delivery: id() }]);
    let odd = caller.call("POST", "/webhooks/policies/diverted/4/resend", &Value::Null);
    assert_eq!(odd.reply.commands.len(), 2, "what was sent without a transaction goes by its delivery");
    for path in ["policies/diverted/t2", "policies/diverted/e1", "others/diverted/t1"] {
        caller.call("DELETE", &format!("/webhooks/{path}"), &Value::Null).expect(404);
        caller.call("POST", &format!("/webhooks/{path}/resend"), &Value::Null).expect(404);
    }
    put(&mut caller, &json!({"name": "policies", "enabled": false}));
    let refused = caller.call("POST", "/webhooks/policies/diverted/t1/resend", &Value::Null);
    assert!(refused.reply.commands.is_empty());
    refused.expect(409);
    let gone = caller.call("DELETE", "/webhooks/policies", &Value::Null);
    assert_eq!(gone.reply.commands.len(), 3, "what was diverted goes with its webhook");
}
