//! Schemas whose definitions refer to each other: however many they are, compiling and writing stay small.

use hookproof::__private::generate::{Generator, Hostile, seeded};
use hookproof::CompileError;
use hookproof::model::{BodyStyle, FieldOrder, Json};
use hookproof::schema::{Contract, ContractError, Side, Validator};
use serde_json::{Map, Value, json};

/// Maximum size of any document of these schemas, in bytes.
const MOST: usize = 16 << 20;

/// Returns a schema of objects that refer to each other; `field` makes a field that refers to an object.
pub(crate) fn web(objects: usize, field: fn(&str) -> Value) -> Value {
    let names = || (0..objects).map(|at| (format!("o{at}"), format!("#/$defs/o{at}")));
    let object = || {
        let mut fields: Map<String, Value> = names().map(|(name, to)| (name, field(&to))).collect();
        fields.insert("n".to_owned(), json!({"type": "integer"}));
        json!({"type": "object", "required": ["n"], "properties": fields})
    };
    let definitions: Map<String, Value> = names().map(|(name, _)| (name, object())).collect();
    json!({"$ref": "#/$defs/o0", "$defs": definitions})
}

/// Returns a schema whose document doubles with each definition.
pub(crate) fn doubling(definitions: usize, required: &Value) -> Value {
    let to = |at: usize| json!({"$ref": format!("#/$defs/d{}", at + 1)});
    let pair = |at: usize| json!({"type": "object", "required": required, "properties": {"a": to(at), "b": to(at)}});
    let mut all: Map<String, Value> = (0..definitions).map(|at| (format!("d{at}"), pair(at))).collect();
    all.insert(format!("d{definitions}"), json!({"type": "string"}));
    json!({"$ref": "#/$defs/d0", "$defs": all})
}

/// Returns a schema of objects of which each contains the next one; `to` writes the reference to the object at an index.
pub(crate) fn chain(objects: usize, to: fn(usize) -> String) -> Value {
    let step =
        |at: usize| json!({"$anchor": format!("d{at}"), "type": "object", "properties": {"a": {"$ref": to(at + 1)}}});
    let mut all: Map<String, Value> = (0..objects).map(|at| (format!("d{at}"), step(at))).collect();
    all.insert(format!("d{objects}"), json!({"$anchor": format!("d{objects}"), "type": "string"}));
    json!({"$ref": to(0), "$defs": all})
}

fn size(document: &Json) -> usize {
    document.write(BodyStyle::COMPACT).len()
}

/// Writes documents in every way, checks that each is valid and not too large, and returns their number.
pub(crate) fn write_all(schema: &Value) -> Result<usize, CompileError> {
    let generator = Generator::compile(schema, &FieldOrder::default())?;
    let validator = Validator::compile(schema).unwrap();
    let mut documents = vec![generator.minimal(), generator.maximal()];
    documents.extend((0..8).map(|seed| generator.sample(&mut seeded(seed, &[]))));
    documents.extend((0..2).map(|seed| generator.plausible(&mut seeded(seed, &[]))));
    documents.extend(Hostile::ALL.iter().filter_map(|kind| generator.hostile(&mut seeded(2, &[]), *kind)));
    let throughout = [Hostile::Astral, Hostile::Longest, Hostile::Huge];
    documents.extend(throughout.iter().filter_map(|kind| generator.throughout(*kind)));
    documents.extend(generator.nulls());
    documents.extend(generator.covering(&mut seeded(1, &[])).documents);
    for document in &documents {
        assert!(size(document) <= MOST, "{} bytes", size(document));
        assert!(validator.is_valid(&document.to_value()), "{document:?}");
    }
    Ok(documents.len())
}

#[test]
fn objects_that_may_contain_each_other_stay_small() {
    let fields: [fn(&str) -> Value; 5] = [
        |to| json!({"$ref": to}),
        |to| json!({"anyOf": [{"$ref": to}, {"type": "null"}]}),
        |to| json!({"anyOf": [{"type": "string", "maxLength": 5000}, {"$ref": to}]}),
        |to| json!({"type": "array", "items": {"$ref": to}}),
        |to| json!({"allOf": [{"$ref": to}], "description": "another"}),
    ];
    for field in fields {
        assert!(write_all(&web(8, field)).unwrap() > 12);
    }
}

#[test]
fn required_lists_of_itself_stay_small() {
    for lists in [2, 3] {
        let names: Vec<String> = (0..lists).map(|at| format!("l{at}")).collect();
        let list = |name: &String| (name.clone(), json!({"type": "array", "items": {"$ref": "#"}}));
        let fields: Map<String, Value> = names.iter().map(list).collect();
        write_all(&json!({"type": "object", "required": names, "properties": fields})).unwrap();
    }
}

#[test]
fn definitions_that_double_are_written_or_refused() {
    write_all(&doubling(30, &json!([]))).unwrap();
    write_all(&doubling(10, &json!(["a", "b"]))).unwrap();
    for definitions in [20, 30, 60] {
        let error = Generator::compile(&doubling(definitions, &json!(["a", "b"])), &FieldOrder::default()).unwrap_err();
        assert!(matches!(error, CompileError::Beyond { .. }), "{error}");
        assert!(error.to_string().contains("every value has at least"), "{error}");
    }
}

#[test]
fn nested_lists_with_minimums_are_refused() {
    let list = |items: Value| json!({"type": "array", "minItems": 1000, "items": items});
    let error = Generator::compile(&list(list(list(json!({"type": "null"})))), &FieldOrder::default()).unwrap_err();
    let expected = "the schema of `/*` is beyond the generator: every value has at least 1001001 parts";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn long_chains_of_definitions_are_refused() {
    let by_pointer: fn(usize) -> String = |at| format!("#/$defs/d{at}");
    let by_anchor: fn(usize) -> String = |at| format!("#d{at}");
    for to in [by_pointer, by_anchor] {
        assert!(Generator::compile(&chain(80, to), &FieldOrder::default()).is_ok());
        assert!(Generator::compile(&chain(800, to), &FieldOrder::default()).is_ok());
        let error = Generator::compile(&chain(20_000, to), &FieldOrder::default()).unwrap_err();
        assert!(error.to_string().contains("its definitions refer to each other too deeply"), "{error}");
    }
    let chain = chain(20_000, by_pointer);
    assert!(matches!(Contract::read(&chain), Err(ContractError::Schema { .. })));
}

/// Returns a schema of types of which each has fields of the next two; the last one has a field of this type.
fn types(types: usize, last: &str) -> Value {
    let to = |at: usize| json!({"$ref": format!("#/$defs/t{}", at % types)});
    let object = |at: usize| {
        let own = if at + 1 == types { last } else { "string" };
        json!({"type": "object", "properties": {"a": to(at + 1), "b": to(at + 2), "own": {"type": own}}})
    };
    let all: Map<String, Value> = (0..types).map(|at| (format!("t{at}"), object(at))).collect();
    json!({"$ref": "#/$defs/t0", "$defs": all})
}

#[test]
fn types_that_refer_to_each_other_are_compared() {
    for count in [5, 14, 30] {
        let [old, new] = ["string", "integer"].map(|last| Contract::read(&types(count, last)).unwrap());
        assert!(old.since(&old, Side::Received).is_empty());
        let changes = new.since(&old, Side::Received);
        assert!(changes.iter().any(|change| change.pointer.ends_with("/own")), "{count}: {changes:?}");
        assert!(count < 10 || changes.len() <= 2, "{count}: {changes:?}");
    }
}
