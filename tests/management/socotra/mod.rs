//! Socotra: what its pages say and what we assumed, call by call.

mod accounts;
mod failing;
mod integrations;

use std::sync::LazyLock;
use std::time::Duration;

use hookproof::__private::provider::api::Subscription;
use hookproof::model::Json;
use hookproof::provider::Provider;
use hookproof::providers;
use serde_json::{Value, json};

use crate::caller::Caller;
use crate::laws::Taken;

/// One value for all callers, so that a schema is compiled once.
static SOCOTRA: LazyLock<Provider> = LazyLock::new(providers::socotra);

/// A caller without a token.
fn unknown_client() -> Caller {
    Caller::new(SOCOTRA.clone(), &[])
}

/// A caller who is an administrator.
fn caller() -> Caller {
    let mut caller = unknown_client();
    log_in(&mut caller, "/account/authenticateAdmin");
    caller
}

fn log_in(caller: &mut Caller, path: &str) {
    let asked = json!({"username": "alice.lee", "password": "hunter2", "tenantName": "acme"});
    let token = caller.call("POST", path, &asked).expect(200);
    caller.header("Authorization", &format!("Bearer {}", token["authorizationToken"].as_str().unwrap()));
}

/// A caller with the integrations `hook` and `alert`.
fn integrated() -> Caller {
    let mut caller = caller();
    let hook = json!({
        "name": "hook", "url": "http://127.0.0.1:9000/hook", "headers": {"X-Key": "k3y", "Content-Length": "7"},
        "securitySpec": {"hmacEnabled": true, "secret": "s3cret"},
    });
    caller.call("POST", "/integrations", &hook).expect(200);
    caller.call("POST", "/integrations", &json!({"name": "alert", "url": "http://127.0.0.1:9001/"})).expect(200);
    caller
}

fn put(caller: &mut Caller, webhook: &Value) -> Value {
    caller.call("PUT", "/webhooks", webhook).expect(200)
}

fn webhook() -> Value {
    json!({"name": "policies", "integrationName": "hook", "events": ["policy.create", "policy.issue"]})
}

pub(crate) fn calls() -> Vec<Taken> {
    vec![
        Taken {
            request: "AuthenticateRequest",
            method: "POST",
            prepare: || (unknown_client(), "/account/authenticate?tenantName=acme".to_owned()),
        },
        Taken {
            request: "AuthenticateRequest",
            method: "POST",
            prepare: || (unknown_client(), "/account/authenticateAdmin?hostName=acme.test".to_owned()),
        },
        Taken {
            request: "SsoClientAuthenticateRequest",
            method: "POST",
            prepare: || (unknown_client(), "/account/sso/authenticateClient".to_owned()),
        },
        Taken {
            request: "ExternalServiceIntegrationAddRequest",
            method: "POST",
            prepare: || (caller(), "/integrations".to_owned()),
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

fn subscription(caller: &Caller, name: &str) -> Subscription {
    caller.state.as_ref().unwrap().subscription(name).unwrap().clone()
}

#[test]
fn a_webhook_lives() {
    let mut caller = integrated();
    let made = put(&mut caller, &webhook());
    let handling = json!({"actOnStatusCodes": ["4xx", "5xx"], "actOnTimeout": true, "mode": "none"});
    assert_eq!(
        made,
        json!({
            "name": "policies", "enabled": true, "events": ["policy.create", "policy.issue"],
            "failureHandling": handling, "integrationName": "hook", "retryStrategy": "none", "suspended": false,
        })
    );
    assert_eq!(caller.call("GET", "/webhooks/policies", &Value::Null).expect(200), made);
    assert_eq!(caller.call("GET", "/webhooks", &Value::Null).expect(200), json!({"webhooks": [made]}));
    let known = subscription(&caller, "policies");
    assert!(known.takes("policy.create") && !known.takes("policy.end"));
    assert_eq!((known.url.as_str(), known.retry.unwrap().retries), ("http://127.0.0.1:9000/hook", 0));
    assert!(caller.call("DELETE", "/webhooks/policies", &Value::Null).expect(200).is_null());
    for (method, path) in [("GET", ""), ("DELETE", ""), ("PATCH", "/unsuspend"), ("GET", "/diverted")] {
        caller.call(method, &format!("/webhooks/policies{path}"), &Value::Null).expect(404);
    }
}

#[test]
fn an_update_keeps_what_it_leaves_out() {
    let mut caller = integrated();
    let whole = json!({
        "name": "policies", "integrationName": "hook", "alertIntegrationName": "alert", "displayName": "Policies",
        "enabled": false, "events": ["policy.create"], "retryStrategy": "three",
        "failureHandling": {"actOnStatusCodes": ["404"], "actOnTimeout": false, "mode": "suspend"},
    });
    let made = put(&mut caller, &whole);
    assert_eq!(put(&mut caller, &json!({"name": "policies"})), made);
    let changed = put(&mut caller, &json!({"name": "policies", "failureHandling": {"mode": "divert"}}));
    let handling = json!({"actOnStatusCodes": ["404"], "actOnTimeout": false, "mode": "divert"});
    assert_eq!(changed["failureHandling"], handling);
    let reset = json!({"name": "policies", "resetAlertIntegrationName": true, "retryStrategy": "one"});
    assert_eq!(put(&mut caller, &reset)["alertIntegrationName"], Value::Null);
    assert_eq!(subscription(&caller, "policies").retry.unwrap().delay(1), Duration::from_secs(30));
    let both = json!({"name": "policies", "resetAlertIntegrationName": true, "alertIntegrationName": "alert"});
    assert_eq!(put(&mut caller, &both)["alertIntegrationName"], "alert");
    assert_eq!(caller.state.as_ref().unwrap().count(), 1);
}

#[test]
fn a_webhook_needs_an_integration_of_its_type() {
    let mut caller = integrated();
    let rater = json!({"name": "rater", "url": "https://a.test/", "type": "external_rater"});
    caller.call("POST", "/integrations", &rater).expect(200);
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
        let refused = caller.call("PUT", "/webhooks", &document);
        assert!(!refused.reply.findings.is_empty(), "{document}");
        assert_eq!(refused.expect(400)["httpStatus"], 400);
    }
    assert_eq!(caller.state.as_ref().unwrap().count(), 0);
}

#[test]
fn a_name_may_be_any_text() {
    let mut caller = integrated();
    for (name, path) in [("a/b c", "a%2Fb%20c"), ("\u{1f642}", "%F0%9F%99%82"), ("diverted", "diverted"), ("+", "+")] {
        let mut document = webhook();
        document["name"] = json!(name);
        put(&mut caller, &document);
        assert_eq!(caller.call("GET", &format!("/webhooks/{path}"), &Value::Null).expect(200)["name"], name);
        caller.call("PATCH", &format!("/webhooks/{path}/unsuspend"), &Value::Null).expect(200);
        caller.call("GET", &format!("/webhooks/{path}/diverted"), &Value::Null).expect(200);
    }
}
