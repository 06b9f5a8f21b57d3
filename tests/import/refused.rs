//! Documents that cannot be imported: an error with its place, and nothing is written.

use crate::{Vendor, WEBHOOKS};

#[track_caller]
fn refuses(folder: &str, name: &str, text: &str, told: &str) {
    let vendor = Vendor::new(&format!("refused-{folder}"));
    vendor.write("outside.json", r#"{"type": "string"}"#);
    let said = vendor.import(&vendor.write(name, text), &[]);
    assert_eq!(said.code, Some(2), "{}", said.whole());
    assert!(said.stderr.contains(told), "{told}\n{}", said.stderr);
    assert!(!vendor.has_output());
}

fn with_reference(to: &str) -> String {
    format!(
        r#"{{"openapi": "3.1.0", "webhooks": {{"a": {{"post": {{"requestBody": {{"content": {{"application/json":
        {{"schema": {{"properties": {{"x": {{"$ref": "{to}"}}}}}}}}}}}}}}}}}}}}"#
    )
}

#[test]
fn references_stay_inside_the_folder() {
    let place = "#/webhooks/a/post/requestBody/content/application~1json/schema/properties/x: ";
    for (test, to) in [("http", "https://example.com/x.json"), ("up", "../outside.json"), ("root", "/etc/passwd")] {
        refuses(test, "in/openapi.json", &with_reference(to), &format!("{place}the reference `{to}` leads outside"));
    }
    refuses("nowhere", "a.json", &with_reference("#/components/none"), "leads nowhere");
}

#[test]
fn a_circle_of_references_through_files_is_an_error() {
    let vendor = Vendor::new("refused-circle");
    vendor.write("in/b.json", r#"{"$ref": "c.json"}"#);
    vendor.write("in/c.json", r#"{"$ref": "b.json"}"#);
    let text = r#"{"openapi": "3.1.0", "webhooks": {"a": {"$ref": "b.json"}}}"#;
    let said = vendor.import(&vendor.write("in/a.json", text), &[]);
    assert_eq!(said.code, Some(2), "{}", said.whole());
    assert!(said.stderr.contains("leads back to itself"), "{}", said.stderr);
}

#[test]
fn a_document_without_webhooks_says_what_it_has() {
    let text = r#"{"openapi": "3.0.0", "paths": {"/a": {}}, "components": {"schemas": {"A": {}, "B": {}}}}"#;
    refuses("nothing", "a.json", text, "describes no webhooks; it has paths: 1, schemas: 2");
    refuses("nothing-2", "a.json", text, "hint: give examples");
    refuses("format", "a.json", r#"{"asyncapi": "3.0.0"}"#, "describes no webhooks; it has channels: 0, messages: 0");
    refuses("version", "a.json", r#"{"asyncapi": "1.2.0"}"#, "`asyncapi: 1.2.0` cannot be imported; Swagger 2.0");
    refuses("har", "a.har", r#"{"log": {"entries": [{}]}}"#, "requests: 1, and none with a JSON object");
    let bag = r#"{"$schema": "http://json-schema.org/draft-07/schema#", "definitions": {"A": {}}}"#;
    refuses("bag", "a.json", bag, "definitions: 1, and no rules at its root");
    refuses("scalar", "a.json", "7", "neither a description nor an example");
}

#[test]
fn a_mix_of_versions_is_an_error() {
    refuses("mixed", "a.json", r#"{"openapi": "3.0.0", "swagger": "2.0"}"#, "it has `swagger` and `openapi`");
    let vendor = Vendor::new("refused-versions");
    vendor.write("in/a.json", WEBHOOKS);
    vendor.write("in/b.json", &WEBHOOKS.replace("3.1.0", "3.0.0"));
    let said = vendor.import(vendor.path("in").to_str().unwrap(), &[]);
    assert_eq!(said.code, Some(2), "{}", said.whole());
    let told = "a.json is OpenAPI 3.1: import documents of one version at a time";
    assert!(said.stderr.contains("b.json: it is OpenAPI 3.0, and ") && said.stderr.contains(told), "{}", said.stderr);
    // Also the documents that another one refers to.
    let to = with_reference("old.json#/definitions/A");
    vendor.write("ref/old.json", r#"{"swagger": "2.0", "definitions": {"A": {"type": "string"}}}"#);
    let said = vendor.import(&vendor.write("ref/new.json", &to), &[]);
    assert!(said.code == Some(2) && said.stderr.contains("it is Swagger 2.0, and "), "{}", said.whole());
}

#[test]
fn hostile_documents_are_errors() {
    refuses("text", "a.json", "{", "not JSON at line 1");
    refuses("deep", "a.json", &"[".repeat(100_000), "not JSON");
    refuses("deep-yaml", "a.yaml", &"[".repeat(100), "nested more than");
    refuses("deeper-yaml", "a.yaml", &"[".repeat(100_000), "recursion limit");
    refuses("anchors", "a.yaml", "a: &a [1]\nb: [*a, *a]\n", "a.yaml:2:5: aliases are not supported");
    refuses("many", "a.json", &format!("[{}1]", "1,".repeat(2_000_001)), "too many values");
}

/// Each schema includes the next one twice: followed path by path, this never ends.
#[test]
fn schemas_that_include_each_other_again_and_again_are_read_once() {
    let part = |at: usize| {
        let next = format!(r##"{{"$ref": "#/components/schemas/s{}"}}"##, (at + 1) % 40);
        format!(r#""s{at}": {{"allOf": [{}]}}"#, vec![next; 16].join(", "))
    };
    let parts: Vec<String> = (0..40).map(part).collect();
    let text = format!(
        r##"{{"openapi": "3.1.0", "webhooks": {{"a": {{"post": {{"requestBody": {{"content": {{"application/json":
        {{"schema": {{"$ref": "#/components/schemas/s0"}}}}}}}}}}}}}}, "components": {{"schemas": {{{}}}}}}}"##,
        parts.join(", ")
    );
    refuses("include", "a.json", &text, "no event can be imported");
}

#[test]
fn a_file_beyond_the_limit_is_not_read() {
    let vendor = Vendor::new("refused-large");
    let path = vendor.write("a.json", WEBHOOKS);
    std::fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(100 << 20).unwrap();
    let said = vendor.import(&path, &[]);
    assert_eq!(said.code, Some(2), "{}", said.whole());
    assert!(said.stderr.contains("it has more than 64 MiB"), "{}", said.stderr);
}
