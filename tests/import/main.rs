//! `hookproof import`, run as a command: what it writes is a provider file that the other commands accept.
#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test that panics is a test that fails")]

mod batches;
mod checked;
mod compare;
mod contracts;
mod drafts;
mod formats;
mod labelled;
mod merged;
mod naming;
mod refused;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use hookproof::__private::demo;
use hookproof::__private::demo::Shop;
use hookproof::Verifier;
use hookproof::provider::Provider;
use hookproof::report::{Paint, human};
use serde_json::Value;

#[path = "../cli/tool.rs"]
#[expect(dead_code, reason = "the tests of the command line use the rest")]
mod tool;

#[path = "../tools/mod.rs"]
#[expect(dead_code, reason = "other tests need more of it")]
mod tools;

#[path = "../readme/hold.rs"]
#[expect(dead_code, reason = "the tests of the documents use the rest")]
mod hold;

/// A folder with the documents of a vendor.
pub(crate) struct Vendor(PathBuf);

impl Vendor {
    pub(crate) fn new(test: &str) -> Self {
        Self(tool::folder(&format!("import-{test}")))
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn out(&self) -> String {
        self.0.join("out").to_str().unwrap().to_owned()
    }

    pub(crate) fn import(&self, document: &str, more: &[&str]) -> tool::Said {
        let out = self.out();
        tool::run(&[&["import", document, "--name", "acme", "--out", &out], more].concat())
    }

    /// Imports a document, checks the file, and returns what was said as JSON.
    #[track_caller]
    pub(crate) fn imports(&self, document: &str) -> (Value, Provider) {
        let said = self.import(document, &["--json"]);
        assert_eq!(said.code, Some(0), "{}", said.whole());
        let toml = format!("{}/acme.toml", self.out());
        let checked = tool::run(&["provider", "check", &toml]);
        assert_eq!(checked.code, Some(0), "{}\n{}", checked.whole(), fs::read_to_string(&toml).unwrap());
        (serde_json::from_str(&said.stdout).unwrap(), Provider::from_file(toml).unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The texts that were written.
    pub(crate) fn written(&self) -> Vec<String> {
        let mut folders = vec![self.path("out")];
        let mut found = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { found.push(fs::read_to_string(path).unwrap()) }
            }
        }
        found.sort_unstable();
        found
    }

    pub(crate) fn has_output(&self) -> bool {
        self.0.join("out").join("acme.toml").exists() || self.0.join("out").join("acme").exists()
    }
}

pub(crate) fn names(provider: &Provider) -> Vec<&str> {
    provider.events().map(|event| event.name.as_str()).collect()
}

/// The place of a slot, and how sure it is.
#[track_caller]
pub(crate) fn slot<'a>(said: &'a Value, key: &str) -> (&'a str, &'a str) {
    let slots = said["slots"].as_array().unwrap();
    let slot = slots.iter().find(|slot| slot["key"] == key).unwrap();
    (slot["value"].as_str().unwrap(), slot["basis"].as_str().unwrap())
}

pub(crate) const WEBHOOKS: &str = r##"{"openapi": "3.1.0", "webhooks": {
    "orderPaid": {"post": {"summary": "An order was paid.", "requestBody": {"content": {"application/json": {
        "schema": {"$ref": "#/components/schemas/Paid"},
        "examples": {"good": {"value": {"id": "evt_1NG8Du2eZvKYlo2C", "type": "order.paid", "created": 1686089970,
            "order": {"next": null}}}}}}}}},
    "orderGone": {"post": {"requestBody": {"content": {"application/json": {"schema": {"allOf": [
        {"$ref": "#/components/schemas/Base"}, {"properties": {"type": {"const": "order.gone"}}}]}}}}}}},
    "components": {"schemas": {
        "Base": {"type": "object", "required": ["id", "type", "created"], "properties": {
            "id": {"type": "string", "pattern": "^evt_[A-Za-z0-9]{16}$"}, "type": {"type": "string"},
            "created": {"type": "integer"}}},
        "Paid": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {
            "type": {"const": "order.paid"}, "order": {"$ref": "#/components/schemas/Order"}}}]},
        "Order": {"type": "object", "properties": {
            "next": {"anyOf": [{"$ref": "#/components/schemas/Order"}, {"type": "null"}]}}},
        "Unused": {"type": "string"}}}}"##;

