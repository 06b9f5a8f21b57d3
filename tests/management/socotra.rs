//! Socotra: what its pages say and what we assumed, call by call.

use std::sync::LazyLock;
use std::time::Duration;

use bytes::Bytes;
use hookproof::model::BodyStyle;
use hookproof::model::Failure;
use hookproof::model::Headers;
use hookproof::model::Json;
use hookproof::model::Outcome;
use hookproof::model::Response;
use hookproof::provider::Provider;
use hookproof::provider::api::Aside;
use hookproof::provider::api::Attempted;
use hookproof::provider::api::Command;
use hookproof::provider::api::Recipients;
use hookproof::provider::api::Sent;
use hookproof::provider::api::Subscription;
use hookproof::provider::api::Then;
use hookproof::providers;
use serde_json::Value;
use serde_json::json;

use crate::desk::Desk;
use crate::laws::Taken;

/// One value for all desks, so that a schema is compiled once.
static SOCOTRA: LazyLock<Provider> = LazyLock::new(providers::socotra);

/// A desk without a token.
fn stranger() -> Desk {
    Desk::new(SOCOTRA.clone(), &[])
}

/// A desk of an administrator.
fn desk() -> Desk {
    let mut desk = stranger();
    log_in(&mut desk, "/account/authenticateAdmin");
    desk
}

fn log_in(desk: &mut Desk, path: &str) {
    let asked = json!({"username": "alice.lee", "password": "hunter2", "tenantName": "acme"});
    let token = desk.call("POST", path, &asked).expect(200);
    desk.header("Authorization", &format!("Bearer {}", token["authorizationToken"].as_str().unwrap()));
}

/// A desk with the integrations `hook` and `alert`.
fn integrated() -> Desk {
    let mut desk = desk();
    let hook = json!({
        "name": "hook", "url": "http://127.0.0.1:9000/hook", "headers": {"X-Key": "k3y", "Content-Length": "7"},
        "securitySpec": {"hmacEnabled": true, "secret": "s3cret"},
    });
    desk.call("POST", "/integrations", &hook).expect(200);
    desk.call("POST", "/integrations", &json!({"name": "alert", "url": "http://127.0.0.1:9001/"})).expect(200);
    desk
}

fn put(desk: &mut Desk, webhook: &Value) -> Value {
    desk.call("PUT", "/webhooks", webhook).expect(200)
}

fn webhook() -> Value {
    json!({"name": "policies", "integrationName": "hook", "events": ["policy.create", "policy.issue"]})
}

pub(crate) fn calls() -> Vec<Taken> {
    vec![
        Taken {
            request: "AuthenticateRequest",
            method: "POST",
            prepare: || (stranger(), "/account/authenticate?tenantName=acme".to_owned()),
        },
        Taken {
            request: "AuthenticateRequest",
            method: "POST",
            prepare: || (stranger(), "/account/authenticateAdmin?hostName=acme.test".to_owned()),
        },
        Taken {
            request: "ExternalServiceIntegrationAddRequest",
            method: "POST",
            prepare: || (desk(), "/integrations".to_owned()),
        },
        Taken {
            request: "ExternalServiceIntegrationUpdateRequest",
            method: "PUT",
            prepare: || (integrated(), "/integrations/hook".to_owned()),
        },
        Taken { request: "WebhookRequest", method: "PUT", prepare: || (integrated(), "/webhooks".to_owned()) },
        Taken { request: "FailureHandlingRequest", method: "PUT", prepare: || (integrated(), "/webhooks".to_owned()) },
    ]
}

/// A request whose names, which may be any text, are those of things that there are.
pub(crate) fn with_known_names(provider: &Provider, request: &str, mut document: Json) -> Json {
    if provider.id == "socotra" && request == "WebhookRequest" {
        document.set("/integrationName", "hook".into());
        if document.pointer("/alertIntegrationName").is_some() {
            document.set("/alertIntegrationName", "alert".into());
        }
    }
    document
}

