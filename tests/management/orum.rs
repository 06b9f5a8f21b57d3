//! Orum: what its specification says and what we assumed, call by call.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hookproof::__private::provider::api::{Command, Emission, Recipients};
use hookproof::model::{BodyStyle, Json};
use hookproof::provider::Provider;
use hookproof::providers;
use serde_json::{Value, json};

use crate::caller::Caller;
use crate::laws::Taken;

/// One value for all callers, so that a schema is compiled once.
static ORUM: LazyLock<Provider> = LazyLock::new(providers::orum);

/// A caller without a token.
fn unknown_client() -> Caller {
    Caller::new(ORUM.clone(), &[("Orum-Version", "v2022-09-21")])
}

fn caller() -> Caller {
    let mut caller = unknown_client();
    log_in(&mut caller, "client", "s3cret");
    caller
}

fn log_in(caller: &mut Caller, id: &str, secret: &str) {
    let asked = json!({"client_id": id, "client_secret": secret});
    let token = caller.call("POST", "/oauth/token", &asked).expect(200);
    caller.header("Authorization", &format!("Bearer {}", token["access_token"].as_str().unwrap()));
}

fn configuration() -> Value {
    json!({"event_types": ["person_all", "transfer_updated"], "url": "http://127.0.0.1:9000/hook", "enabled": true})
}

fn created(caller: &mut Caller, configuration: &Value) -> Value {
    caller.call("POST", "/webhooks/configurations", configuration).expect(200)["webhook_configuration"].clone()
}

fn place(configuration: &Value) -> String {
    format!("/webhooks/configurations/{}", configuration["id"].as_str().unwrap())
}

pub(crate) fn calls() -> Vec<Taken> {
    let replace = || {
        let mut caller = caller();
        let path = place(&created(&mut caller, &configuration()));
        (caller, path)
    };
    vec![
        Taken { request: "TokenRequest", method: "POST", prepare: || (unknown_client(), "/oauth/token".to_owned()) },
        Taken {
            request: "ConfigurationRequest",
            method: "POST",
            prepare: || (caller(), "/webhooks/configurations".to_owned()),
        },
        Taken { request: "ConfigurationRequest", method: "PUT", prepare: replace },
        Taken { request: "InvokeRequest", method: "POST", prepare: || (caller(), "/webhooks/invoke".to_owned()) },
    ]
}

/// Whether a request that breaks its schema is one whose data alone does: that was seen to be sent.
pub(crate) fn is_sent_all_the_same(provider: &Provider, request: &str, body: &[u8]) -> bool {
    let Ok(body) = serde_json::from_slice::<Value>(body) else { return false };
    request == "InvokeRequest"
        && body["data"].is_object()
        && provider.events().any(|event| body["event_type"] == event.name.as_str())
}

#[test]
fn a_configuration_lives() {
    let mut caller = caller();
    let made = created(&mut caller, &configuration());
    assert_eq!(made["data_version"], "v2022-09-21");
    assert_eq!((&made["enterprise_name"], &made["created_at"]), (&json!("client"), &made["updated_at"]));
    let list = caller.call("GET", "/webhooks/configurations", &Value::Null).expect(200);
    assert_eq!(list, json!({"webhook_configurations": [made]}));
    let subscription = caller.state.as_ref().unwrap().subscriptions().next().unwrap().clone();
    for (event, is_wanted) in [("person_closed", true), ("transfer_updated", true), ("book_transfer_updated", false)] {
        assert_eq!(subscription.takes(event), is_wanted, "{event}");
    }
    let other = json!({"event_types": ["subscribe_all"], "url": "http://127.0.0.1:9001/", "enabled": false});
    let changed = caller.call("PUT", &place(&made), &other).expect(200)["webhook_configuration"].clone();
    assert_eq!((&changed["id"], &changed["created_at"]), (&made["id"], &made["created_at"]));
    assert_eq!((&changed["event_types"], &changed["enabled"]), (&other["event_types"], &json!(false)));
    assert_ne!(changed["updated_at"], made["updated_at"]);
    let mut subscription = caller.state.as_ref().unwrap().subscriptions().next().unwrap().clone();
    assert!(!subscription.takes("subledger_created"), "it is not enabled");
    subscription.active = true;
    assert!(subscription.takes("subledger_created") && subscription.takes("verify_account_updated"));
    let part = json!({"enabled": true});
    assert_eq!(caller.call("PUT", &place(&made), &part).expect(400)["error_code"], "bad_request", "it replaces");
    assert!(caller.call("DELETE", &place(&made), &Value::Null).expect(204).is_null());
    assert_eq!(caller.call("DELETE", &place(&made), &Value::Null).expect(404)["error_code"], "not_found");
    assert_eq!(caller.call("PUT", &place(&made), &other).expect(404)["error_code"], "not_found");
}

