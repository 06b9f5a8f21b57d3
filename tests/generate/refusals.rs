//! Schemas without a generator say so when they are compiled.

use hookproof::generate::CompileError;
use hookproof::generate::Generator;
use hookproof::model::MemberOrder;
use hookproof::schema::CanonicalError;
use serde_json::Value;
use serde_json::json;

fn refused(schema: &Value) -> CompileError {
    Generator::compile(schema, &MemberOrder::default()).unwrap_err()
}

#[test]
fn a_contradiction_is_named_with_its_place() {
    let schema = json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "minLength": 5, "maxLength": 3}}});
    let CompileError::Canonical(CanonicalError::Unsatisfiable { pointer, .. }) = refused(&schema) else { panic!() };
    assert_eq!(pointer, "/properties/a");
}

#[test]
fn a_look_ahead_is_named_with_its_pattern() {
    let schema =
        json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "pattern": "^(?=a)b"}}});
    let CompileError::Pattern { pointer, pattern, .. } = refused(&schema) else { panic!() };
    assert_eq!((pointer.as_str(), pattern.as_str()), ("/a", "^(?=a)b"));
}

#[test]
fn patterns_that_never_meet_are_refused() {
    let schema = json!({"type": "string", "allOf": [{"pattern": "^a+$"}, {"pattern": "^b+$"}]});
    assert!(matches!(refused(&schema), CompileError::Sparse { .. } | CompileError::Canonical(_)));
}

#[test]
fn endless_recursion_is_refused() {
    let schema = json!({"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#"}}});
    assert!(matches!(refused(&schema), CompileError::Canonical(CanonicalError::Unsatisfiable { .. })));
}

#[test]
fn what_is_no_schema_is_refused() {
    assert!(matches!(refused(&json!({"type": "text"})), CompileError::Schema(_)));
    assert!(matches!(refused(&json!({"$ref": "#/$defs/none"})), CompileError::Schema(_) | CompileError::Canonical(_)));
}
