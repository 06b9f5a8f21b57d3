//! Socotra's payloads that are not events, by name, and that types and schemas follow the decisions which the
//! oddities of its documentation force.

use hookproof::__private::generate::{Generator, seeded};
use hookproof::model::Json;
use hookproof::provider::{Basis, IdSource, Kind};
use hookproof::providers::socotra;
use hookproof::providers::socotra::payloads::{
    AuthenticateRequest, AuthenticateResponse, ExternalServiceIntegrationAddRequest, PolicyData,
};
use serde_json::{Value, json};

use crate::management::{fits, listed};

const PAYLOADS: [(&str, Kind, Basis); 16] = [
    ("WebhookRequest", Kind::Request, Basis::Documented),
    ("WebhookResponse", Kind::Response, Basis::Documented),
    ("WebhooksResponse", Kind::Response, Basis::Documented),
    ("FailureHandlingRequest", Kind::Request, Basis::Documented),
    ("FailureHandlingResponse", Kind::Response, Basis::Documented),
    ("WebhookDivertedEventsResponse", Kind::Response, Basis::Documented),
    ("WebhookDivertedEventResponse", Kind::Response, Basis::Documented),
    ("FailureMessage", Kind::Notice, Basis::Documented),
    ("EventStreamWebhookSuspendedData", Kind::Notice, Basis::Documented),
    ("ExternalServiceIntegrationAddRequest", Kind::Request, Basis::Documented),
    ("ExternalServiceIntegrationUpdateRequest", Kind::Request, Basis::Documented),
    ("ExternalServiceIntegrationsResponse", Kind::Response, Basis::Documented),
    ("AuthenticateRequest", Kind::Request, Basis::Documented),
    ("SsoClientAuthenticateRequest", Kind::Request, Basis::Documented),
    ("AuthenticateResponse", Kind::Response, Basis::Documented),
    ("ErrorResponse", Kind::Error, Basis::Assumed),
];

#[test]
fn every_payload_that_is_no_event_is_there() {
    let wanted: Vec<_> = PAYLOADS.iter().map(|(name, kind, basis)| ((*name).to_owned(), *kind, *basis)).collect();
    assert_eq!(listed(&socotra()), wanted);
}

/// Members as the page prints them: the required ones, then the optional ones.
const PRINTED: [(&str, &[&str], &[&str]); 13] = [
    (
        "WebhookRequest",
        &["name"],
        &[
            "alertIntegrationName",
            "displayName",
            "enabled",
            "events",
            "failureHandling",
            "integrationName",
            "resetAlertIntegrationName",
            "retryStrategy",
        ],
    ),
    (
        "WebhookResponse",
        &["name", "enabled", "events", "failureHandling", "integrationName", "retryStrategy", "suspended"],
        &["suspendedTimestamp", "alertIntegrationName", "displayName"],
    ),
    ("WebhooksResponse", &["webhooks"], &[]),
    ("FailureHandlingRequest", &[], &["actOnStatusCodes", "actOnTimeout", "mode"]),
    ("FailureHandlingResponse", &["actOnStatusCodes", "actOnTimeout", "mode"], &[]),
    ("WebhookDivertedEventsResponse", &["events", "webhookName"], &[]),
    ("WebhookDivertedEventResponse", &["eventType", "timestamp", "data", "eventId", "transactionId"], &["username"]),
    ("FailureMessage", &["actualStatus", "eventData", "expectedStatus", "url", "webhookName"], &[]),
    ("EventStreamWebhookSuspendedData", &["event", "integrationName", "webhookName"], &[]),
    ("ExternalServiceIntegrationAddRequest", &["name", "url"], &["headers", "securitySpec", "type"]),
    ("ExternalServiceIntegrationUpdateRequest", &["url"], &["headers", "securitySpec"]),
    ("AuthenticateRequest", &["password", "username"], &["hostName", "tenantName"]),
    ("SsoClientAuthenticateRequest", &["clientId", "clientSecret"], &["hostName"]),
];

#[test]
fn members_are_required_and_optional_as_printed_and_stand_in_the_printed_order() {
    let socotra = socotra();
    for (name, required, optional) in PRINTED {
        let payload = socotra.payload(name).unwrap();
        let schema = payload.schema();
        assert_eq!(schema.get("required").cloned().unwrap_or_else(|| json!([])), json!(required), "{name}");
        let printed: Vec<&str> = required.iter().chain(optional).copied().collect();
        let declared = schema["properties"].as_object().unwrap();
        assert_eq!(declared.len(), printed.len(), "{name}: {:?}", declared.keys());
        let mut document = Json::Object(printed.iter().rev().map(|member| ((*member).into(), Json::Null)).collect());
        payload.order().sort(&mut document);
        let Json::Object(sorted) = document else { panic!("{name}") };
        assert_eq!(sorted.iter().map(|(member, _)| &**member).collect::<Vec<_>>(), printed, "{name}");
    }
}

fn accepts(name: &str, document: &Value) -> bool {
    fits(&socotra(), name, document)
}

