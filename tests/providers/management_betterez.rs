//! Payloads of Betterez that are not events.

use hookproof::provider::{Basis, Kind, Payload};
use hookproof::providers;
use hookproof::providers::betterez::payloads::{Data, Event, Person};
use serde_json::{Value, json};

use crate::management::{fits, listed};

const PAYLOADS: [(&str, Kind, Basis); 15] = [
    ("PersonCreateRequest", Kind::Request, Basis::Observed),
    ("PersonUpdateRequest", Kind::Request, Basis::Observed),
    ("PersonResponse", Kind::Response, Basis::Observed),
    ("Person", Kind::Response, Basis::Assumed),
    ("PeopleResponse", Kind::Response, Basis::Observed),
    ("PersonDeleteResponse", Kind::Response, Basis::Observed),
    ("SubscriptionRequest", Kind::Request, Basis::Assumed),
    ("SubscriptionResponse", Kind::Response, Basis::Assumed),
    ("SubscriptionsResponse", Kind::Response, Basis::Assumed),
    ("EventsResponse", Kind::Response, Basis::Assumed),
    ("EmitRequest", Kind::Request, Basis::Observed),
    ("UndeliveredResponse", Kind::Response, Basis::Assumed),
    ("UndeliveredListResponse", Kind::Response, Basis::Assumed),
    ("UndeliveredPatchRequest", Kind::Request, Basis::Assumed),
    ("Error", Kind::Error, Basis::Assumed),
];

fn payload(name: &str) -> Payload {
    providers::betterez().payload(name).unwrap().clone()
}

/// Whether the payload of this name takes the document.
fn takes(name: &str, document: &Value) -> bool {
    fits(&providers::betterez(), name, document)
}

#[test]
fn payloads_that_are_no_events_are_all_there() {
    let expected = PAYLOADS.map(|(name, kind, basis)| (name.to_owned(), kind, basis));
    assert_eq!(listed(&providers::betterez()), expected);
}

#[test]
fn every_list_of_names_is_that_of_the_events() {
    let betterez = providers::betterez();
    let names: Vec<&str> = betterez.events().map(|event| event.name.as_str()).collect();
    assert_eq!(names.len(), 141);
    for name in
        ["SubscriptionRequest", "SubscriptionResponse", "SubscriptionsResponse", "EventsResponse", "EmitRequest"]
    {
        let payload = payload(name);
        let listed: Vec<&str> = payload.schema()["$defs"]["EventName"]["enum"]
            .as_array()
            .unwrap()
            .iter()
            .map(|name| name.as_str().unwrap())
            .collect();
        assert_eq!(listed, names, "{name}");
    }
}

#[test]
fn names_are_subscribed_to_in_the_letter_case_that_is_printed() {
    for (name, is_known) in [
        ("peopleLookups.created", true),
        ("peoplelookups.deleted", true),
        ("peopleLookups.deleted", false),
        ("transaction.reversed", true),
        ("shift.updated", false),
        ("*", false),
    ] {
        let subscription = json!({"url": "https://example.com", "events": [name]});
        assert_eq!(takes("SubscriptionRequest", &subscription), is_known, "{name}");
        assert_eq!(takes("EmitRequest", &json!({"id": "1", "event": name})), is_known, "{name}");
    }
    assert!(takes("SubscriptionRequest", &json!({"url": "https://example.com"})), "all of them");
    assert!(!takes("SubscriptionRequest", &json!({"events": []})), "to nowhere");
}

#[test]
fn a_person_is_added_with_a_document_and_changed_in_part() {
    let document = json!({"documentTypeId": "5f243d100617680712e78dd7", "documentNumber": "AS35F"});
    assert!(takes("PersonCreateRequest", &json!({"person": document})));
    assert!(!takes("PersonCreateRequest", &document), "the client sends it under `person`");
    for member in ["documentTypeId", "documentNumber"] {
        let mut part = document.clone();
        part.as_object_mut().unwrap().remove(member);
        assert!(!takes("PersonCreateRequest", &json!({"person": part})), "{member}");
        assert!(takes("PersonUpdateRequest", &json!({"person": part})), "{member}");
    }
    assert!(!takes("PersonUpdateRequest", &json!({})));
}

#[test]
fn the_person_of_an_event_is_what_is_answered() {
    let event = payload("peopleLookups.created").examples[0].document().unwrap().to_value();
    let answer = json!({"person": event["data"]["data"]});
    assert!(takes("PersonResponse", &answer));
    assert_eq!(payload("PersonResponse").round_trip(&answer), Some(Ok(answer.clone())));
    let mut nameless = answer;
    nameless["person"].as_object_mut().unwrap().remove("_id");
    assert!(!takes("PersonResponse", &nameless));
}

#[test]
fn what_was_not_delivered_is_kept_as_it_was_posted() {
    let betterez = providers::betterez();
    let date = json!({"value": "2021-01-15T10:00:00.000Z", "offset": 0});
    for event in betterez.events() {
        for example in &event.examples {
            let record = json!({
                "_id": "5f243d100617680712e78dd7",
                "url": "https://example.com",
                "reason": "500",
                "where": "answer",
                "payload": example.document().unwrap().to_value(),
                "createdAt": date,
            });
            assert!(takes("UndeliveredResponse", &record), "{}", event.name);
            assert_eq!(payload("UndeliveredResponse").round_trip(&record), Some(Ok(record)), "{}", event.name);
        }
    }
}

#[test]
fn an_api_key_in_an_event_is_marked_and_is_not_shown() {
    let payload = payload("peopleLookups.created");
    assert_eq!(payload.schema()["$defs"]["SecretText"]["format"], "password");
    let mut document = payload.examples[0].document().unwrap().to_value();
    document["data"]["apiKey"] = json!("canary");
    let event: Event<Data<Person>> = serde_json::from_value(document).unwrap();
    let shown = format!("{event:?}");
    assert!(!shown.contains("canary") && shown.contains("[secret]"), "{shown}");
}