#[test]
fn webhooks_become_events_with_their_constants_and_examples() {
    let vendor = Vendor::new("webhooks");
    let (said, provider) = vendor.imports(&vendor.write("openapi.json", WEBHOOKS));
    assert_eq!(names(&provider), ["order.gone", "order.paid"]);
    assert_eq!(slot(&said, "event"), ("/type", "documented"));
    assert_eq!(slot(&said, "id"), ("/id evt_[A-Za-z0-9]{16}", "assumed"));
    assert_eq!(slot(&said, "time"), ("/created unix-seconds", "observed"));
    let paid = provider.events().find(|event| event.name == "order.paid").unwrap();
    assert_eq!((paid.examples.len(), paid.about.as_str()), (1, "An order was paid."));
    let defs: Vec<&String> = paid.schema()["$defs"].as_object().unwrap().keys().collect();
    assert_eq!(defs, ["Base", "Order"], "only what is reachable");
}

#[test]
fn a_document_of_openapi_3_0_is_converted() {
    let vendor = Vendor::new("callbacks");
    let text = "openapi: 3.0.3\npaths:\n  /calls:\n    post:\n      callbacks:\n        callEnded:\n          '{$request.body#/url}':\n            post:\n              requestBody:\n                content:\n                  application/json:\n                    schema:\n                      type: object\n                      required: [event, cost, note, what]\n                      properties:\n                        event: {type: string, enum: [call.ended]}\n                        cost: {type: number, minimum: 0, exclusiveMinimum: true}\n                        note: {type: string, nullable: true}\n                        what:\n                          oneOf: [{$ref: 'parts.yaml#/A'}, {$ref: 'parts.yaml#/B'}]\n                          discriminator: {propertyName: kind, mapping: {a: 'parts.yaml#/A', b: 'parts.yaml#/B'}}\n";
    vendor.write("parts.yaml", "A:\n  type: object\n  properties:\n    kind: {type: string}\nB:\n  type: object\n  properties:\n    kind: {type: string}\n");
    let (_, provider) = vendor.imports(&vendor.write("calls.yaml", text));
    assert_eq!(names(&provider), ["call.ended"]);
    let says = |cost: f64, note: Value, kind: &str| {
        let event = serde_json::json!({"event": "call.ended", "cost": cost, "note": note, "what": {"kind": kind}});
        provider.violations("call.ended", &event).len()
    };
    assert_eq!(says(0.5, Value::Null, "a"), 0);
    assert_ne!(says(0.0, Value::Null, "a"), 0, "the bound is exclusive");
    assert_ne!(says(0.5, Value::Null, "c"), 0, "the tag is one of the mapping");
    assert_ne!(says(0.5, Value::from(1), "a"), 0);
}

#[test]
fn x_webhooks_and_bare_schemas_are_found() {
    let vendor = Vendor::new("bare");
    let x = r#"{"openapi": "3.0.0", "x-webhooks": {"gone": {"post": {"requestBody": {"content": {"application/json":
        {"schema": {"type": "object", "properties": {"at": {"type": "string", "format": "date-time"}}}}}}}}}}"#;
    let (said, provider) = vendor.imports(&vendor.write("x.json", x));
    assert_eq!(names(&provider), ["gone"]);
    assert_eq!(slot(&said, "event"), ("gone", "assumed"), "the key is a constant");
    let vendor = Vendor::new("bare-2");
    let bare = r##"{"openapi": "3.0.0", "paths": {"/hooks": {"post": {"requestBody": {"content": {"application/json":
        {"schema": {"$ref": "#/components/schemas/NewWebhook"}}}}}}}, "components": {"schemas": {
        "NewWebhook": {"type": "object"}, "ItemErrorWebhook": {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}}},
        "ItemGoneWebhook": {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}}}}}}"##;
    let (said, provider) = vendor.imports(&vendor.write("bare.json", bare));
    assert_eq!(names(&provider), ["ItemErrorWebhook", "ItemGoneWebhook"]);
    assert_eq!(slot(&said, "id"), ("/id uuid", "assumed"));
}