fn failure(member: &str, value: Value) -> Value {
    let mut message = json!({
        "actualStatus": "503", "eventData": {}, "expectedStatus": "2xx", "url": "https://a.test/", "webhookName": "w",
    });
    message[member] = value;
    message
}

fn diverted(transaction: &str, event: &str) -> Value {
    json!({"eventType": "policy.end", "timestamp": "1", "data": {}, "eventId": event, "transactionId": transaction})
}

#[test]
fn the_eleven_oddities_are_listed_each_with_its_decision() {
    let socotra = socotra();
    let told: Vec<&str> = socotra.facts.iter().filter_map(|fact| fact.key.strip_prefix("oddity.")).collect();
    let keys = [
        "webhook-name",
        "statuses",
        "type",
        "username",
        "transaction-id",
        "diverted-end",
        "defaults",
        "suspended-data",
        "page-text",
        "older-names",
        "unsuspend",
    ];
    assert_eq!(told, keys);
}

#[test]
fn a_failure_names_its_webhook_by_a_string_and_has_statuses_of_one_form() {
    assert!(accepts("FailureMessage", &failure("webhookName", json!("policies"))));
    assert!(!accepts("FailureMessage", &failure("webhookName", json!({"name": "policies"}))));
    for (member, good, bad) in [
        ("actualStatus", "timeout", "Service Unavailable"),
        ("actualStatus", "404", ""),
        ("expectedStatus", "2xx", "0"),
    ] {
        assert!(accepts("FailureMessage", &failure(member, json!(good))), "{member} {good}");
        assert!(!accepts("FailureMessage", &failure(member, json!(bad))), "{member} {bad}");
        assert!(!accepts("FailureMessage", &failure(member, json!(200))), "{member}");
    }
}

#[test]
fn the_name_of_an_event_is_one_of_the_list_wherever_it_stands() {
    let socotra = socotra();
    let names: Vec<&str> = socotra.events().map(|event| event.name.as_str()).collect();
    for payload in socotra.payloads.iter().filter(|payload| payload.kind != Kind::Event) {
        if let Some(listed) = payload.schema().pointer("/$defs/EventName/enum") {
            assert_eq!(*listed, json!(names), "{}", payload.name);
        }
    }
    for (name, member) in [
        ("WebhookRequest", "/properties/events/items/$ref"),
        ("WebhookResponse", "/properties/events/items/$ref"),
        ("WebhookDivertedEventResponse", "/properties/eventType/$ref"),
        ("EventStreamWebhookSuspendedData", "/properties/event/$ref"),
    ] {
        let schema = socotra.payload(name).unwrap().schema();
        assert_eq!(schema.pointer(member), Some(&json!("#/$defs/EventName")), "{name}");
    }
    for event in socotra.events() {
        assert_eq!(event.schema()["properties"]["type"]["const"], event.name);
    }
}

#[test]
fn a_user_stands_in_every_delivery_and_may_be_missing_from_a_diverted_record() {
    let user = json!("username");
    for event in socotra().events() {
        assert!(event.schema()["required"].as_array().unwrap().contains(&user), "{}", event.name);
    }
    assert!(accepts("WebhookDivertedEventResponse", &diverted("t", "e")));
}

#[test]
fn two_diverted_events_may_share_a_transaction_and_nothing_marks_the_end_of_the_list() {
    let page = json!({"events": [diverted("t", "1"), diverted("t", "2")], "webhookName": "w"});
    assert!(accepts("WebhookDivertedEventsResponse", &page));
    let socotra = socotra();
    let schema = socotra.payload("WebhookDivertedEventsResponse").unwrap().schema();
    assert_eq!(schema["properties"].as_object().unwrap().keys().collect::<Vec<_>>(), ["events", "webhookName"]);
}

#[test]
fn a_change_of_a_webhook_may_leave_out_everything_but_the_name() {
    assert!(accepts("WebhookRequest", &json!({"name": "w"})));
    assert!(!accepts("WebhookRequest", &json!({"enabled": true})));
    assert!(!accepts("WebhookResponse", &json!({"name": "w"})));
    let socotra = socotra();
    let schema = socotra.payload("WebhookRequest").unwrap().schema();
    let defaults = schema["properties"].as_object().unwrap().values().any(|member| member.get("default").is_some());
    assert!(!defaults, "no default is documented");
}

#[test]
fn a_suspension_is_a_notice_and_not_an_event() {
    let socotra = socotra();
    assert_eq!(socotra.payload("EventStreamWebhookSuspendedData").unwrap().kind, Kind::Notice);
    assert!(socotra.events().all(|event| !event.name.contains("webhook") && !event.name.contains("suspend")));
}

#[test]
fn names_are_taken_apart_and_older_members_are_not_taken_over() {
    let socotra = socotra();
    for event in socotra.events() {
        let glued = ["integrationName", "timestamp", "failureHandling"].iter().any(|tail| event.name.ends_with(tail));
        assert!(!glued, "{}", event.name);
    }
    for payload in &socotra.payloads {
        let schema = payload.schema().to_string();
        for older in ["failureHandlingMode", "failureIntegrationName", "resetFailureIntegrationName", "fe-plugins"] {
            assert!(!schema.contains(older), "{} {older}", payload.name);
        }
    }
}

