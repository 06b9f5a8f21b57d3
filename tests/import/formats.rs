//! Formats other than OpenAPI 3, and documents that are valid in part.

use crate::{Vendor, names, slot};

#[test]
fn requests_of_a_har_file_are_examples_with_headers() {
    let request = |event: &str, body: &str| {
        let text = serde_json::to_string(body).unwrap();
        format!(
            r#"{{"request": {{"method": "POST", "url": "http://127.0.0.1/hook", "headers": [
            {{"name": "X-Forge-Event", "value": "{event}"}}, {{"name": "X-Forge-Delivery", "value": "1"}},
            {{"name": "Authorization", "value": "s3cret"}}], "postData": {{"mimeType": "application/json", "text": {text}}}}}}}"#
        )
    };
    let entries = [
        request("issues", r#"{"action": "opened", "at": "2026-01-02T03:04:05Z"}"#),
        request("issues", r#"{"action": "closed", "at": "2026-01-02T03:04:06Z"}"#),
        request("push", r#"{"ref": "main"}"#),
        request("push", "not JSON"),
        request("list", "[1]"),
    ];
    let vendor = Vendor::new("har");
    let text = format!(r#"{{"log": {{"version": "1.2", "entries": [{}]}}}}"#, entries.join(", "));
    let (said, provider) = vendor.imports(&vendor.write("run.har", &text));
    assert_eq!(names(&provider), ["issues.opened", "issues.closed", "push"], "in their order");
    assert_eq!(slot(&said, "event"), ("{header X-Forge-Event}.{/action}", "observed"));
    assert_eq!(slot(&said, "id").0, "header X-Forge-Delivery uuid");
    assert!(said["left_out"][0]["reason"].as_str().unwrap().contains("its items are not events"), "{said}");
    for file in vendor.written() {
        assert!(!file.contains("s3cret"), "{file}");
    }
}

const ASYNC_2: &str = r"asyncapi: 2.6.0
defaultContentType: application/json
channels:
  orders:
    subscribe:
      message:
        oneOf:
          - $ref: '#/components/messages/OrderPaid'
          - $ref: '#/components/messages/OrderGone'
  commands:
    publish:
      message: {payload: {type: object, properties: {type: {const: no.event}}}}
components:
  messageTraits:
    signed: {headers: {type: object, properties: {X-Acme-Signature: {type: string}}}}
  messages:
    OrderPaid:
      summary: An order was paid.
      traits: [{$ref: '#/components/messageTraits/signed'}]
      payload:
        type: object
        required: [type, id]
        properties:
          type: {type: string, const: order.paid}
          id: {type: string, format: uuid}
          pair: {type: array, items: [{type: integer}], additionalItems: false}
          target: {$ref: '#/components/schemas/Text', maxLength: 1}
      examples:
        - payload: {type: order.paid, id: 6f9619ff-8b86-4d01-b42d-00cf4fc964ff, target: long}
    OrderGone:
      contentType: application/avro
      payload: {type: object}
  schemas:
    Text: {type: string}
";

#[test]
fn messages_of_asyncapi_2_that_the_provider_sends_are_events() {
    let vendor = Vendor::new("async-2");
    let (said, provider) = vendor.imports(&vendor.write("async.yaml", ASYNC_2));
    assert_eq!(names(&provider), ["order.paid"]);
    assert_eq!(slot(&said, "event"), ("/type", "documented"));
    assert_eq!(slot(&said, "id"), ("/id uuid", "assumed"));
    assert_eq!(said["left_out"][0]["reason"], "its payload is application/avro, not JSON");
    let event = provider.events().next().unwrap();
    assert_eq!((event.about.as_str(), event.examples.len()), ("An order was paid.", 1));
    let says = |pair: serde_json::Value| {
        let event =
            serde_json::json!({"type": "order.paid", "id": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "pair": pair});
        provider.violations("order.paid", &event).len()
    };
    assert_eq!(says(serde_json::json!([1])), 0);
    assert_ne!(says(serde_json::json!([1, 2])), 0, "a tuple of draft 7");
    let toml = vendor.written().into_iter().find(|text| text.contains("X-Acme-Signature"));
    assert!(toml.is_some(), "the header of a trait");
}

#[test]
fn messages_of_asyncapi_3_that_the_provider_sends_are_events() {
    let text = r##"{"asyncapi": "3.0.0", "channels": {"hooks": {"messages": {
        "paid": {"$ref": "#/components/messages/Paid"}, "command": {"payload": {"type": "object"}},
        "avro": {"payload": {"schemaFormat": "application/vnd.apache.avro;version=1.9.0", "schema": {}}}}}},
        "operations": {"send": {"action": "send", "channel": {"$ref": "#/channels/hooks"},
            "messages": [{"$ref": "#/channels/hooks/messages/paid"}, {"$ref": "#/channels/hooks/messages/avro"}]},
        "take": {"action": "receive", "channel": {"$ref": "#/channels/hooks"},
            "messages": [{"$ref": "#/channels/hooks/messages/command"}]}},
        "components": {"messages": {"Paid": {"headers": {"properties": {"X-Acme-Event": {"const": "paid"}}},
            "payload": {"schemaFormat": "application/schema+json;version=draft-07",
            "schema": {"type": "object", "properties": {"occurred_at": {"type": "string", "format": "date-time"}}}}}}}}"##;
    let vendor = Vendor::new("async-3");
    let (said, provider) = vendor.imports(&vendor.write("async.json", text));
    assert_eq!(names(&provider), ["paid"]);
    assert_eq!(slot(&said, "event"), ("header X-Acme-Event", "documented"));
    assert_eq!(slot(&said, "time"), ("/occurred_at rfc3339", "documented"));
    assert!(said["left_out"][0]["reason"].as_str().unwrap().contains("apache.avro"), "{said}");
    assert_eq!(said["left_out"].as_array().unwrap().len(), 1, "commands are not events");
}

