//! Schemas that would become too large if each reference were replaced by its target: they are refused at once.

use hookproof::__private::generate::Generator;
use hookproof::CompileError;
use hookproof::model::FieldOrder;
use hookproof::schema::CanonicalError;
use serde_json::{Map, Value, json};

/// Returns a schema of objects that may contain each other.
fn web(objects: usize) -> Value {
    let names = || (0..objects).map(|at| format!("o{at}"));
    let fields: Map<String, Value> =
        names().map(|name| (name.clone(), json!({"$ref": format!("#/$defs/{name}")}))).collect();
    let definitions: Map<String, Value> =
        names().map(|name| (name, json!({"type": "object", "properties": fields}))).collect();
    json!({"$ref": "#/$defs/o0", "$defs": definitions})
}

/// Returns a schema whose document doubles with each definition.
fn doubling(definitions: usize) -> Value {
    let pair = |at: usize| {
        let next = json!({"$ref": format!("#/$defs/d{}", at + 1)});
        json!({"type": "object", "properties": {"a": next, "b": next}})
    };
    let mut all: Map<String, Value> = (0..definitions).map(|at| (format!("d{at}"), pair(at))).collect();
    all.insert(format!("d{definitions}"), json!({"type": "string"}));
    json!({"$ref": "#/$defs/d0", "$defs": all})
}

#[test]
fn definitions_that_refer_to_each_other_too_often_are_refused() {
    for schema in [web(8), web(40), doubling(30), doubling(60)] {
        let error = Generator::compile(&schema, &FieldOrder::default()).unwrap_err();
        assert!(matches!(error, CompileError::Canonical(CanonicalError::Unmodeled { .. })), "{error}");
        assert!(error.to_string().contains("its definitions refer to each other too often"), "{error}");
    }
}

#[test]
fn a_few_definitions_that_refer_to_each_other_are_written() {
    for schema in [web(2), web(4), doubling(8)] {
        assert!(Generator::compile(&schema, &FieldOrder::default()).is_ok());
    }
}
