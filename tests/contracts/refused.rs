//! What is no contract: said with the place.

use hookproof::schema::Contract;
use serde_json::{Value, json};

#[track_caller]
fn refused(schema: &Value) -> String {
    Contract::read(schema).unwrap_err().to_string()
}

#[test]
fn the_place_is_named() {
    assert!(
        refused(&json!({"properties": {"a": {"type": "text"}}})).starts_with("not a schema at `/properties/a/type`")
    );
    assert!(refused(&json!([1])).starts_with("not a schema at ``"));
    assert_eq!(
        refused(&json!({"properties": {"a": {"$ref": "#/$defs/B"}}})),
        "the reference `#/$defs/B` at `/properties/a/$ref` leads nowhere"
    );
    let outside = refused(&json!({"items": {"$ref": "https://example.com/a.json"}}));
    assert!(
        outside.starts_with("the reference `https://example.com/a.json` at `/items/$ref` leads outside"),
        "{outside}"
    );
    let empty = json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "minLength": 5, "maxLength": 3}}});
    assert!(refused(&empty).contains("`/properties/a`"), "{}", refused(&empty));
}

#[test]
fn a_schema_that_only_leads_to_itself_is_refused() {
    let node = json!({"$defs": {"A": {"anyOf": [{"$ref": "#/$defs/A"}, {"type": "null"}]}}, "$ref": "#/$defs/A"});
    for schema in [json!({"$ref": "#"}), node] {
        assert!(refused(&schema).contains("leads back to itself"), "{}", refused(&schema));
    }
}
