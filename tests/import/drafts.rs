//! JSON Schemas of each draft: an imported event accepts what its schema accepts, with the rules of that draft.

use hookproof::provider::Provider;
use serde_json::{Value, json};

use crate::{Vendor, names};

/// Imports a schema of a draft, and compares what it says of documents with what the schema says. Each document is valid or not.
#[track_caller]
fn judges(draft: &str, mut schema: Value, documents: &[(Value, bool)]) {
    schema["$schema"] = json!(draft);
    schema["properties"]["type"] = json!({"enum": ["order.paid"]});
    let vendor = Vendor::new(&format!("draft-{}", draft.replace(['/', ':', '#'], "-")));
    let (_, provider) = vendor.imports(&vendor.write("order.json", &schema.to_string()));
    assert_eq!(names(&provider), ["order.paid"]);
    let original = jsonschema::validator_for(&schema).unwrap();
    for (document, is_valid) in documents {
        let mut document = document.clone();
        document["type"] = json!("order.paid");
        assert_eq!(original.is_valid(&document), *is_valid, "the schema itself: {document}");
        let violations = provider.violations("order.paid", &document);
        assert_eq!(violations.is_empty(), *is_valid, "{draft}: {document} {violations:?}");
    }
    generated_are_valid(&provider, &original);
}

/// What is generated for the imported event is valid for the schema of the document.
#[track_caller]
fn generated_are_valid(provider: &Provider, original: &jsonschema::Validator) {
    use hookproof::__private::generate::{Generator, seeded};
    let event = provider.events().next().unwrap();
    let generator = Generator::compile(event.schema(), event.order()).unwrap();
    for nth in ["a", "b", "c", "d", "e", "f", "g", "h"] {
        let document = generator.sample(&mut seeded(7, &["drafts", nth])).to_value();
        assert!(original.is_valid(&document), "{document}");
    }
}

#[test]
fn draft_4_has_flags_for_bounds_and_ignores_what_is_next_to_a_reference() {
    let schema = json!({"id": "http://example.com/order", "type": "object", "required": ["n"],
        "properties": {
            "n": {"type": "number", "minimum": 1, "exclusiveMinimum": true, "maximum": 9, "exclusiveMaximum": false},
            "text": {"$ref": "#/definitions/text", "maxLength": 1},
            "pair": {"type": "array", "items": [{"type": "string"}], "additionalItems": {"type": "integer"}}},
        "dependencies": {"text": ["pair"]},
        "definitions": {"text": {"type": "string", "maxLength": 4}}});
    let documents = [
        (json!({"n": 1.5}), true),
        (json!({"n": 1}), false),
        (json!({"n": 9}), true),
        (json!({}), false),
        (json!({"n": 2, "text": "four", "pair": []}), true),
        (json!({"n": 2, "text": "fives", "pair": []}), false),
        (json!({"n": 2, "text": "four"}), false),
        (json!({"n": 2, "pair": ["a", 1, 2]}), true),
        (json!({"n": 2, "pair": ["a", "b"]}), false),
    ];
    judges("http://json-schema.org/draft-04/schema#", schema, &documents);
}

#[test]
fn draft_6_has_constants_bounds_and_boolean_schemas() {
    let schema = json!({"$id": "http://example.com/order", "type": "object", "required": ["n"],
        "properties": {
            "n": {"type": "number", "exclusiveMinimum": 1},
            "version": {"const": 2},
            "tags": {"type": "array", "contains": {"const": "paid"}},
            "labels": {"type": "object", "propertyNames": {"maxLength": 2}},
            "never": false,
            "always": true},
        "dependencies": {"version": {"required": ["tags"]}}});
    let documents = [
        (json!({"n": 2, "always": [1]}), true),
        (json!({"n": 1}), false),
        (json!({"n": 2, "version": 2, "tags": ["paid"]}), true),
        (json!({"n": 2, "version": 2}), false),
        (json!({"n": 2, "version": 3, "tags": ["paid"]}), false),
        (json!({"n": 2, "tags": ["gone"]}), false),
        (json!({"n": 2, "labels": {"ab": 1}}), true),
        (json!({"n": 2, "labels": {"abc": 1}}), false),
        (json!({"n": 2, "never": null}), false),
    ];
    judges("http://json-schema.org/draft-06/schema#", schema, &documents);
}