#[test]
fn swagger_2_has_webhooks_in_an_extension_or_bare_schemas() {
    let text = r##"{"swagger": "2.0", "x-webhooks": {"paid": {"post": {"parameters": [
        {"in": "header", "name": "X-Acme-Topic", "type": "string", "enum": ["orders/paid"]},
        {"in": "body", "name": "body", "schema": {"$ref": "#/definitions/Paid"}}]}}},
        "definitions": {"Paid": {"type": "object", "required": ["n"], "properties": {"n": {"type": "number",
        "minimum": 0, "exclusiveMinimum": true, "x-nullable": true}}, "example": {"n": 1}}}}"##;
    let vendor = Vendor::new("swagger");
    let (said, provider) = vendor.imports(&vendor.write("api.json", text));
    assert_eq!(names(&provider), ["orders/paid"]);
    assert_eq!(slot(&said, "event"), ("header X-Acme-Topic", "documented"));
    let says = |n: serde_json::Value| provider.violations("orders/paid", &serde_json::json!({"n": n})).len();
    assert_eq!((says(serde_json::json!(null)), says(serde_json::json!(0.5))), (0, 0));
    assert_ne!(says(serde_json::json!(0)), 0);
    let vendor = Vendor::new("swagger-2");
    let bare = r#"{"swagger": "2.0", "paths": {}, "definitions": {"PaidWebhook": {"type": "object"}, "Other": {}}}"#;
    let (_, provider) = vendor.imports(&vendor.write("api.json", bare));
    assert_eq!(names(&provider), ["PaidWebhook"]);
}