#[test]
fn the_printed_configuration_and_what_else_is_odd_is_taken_with_a_finding() {
    let printed = ORUM.payload("ConfigurationRequest").unwrap().examples[0].document().unwrap().to_value();
    let mut caller = caller();
    let odd = |url: &str| json!({"event_types": [], "url": url, "enabled": true});
    for (document, count) in [
        (printed, 1),
        (odd("https://example.com/"), 1),
        (odd("http://example.com/"), 2),
        (odd(""), 2),
        (configuration(), 0),
    ] {
        let answer = caller.call("POST", "/webhooks/configurations", &document);
        assert_eq!(answer.reply.findings.len(), count, "{document} {:?}", answer.reply.findings);
        answer.expect(200);
    }
}

#[test]
fn a_token_is_asked_for_by_json_or_form() {
    let mut caller = unknown_client();
    let asked = json!({"client_id": "me & you", "client_secret": "a=b", "grant_type": "client_credentials"});
    let json = caller.call("POST", "/oauth/token", &asked).expect(200);
    assert_eq!((&json["token_type"], &json["expires_in"]), (&json!("Bearer"), &json!(3600)));
    caller.header("Authorization", &format!("bearer {}", json["access_token"].as_str().unwrap()));
    created(&mut caller, &configuration());
    assert_eq!(caller.state.as_ref().unwrap().name(), "me & you");
    caller.header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    let form = caller.send("POST", "/oauth/token", b"client_id=me+%26+you&client_secret=a%3Db").expect(200);
    assert_eq!(form["token_type"], "Bearer");
    assert_eq!(caller.send("POST", "/oauth/token", b"client_id=me").expect(400)["error_code"], "missing_client_secret");
    assert_eq!(caller.send("POST", "/oauth/token", b"").expect(400)["error_code"], "missing_client_id");
    caller.header("Content-Type", "application/json");
    for (body, code, message) in [
        (json!({"client_secret": "s"}), "missing_client_id", "client_id is required"),
        (json!({"client_id": 1, "client_secret": "s"}), "invalid_client_id", "client_id must be a string"),
        (json!({"client_id": "c"}), "missing_client_secret", "client_secret is required"),
        (json!({"client_id": "c", "client_secret": ["s3cret"]}), "invalid_client_secret", "must be a string"),
        (json!([]), "bad_request", "Bad Request"),
    ] {
        let refused = caller.call("POST", "/oauth/token", &body);
        assert!(!format!("{:?}", refused.reply.findings).contains("s3cret"));
        let refused = refused.expect(400);
        assert_eq!(refused["error_code"], code);
        assert!(refused["message"].as_str().unwrap().ends_with(message), "{refused}");
    }
    caller.send("GET", "/oauth/token", b"").expect(405);
}

#[test]
fn a_token_opens_its_own_account_until_it_expires() {
    let key = |caller: &Caller| caller.state.as_ref().unwrap().name().to_owned();
    let mut caller = unknown_client();
    let unauthorized = caller.call("GET", "/webhooks/configurations", &Value::Null).expect(401);
    assert_eq!(unauthorized, json!({"error_code": "unauthorized", "message": "Unauthorized"}));
    for wrong in ["", "Bearer", "Bearer ", "Bearer x.y", "Basic Y2xpZW50OnMzY3JldA==", "\u{1f642}"] {
        caller.header("Authorization", wrong);
        caller.call("GET", "/webhooks/configurations", &Value::Null).expect(401);
    }
    log_in(&mut caller, "client", "s3cret");
    caller.call("GET", "/webhooks/configurations", &Value::Null).expect(200);
    assert_eq!(key(&caller), "client");
    caller.now = caller.now.shifted(3590);
    caller.call("GET", "/webhooks/configurations", &Value::Null).expect(200);
    caller.now = caller.now.shifted(10);
    let late = caller.call("GET", "/webhooks/configurations", &Value::Null);
    assert!(late.reply.findings[0].what.contains("expired"), "{:?}", late.reply.findings);
    late.expect(401);
}

#[test]
fn a_version_is_named_in_every_call_but_that_for_a_token() {
    let mut caller = caller();
    for (version, code) in [("", "version_missing"), ("v2021-10-01", "version_invalid"), ("x", "version_invalid")] {
        caller.header("Orum-Version", version);
        for (method, path) in [("GET", "/webhooks/configurations"), ("POST", "/webhooks/invoke")] {
            assert_eq!(caller.call(method, path, &Value::Null).expect(400)["error_code"], code);
        }
    }
    log_in(&mut caller, "client", "s3cret");
    assert_eq!(caller.call("GET", "/webhooks/nothing", &Value::Null).expect(404)["error_code"], "not_found");
    caller.header("Orum-Version", "v2022-09-21");
    for (method, path) in
        [("GET", "/webhooks/invoke"), ("PATCH", "/webhooks/configurations"), ("HEAD", "/webhooks/secret")]
    {
        assert_eq!(caller.call(method, path, &Value::Null).expect(405)["error_code"], "method_not_allowed");
    }
}

