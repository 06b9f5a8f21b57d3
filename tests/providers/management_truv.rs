//! Truv: payloads that are not events.

use hookproof::provider::{Basis, Kind};
use hookproof::providers;
use hookproof::providers::truv::payloads::{UpdateWebhook, WebhookList};
use serde_json::json;

use crate::management::{fits, listed};

#[test]
fn truv_documents_these_payloads_beside_its_events() {
    let expected = [
        ("CreateWebhook", Kind::Request, Basis::Documented),
        ("UpdateWebhook", Kind::Request, Basis::Assumed),
        ("Webhook", Kind::Response, Basis::Documented),
        ("WebhookList", Kind::Response, Basis::Observed),
        ("WebhookRequestPage", Kind::Response, Basis::Documented),
        ("RequestError", Kind::Error, Basis::Documented),
        ("ValidationError", Kind::Error, Basis::Documented),
        ("NotFound", Kind::Error, Basis::Documented),
    ];
    assert_eq!(listed(&providers::truv()), expected.map(|(name, kind, basis)| (name.to_owned(), kind, basis)));
}

#[test]
fn truv_takes_a_webhook_within_its_limits() {
    let truv = providers::truv();
    let request = json!({"name": "n".repeat(128), "webhook_url": "http://example.com/", "env_type": "dev"});
    let with = |name: &str, value: serde_json::Value| {
        let mut request = request.clone();
        request[name] = value;
        fits(&truv, "CreateWebhook", &request)
    };
    assert!(fits(&truv, "CreateWebhook", &request));
    assert!(with("id", json!("what the provider alone may set")));
    assert!(with("webhook_url", json!(format!("http://example.com/{}", "p".repeat(2048 - 19)))));
    assert!(!with("webhook_url", json!(format!("http://example.com/{}", "p".repeat(2048 - 18)))));
    assert!(!with("webhook_url", json!("no url")));
    assert!(!with("name", json!("n".repeat(129))));
    assert!(!with("env_type", json!("production")));
    assert!(!with("events", json!(["order-created", "order-eaten"])));
    assert!(!with("enabled", json!(null)));
    for event in truv.events() {
        assert!(with("events", json!([event.name])), "{}", event.name);
    }
}

#[test]
fn truv_changes_one_member_of_a_webhook_at_a_time() {
    let truv = providers::truv();
    let create = truv.payload("CreateWebhook").unwrap().schema();
    let update = truv.payload("UpdateWebhook").unwrap().schema();
    let names = |schema: &serde_json::Value| -> Vec<String> {
        schema["properties"].as_object().unwrap().keys().cloned().collect()
    };
    assert_eq!(names(create), names(update));
    assert!(update.get("required").is_none());
    let mut revival = serde_json::from_value::<UpdateWebhook>(json!({})).unwrap();
    revival.enabled = Some(true);
    let revival = serde_json::to_value(revival).unwrap();
    assert_eq!(revival, json!({"enabled": true}));
    assert!(fits(&truv, "UpdateWebhook", &revival));
}

#[test]
fn truv_lists_webhooks_in_both_shapes() {
    let truv = providers::truv();
    let example = truv.payload("Webhook").unwrap().examples[0].document().unwrap().to_value();
    let (bare, wrapped) = (json!([example]), json!({"results": [example]}));
    for list in [&bare, &wrapped] {
        assert!(fits(&truv, "WebhookList", list), "{list}");
    }
    assert!(matches!(serde_json::from_value(bare).unwrap(), WebhookList::Bare(list) if list.len() == 1));
    assert!(matches!(serde_json::from_value(wrapped).unwrap(), WebhookList::Wrapped(page) if page.results.len() == 1));
    assert!(!fits(&truv, "WebhookList", &json!({"webhooks": []})));
}

#[test]
fn truv_writes_both_shapes_of_the_list_in_the_printed_order() {
    let truv = providers::truv();
    let webhook = &truv.payload("Webhook").unwrap().examples[0].text;
    for text in [format!("[{webhook}]"), format!("{{\"results\":[{webhook}]}}")] {
        crate::management::is_in_order(&truv, "WebhookList", &text);
    }
}

#[test]
fn truv_alone_sets_what_it_documents_as_read_only() {
    let truv = providers::truv();
    let members = truv.payload("Webhook").unwrap().schema()["properties"].as_object().unwrap().clone();
    let read_only: Vec<&String> =
        members.iter().filter(|(_, member)| member["readOnly"] == json!(true)).map(|(name, _)| name).collect();
    assert_eq!(read_only, ["created_at", "id", "updated_at"]);
}

#[test]
fn truv_logs_an_attempt_without_an_answer() {
    let truv = providers::truv();
    let mut page = truv.payload("WebhookRequestPage").unwrap().examples[0].document().unwrap().to_value();
    page["next"] = json!(null);
    page["results"][0]["status_code"] = json!(null);
    page["results"][0]["error_message"] = json!("time-out");
    assert!(fits(&truv, "WebhookRequestPage", &page));
    page["results"][0]["status_code"] = json!(0);
    assert!(!fits(&truv, "WebhookRequestPage", &page));
}