/// A request that is but a part of a body, inside that body.
pub(crate) fn wrapped(provider: &Provider, request: &str, body: &[u8]) -> Vec<u8> {
    if provider.id != "socotra" || request != "FailureHandlingRequest" {
        return body.to_vec();
    }
    [br#"{"name":"w","integrationName":"hook","failureHandling":"#, body, b"}"].concat()
}

fn subscription(desk: &Desk, name: &str) -> Subscription {
    desk.state.as_ref().unwrap().subscription(name).unwrap().clone()
}

#[test]
fn a_webhook_lives() {
    let mut desk = integrated();
    let made = put(&mut desk, &webhook());
    let handling = json!({"actOnStatusCodes": ["4xx", "5xx"], "actOnTimeout": true, "mode": "none"});
    assert_eq!(
        made,
        json!({
            "name": "policies", "enabled": true, "events": ["policy.create", "policy.issue"],
            "failureHandling": handling, "integrationName": "hook", "retryStrategy": "none", "suspended": false,
        })
    );
    assert_eq!(desk.call("GET", "/webhooks/policies", &Value::Null).expect(200), made);
    assert_eq!(desk.call("GET", "/webhooks", &Value::Null).expect(200), json!({"webhooks": [made]}));
    let known = subscription(&desk, "policies");
    assert!(known.takes("policy.create") && !known.takes("policy.end"));
    assert_eq!((known.url.as_str(), known.retry.unwrap().retries), ("http://127.0.0.1:9000/hook", 0));
    assert!(desk.call("DELETE", "/webhooks/policies", &Value::Null).expect(200).is_null());
    for (method, path) in [("GET", ""), ("DELETE", ""), ("PATCH", "/unsuspend"), ("GET", "/diverted")] {
        desk.call(method, &format!("/webhooks/policies{path}"), &Value::Null).expect(404);
    }
}

#[test]
fn an_update_keeps_what_it_leaves_out() {
    let mut desk = integrated();
    let whole = json!({
        "name": "policies", "integrationName": "hook", "alertIntegrationName": "alert", "displayName": "Policies",
        "enabled": false, "events": ["policy.create"], "retryStrategy": "three",
        "failureHandling": {"actOnStatusCodes": ["404"], "actOnTimeout": false, "mode": "suspend"},
    });
    let made = put(&mut desk, &whole);
    assert_eq!(put(&mut desk, &json!({"name": "policies"})), made);
    let changed = put(&mut desk, &json!({"name": "policies", "failureHandling": {"mode": "divert"}}));
    let handling = json!({"actOnStatusCodes": ["404"], "actOnTimeout": false, "mode": "divert"});
    assert_eq!(changed["failureHandling"], handling);
    let reset = json!({"name": "policies", "resetAlertIntegrationName": true, "retryStrategy": "one"});
    assert_eq!(put(&mut desk, &reset)["alertIntegrationName"], Value::Null);
    assert_eq!(subscription(&desk, "policies").retry.unwrap().delay(1), Duration::from_secs(30));
    let both = json!({"name": "policies", "resetAlertIntegrationName": true, "alertIntegrationName": "alert"});
    assert_eq!(put(&mut desk, &both)["alertIntegrationName"], "alert");
    assert_eq!(desk.state.as_ref().unwrap().count(), 1);
}

#[test]
fn a_webhook_needs_an_integration_of_its_type() {
    let mut desk = integrated();
    let rater = json!({"name": "rater", "url": "https://a.test/", "type": "external_rater"});
    desk.call("POST", "/integrations", &rater).expect(200);
    for (member, value) in [
        ("integrationName", Value::Null),
        ("integrationName", json!("nothing")),
        ("integrationName", json!("rater")),
        ("alertIntegrationName", json!("nothing")),
        ("events", json!(["policy.nothing"])),
        ("name", json!("")),
        ("retryStrategy", json!("two")),
    ] {
        let mut document = webhook();
        document[member] = value;
        if document[member].is_null() {
            document.as_object_mut().unwrap().remove(member);
        }
        let refused = desk.call("PUT", "/webhooks", &document);
        assert!(!refused.reply.findings.is_empty(), "{document}");
        assert_eq!(refused.expect(400)["httpStatus"], 400);
    }
    assert_eq!(desk.state.as_ref().unwrap().count(), 0);
}

#[test]
fn what_an_integration_says_reaches_its_webhooks() {
    let mut desk = integrated();
    put(&mut desk, &webhook());
    let known = subscription(&desk, "policies");
    assert_eq!(known.headers, [("X-Key".to_owned(), "k3y".to_owned())], "and none of the connection's own");
    assert_eq!(known.secret.unwrap().expose(), "s3cret");
    let moved = json!({"url": "https://a.test/", "securitySpec": {"secret": "other", "tag": "t"}});
    let all = desk.call("PUT", "/integrations/hook", &moved).expect(200);
    let moved = &all["externalServiceIntegrations"][0];
    assert_eq!(
        (&moved["headers"], &moved["type"], &moved["tenantLocator"]),
        (&json!({}), &json!("webhook"), &json!("acme"))
    );
    let known = subscription(&desk, "policies");
    assert_eq!((known.url.as_str(), known.headers, known.secret), ("https://a.test/", vec![], None), "no hmacEnabled");
    desk.call("DELETE", "/integrations/hook", &Value::Null).expect(409);
    desk.call("DELETE", "/webhooks/policies", &Value::Null).expect(200);
    assert!(desk.call("DELETE", "/integrations/hook", &Value::Null).expect(200).is_null());
    desk.call("DELETE", "/integrations/hook", &Value::Null).expect(404);
    desk.call("PUT", "/integrations/hook", &json!({"url": "https://a.test/"})).expect(404);
    desk.call("POST", "/integrations", &json!({"name": "alert", "url": "https://a.test/"})).expect(409);
}

#[test]
fn security_needs_https_but_to_this_machine() {
    let mut desk = desk();
    let add =
        |name: &str, url: &str| json!({"name": name, "url": url, "securitySpec": {"hmacEnabled": true, "secret": "s"}});
    for (name, url, status, findings) in [
        ("a", "https://a.test/", 200, 0),
        ("b", "http://localhost:9000/", 200, 1),
        ("c", "http://[::1]:9000/", 200, 1),
        ("d", "http://a.test/", 400, 1),
        ("e", "http://localhost.a.test/", 400, 1),
        ("f", "localhost", 400, 1),
    ] {
        let answer = desk.call("POST", "/integrations", &add(name, url));
        assert_eq!((answer.reply.status, answer.reply.findings.len()), (status, findings), "{url}");
    }
    let tag = json!({"name": "g", "url": "http://localhost/", "securitySpec": {"tag": "t"}});
    desk.call("POST", "/integrations", &tag).expect(400);
    let unsigned = json!({"name": "h", "url": "https://a.test/", "securitySpec": {"hmacEnabled": true, "secret": ""}});
    assert_eq!(desk.call("POST", "/integrations", &unsigned).reply.findings.len(), 1, "nothing is signed");
    let print = format!("{:?} {:?}", desk.state, integrated().state);
    assert!(!print.contains("s3cret") && !print.contains("k3y"), "{print}");
}

#[test]
fn administrators_alone_set_up_integrations() {
    let mut desk = integrated();
    log_in(&mut desk, "/account/authenticate");
    for method in ["GET", "POST"] {
        assert_eq!(desk.call(method, "/integrations", &Value::Null).expect(403)["httpStatus"], 403);
    }
    desk.call("DELETE", "/integrations/hook", &Value::Null).expect(403);
    put(&mut desk, &webhook());
    assert_eq!(desk.state.as_ref().unwrap().name(), "acme", "of one tenant with the administrator");
}

#[test]
fn a_token_is_taken_bare_and_as_bearer_until_it_expires() {
    let mut desk = stranger();
    desk.call("GET", "/webhooks", &Value::Null).expect(401);
    let asked = json!({"username": "u", "password": "hunter2", "hostName": "Acme.co.sandbox.socotra.com"});
    let token = desk.call("POST", "/account/authenticate", &asked).expect(200);
    let text = token["authorizationToken"].as_str().unwrap().to_owned();
    for header in [text.clone(), format!("Bearer {text}"), format!(" bearer  {text} ")] {
        desk.header("Authorization", &header);
        assert_eq!(desk.call("GET", "/webhooks", &Value::Null).expect(200), json!({"webhooks": []}));
    }
    assert_eq!(desk.state.as_ref().unwrap().name(), "acme");
    desk.now = desk.now.shifted(3000);
    let renewed = desk.call("POST", "/account/renewAuthentication", &Value::Null).expect(200);
    assert!(renewed["expiresTimestamp"].as_str().unwrap() > token["expiresTimestamp"].as_str().unwrap());
    desk.now = desk.now.shifted(1000);
    desk.call("POST", "/account/renewAuthentication", &Value::Null).expect(401);
    desk.header("Authorization", renewed["authorizationToken"].as_str().unwrap());
    desk.call("GET", "/webhooks", &Value::Null).expect(200);
    desk.call("GET", "/integrations", &Value::Null).expect(403);
    // As the vendor's own Python client does.
    let asked = json!({"username": "u", "password": "hunter2", "tenantName": "acme", "hostName": null});
    desk.call("POST", "/account/authenticate", &asked).expect(200);
    let nowhere = desk.call("POST", "/account/authenticate", &json!({"username": "u", "password": "hunter2"}));
    assert!(!format!("{:?}", nowhere.reply.findings).contains("hunter2"));
    nowhere.expect(400);
    desk.call("GET", "/account/authenticate", &Value::Null).expect(405);
    desk.call("POST", "/webhooks", &Value::Null).expect(405);
    desk.call("GET", "/policies", &Value::Null).expect(404);
}

fn event(transaction: &str, id: &str) -> Bytes {
    let event = json!({
        "id": id, "timestamp": "1690907753000", "data": {"policyLocator": "100002122"}, "transactionId": transaction,
        "type": "policy.create", "username": "alice.lee",
    });
    Bytes::from(serde_json::to_vec(&event).unwrap())
}

/// The last attempt at a delivery to `policies`, which came to this.
fn given_up(desk: &mut Desk, outcome: Outcome) -> Vec<Command> {
    let url = "http://127.0.0.1:9000/hook";
    let sent = Sent::new("policies", "policy.create", url, desk.now, event("t", "e"), outcome);
    desk.attempted(&Attempted::new("17", &sent, 1, Then::GivenUp))
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
        let mut desk = integrated();
        let mut document = webhook();
        document["failureHandling"] = json!({"mode": "divert", "actOnStatusCodes": codes, "actOnTimeout": on_timeout});
        put(&mut desk, &document);
        let wanted = if acts { vec![Command::SetAside { delivery: "17".to_owned() }] } else { Vec::new() };
        assert_eq!(given_up(&mut desk, outcome.clone()), wanted, "{document} {outcome:?}");
    }
}