#[test]
fn names_and_ids_can_be_in_header_parameters() {
    let vendor = Vendor::new("headers");
    let hook = |event: &str, action: &str| {
        format!(
            r#"{{"post": {{"parameters": [{{"name": "X-Forge-Event", "in": "header", "schema": {{"const": "{event}"}}}},
            {{"name": "X-Forge-Delivery", "in": "header"}}, {{"name": "X-Forge-Signature", "in": "header"}}],
            "requestBody": {{"content": {{"application/json": {{"schema": {{"type": "object", "required": ["action"],
            "properties": {{"action": {{"enum": ["{action}"]}}}}}}}}}}}}}}}}"#
        )
    };
    let text = format!(
        r#"{{"openapi": "3.1.0", "webhooks": {{"a": {}, "b": {}, "c": {}}}}}"#,
        hook("issues", "opened"),
        hook("issues", "closed"),
        hook("pull", "opened")
    );
    let (said, provider) = vendor.imports(&vendor.write("forge.json", &text));
    assert_eq!(slot(&said, "event"), ("{header X-Forge-Event}.{/action}", "documented"));
    assert_eq!(slot(&said, "id"), ("header X-Forge-Delivery uuid", "assumed"));
    assert_eq!(names(&provider), ["issues.closed", "issues.opened", "pull.opened"]);
    let toml = fs::read_to_string(format!("{}/acme.toml", vendor.out())).unwrap();
    assert!(toml.contains("# signature = \"X-Forge-Signature: {hmac-sha256}\""), "{toml}");
    // An example is not the only value, so the document does not say that it is the name.
    let vendor = Vendor::new("headers-2");
    let (said, _) = vendor
        .imports(&vendor.write("forge.json", &text.replace(r#""schema": {"const": "#, r#""schema": {"example": "#)));
    assert_eq!(slot(&said, "event"), ("{header X-Forge-Event}.{/action}", "observed"));
}

#[test]
fn names_that_make_the_same_file_name_keep_their_examples() {
    let vendor = Vendor::new("same-file");
    let text = [r#"{"type": "a", "n": 1}"#, r#"{"type": "a", "n": 2}"#, r#"{"type": "a.2", "n": 3}"#].join("\n");
    let (_, provider) = vendor.imports(&vendor.write("log.ndjson", &text));
    let mut counts: Vec<(&str, usize)> =
        provider.events().map(|event| (event.name.as_str(), event.examples.len())).collect();
    counts.sort_unstable();
    assert_eq!(counts, [("a", 2), ("a.2", 1)]);
}

const EXAMPLES: [&str; 3] = [
    r#"{"id":"6f9619ff-8b86-4d01-b42d-00cf4fc964ff","type":"ticket.opened","at":1,"timestamp":1700000000}"#,
    r#"{"id":"6f9619ff-8b86-4d01-b42d-00cf4fc964fe","type":"ticket.opened","timestamp":1700000001}"#,
    r#"{"id":"6f9619ff-8b86-4d01-b42d-00cf4fc964fd","type":"ticket.closed","timestamp":1700000002}"#,
];

#[test]
fn examples_alone_suffice() {
    let vendor = Vendor::new("examples");
    let (said, provider) = vendor.imports(&vendor.write("log.ndjson", &EXAMPLES.join("\n")));
    assert_eq!(names(&provider), ["ticket.closed", "ticket.opened"]);
    assert_eq!(slot(&said, "event"), ("/type", "observed"));
    assert_eq!(slot(&said, "id"), ("/id uuid", "observed"));
    assert_eq!(slot(&said, "time"), ("/timestamp unix-seconds", "observed"));
    let opened = provider.events().find(|event| event.name == "ticket.opened").unwrap();
    assert_eq!(opened.examples.len(), 2);
    let vendor = Vendor::new("examples-2");
    vendor.write("hooks/opened.json", r#"{"ticket": {"title": "Printer"}}"#);
    vendor.write("hooks/closed.json", r#"{"ticket": null}"#);
    let (said, provider) = vendor.imports(vendor.0.join("hooks").to_str().unwrap());
    assert_eq!(names(&provider), ["closed", "opened"]);
    assert_eq!(slot(&said, "event").1, "assumed");
}

#[test]
fn contradictions_are_told_and_strict_fails_on_them() {
    let vendor = Vendor::new("contradictions");
    let text = r#"{"openapi": "3.1.0", "webhooks": {
        "good": {"post": {"requestBody": {"content": {"application/json": {"example": {"type": "good", "n": "s3cret"},
            "schema": {"type": "object", "properties": {"type": {"const": "good"}, "n": {"type": "integer"}}}}}}}},
        "bad": {"post": {"requestBody": {"content": {"application/json": {"schema": {"type": "object", "required": ["n"],
            "properties": {"type": {"const": "bad"}, "n": {"type": "integer", "minimum": 2, "maximum": 1}}}}}}}},
        "form": {"post": {"requestBody": {"content": {"text/plain": {}}}}}}}"#;
    let document = vendor.write("openapi.json", text);
    let said = vendor.import(&document, &["--strict"]);
    assert_eq!((said.code, vendor.has_output()), (Some(1), false), "{}", said.whole());
    assert!(!said.stdout.contains("s3cret"), "{}", said.stdout);
    let (said, provider) = vendor.imports(&document);
    assert_eq!(names(&provider), ["good"]);
    let reasons = said["left_out"].to_string();
    assert!(reasons.contains("#/webhooks/bad/post") && reasons.contains("text/plain, not JSON"), "{reasons}");
    assert_eq!(said["contradictions"][0]["event"], "good, example 1");
    assert!(said["contradictions"][0]["reason"].as_str().unwrap().starts_with("/n "));
}

#[test]
fn a_second_import_replaces_what_was_not_edited() {
    let vendor = Vendor::new("again");
    let document = vendor.write("openapi.json", WEBHOOKS);
    vendor.imports(&document);
    let toml = PathBuf::from(vendor.out()).join("acme.toml");
    let first = fs::read_to_string(&toml).unwrap();
    let (said, _) = vendor.imports(&document);
    assert_eq!((said["difference"].as_str(), fs::read_to_string(&toml).unwrap()), (Some(""), first.clone()));
    assert!(vendor.import(&document, &[]).stderr.contains("acme.toml is up to date"));
    // Nothing was edited: it is replaced, and the difference is shown.
    vendor.write("openapi.json", &WEBHOOKS.replace("order.gone", "order.lost"));
    let (said, provider) = vendor.imports(&document);
    assert_eq!(names(&provider), ["order.lost", "order.paid"]);
    assert!(said["difference"].as_str().unwrap().contains("order.lost"));
}

#[tokio::test]
async fn an_imported_provider_can_be_verified() {
    let vendor = Vendor::new("verify");
    let (_, provider) = vendor.imports(&vendor.write("log.ndjson", &EXAMPLES.join("\n")));
    let shop = Arc::new(Shop::new(provider.clone(), None, demo::CORRECT));
    let verifier = Verifier::of(provider).salt("import").cases(2).skip(["redelivery-long-after"]);
    let run = demo::observe(verifier, &shop).run(demo::in_process(shop)).await;
    assert_eq!(run.failed().count(), 0, "{}", human(&run, Paint::Plain));
    assert!(run.counts.pass > 15, "{}", human(&run, Paint::Plain));
}