#[test]
fn a_webhook_is_enabled_and_suspended_by_two_flags() {
    let handling = json!({"actOnStatusCodes": ["404", "4xx", "5xx"], "actOnTimeout": true, "mode": "suspend"});
    let webhook = json!({
        "name": "w", "enabled": true, "events": ["policy.end"], "failureHandling": handling, "integrationName": "i",
        "retryStrategy": "three", "suspended": true, "suspendedTimestamp": "1690907753000",
    });
    assert!(accepts("WebhookResponse", &webhook));
    for (pointer, wrong) in [
        ("/failureHandling/actOnStatusCodes/0", json!("40x")),
        ("/failureHandling/mode", json!("retry")),
        ("/retryStrategy", json!("two")),
        ("/suspendedTimestamp", json!(1_690_907_753_000_u64)),
        ("/suspendedTimestamp", Value::Null),
        ("/events/0", json!("webhook.suspend")),
    ] {
        let mut changed = webhook.clone();
        *changed.pointer_mut(pointer).unwrap() = wrong;
        assert!(!accepts("WebhookResponse", &changed), "{pointer}");
    }
}

#[test]
fn security_needs_https_and_a_tag_needs_a_secret() {
    let integration = |url: &str, security: &Value| json!({"name": "i", "url": url, "securitySpec": security});
    for name in ["ExternalServiceIntegrationAddRequest", "ExternalServiceIntegrationUpdateRequest"] {
        assert!(accepts(name, &json!({"name": "i", "url": "http://a.test/"})), "{name}");
        assert!(accepts(name, &integration("https://a.test/", &json!({"secret": "s", "tag": "t"}))), "{name}");
        assert!(accepts(name, &integration("https://a.test/", &json!({"hmacEnabled": true}))), "{name}");
        assert!(!accepts(name, &integration("https://a.test/", &json!({"tag": "t"}))), "{name}");
        assert!(!accepts(name, &integration("http://a.test/", &json!({}))), "{name}");
    }
}

#[test]
fn secrets_are_marked_in_the_schema_and_do_not_print() {
    const SECRET: &str = "hunter2";
    let socotra = socotra();
    let add = json!({
        "name": "i", "url": "https://a.test/", "headers": {"Authorization": SECRET}, "securitySpec": {"secret": SECRET},
    });
    let add: ExternalServiceIntegrationAddRequest = serde_json::from_value(add).unwrap();
    let ask: AuthenticateRequest = serde_json::from_value(json!({"username": "u", "password": SECRET})).unwrap();
    let token: AuthenticateResponse =
        serde_json::from_value(json!({"expiresTimestamp": "1", "authorizationToken": SECRET})).unwrap();
    for printed in [format!("{add:?}"), format!("{ask:?}"), format!("{token:?}")] {
        assert!(printed.contains("[secret]") && !printed.contains(SECRET), "{printed}");
    }
    for name in ["ExternalServiceIntegrationAddRequest", "AuthenticateRequest", "AuthenticateResponse"] {
        let schema = socotra.payload(name).unwrap().schema();
        assert_eq!(schema.pointer("/$defs/SecretText/format"), Some(&json!("password")), "{name}");
    }
}

#[test]
fn the_data_of_a_policy_may_name_it_and_hold_more() {
    let seen = json!({"policyLocator": "100002122"});
    let data: PolicyData = serde_json::from_value(seen.clone()).unwrap();
    assert_eq!((data.policy_locator.as_deref(), data.others.len()), (Some("100002122"), 0));
    let more = json!({"policyLocator": "1", "unheardOf": [1]});
    let data: PolicyData = serde_json::from_value(more.clone()).unwrap();
    assert_eq!(serde_json::to_value(data).unwrap(), more);
    let event = |data: &Value| json!({"id": "1", "timestamp": "1", "data": data, "transactionId": "1", "type": "policy.end", "username": "u"});
    assert!(accepts("policy.end", &event(&seen)) && accepts("policy.end", &event(&json!({}))));
    assert!(!accepts("policy.end", &event(&json!({"policyLocator": 100_002_122}))));
}

#[test]
fn a_notice_has_nothing_that_an_envelope_renews() {
    let socotra = socotra();
    let ids = IdSource::new(7, "salt", &["notice"]);
    let now = "2026-11-21T09:30:00Z".parse().unwrap();
    for payload in socotra.payloads.iter().filter(|payload| payload.kind == Kind::Notice) {
        let generator = Generator::compile(payload.schema(), payload.order()).unwrap();
        let samples = (0..50).map(|case| generator.sample(&mut seeded(case, &[&payload.name])));
        for document in samples.chain([generator.minimal(), generator.maximal()]) {
            let mut renewed = document.clone();
            socotra.envelope.renew(&mut renewed, &ids, now);
            assert_eq!(renewed, document, "{}", payload.name);
        }
    }
}
