//! Payloads of Orum that are not events.

use hookproof::provider::{Basis, Kind};
use hookproof::providers;
use hookproof::providers::orum::payloads::{InvokeRequest, Resource, TokenRequest, TokenResponse};
use serde_json::{Value, json};

use crate::management::{fits, listed};

const PAYLOADS: [(&str, Kind); 9] = [
    ("TokenRequest", Kind::Request),
    ("TokenResponse", Kind::Response),
    ("ConfigurationRequest", Kind::Request),
    ("ConfigurationResponse", Kind::Response),
    ("ConfigurationsResponse", Kind::Response),
    ("SecretResponse", Kind::Response),
    ("InvokeRequest", Kind::Request),
    ("ExternalAccountResponse", Kind::Response),
    ("Error", Kind::Error),
];

/// Whether the payload of this name takes the document.
fn takes(name: &str, document: &Value) -> bool {
    fits(&providers::orum(), name, document)
}

fn printed(name: &str) -> Value {
    providers::orum().payload(name).unwrap().examples[0].document().unwrap().to_value()
}

fn events() -> Vec<String> {
    providers::orum().events().map(|event| event.name.clone()).collect()
}

/// Names that stand for several events, as the data sheet tells them.
fn wildcards() -> Vec<String> {
    let told = providers::orum().fact("events.wildcards").unwrap().value.clone();
    told.split(", ").map(str::to_owned).collect()
}

#[test]
fn payloads_that_are_no_events_are_all_there() {
    let expected = PAYLOADS.map(|(name, kind)| (name.to_owned(), kind, Basis::Documented));
    assert_eq!(listed(&providers::orum()), expected);
}

#[test]
fn a_client_subscribes_to_events_and_to_wildcards_and_to_nothing_else() {
    let mut names = [wildcards(), events()].concat();
    assert_eq!(names.len(), 29);
    for name in &names {
        let document = json!({"event_types": [name], "url": "https://example.com", "enabled": true});
        assert!(takes("ConfigurationRequest", &document), "{name}");
    }
    for name in ["verify_account_all", "transfer_created", "transfer_group_updated", "Person_created", ""] {
        let document = json!({"event_types": [name], "url": "https://example.com", "enabled": true});
        assert!(!takes("ConfigurationRequest", &document), "{name}");
    }
    let orum = providers::orum();
    let schema = orum.payload("ConfigurationResponse").unwrap().schema();
    let mut listed: Vec<String> = serde_json::from_value(schema["$defs"]["Subscribable"]["enum"].clone()).unwrap();
    listed.sort();
    names.sort();
    assert_eq!(listed, names);
}

#[test]
fn a_configuration_is_switched_by_a_boolean_and_written_whole() {
    let whole = printed("ConfigurationRequest");
    for member in ["event_types", "url", "enabled"] {
        let mut part = whole.clone();
        part.as_object_mut().unwrap().remove(member);
        assert!(!takes("ConfigurationRequest", &part), "{member}");
    }
    let mut text = whole;
    text["enabled"] = json!("true");
    assert!(!takes("ConfigurationRequest", &text));
}

#[test]
fn each_event_but_no_wildcard_can_be_invoked() {
    let orum = providers::orum();
    let schema = orum.payload("InvokeRequest").unwrap().schema();
    let listed: Vec<String> = serde_json::from_value(schema["$defs"]["EventName"]["enum"].clone()).unwrap();
    assert_eq!(listed, events());
    let families = schema["oneOf"].as_array().unwrap();
    let decided = families.iter().flat_map(|family| {
        let names = family["properties"]["event_type"]["enum"].clone();
        serde_json::from_value::<Vec<String>>(names).unwrap()
    });
    assert_eq!(decided.collect::<Vec<_>>(), events(), "every name decides what its data is");
    for name in wildcards() {
        let mut document = printed("InvokeRequest");
        document["event_type"] = json!(name);
        assert!(!takes("InvokeRequest", &document), "{name}");
    }
}

#[test]
fn the_name_of_an_invoked_event_decides_what_its_data_is() {
    let orum = providers::orum();
    let payload = orum.payload("InvokeRequest").unwrap();
    assert!(payload.examples[0].contradictions.is_empty(), "the printed request fits");
    let account = printed("ExternalAccountResponse")["external_account"].clone();
    for name in events() {
        let is_person = name.starts_with("person_");
        let person = json!({"event_type": name, "data": printed("InvokeRequest")["data"]});
        assert_eq!(takes("InvokeRequest", &person), is_person, "{name}");
        assert_eq!(serde_json::from_value::<InvokeRequest>(person).is_ok(), is_person, "{name}");
        let account = json!({"event_type": name, "data": account});
        assert_eq!(takes("InvokeRequest", &account), name.starts_with("external_account_"), "{name}");
    }
    let request: InvokeRequest =
        serde_json::from_value(json!({"event_type": "external_account_closed", "data": account})).unwrap();
    assert!(matches!(request.data, Resource::ExternalAccount(_)));
}

#[test]
fn invoked_data_keeps_its_members_and_lists_of_values() {
    let printed = printed("InvokeRequest");
    for member in ["id", "customer_reference_id", "first_name", "last_name", "status", "created_at", "updated_at"] {
        let mut document = printed.clone();
        document["data"].as_object_mut().unwrap().remove(member);
        assert!(!takes("InvokeRequest", &document), "{member}");
    }
    for (pointer, value) in [
        ("/data/status", "unverified"),
        ("/data/id", "<string>"),
        ("/data/created_at", "<string>"),
        ("/data/addresses/0/country", "CA"),
        ("/data/contacts/0/type", "website"),
    ] {
        let mut document = printed.clone();
        *document.pointer_mut(pointer).unwrap() = json!(value);
        assert!(!takes("InvokeRequest", &document), "{pointer}");
    }
}

#[test]
fn the_details_of_an_error_may_be_absent_or_null() {
    let orum = providers::orum();
    let payload = orum.payload("Error").unwrap();
    for details in [None, Some(json!(null)), Some(json!({})), Some(json!({"field": "first_name"}))] {
        let mut document = json!({"error_code": "missing_first_name", "message": "First name is required."});
        if let Some(details) = details {
            document["details"] = details;
        }
        assert!(takes("Error", &document), "{document}");
        assert_eq!(payload.round_trip(&document), Some(Ok(document)));
    }
    assert!(!takes("Error", &json!({"error_code": "a", "message": "b", "details": []})));
    assert!(!takes("Error", &json!({"message": "b"})));
}

#[test]
fn secrets_of_a_token_are_marked_and_are_not_shown() {
    let orum = providers::orum();
    for (payload, member) in [("TokenRequest", "client_secret"), ("TokenResponse", "access_token")] {
        let schema = orum.payload(payload).unwrap().schema();
        assert_eq!(schema["properties"][member]["$ref"], "#/$defs/SecretText", "{payload}");
        assert_eq!(schema["$defs"]["SecretText"]["format"], "password", "{payload}");
    }
    let request: TokenRequest = serde_json::from_value(json!({"client_id": "me", "client_secret": "canary"})).unwrap();
    let response: TokenResponse =
        serde_json::from_value(json!({"access_token": "canary", "token_type": "Bearer", "expires_in": 60})).unwrap();
    let shown = format!("{request:?} {response:?}");
    assert!(!shown.contains("canary") && shown.contains("[secret]"), "{shown}");
    assert!(!takes("TokenResponse", &json!({"access_token": "a", "token_type": "Basic", "expires_in": 60})));
}