#[test]
fn the_private_key_signs_and_is_never_answered() {
    let mut caller = caller();
    caller.call("GET", "/webhooks/secret", &Value::Null).expect(404);
    created(&mut caller, &configuration());
    assert_eq!(caller.state.as_ref().unwrap().secret().unwrap().expose(), "private", "the first need makes the key");
    caller.call("GET", "/webhooks/secret", &Value::Null).expect(404);
    let made = caller.call("POST", "/webhooks/secret", &Value::Null).expect(200);
    assert_eq!(made["enterprise_keypair"]["public_key"], STANDARD.encode("public"));
    assert!(!made.to_string().contains("private"), "{made}");
    assert_eq!(caller.call("POST", "/webhooks/secret", &Value::Null).expect(200), made, "the same pair again");
    assert_eq!(caller.call("GET", "/webhooks/secret", &Value::Null).expect(200), made);
    assert!(!format!("{:?}", caller.state).contains("private"));
}

/// What a test event is sent as.
fn emitted(caller: &mut Caller, request: &[u8], findings: usize) -> Emission {
    let mut answer = caller.send("POST", "/webhooks/invoke", request);
    assert_eq!((answer.reply.status, answer.reply.findings.len()), (201, findings), "{:?}", answer.reply.findings);
    match answer.reply.commands.remove(0) {
        Command::Emit(emission) => emission,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_test_event_is_sent_in_its_envelope() {
    let mut caller = caller();
    let orum = &*ORUM;
    let printed = orum.payload("InvokeRequest").unwrap().examples[0].text.clone();
    let emission = emitted(&mut caller, printed.as_bytes(), 0);
    assert_eq!((emission.event.as_str(), &emission.to), ("person_created", &Recipients::Subscribers));
    let event = emission.document;
    let Json::Object(members) = &event else { panic!("{event:?}") };
    let names: Vec<&str> = members.iter().map(|(name, _)| &**name).collect();
    assert_eq!(names, ["event_id", "event_type", "created_at", "event_data"]);
    assert_eq!(event.pointer("/created_at").unwrap().as_str().unwrap().len(), "2026-11-21T12:00:00.001Z".len());
    let data = Json::parse(printed.as_bytes()).unwrap().pointer("/data").unwrap().clone();
    assert_eq!(event.pointer("/event_data/person"), Some(&data), "with its members in their order");
    let again = emitted(&mut caller, printed.as_bytes(), 0).document;
    assert_ne!(again.pointer("/event_id"), event.pointer("/event_id"));
}

#[test]
fn data_that_breaks_the_schema_is_sent_as_it_is() {
    let mut caller = caller();
    let orum = &*ORUM;
    // The one delivery that was recorded: what its sender must have asked for.
    let recorded = &orum.payload("person_created").unwrap().examples[0];
    let person = recorded.document().unwrap().pointer("/event_data/person").unwrap().clone();
    let request = Json::Object(vec![("event_type".into(), "person_created".into()), ("data".into(), person.clone())]);
    let emission = emitted(&mut caller, &request.write(BodyStyle::COMPACT), recorded.contradictions.len());
    assert_eq!(emission.document.pointer("/event_data/person"), Some(&person));
    let verified = br#"{"event_type": "verify_account_updated", "data": {}}"#;
    let emission = emitted(&mut caller, verified, 7);
    assert_eq!(emission.document.pointer("/event_data/account"), Some(&Json::Object(Vec::new())));
}

#[test]
fn no_wildcard_and_nothing_without_data_is_sent() {
    let mut caller = caller();
    for body in [
        json!({"event_type": "person_all", "data": {}}),
        json!({"event_type": "subscribe_all", "data": {}}),
        json!({"event_type": "transfer_group_updated", "data": {}}),
        json!({"event_type": "person_created"}),
        json!({"event_type": "person_created", "data": []}),
        json!({"data": {}}),
    ] {
        let refused = caller.call("POST", "/webhooks/invoke", &body);
        assert!(refused.reply.commands.is_empty() && !refused.reply.findings.is_empty(), "{body}");
        assert_eq!(refused.expect(400)["error_code"], "bad_request");
    }
    let deep = format!("{}{}", "[".repeat(124), "]".repeat(124));
    let body = |deep: &str| format!("{{\"event_type\":\"person_created\",\"data\":{{\"a\":{deep}}}}}");
    emitted(&mut caller, body(&deep).as_bytes(), 7);
    caller.send("POST", "/webhooks/invoke", body(&format!("[{deep}]")).as_bytes()).expect(400);
}

#[test]
fn a_call_too_many_is_refused_to_the_millisecond() {
    let throttled = (caller().api().error_reply)(429, Some(2));
    let header = |name: &str| throttled.headers.iter().find(|(known, _)| known == name).unwrap().1.clone();
    assert_eq!((header("Retry-After"), header("X-Retry-In")), ("2".to_owned(), "2.000s".to_owned()));
    let printed = json!({"error_code": "too_many_requests", "message": "Too Many Requests"});
    assert_eq!(serde_json::from_slice::<Value>(&throttled.body).unwrap(), printed);
}
