//! Argyle: payloads that are not events.

use hookproof::model::Nullable;
use hookproof::provider::{Basis, Kind};
use hookproof::providers;
use hookproof::providers::argyle::payloads::{CreateSubscription, Subscription};
use serde_json::{Value, json};

use crate::management::{fits, listed};

#[test]
fn argyle_documents_these_payloads_beside_its_events() {
    let expected = [
        ("CreateSubscription", Kind::Request, Basis::Documented),
        ("CreatePartnerSubscription", Kind::Request, Basis::Documented),
        ("Subscription", Kind::Response, Basis::Documented),
        ("SubscriptionPage", Kind::Response, Basis::Documented),
        ("Refusal", Kind::Error, Basis::Documented),
        ("InvalidMembers", Kind::Error, Basis::Assumed),
    ];
    assert_eq!(listed(&providers::argyle()), expected.map(|(name, kind, basis)| (name.to_owned(), kind, basis)));
}

fn asking_for(events: &[&str], config: Option<Value>) -> Value {
    let mut request = json!({"events": events, "name": "all", "url": "https://example.com/?q=ä b"});
    if let Some(config) = config {
        request["config"] = config;
    }
    request
}

#[test]
fn argyle_subscribes_to_each_of_its_events_and_to_all() {
    let argyle = providers::argyle();
    let names = argyle.events().map(|event| event.name.as_str());
    for name in names.filter(|name| !name.starts_with("items.")).chain(["*"]) {
        assert!(fits(&argyle, "CreateSubscription", &asking_for(&[name], None)), "{name}");
    }
    assert!(!fits(&argyle, "CreateSubscription", &asking_for(&["accounts.eaten"], None)));
    let mut bare = asking_for(&[], None);
    bare["events"] = json!("*");
    assert!(fits(&argyle, "CreateSubscription", &bare));
    bare["events"] = json!("accounts.added");
    assert!(!fits(&argyle, "CreateSubscription", &bare));
}

#[test]
fn argyle_wants_the_items_of_a_subscription_to_items() {
    let argyle = providers::argyle();
    for name in ["items.updated", "items.removed"] {
        let events = ["accounts.added", name];
        let items = |count: usize| Some(json!({"items": vec!["item_000000001"; count]}));
        assert!(fits(&argyle, "CreateSubscription", &asking_for(&events, items(30))), "{name}");
        assert!(!fits(&argyle, "CreateSubscription", &asking_for(&events, items(31))), "{name}");
        assert!(!fits(&argyle, "CreateSubscription", &asking_for(&events, Some(json!({})))), "{name}");
        assert!(!fits(&argyle, "CreateSubscription", &asking_for(&events, None)), "{name}");
    }
}

#[test]
fn argyle_distinguishes_an_empty_secret_from_an_absent_one_only_for_clients() {
    let argyle = providers::argyle();
    let mut request = asking_for(&["verifications.updated"], Some(json!({"include_resource": true})));
    request["url"] = json!("https://example.com/");
    let typed: CreateSubscription = serde_json::from_value(request.clone()).unwrap();
    assert_eq!(typed.secret, None);
    for payload in ["CreateSubscription", "CreatePartnerSubscription"] {
        assert!(fits(&argyle, payload, &request), "{payload}");
    }
    request["secret"] = json!(null);
    let typed: CreateSubscription = serde_json::from_value(request.clone()).unwrap();
    assert_eq!(typed.secret, Some(Nullable::Null));
    assert!(fits(&argyle, "CreateSubscription", &request));
    assert!(!fits(&argyle, "CreatePartnerSubscription", &request));
}

#[test]
fn argyle_partners_name_events_that_nobody_listed() {
    let argyle = providers::argyle();
    let mut request = asking_for(&["verifications.eaten"], None);
    request["url"] = json!("https://example.com/");
    assert!(fits(&argyle, "CreatePartnerSubscription", &request));
    request["url"] = json!("no url");
    assert!(!fits(&argyle, "CreatePartnerSubscription", &request));
}

#[test]
fn argyle_marks_secrets_and_never_prints_them() {
    let argyle = providers::argyle();
    for payload in ["CreateSubscription", "CreatePartnerSubscription", "Subscription", "SubscriptionPage"] {
        let schema = argyle.payload(payload).unwrap().schema().to_string();
        assert!(schema.contains(r#""format":"password""#), "{payload}");
    }
    let example = &argyle.payload("Subscription").unwrap().examples[0].text;
    let subscription: Subscription = serde_json::from_str(example).unwrap();
    assert_eq!(subscription.secret.as_option().unwrap().expose(), "optional-secret");
    let printed = format!("{subscription:?}");
    assert!(printed.contains("[secret]") && !printed.contains("optional-secret"), "{printed}");
}