#[test]
fn draft_7_has_conditions() {
    let schema = json!({"type": "object", "required": ["paid"],
        "properties": {
            "paid": {"type": "boolean"}, "by": {"type": "string"}, "why": {"type": "string"},
            "pair": {"type": "array", "items": [{"type": "string"}, {"type": "integer"}], "additionalItems": false},
            "text": {"$ref": "#/definitions/text", "maxLength": 1}},
        "if": {"properties": {"paid": {"const": true}}}, "then": {"required": ["by"]}, "else": {"required": ["why"]},
        "definitions": {"text": {"type": "string"}}});
    let documents = [
        (json!({"paid": true, "by": "me"}), true),
        (json!({"paid": true, "why": "no"}), false),
        (json!({"paid": false, "why": "no"}), true),
        (json!({"paid": false}), false),
        (json!({"paid": true, "by": "me", "pair": ["a", 1]}), true),
        (json!({"paid": true, "by": "me", "pair": ["a", 1, 2]}), false),
        (json!({"paid": true, "by": "me", "text": "long"}), true),
        (json!({"paid": true, "by": "me", "text": 1}), false),
    ];
    judges("http://json-schema.org/draft-07/schema#", schema, &documents);
}

#[test]
fn draft_2019_09_counts_what_is_next_to_a_reference() {
    let schema = json!({"type": "object",
        "properties": {
            "text": {"$ref": "#/$defs/text", "maxLength": 3},
            "tags": {"type": "array", "contains": {"const": "x"}, "minContains": 2, "maxContains": 2},
            "pair": {"type": "array", "items": [{"type": "string"}], "additionalItems": false},
            "child": {"$ref": "#/$defs/child"}},
        "dependentRequired": {"text": ["tags"]},
        "dependentSchemas": {"pair": {"required": ["child"]}},
        "$defs": {
            "text": {"type": "string", "minLength": 2},
            "child": {"allOf": [{"properties": {"a": {"type": "integer"}}}], "properties": {"b": {"type": "integer"}},
                "unevaluatedProperties": false}}});
    let documents = [
        (json!({"text": "abc", "tags": ["x", "x"]}), true),
        (json!({"text": "abcd", "tags": ["x", "x"]}), false),
        (json!({"text": "a", "tags": ["x", "x"]}), false),
        (json!({"text": "abc"}), false),
        (json!({"tags": ["x"]}), false),
        (json!({"tags": ["x", "x", "x"]}), false),
        (json!({"pair": ["a"], "child": {}}), true),
        (json!({"pair": ["a"]}), false),
        (json!({"pair": ["a", "b"], "child": {}}), false),
        (json!({"child": {"a": 1, "b": 2}}), true),
        (json!({"child": {"a": 1, "c": 2}}), false),
    ];
    judges("https://json-schema.org/draft/2019-09/schema", schema, &documents);
}

#[test]
fn draft_2019_09_refers_to_the_root() {
    let schema = json!({"type": "object", "properties": {"n": {"type": "integer"}, "next": {"$recursiveRef": "#"}}});
    let documents = [
        (json!({"next": {"type": "order.paid", "next": {"n": 1}}}), true),
        (json!({"next": {"next": {"n": "1"}}}), false),
    ];
    judges("https://json-schema.org/draft/2019-09/schema#", schema, &documents);
}

#[test]
fn draft_2020_12_has_the_first_items_of_a_list() {
    let schema = json!({"type": "object",
        "properties": {
            "pair": {"type": "array", "prefixItems": [{"type": "string"}], "items": {"type": "integer"}},
            "closed": {"type": "array", "prefixItems": [{"type": "string"}], "items": false},
            "rest": {"type": "array", "prefixItems": [{"type": "string"}], "unevaluatedItems": {"type": "boolean"}},
            "next": {"$dynamicRef": "#"}}});
    let documents = [
        (json!({"pair": ["a", 1, 2]}), true),
        (json!({"pair": ["a", "b"]}), false),
        (json!({"pair": [1]}), false),
        (json!({"closed": ["a"]}), true),
        (json!({"closed": ["a", "b"]}), false),
        (json!({"rest": ["a", true]}), true),
        (json!({"rest": ["a", 1]}), false),
        (json!({"next": {"pair": ["a"]}}), true),
        (json!({"next": {"pair": [1]}}), false),
    ];
    judges("https://json-schema.org/draft/2020-12/schema", schema, &documents);
}

#[test]
fn references_by_a_name_are_left_out_in_every_draft() {
    for (word, draft) in [
        ("$ref", "http://json-schema.org/draft-07/schema#"),
        ("$dynamicRef", "https://json-schema.org/draft/2020-12/schema"),
    ] {
        let vendor = Vendor::new(&format!("draft-anchor-{}", &word[1..]));
        let schema = json!({"$schema": draft, "type": "object", "properties": {"a": {word: "#node"}},
            "$defs": {"node": {"$anchor": "node", "$dynamicAnchor": "node"}}});
        let said = vendor.import(&vendor.write("order.json", &schema.to_string()), &[]);
        assert_eq!(said.code, Some(2), "{}", said.whole());
        assert!(said.stderr.contains("#/properties/a: the reference `#node` is not a JSON pointer"), "{}", said.stderr);
    }
}
