//! `hookproof import --diff`: what changed since an earlier import, for a consumer.

use std::fs;

use serde_json::Value;

use crate::{Vendor, WEBHOOKS};

/// The class and reason of each change of an event.
fn classes(said: &Value, event: &str) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let changes = said["changes"].as_array().unwrap().iter().filter(|change| change["name"] == event);
    changes.map(|change| (text(&change["class"]), text(&change["pointer"]))).collect()
}

#[test]
fn each_event_is_classified() {
    let vendor = Vendor::new("diff");
    let document = vendor.write("openapi.json", WEBHOOKS);
    vendor.imports(&document);
    let written = vendor.written();
    let diff = |text: String, code: i32| -> Value {
        vendor.write("openapi.json", &text);
        let said = vendor.import(&document, &["--diff", "--json"]);
        assert_eq!(said.code, Some(code), "{}", said.whole());
        assert_eq!(vendor.written(), written, "nothing is written");
        serde_json::from_str(&said.stdout).unwrap()
    };
    let same = diff(WEBHOOKS.to_owned(), 0);
    assert_eq!(same["changes"], serde_json::json!([]));
    let added = diff(WEBHOOKS.replace(r#""created": {"#, r#""note": {"type": "string"}, "created": {"#), 0);
    assert_eq!(classes(&added, "order.paid"), [("additive".to_owned(), "/note".to_owned())]);
    let nullable = diff(WEBHOOKS.replace(r#"{"type": "integer"}"#, r#"{"type": ["integer", "null"]}"#), 1);
    assert_eq!(classes(&nullable, "order.gone"), [("breaking".to_owned(), "/created".to_owned())]);
    let narrower = diff(WEBHOOKS.replace(r#"{"type": "integer"}"#, r#"{"type": "integer", "minimum": 0}"#), 0);
    assert_eq!(classes(&narrower, "order.paid"), [("safe".to_owned(), "/created".to_owned())]);
    let renamed = diff(WEBHOOKS.replace("order.gone", "order.lost"), 1);
    assert_eq!(classes(&renamed, "order.gone"), [("breaking".to_owned(), String::new())]);
    assert_eq!(classes(&renamed, "order.lost"), [("additive".to_owned(), String::new())]);
}

#[test]
fn the_text_names_changes_and_edits_count() {
    let vendor = Vendor::new("diff-edited");
    let document = vendor.write("openapi.json", WEBHOOKS);
    vendor.imports(&document);
    let path = vendor.path("out/acme/order.paid.json");
    let edited = fs::read_to_string(&path).unwrap().replace(r#""type": "integer""#, r#""type": "number""#);
    fs::write(&path, &edited).unwrap();
    let said = vendor.import(&document, &["--diff"]);
    assert_eq!(said.code, Some(0), "{}", said.whole());
    assert!(said.stdout.contains("order.paid\n  safe       /created"), "{}", said.stdout);
}

#[test]
fn without_an_earlier_import_there_is_nothing_to_compare() {
    let vendor = Vendor::new("diff-none");
    let said = vendor.import(&vendor.write("openapi.json", WEBHOOKS), &["--diff"]);
    assert_eq!((said.code, vendor.has_output()), (Some(2), false), "{}", said.whole());
    assert!(said.stderr.contains("acme.toml"), "{}", said.stderr);
}
