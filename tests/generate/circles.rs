//! Schemas that would become too large if each reference were replaced by its target: they are refused at once.

use hookproof::__private::generate::Generator;
use hookproof::CompileError;
use hookproof::model::FieldOrder;
use hookproof::schema::{CanonicalError, Contract, ContractError};
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

/// Returns a schema of objects of which each contains the next one; `to` writes the reference to
/// the object at an index.
fn chain(objects: usize, to: fn(usize) -> String) -> Value {
    let step =
        |at: usize| json!({"$anchor": format!("d{at}"), "type": "object", "properties": {"a": {"$ref": to(at + 1)}}});
    let mut all: Map<String, Value> = (0..objects).map(|at| (format!("d{at}"), step(at))).collect();
    all.insert(format!("d{objects}"), json!({"$anchor": format!("d{objects}"), "type": "string"}));
    json!({"$ref": to(0), "$defs": all})
}

#[test]
fn long_chains_of_definitions_are_refused() {
    let by_pointer: fn(usize) -> String = |at| format!("#/$defs/d{at}");
    let by_anchor: fn(usize) -> String = |at| format!("#d{at}");
    for to in [by_pointer, by_anchor] {
        assert!(Generator::compile(&chain(80, to), &FieldOrder::default()).is_ok());
        for objects in [1_000, 20_000] {
            let error = Generator::compile(&chain(objects, to), &FieldOrder::default()).unwrap_err();
            assert!(error.to_string().contains("its definitions refer to each other too deeply"), "{error}");
        }
    }
    let chain = chain(20_000, by_pointer);
    assert!(matches!(Contract::read(&chain), Err(ContractError::Schema { .. })));
}
