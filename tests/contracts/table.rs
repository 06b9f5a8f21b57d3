//! Pairs of versions, each with all that a reader and a writer are to be told.

use hookproof::schema::{Class, Contract, Side};
use serde_json::{Value, json};

use Class::{Additive, Breaking, Safe, Undecided};

type StoryEvent = (&'static str, Class);

/// Older, newer, what a reader is told, and a writer.
type Pair = (&'static str, Value, Value, &'static [StoryEvent], &'static [StoryEvent]);

fn told(old: &Value, new: &Value, side: Side) -> Vec<(String, Class, String)> {
    let (old, new) = (Contract::read(old).unwrap(), Contract::read(new).unwrap());
    new.since(&old, side).into_iter().map(|change| (change.pointer, change.class, change.reason)).collect()
}

#[track_caller]
fn holds((name, old, new, read, written): &Pair) {
    for (side, wanted) in [(Side::Received, read), (Side::Sent, written)] {
        let found = told(old, new, side);
        let places: Vec<_> = found.iter().map(|(pointer, class, _)| (pointer.as_str(), *class)).collect();
        assert_eq!(places, **wanted, "{name}, {side:?}: {found:?}");
    }
    for version in [old, new] {
        assert_eq!(told(version, version, Side::Received), [], "{name}");
    }
}

/// An object with these members, open.
fn object(members: &Value, required: &[&str]) -> Value {
    json!({"type": "object", "properties": members, "required": required})
}

fn of(schema: &Value) -> Value {
    object(&json!({"a": schema}), &[])
}

#[test]
fn members() {
    let (text, number) = (json!({"type": "string"}), json!({"type": "integer"}));
    let one = || object(&json!({"a": text}), &[]);
    let closed = |members: Value| json!({"type": "object", "properties": members, "additionalProperties": false});
    let pairs: &[Pair] = &[
        ("optional added", one(), object(&json!({"a": text, "b": number}), &[]), &[("/b", Additive)], &[("/b", Safe)]),
        (
            "required added",
            one(),
            object(&json!({"a": text, "b": number}), &["b"]),
            &[("/b", Additive)],
            &[("/b", Breaking)],
        ),
        (
            "member removed",
            object(&json!({"a": text, "b": number}), &[]),
            one(),
            &[("/b", Breaking)],
            &[("/b", Breaking)],
        ),
        ("required now", one(), object(&json!({"a": text}), &["a"]), &[("/a", Safe)], &[("/a", Breaking)]),
        ("optional now", object(&json!({"a": text}), &["a"]), one(), &[("/a", Breaking)], &[("/a", Safe)]),
        (
            "renamed",
            object(&json!({"a": text}), &["a"]),
            object(&json!({"b": text}), &["b"]),
            &[("/a", Breaking), ("/b", Additive)],
            &[("/a", Breaking), ("/b", Breaking)],
        ),
        (
            "added to a closed object",
            closed(json!({"a": text})),
            closed(json!({"a": text, "b": text})),
            &[("/b", Additive)],
            &[("/b", Safe)],
        ),
        (
            "removed from a closed object",
            closed(json!({"a": text, "b": text})),
            closed(json!({"a": text})),
            &[("/b", Breaking)],
            &[("/b", Breaking)],
        ),
        ("forbidden now", of(&text), of(&json!(false)), &[("/a", Breaking)], &[("/a", Breaking)]),
        (
            "deep inside",
            of(&object(&json!({"b": {"type": "array", "items": object(&json!({"c": text}), &["c"])}}), &[])),
            of(&object(&json!({"b": {"type": "array", "items": object(&json!({"c": text}), &[])}}), &[])),
            &[("/a/b/*/c", Breaking)],
            &[("/a/b/*/c", Safe)],
        ),
        ("opened", closed(json!({"a": text})), one(), &[("/*", Additive)], &[("/*", Safe)]),
        ("closed", one(), closed(json!({"a": text})), &[("/*", Safe)], &[("/*", Breaking)]),
        (
            "another rule for undeclared members",
            json!({"type": "object", "additionalProperties": {"type": "string"}}),
            json!({"type": "object", "additionalProperties": {"type": "integer"}}),
            &[("/*", Breaking)],
            &[("/*", Breaking)],
        ),
        (
            "no rule for undeclared members any more",
            json!({"type": "object", "additionalProperties": {"type": "string"}}),
            json!({"type": "object"}),
            &[("/*", Breaking)],
            &[("/*", Safe)],
        ),
        (
            "more members than before",
            json!({"type": "object", "maxProperties": 5, "additionalProperties": {"type": "string"}}),
            json!({"type": "object", "maxProperties": 9, "additionalProperties": {"type": "string"}}),
            &[("", Breaking)],
            &[("", Safe)],
        ),
        (
            "a name with a slash",
            object(&json!({"a/b": text}), &[]),
            object(&json!({}), &[]),
            &[("/a~1b", Breaking)],
            &[("/a~1b", Breaking)],
        ),
        (
            "a member without a rule is gone",
            object(&json!({"a": {}, "b": text}), &[]),
            object(&json!({"b": text}), &[]),
            &[("/a", Breaking)],
            &[("/a", Breaking)],
        ),
    ];
    pairs.iter().for_each(holds);
}

#[test]
fn values_and_types() {
    let list = |values: &[&str]| of(&json!({"type": "string", "enum": values}));
    let text = || of(&json!({"type": "string"}));
    let integer = || of(&json!({"type": "integer"}));
    let pairs: &[Pair] = &[
        ("value added", list(&["x", "y"]), list(&["x", "y", "z"]), &[("/a", Additive)], &[("/a", Safe)]),
        ("value gone", list(&["x", "y"]), list(&["x"]), &[("/a", Safe)], &[("/a", Breaking)]),
        (
            "value renamed",
            list(&["x", "y"]),
            list(&["x", "z"]),
            &[("/a", Additive), ("/a", Safe)],
            &[("/a", Breaking), ("/a", Safe)],
        ),
        ("all values others", list(&["x", "y"]), list(&["u", "v"]), &[("/a", Breaking)], &[("/a", Breaking)]),
        (
            "constant changed",
            of(&json!({"const": 1})),
            of(&json!({"const": 2})),
            &[("/a", Breaking)],
            &[("/a", Breaking)],
        ),
        ("constant to list", of(&json!({"const": "x"})), list(&["x", "y"]), &[("/a", Additive)], &[("/a", Safe)]),
        ("list opened", list(&["x", "y"]), text(), &[("/a", Additive)], &[("/a", Safe)]),
        ("list closed", text(), list(&["x", "y"]), &[("/a", Safe)], &[("/a", Breaking)]),
        ("nullable now", text(), of(&json!({"type": ["string", "null"]})), &[("/a", Additive)], &[("/a", Safe)]),
        (
            "nullable no more",
            of(&json!({"anyOf": [{"type": "string"}, {"type": "null"}]})),
            text(),
            &[("/a", Safe)],
            &[("/a", Breaking)],
        ),
        (
            "nullable list",
            list(&["x", "y"]),
            of(&json!({"enum": ["x", "y", null]})),
            &[("/a", Additive)],
            &[("/a", Safe)],
        ),
        ("type changed", text(), integer(), &[("/a", Breaking)], &[("/a", Breaking)]),
        ("type added", text(), of(&json!({"type": ["string", "integer"]})), &[("/a", Breaking)], &[("/a", Safe)]),
        ("type gone", of(&json!({"type": ["string", "integer"]})), text(), &[("/a", Safe)], &[("/a", Breaking)]),
        ("integer to number", integer(), of(&json!({"type": "number"})), &[("/a", Breaking)], &[("/a", Safe)]),
        ("number to integer", of(&json!({"type": "number"})), integer(), &[("/a", Safe)], &[("/a", Breaking)]),
        ("anything now", text(), of(&json!({})), &[("/a", Breaking)], &[("/a", Safe)]),
        ("a rule now", of(&json!({})), text(), &[("/a", Safe)], &[("/a", Breaking)]),
        (
            "boolean held",
            of(&json!({"type": "boolean"})),
            of(&json!({"const": true})),
            &[("/a", Safe)],
            &[("/a", Breaking)],
        ),
    ];
    pairs.iter().for_each(holds);
}

#[test]
fn bounds_formats_and_patterns() {
    let text = |more: Value| {
        let mut schema = json!({"type": "string"});
        schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        of(&schema)
    };
    let number = |more: Value| {
        let mut schema = json!({"type": "number"});
        schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        of(&schema)
    };
    let wider: (&[StoryEvent], &[StoryEvent]) = (&[("/a", Breaking)], &[("/a", Safe)]);
    let narrower: (&[StoryEvent], &[StoryEvent]) = (&[("/a", Safe)], &[("/a", Breaking)]);
    let other: (&[StoryEvent], &[StoryEvent]) = (&[("/a", Breaking)], &[("/a", Breaking)]);
    let pairs = [
        ("longer", text(json!({"maxLength": 50})), text(json!({"maxLength": 100})), wider),
        ("shorter", text(json!({"maxLength": 100})), text(json!({"maxLength": 50})), narrower),
        ("no length", text(json!({"maxLength": 50})), text(json!({})), wider),
        ("may be empty", text(json!({"minLength": 1})), text(json!({})), wider),
        ("format dropped", text(json!({"format": "uuid"})), text(json!({})), wider),
        ("format added", text(json!({})), text(json!({"format": "uuid"})), narrower),
        ("another format", text(json!({"format": "uuid"})), text(json!({"format": "email"})), other),
        ("pattern dropped", text(json!({"pattern": "^a+$"})), text(json!({})), wider),
        ("pattern added", text(json!({})), text(json!({"pattern": "^a+$"})), narrower),
        ("greater", number(json!({"maximum": 10})), number(json!({"maximum": 11})), wider),
        ("smaller", number(json!({"maximum": 11})), number(json!({"maximum": 10})), narrower),
        ("below zero", number(json!({"minimum": 0})), number(json!({})), wider),
        ("the edge too", number(json!({"exclusiveMinimum": 0})), number(json!({"minimum": 0})), wider),
        ("finer", number(json!({"multipleOf": 0.5})), number(json!({"multipleOf": 0.25})), wider),
        (
            "wider integer format",
            of(&json!({"type": "integer", "format": "uint8"})),
            of(&json!({"type": "integer", "format": "uint16"})),
            wider,
        ),
    ];
    for (name, old, new, (read, written)) in pairs {
        holds(&(name, old, new, read, written));
    }
}

#[test]
fn arrays_and_combinations() {
    let array = |more: Value| {
        let mut schema = json!({"type": "array", "items": {"type": "string"}});
        schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        of(&schema)
    };
    let variant = |kind: &str, member: &str| json!({"type": "object", "required": ["kind"], "properties": {"kind": {"const": kind}, member: {"type": "string"}}});
    let one_of = |variants: &[Value]| of(&json!({"oneOf": variants}));
    let pairs: &[Pair] = &[
        ("fewer items", array(json!({"minItems": 1})), array(json!({})), &[("/a", Breaking)], &[("/a", Safe)]),
        (
            "more items",
            array(json!({"maxItems": 3})),
            array(json!({"maxItems": 9})),
            &[("/a", Breaking)],
            &[("/a", Safe)],
        ),
        ("a limit now", array(json!({})), array(json!({"maxItems": 9})), &[("/a", Safe)], &[("/a", Breaking)]),
        ("items repeat", array(json!({"uniqueItems": true})), array(json!({})), &[("/a", Breaking)], &[("/a", Safe)]),
        (
            "item nullable",
            array(json!({})),
            array(json!({"items": {"type": ["string", "null"]}})),
            &[("/a/*", Breaking)],
            &[("/a/*", Safe)],
        ),
        (
            "first item changed",
            array(json!({"prefixItems": [{"type": "string"}], "items": {"type": "integer"}})),
            array(json!({"prefixItems": [{"type": "boolean"}], "items": {"type": "integer"}})),
            &[("/a/0", Breaking)],
            &[("/a/0", Breaking)],
        ),
        (
            "a variant more",
            one_of(&[variant("x", "p"), variant("y", "q")]),
            one_of(&[variant("x", "p"), variant("y", "q"), variant("z", "r")]),
            &[("/a", Additive)],
            &[("/a", Safe)],
        ),
        (
            "a variant less",
            one_of(&[variant("x", "p"), variant("y", "q")]),
            one_of(&[variant("y", "q")]),
            &[("/a", Safe)],
            &[("/a", Breaking)],
        ),
        (
            "inside a variant",
            one_of(&[variant("x", "p"), variant("y", "q")]),
            one_of(&[variant("y", "q2"), variant("x", "p")]),
            &[("/a/q", Breaking), ("/a/q2", Additive)],
            &[("/a/q", Breaking), ("/a/q2", Safe)],
        ),
        (
            "a demand more in allOf",
            of(&json!({"allOf": [{"type": "string"}, {"minLength": 1}]})),
            of(&json!({"allOf": [{"type": "string"}, {"minLength": 1}, {"maxLength": 9}]})),
            &[("/a", Safe)],
            &[("/a", Breaking)],
        ),
        (
            "behind a reference",
            json!({"$defs": {"S": {"enum": ["x", "y"]}}, "type": "object", "properties": {"a": {"$ref": "#/$defs/S"}}}),
            json!({"$defs": {"S": {"enum": ["x", "y", "z"]}}, "type": "object", "properties": {"a": {"$ref": "#/$defs/S"}}}),
            &[("/a", Additive)],
            &[("/a", Safe)],
        ),
        (
            "in a tree",
            json!({"$defs": {"N": {"type": "object", "properties": {"n": {"$ref": "#/$defs/N"}, "v": {"type": "string"}}}}, "$ref": "#/$defs/N"}),
            json!({"$defs": {"N": {"type": "object", "properties": {"n": {"$ref": "#/$defs/N"}, "v": {"type": ["string", "null"]}}}}, "$ref": "#/$defs/N"}),
            &[("/n/n/v", Additive), ("/n/v", Additive), ("/v", Additive)],
            &[("/n/n/v", Safe), ("/n/v", Safe), ("/v", Safe)],
        ),
    ];
    pairs.iter().for_each(holds);
}

#[test]
fn what_means_the_same_is_no_change() {
    let same = [
        (json!({"enum": ["x", "y"]}), json!({"oneOf": [{"const": "y"}, {"const": "x", "description": "new words"}]})),
        (json!({"type": ["string", "null"]}), json!({"anyOf": [{"type": "null"}, {"type": "string"}]})),
        (json!({"$ref": "#/properties/a/$defs/S", "$defs": {"S": {"type": "string"}}}), json!({"type": "string"})),
        (json!({"allOf": [{"minimum": 1}, {"type": "integer"}]}), json!({"type": "integer", "minimum": 1})),
        (json!({"const": "x"}), json!({"type": "string", "enum": ["x"]})),
        (json!({"type": "object", "required": ["a", "b"]}), json!({"type": "object", "required": ["b", "a"]})),
        (json!({"type": "integer", "format": "uint8"}), json!({"type": "integer", "minimum": 0, "maximum": 255})),
        (json!({"type": "string", "examples": ["x"]}), json!({"type": "string", "default": "y", "deprecated": true})),
    ];
    for (old, new) in same {
        for side in [Side::Received, Side::Sent] {
            assert_eq!(told(&of(&old), &of(&new), side), [], "{old} {new}");
        }
    }
}

#[test]
fn what_cannot_be_decided_is_said_to_be_undecided() {
    let old = of(&json!({"type": "string", "pattern": "^[a-z]+$"}));
    let new = of(&json!({"type": "string", "pattern": "^[a-f]+$"}));
    let found = told(&old, &new, Side::Received);
    assert_eq!(found, [("/a".to_owned(), Undecided, "the pattern was `^[a-z]+$`, is `^[a-f]+$`".to_owned())]);
}
