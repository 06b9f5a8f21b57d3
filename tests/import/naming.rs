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
    assert_eq!(names(&provider), ["a.b", "b.c", "c.d", "d.sent"]);
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
