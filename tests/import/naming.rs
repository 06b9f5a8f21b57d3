//! Names that are in several places, or that only the keys of a document have.

use crate::{Vendor, names, slot};

/// A description whose webhooks have these keys, and the schema of the body and the header parameters of each.
fn webhooks(all: &[(&str, &str)], parameters: &str) -> String {
    let hooks: Vec<String> = all
        .iter()
        .map(|(key, schema)| {
            format!(
                r#""{key}": {{"post": {{"parameters": [{parameters}], "requestBody": {{"content":
                {{"application/json": {{"schema": {schema}}}}}}}}}}}"#
            )
        })
        .collect();
    format!(r#"{{"openapi": "3.1.0", "webhooks": {{{}}}}}"#, hooks.join(", "))
}

fn action(name: &str) -> String {
    format!(r#"{{"type": "object", "required": ["action"], "properties": {{"action": {{"enum": ["{name}"]}}}}}}"#)
}

/// The header has the same example in every webhook, so only the keys have the rest of each name.
#[test]
fn the_start_of_a_key_is_in_the_header_and_its_end_in_the_body() {
    let bodies = ["opened", "ready_for_review", "deleted", "renamed"].map(action);
    let all = [
        ("issues-opened", bodies[0].as_str()),
        ("pull-request-ready-for-review", &bodies[1]),
        ("pull-request-deleted", &bodies[2]),
        ("pull-request-gets-new-name", &bodies[3]),
        ("push", r#"{"type": "object"}"#),
    ];
    let header = r#"{"name": "X-Forge-Event", "in": "header", "example": "issues", "schema": {"type": "string"}}"#;
    let vendor = Vendor::new("keys");
    let (said, provider) = vendor.imports(&vendor.write("forge.json", &webhooks(&all, header)));
    assert_eq!(slot(&said, "event"), ("{header X-Forge-Event}.{/action}", "assumed"));
    let expected =
        ["issues.opened", "pull_request.deleted", "pull_request.ready_for_review", "pull_request.renamed", "push"];
    assert_eq!(names(&provider), expected);
}

#[test]
fn two_fields_can_have_the_name_together() {
    let body = |kind: &str, code: &str| {
        format!(
            r#"{{"type": "object", "properties": {{"webhook_type": {{"const": "{kind}"}}, "webhook_code": {{"const": "{code}"}}}}}}"#
        )
    };
    let bodies = [body("ITEM", "ERROR"), body("ITEM", "LOGIN_REPAIRED"), body("INCOME", "ERROR")];
    let all = [("a", bodies[0].as_str()), ("b", &bodies[1]), ("c", &bodies[2])];
    let vendor = Vendor::new("pairs");
    let (said, provider) = vendor.imports(&vendor.write("bank.json", &webhooks(&all, "")));
    assert_eq!(slot(&said, "event"), ("{/webhook_type}.{/webhook_code}", "documented"));
    assert_eq!(names(&provider), ["INCOME.ERROR", "ITEM.ERROR", "ITEM.LOGIN_REPAIRED"]);
    let alone =
        |kind: &str| format!(r#"{{"type": "object", "properties": {{"webhook_type": {{"enum": ["{kind}"]}}}}}}"#);
    let bodies = ["plan.created", "plan.deleted"].map(alone);
    let all = [("a", bodies[0].as_str()), ("b", &bodies[1])];
    let (said, provider) = vendor.imports(&vendor.write("alone.json", &webhooks(&all, "")));
    assert_eq!(slot(&said, "event"), ("/webhook_type", "documented"));
    assert_eq!(names(&provider), ["plan.created", "plan.deleted"]);
}

#[test]
fn a_key_that_a_field_may_have_is_a_name_next_to_constants() {
    let all = [
        ("order.paid", r#"{"type": "object", "properties": {"type": {"enum": ["order.paid", "order.gone"]}}}"#),
        ("ticket", r#"{"type": "object", "properties": {"type": {"const": "ticket.opened"}}}"#),
    ];
    let vendor = Vendor::new("listed");
    let (said, provider) = vendor.imports(&vendor.write("shop.json", &webhooks(&all, "")));
    assert_eq!(slot(&said, "event"), ("/type", "assumed"));
    assert_eq!(names(&provider), ["order.paid", "ticket.opened"]);
}

/// One example was copied from another event.
#[test]
fn most_events_decide_where_the_names_are() {
    let hook = |key: &str, kind: &str| {
        format!(
            r#""{key}": {{"post": {{"requestBody": {{"content": {{"application/json": {{"schema": {{"type": "object",
            "required": ["eventType"], "properties": {{"eventType": {{"type": "string"}}}}}}, "example": {{"eventType": "{kind}"}}}}}}}}}}}}"#
        )
    };
    let hooks = [("/PAID", "PAID"), ("/GONE", "GONE"), ("/LOST", "PAID")].map(|(key, kind)| hook(key, kind));
    let text = format!(r#"{{"openapi": "3.1.0", "webhooks": {{{}}}}}"#, hooks.join(", "));
    let vendor = Vendor::new("copied");
    let (said, provider) = vendor.imports(&vendor.write("shop.json", &text));
    assert_eq!(slot(&said, "event"), ("/eventType", "assumed"));
    assert_eq!(names(&provider), ["GONE", "LOST", "PAID"]);
    assert_eq!(said["contradictions"][0]["event"], "LOST, example 1", "{said}");
    let body = |name: &str| format!(r#"{{"type": "object", "properties": {{"type": {{"const": "{name}"}}}}}}"#);
    let bodies = ["a.b", "b.c", "c.d"].map(body);
    let two = r#"{"type": "object", "properties": {"type": {"enum": ["d.sent", "d.done"]}}}"#;
    let all = [("a", bodies[0].as_str()), ("b", &bodies[1]), ("c", &bodies[2]), ("delivery", two)];
    let (said, provider) = vendor.imports(&vendor.write("shop.json", &webhooks(&all, "")));
    assert_eq!(slot(&said, "event"), ("/type", "assumed"));
    assert_eq!(names(&provider), ["a.b", "b.c", "c.d", "d.done", "d.sent"]);
}

#[test]
fn names_in_lists_are_said_to_be_unsupported() {
    let item = |code: &str| {
        format!(
            r#"{{"type": "object", "properties": {{"items": {{"type": "array", "items": {{"type": "object", "properties":
            {{"Request": {{"type": "object", "properties": {{"eventCode": {{"enum": ["{code}"]}}}}}}}}}}}}}}}}"#
        )
    };
    let bodies = [item("PAID"), item("GONE")];
    let all = [("paid", bodies[0].as_str()), ("gone", &bodies[1]), ("batch", r#"{"type": "array", "items": {}}"#)];
    let vendor = Vendor::new("lists");
    let (said, _) = vendor.imports(&vendor.write("pay.json", &webhooks(&all[..2], "")));
    let reason = said["slots"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("the names are in a list, at /items/*/Request/eventCode"), "{reason}");
    let (said, provider) = vendor.imports(&vendor.write("pay.json", &webhooks(&all, "")));
    assert_eq!(names(&provider), ["gone", "paid"]);
    assert!(
        said["left_out"][0]["reason"].as_str().unwrap().contains("its body is a list of events, and the bodies"),
        "{said}"
    );
}

#[test]
fn a_field_that_lists_names_makes_an_event_of_each() {
    let schema = r#"{"type": "object", "properties": {"data": {"type": "object", "properties": {"attributes": {"type": "object",
        "required": ["eventType"], "properties": {"eventType": {"type": "string", "enum": ["PAID", "GONE", "PING"]},
        "n": {"type": "integer"}}}}}}}"#;
    let example = |kind: &str| format!(r#"{{"data": {{"attributes": {{"eventType": "{kind}", "n": 1}}}}}}"#);
    let text = format!(
        r#"{{"openapi": "3.1.0", "webhooks": {{"Event": {{"post": {{"requestBody": {{"content": {{"application/json":
        {{"schema": {schema}, "examples": {{"a": {{"value": {}}}, "b": {{"value": {}}}, "c": {{"value": {}}}}}}}}}}}}}}}}}}}"#,
        example("GONE"),
        example("LOST"),
        example("PAID")
    );
    let vendor = Vendor::new("several");
    let (said, provider) = vendor.imports(&vendor.write("bank.json", &text));
    assert_eq!(slot(&said, "event"), ("/data/attributes/eventType", "assumed"));
    assert_eq!(names(&provider), ["GONE", "PAID", "PING"]);
    let counts: Vec<usize> = provider.events().map(|event| event.examples.len()).collect();
    assert_eq!(counts, [1, 1, 0], "{said}");
    assert_eq!(said["contradictions"][0]["event"], "PAID, example 1", "no event has the name of this example: {said}");
    let is_valid =
        |event: &str, kind: &str| provider.violations(event, &serde_json::from_str(&example(kind)).unwrap()).is_empty();
    assert!(is_valid("PING", "PING") && !is_valid("PING", "PAID"));
    // A list that two events share has the names of all.
    let both = r#"{"type": "object", "properties": {"type": {"enum": ["a.sent", "b.sent", "c.sent"]}}}"#;
    let (said, provider) = vendor.imports(&vendor.write("shared.json", &webhooks(&[("one", both), ("two", both)], "")));
    assert_eq!((slot(&said, "event").0, names(&provider)), ("webhook", vec!["one", "two"]));
}