#[test]
fn a_webhook_that_fails_is_suspended_once_and_the_alert_integration_hears_of_it() {
    let mut desk = integrated();
    let mut document = webhook();
    document["failureHandling"] = json!({"mode": "suspend"});
    document["alertIntegrationName"] = json!("alert");
    put(&mut desk, &document);
    let retried = Sent::new("policies", "policy.create", "http://a", desk.now, event("t", "e"), status(500));
    assert_eq!(desk.attempted(&Attempted::new("17", &retried, 1, Then::Retried)), []);
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
        told(given_up(&mut desk, status(503))),
        [("FailureMessage".to_owned(), failure), ("EventStreamWebhookSuspendedData".to_owned(), suspension),]
    );
    let suspended = desk.call("GET", "/webhooks/policies", &Value::Null).expect(200);
    assert_eq!((&suspended["suspended"], &suspended["enabled"]), (&json!(true), &json!(true)));
    assert!(suspended["suspendedTimestamp"].is_string());
    assert!(!subscription(&desk, "policies").active);
    let late = told(given_up(&mut desk, Outcome::Failed(Failure::Closed)));
    assert_eq!((late.len(), &late[0].1["actualStatus"]), (1, &json!("timeout")), "it is suspended already");
    assert_eq!(told(given_up(&mut desk, status(999)))[0].1["actualStatus"], "999");
    put(&mut desk, &json!({"name": "policies", "displayName": "Policies"}));
    assert!(!subscription(&desk, "policies").active, "an update suspends nothing and lifts nothing");
    put(&mut desk, &json!({"name": "policies", "enabled": false}));
    let lifted = desk.call("PATCH", "/webhooks/policies/unsuspend", &Value::Null).expect(200);
    assert_eq!((&lifted["suspended"], &lifted["enabled"]), (&json!(false), &json!(false)), "two flags");
    assert!(lifted["suspendedTimestamp"].is_null() && !subscription(&desk, "policies").active);
    put(&mut desk, &json!({"name": "policies", "enabled": true}));
    assert!(subscription(&desk, "policies").active);
}