#[test]
fn a_reference_that_leads_nowhere_leaves_out_one_event() {
    let hook = |to: &str| {
        format!(
            r#"{{"post": {{"requestBody": {{"content": {{"application/json": {{"schema": {{"$ref": "{to}"}}}}}}}}}}}}"#
        )
    };
    let text = format!(
        r##"{{"openapi": "3.1.0", "webhooks": {{"a": {}, "b": {}, "c": {{"$ref": "#/nowhere"}}, "d": {}}},
        "components": {{"schemas": {{"A": {{"type": "object"}}, "D": {{"properties": {{"x": {{"$ref": "gone.json"}}}}}}}}}}}}"##,
        hook("#/components/schemas/A"),
        hook("#/components/schemas/B"),
        hook("#/components/schemas/D")
    );
    let vendor = Vendor::new("dangling");
    let (said, provider) = vendor.imports(&vendor.write("api.json", &text));
    assert_eq!(names(&provider), ["a"]);
    let left_out = said["left_out"].as_array().unwrap();
    let reasons: Vec<(&str, &str)> =
        left_out.iter().map(|one| (one["event"].as_str().unwrap(), one["reason"].as_str().unwrap())).collect();
    let [b, c, d] = reasons[..] else { panic!("{reasons:?}") };
    assert!(
        b.0 == "b" && b.1.contains("#/webhooks/b/post") && b.1.contains("`#/components/schemas/B` leads nowhere"),
        "{b:?}"
    );
    assert!(c.0 == "c" && c.1.contains("#/webhooks/c: the reference `#/nowhere` leads nowhere"), "{c:?}");
    assert!(d.0 == "d" && d.1.contains("#/components/schemas/D/properties/x: the reference `gone.json`"), "{d:?}");
}

#[test]
fn a_json_schema_that_lists_its_definitions_has_several_events() {
    let text = r##"{"$schema": "http://json-schema.org/draft-07/schema#", "oneOf": [{"$ref": "#/definitions/push"},
        {"$ref": "#/definitions/issues_event"}, {"$ref": "#/definitions/none"}], "definitions": {
        "push": {"$schema": "http://json-schema.org/draft-07/schema", "type": "object",
            "properties": {"type": {"const": "push"}, "x": {"$ref": "#/definitions/text", "maxLength": 0}}},
        "issues_event": {"oneOf": [{"$ref": "#/definitions/issues$opened"}, {"$ref": "#/definitions/push"}]},
        "issues$opened": {"oneOf": [{"properties": {"type": {"enum": ["issues.opened"]}, "n": {"type": "integer"}},
            "dependencies": {"n": ["m"]}}, {"properties": {"type": {"const": "issues.opened"}}, "required": ["z"]}]},
        "text": {"type": "string"}}}"##;
    let vendor = Vendor::new("split");
    let (said, provider) = vendor.imports(&vendor.write("schema.json", text));
    assert_eq!(names(&provider), ["issues.opened", "push"]);
    assert_eq!(slot(&said, "event"), ("/type", "documented"));
    assert!(said["events"][0]["from"].as_str().unwrap().ends_with("#/definitions/push"), "{said}");
    assert!(said["left_out"][0]["reason"].as_str().unwrap().contains("leads nowhere"), "{said}");
    let says = |event: &str| {
        provider.violations(event.split('"').nth(3).unwrap(), &serde_json::from_str(event).unwrap()).len()
    };
    assert_eq!(says(r#"{"type": "push", "x": "keywords next to a reference do not count in draft 7"}"#), 0);
    assert_ne!(says(r#"{"type": "push", "x": 7}"#), 0);
    assert_ne!(says(r#"{"type": "issues.opened", "n": 1}"#), 0, "the dependency of draft 7");
    let vendor = Vendor::new("split-2");
    let bag = r#"{"$schema": "http://json-schema.org/draft-07/schema#", "definitions": {"PaidEvent": {"type": "object"}, "Money": {}}}"#;
    let (_, provider) = vendor.imports(&vendor.write("schema.json", bag));
    assert_eq!(names(&provider), ["PaidEvent"]);
}

#[test]
fn a_callback_of_several_operations_is_one_event() {
    let operation = r#"{"post": {"callbacks": {"done": {"{$request.body#/url}": {"post": {"requestBody": {"content":
        {"application/json": {"schema": {"type": "object", "properties": {"event": {"const": "done"}}}}}}}}}}}}"#;
    let text = format!(r#"{{"openapi": "3.0.0", "paths": {{"/a": {operation}, "/b": {operation}}}}}"#);
    let vendor = Vendor::new("copies");
    let (said, provider) = vendor.imports(&vendor.write("api.json", &text));
    assert_eq!((names(&provider), said["left_out"].as_array().unwrap().len()), (vec!["done"], 0));
}