#[test]
fn an_event_without_a_name_is_left_out() {
    let body = |name: &str| {
        format!(
            r#"{{"type": "object", "properties": {{"data": {{"type": "object", "properties": {{"type": {{"const": "{name}"}}}}}}}}}}"#
        )
    };
    let bodies = ["a.sent", "b.sent", "c.sent", "d.sent"].map(body);
    let all = [
        ("a", bodies[0].as_str()),
        ("b", &bodies[1]),
        ("c", &bodies[2]),
        ("d", &bodies[3]),
        ("root", r#"{"type": "object", "properties": {"type": {"const": "e.sent"}}}"#),
        ("none", r#"{"type": "object", "properties": {"data": {"type": "object", "properties": {"url": {}}}}}"#),
        ("free", r#"{"type": "object", "properties": {"data": {"type": "object"}}}"#),
    ];
    let vendor = Vendor::new("nameless");
    let document = vendor.write("shop.json", &webhooks(&all[..5], ""));
    let (said, provider) = vendor.imports(&document);
    assert_eq!(names(&provider), ["a.sent", "b.sent", "c.sent", "d.sent"]);
    let reason = "it has no field at /data/type, where the other events have their names";
    assert_eq!(said["left_out"][0]["reason"], reason, "{said}");
    let more: Vec<(&str, &str)> = all.iter().copied().filter(|(key, _)| *key != "root").collect();
    let (said, provider) = vendor.imports(&vendor.write("more.json", &webhooks(&more[..5], "")));
    assert_eq!((provider.events().count(), &said["left_out"][0]["reason"]), (4, &reason.into()), "{said}");
    let more: Vec<(&str, &str)> = more.into_iter().filter(|(key, _)| *key != "none").collect();
    let (said, provider) = vendor.imports(&vendor.write("free.json", &webhooks(&more, "")));
    assert_eq!(names(&provider), ["a.sent", "b.sent", "c.sent", "d.sent", "free"], "it may have the field: {said}");
}

#[test]
fn ids_identify_an_event_without_an_id_of_its_own() {
    let body = |name: &str| {
        format!(
            r#"{{"type": "object", "properties": {{"type": {{"const": "{name}"}}, "accountId": {{"type": "string", "format": "uuid"}},
            "data": {{"type": "object", "properties": {{"id": {{"type": "string", "pattern": "^ord_[0-9]{{8}}$"}},
            "idle": {{"type": "string"}}, "card_id": {{"type": "object"}}}}}}}}}}"#
        )
    };
    let bodies = ["a.sent", "b.sent"].map(body);
    let vendor = Vendor::new("identity");
    let (said, provider) =
        vendor.imports(&vendor.write("shop.json", &webhooks(&[("a", &bodies[0]), ("b", &bodies[1])], "")));
    let slots = said["slots"].as_array().unwrap().iter();
    let found: Vec<&str> =
        slots.filter(|slot| slot["key"] == "identity").map(|slot| slot["value"].as_str().unwrap()).collect();
    assert_eq!(found, ["/accountId uuid", "/data/id ord_[0-9]{8}"], "{said}");
    let known: Vec<&str> = provider.envelope.identity.iter().map(|slot| slot.pointer.as_str()).collect();
    assert_eq!(known, ["/accountId", "/data/id"]);
    // Examples show them, too, but an event with an id needs no others.
    let text = r#"{"event": "a", "order": {"order_id": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"}}"#;
    let (said, _) = vendor.imports(&vendor.write("a.ndjson", text));
    assert_eq!(slot(&said, "identity"), ("/order/order_id uuid", "assumed"));
    let text = text.replace(r#""event": "a""#, r#""event": "a", "event_id": "6f9619ff-8b86-4d01-b42d-00cf4fc964fe""#);
    let (said, _) = vendor.imports(&vendor.write("a.ndjson", &text));
    assert!(said["slots"].as_array().unwrap().iter().all(|slot| slot["key"] != "identity"), "{said}");
}