#[test]
fn an_alert_is_told_whatever_the_mode_and_signed_by_its_integration() {
    let mut desk = integrated();
    let mut document = webhook();
    document["alertIntegrationName"] = json!("hook");
    put(&mut desk, &document);
    let commands = given_up(&mut desk, status(302));
    let [Command::Emit(emission)] = commands.as_slice() else { panic!("{commands:?}") };
    let Recipients::Url { secret, headers, .. } = &emission.to else { panic!("{:?}", emission.to) };
    assert_eq!((secret.as_ref().unwrap().expose(), headers[0].1.as_str()), ("s3cret", "k3y"));
    let print = format!("{emission:?}");
    assert!(!print.contains("s3cret") && !print.contains("k3y"), "{print}");
    assert_eq!(emission.document.write(BodyStyle::COMPACT).first_chunk(), Some(b"{\"actualStatus\":\"302\""));
    let aimed = Sent::new("", "FailureMessage", "http://a", desk.now, Bytes::new(), status(500));
    assert_eq!(desk.attempted(&Attempted::new("18", &aimed, 1, Then::GivenUp)), [], "no alert follows an alert");
}

/// A desk whose webhook has three diverted events, and another webhook one.
fn diverted() -> Desk {
    let mut desk = integrated();
    let mut document = webhook();
    document["failureHandling"] = json!({"mode": "divert"});
    put(&mut desk, &document);
    let now = desk.now;
    let aside = |delivery: &str, webhook: &str, body: Bytes| {
        Aside::new(delivery, Sent::new(webhook, "policy.create", "http://a", now, body, status(500)))
    };
    desk.history.aside = vec![
        aside("1", "policies", event("t1", "e1")),
        aside("2", "others", event("t1", "e2")),
        aside("3", "policies", event("t1", "e3")),
        aside("4", "policies", Bytes::from_static(b"[]")),
    ];
    desk
}

