//! Bodies that are lists of events: `each` in the provider file, and the schema of one event.

use hookproof::model::Batch;

use crate::{Vendor, names, slot};

fn webhook(name: &str, schema: &str, example: &str) -> String {
    format!(
        r#""{name}": {{"post": {{"requestBody": {{"content": {{"application/json": {{"schema": {schema}{example}}}}}}}}}}}"#
    )
}

fn event(name: &str) -> String {
    format!(
        r#"{{"type": "object", "required": ["event", "n"], "properties": {{"event": {{"const": "{name}"}},
        "n": {{"type": "integer"}}}}}}"#
    )
}

fn openapi(webhooks: &[String], schemas: &str) -> String {
    format!(
        r#"{{"openapi": "3.1.0", "webhooks": {{{}}}, "components": {{"schemas": {{{schemas}}}}}}}"#,
        webhooks.join(", ")
    )
}

#[test]
fn a_schema_of_lists_becomes_that_of_one_event() {
    let vendor = Vendor::new("list-schema");
    let list = |to: &str| format!(r##"{{"type": "array", "items": {{"$ref": "#/components/schemas/{to}"}}}}"##);
    let example = r#", "example": [{"event": "paid", "n": 1}, {"event": "paid", "n": 2}]"#;
    let hooks = [webhook("a", &list("Paid"), example), webhook("b", &list("Gone"), "")];
    let schemas = format!(r#""Paid": {}, "Gone": {}"#, event("paid"), event("gone"));
    let (said, provider) = vendor.imports(&vendor.write("api.json", &openapi(&hooks, &schemas)));
    assert_eq!(slot(&said, "each"), ("/*", "documented"));
    assert_eq!(slot(&said, "event"), ("/event", "documented"));
    assert_eq!(names(&provider), ["gone", "paid"]);
    assert_eq!(provider.body.batch.as_ref().map(Batch::each), Some("/*"));
    let paid = provider.events().find(|event| event.name == "paid").unwrap();
    assert_eq!(paid.examples.len(), 2, "each item is an example");
    assert_eq!(provider.violations("paid", &serde_json::json!({"event": "paid", "n": 7})).len(), 0);
    assert_ne!(provider.violations("paid", &serde_json::json!({"event": "paid"})).len(), 0);
}

#[test]
fn the_alternatives_of_the_items_are_events() {
    let vendor = Vendor::new("list-alternatives");
    let list = r##"{"type": "array", "items": {"oneOf": [{"$ref": "#/components/schemas/Paid"},
        {"$ref": "#/components/schemas/Gone"}]}}"##;
    let example =
        r#", "example": [{"event": "gone", "n": 1}, {"event": "paid", "n": "many"}, {"event": "gone", "n": 3}]"#;
    let schemas = format!(r#""Paid": {}, "Gone": {}"#, event("paid"), event("gone"));
    let document = vendor.write("api.json", &openapi(&[webhook("all", list, example)], &schemas));
    let (said, provider) = vendor.imports(&document);
    assert_eq!(names(&provider), ["gone", "paid"]);
    let counts: Vec<usize> = provider.events().map(|event| event.examples.len()).collect();
    assert_eq!(counts, [2, 0], "{said}");
    assert_eq!(said["contradictions"][0]["event"], "paid, example 1", "{said}");
    assert_eq!(said["contradictions"].as_array().unwrap().len(), 1);
}

#[test]
fn lists_next_to_other_bodies_are_left_out() {
    let vendor = Vendor::new("list-mixed");
    let list = format!(r#"{{"type": "array", "items": {}}}"#, event("many"));
    let numbers = r#"{"type": "array", "items": {"type": "array", "items": {}}}"#;
    let hooks = [webhook("one", &event("one"), ""), webhook("many", &list, ""), webhook("deep", numbers, "")];
    let (said, provider) = vendor.imports(&vendor.write("api.json", &openapi(&hooks, "")));
    assert_eq!(names(&provider), ["one"]);
    assert!(provider.body.batch.is_none());
    let reasons = said["left_out"].to_string();
    assert!(reasons.contains("the bodies of other events are not"), "{reasons}");
    assert_eq!(said["left_out"].as_array().unwrap().len(), 2);
}

#[test]
fn examples_that_are_lists_of_like_objects_are_deliveries() {
    let lines = "[{\"event\": \"bounce\", \"sg_event_id\": 1}, {\"event\": \"open\"}]\n[{\"event\": \"open\"}]\n";
    let vendor = Vendor::new("list-lines");
    let (said, provider) = vendor.imports(&vendor.write("log.ndjson", lines));
    assert_eq!((slot(&said, "each"), slot(&said, "event")), (("/*", "observed"), ("/event", "observed")));
    assert_eq!(names(&provider), ["bounce", "open"]);
    // A JSON file may also be a collection of examples.
    let vendor = Vendor::new("list-file");
    let text = r#"[{"event": "bounce", "n": 1}, {"event": "open"}]"#;
    let (said, provider) = vendor.imports(&vendor.write("log.json", text));
    assert_eq!((slot(&said, "each"), names(&provider)), (("/*", "assumed"), vec!["bounce", "open"]));
    // Objects that have nothing in common, or other files with single objects, show that it is one.
    let vendor = Vendor::new("list-unlike");
    let (said, _) = vendor.imports(&vendor.write("log.json", r#"[{"a": 1}, {"b": 1}]"#));
    assert!(said["slots"].as_array().unwrap().iter().all(|slot| slot["key"] != "each"), "{said}");
    let vendor = Vendor::new("list-and-object");
    vendor.write("in/a.json", text);
    vendor.write("in/b.json", r#"{"event": "click"}"#);
    let (said, provider) = vendor.imports(vendor.path("in").to_str().unwrap());
    assert!(said["slots"].as_array().unwrap().iter().all(|slot| slot["key"] != "each"), "{said}");
    assert_eq!(provider.events().count(), 3);
}

#[test]
fn requests_with_lists_are_deliveries() {
    let request = |body: &str| {
        format!(
            r#"{{"request": {{"method": "POST", "headers": [{{"name": "X-Acme-Delivery", "value": "1"}}],
            "postData": {{"text": {}}}}}}}"#,
            serde_json::json!(body)
        )
    };
    let bodies = [r#"[{"type": "a", "n": 1}, {"type": "b"}]"#, r#"[{"type": "b"}]"#];
    let text = format!(r#"{{"log": {{"entries": [{}, {}]}}}}"#, request(bodies[0]), request(bodies[1]));
    let vendor = Vendor::new("list-har");
    let (said, provider) = vendor.imports(&vendor.write("run.har", &text));
    assert_eq!((slot(&said, "each"), names(&provider)), (("/*", "observed"), vec!["a", "b"]));
    let has_id = said["slots"].as_array().unwrap().iter().any(|slot| slot["key"] == "id");
    assert!(!has_id, "a header cannot have the id of several events: {said}");
}