#[test]
fn diverted_events_are_paged_oldest_first() {
    let mut desk = diverted();
    let mut page = |query: &str| desk.call("GET", &format!("/webhooks/policies/diverted{query}"), &Value::Null);
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
    let mut desk = diverted();
    let id = || "1".to_owned();
    let mut deleted = desk.call("DELETE", "/webhooks/policies/diverted/t1", &Value::Null);
    assert_eq!(deleted.reply.commands.split_off(0), [Command::Discard { delivery: id() }]);
    assert!(deleted.expect(200).is_null());
    let resent = desk.call("POST", "/webhooks/policies/diverted/t1/resend", &Value::Null);
    assert_eq!(resent.reply.status, 200);
    assert_eq!(resent.reply.commands, [Command::Renew { delivery: id() }, Command::Resend { delivery: id() }]);
    let odd = desk.call("POST", "/webhooks/policies/diverted/4/resend", &Value::Null);
    assert_eq!(odd.reply.commands.len(), 2, "what was sent without a transaction goes by its delivery");
    for path in ["policies/diverted/t2", "policies/diverted/e1", "others/diverted/t1"] {
        desk.call("DELETE", &format!("/webhooks/{path}"), &Value::Null).expect(404);
        desk.call("POST", &format!("/webhooks/{path}/resend"), &Value::Null).expect(404);
    }
    put(&mut desk, &json!({"name": "policies", "enabled": false}));
    let refused = desk.call("POST", "/webhooks/policies/diverted/t1/resend", &Value::Null);
    assert!(refused.reply.commands.is_empty());
    refused.expect(409);
    let gone = desk.call("DELETE", "/webhooks/policies", &Value::Null);
    assert_eq!(gone.reply.commands.len(), 3, "what was diverted goes with its webhook");
}

#[test]
fn a_name_may_be_any_text() {
    let mut desk = integrated();
    for (name, path) in [("a/b c", "a%2Fb%20c"), ("\u{1f642}", "%F0%9F%99%82"), ("diverted", "diverted"), ("+", "+")] {
        let mut document = webhook();
        document["name"] = json!(name);
        put(&mut desk, &document);
        assert_eq!(desk.call("GET", &format!("/webhooks/{path}"), &Value::Null).expect(200)["name"], name);
        desk.call("PATCH", &format!("/webhooks/{path}/unsuspend"), &Value::Null).expect(200);
        desk.call("GET", &format!("/webhooks/{path}/diverted"), &Value::Null).expect(200);
    }
}
