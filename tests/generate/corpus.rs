//! Schemas, one per keyword or trap.

use serde_json::Value;
use serde_json::json;

/// Name and schema.
pub(crate) fn corpus() -> Vec<(&'static str, Value)> {
    let mut all = strings();
    all.extend(numbers());
    all.extend(arrays());
    all.extend(objects());
    all.extend(combined());
    all
}

fn strings() -> Vec<(&'static str, Value)> {
    vec![
        ("free string", json!({"type": "string"})),
        ("lengths", json!({"type": "string", "minLength": 3, "maxLength": 5})),
        ("exact length", json!({"type": "string", "minLength": 7, "maxLength": 7})),
        ("email with lengths", json!({"type": "string", "format": "email", "minLength": 30, "maxLength": 40})),
        ("uri with a length", json!({"type": "string", "format": "uri", "maxLength": 15})),
        ("hostname of one length", json!({"type": "string", "format": "hostname", "minLength": 20, "maxLength": 20})),
        ("two patterns", json!({"type": "string", "allOf": [{"pattern": "^[a-z]+$"}, {"pattern": "b"}]})),
        (
            "three patterns",
            json!({"type": "string", "pattern": "^[a-z0-9]{4,12}$", "allOf": [{"pattern": "[0-9]"}, {"pattern": "[a-z]$"}]}),
        ),
        ("anchored alternatives", json!({"type": "string", "pattern": "^a$|^b+$"})),
        ("anchors inside", json!({"type": "string", "pattern": "^(a|b$)"})),
        ("fixed length", json!({"type": "string", "pattern": "^[0-9a-f]{32}$"})),
        ("pattern with length", json!({"type": "string", "pattern": "^[a-f0-9]+$", "minLength": 40})),
        (
            "pattern with far length",
            json!({"type": "string", "pattern": "^[A-Z]*$", "maxLength": 5000, "minLength": 300}),
        ),
        ("gaps in lengths", json!({"type": "string", "pattern": "^(abc)+$", "minLength": 4, "maxLength": 7})),
        ("unanchored", json!({"type": "string", "pattern": "\\d{3}"})),
        ("prefix", json!({"type": "string", "pattern": "^evt_", "maxLength": 12})),
        ("account number", json!({"type": "string", "pattern": "^(?:\\d-{0,1}){3,16}\\d$"})),
        ("unicode class", json!({"type": "string", "pattern": "^\\p{Lu}[^\\d]+$"})),
        ("word boundary", json!({"type": "string", "pattern": "\\bend\\b"})),
        ("look-ahead beside a format", json!({"type": "string", "format": "uuid", "pattern": "^(?=.)"})),
        ("not a pattern", json!({"type": "string", "not": {"pattern": "^a"}, "minLength": 1})),
        ("not a value", json!({"type": "string", "not": {"enum": ["a", "b"]}, "maxLength": 1, "minLength": 1})),
        ("uuid", json!({"type": "string", "format": "uuid"})),
        ("date-time", json!({"type": "string", "format": "date-time"})),
        ("time in UTC", json!({"type": "string", "format": "date-time", "pattern": "Z$"})),
        (
            "time with millis",
            json!({"type": "string", "format": "date-time", "pattern": "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$"}),
        ),
        ("time with micros", json!({"type": "string", "format": "date-time", "pattern": "\\.\\d{6}\\+00:00$"})),
        (
            "date and time",
            json!({"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "time"}]}),
        ),
        ("duration", json!({"type": "string", "format": "duration"})),
        ("json-pointer", json!({"type": "string", "format": "json-pointer", "minLength": 4})),
        ("addresses", json!({"anyOf": [{"type": "string", "format": "ipv4"}, {"type": "string", "format": "ipv6"}]})),
        (
            "references",
            json!({"anyOf": [{"type": "string", "format": "uri-reference"}, {"type": "string", "format": "regex"}]}),
        ),
        ("unknown format", json!({"type": "string", "format": "ssn", "maxLength": 9})),
    ]
}

fn numbers() -> Vec<(&'static str, Value)> {
    vec![
        ("integer", json!({"type": "integer"})),
        (
            "integer formats",
            json!({"type": "array", "minItems": 4, "prefixItems": [
            {"type": "integer", "format": "int32"}, {"type": "integer", "format": "uint8"},
            {"type": "integer", "format": "int64"}, {"type": "integer", "format": "uint64"}]}),
        ),
        ("bounds", json!({"type": "integer", "exclusiveMinimum": 4, "maximum": 6})),
        ("multiple", json!({"type": "integer", "multipleOf": 7, "minimum": -100, "maximum": 100})),
        ("number", json!({"type": "number"})),
        ("decimal multiple", json!({"type": "number", "multipleOf": 0.01})),
        (
            "decimal multiple in a range",
            json!({"type": "number", "multipleOf": 0.05, "minimum": 0.5, "exclusiveMaximum": 7}),
        ),
        ("small multiple", json!({"type": "number", "multipleOf": 0.0001, "exclusiveMinimum": 0})),
        ("narrow range", json!({"type": "number", "exclusiveMinimum": 0.1, "exclusiveMaximum": 0.1001})),
        (
            "overlapping oneOf",
            json!({"oneOf": [{"type": "integer", "multipleOf": 2}, {"type": "integer", "multipleOf": 3}]}),
        ),
        ("nullable number", json!({"type": ["number", "null"], "minimum": 0})),
    ]
}

fn arrays() -> Vec<(&'static str, Value)> {
    vec![
        (
            "tuple",
            json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": false, "minItems": 1}),
        ),
        (
            "tuple with rest",
            json!({"type": "array", "prefixItems": [{"const": "x"}], "items": {"type": "boolean"}, "minItems": 3}),
        ),
        ("item counts", json!({"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 3})),
        ("any items", json!({"type": "array"})),
        (
            "distinct constants",
            json!({"type": "array", "items": {"enum": ["c", "a", "b"]}, "uniqueItems": true, "minItems": 2}),
        ),
        (
            "distinct numbers",
            json!({"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 9}, "uniqueItems": true, "minItems": 4}),
        ),
        ("contains", json!({"type": "array", "items": {"type": "integer"}, "contains": {"minimum": 100}})),
        (
            "contains counts",
            json!({"type": "array", "items": {"type": "integer"}, "contains": {"const": 3}, "minContains": 2, "maxContains": 3}),
        ),
        (
            "unevaluatedItems",
            json!({"type": "array", "prefixItems": [{"type": "string"}], "allOf": [{"prefixItems": [true, {"type": "integer"}]}], "unevaluatedItems": false}),
        ),
        (
            "contains none",
            json!({"type": "array", "items": {"enum": [1, 2]}, "contains": {"const": 1}, "minContains": 0, "maxContains": 1}),
        ),
        (
            "contains among strings",
            json!({"type": "array", "contains": {"type": "string", "minLength": 2}, "maxItems": 5}),
        ),
    ]
}

fn objects() -> Vec<(&'static str, Value)> {
    let text = json!({"type": "string"});
    vec![
        (
            "members",
            json!({"type": "object", "required": ["b"], "properties": {"a": text, "b": {"type": "integer"}, "c": {}}}),
        ),
        ("closed", json!({"type": "object", "properties": {"a": text, "b": text}, "additionalProperties": false})),
        ("open", json!({"type": "object"})),
        ("anything", json!({})),
        ("declared and open", json!({"type": "object", "properties": {"a": text}, "additionalProperties": true})),
        ("map", json!({"type": "object", "additionalProperties": {"type": "integer"}, "maxProperties": 5})),
        (
            "map with key lengths",
            json!({"type": "object", "propertyNames": {"maxLength": 20}, "additionalProperties": {"type": "string", "maxLength": 50}, "maxProperties": 5}),
        ),
        (
            "named keys",
            json!({"type": "object", "propertyNames": {"enum": ["x", "y", "z"]}, "additionalProperties": text, "minProperties": 1}),
        ),
        (
            "patternProperties",
            json!({"type": "object", "patternProperties": {"^x-": {"type": "integer"}}, "properties": {"a": text}, "additionalProperties": false}),
        ),
        (
            "patterns and rest",
            json!({"type": "object", "patternProperties": {"^a": {"type": "integer"}, "b$": {"minimum": 5}}, "additionalProperties": {"type": "boolean"}}),
        ),
        (
            "pattern meets member",
            json!({"type": "object", "required": ["x-a"], "properties": {"x-a": {"minimum": 3}}, "patternProperties": {"^x-": {"type": "integer"}}}),
        ),
        ("propertyNames", json!({"type": "object", "propertyNames": {"pattern": "^[a-z]{3}$"}, "minProperties": 2})),
        (
            "counts",
            json!({"type": "object", "properties": {"a": text, "b": text, "c": text, "d": text}, "minProperties": 2, "maxProperties": 3}),
        ),
        ("many unnamed", json!({"type": "object", "minProperties": 6, "additionalProperties": {"type": "null"}})),
        (
            "required without a schema",
            json!({"type": "object", "required": ["one", "two"], "properties": {"one": {"type": "boolean"}}}),
        ),
        (
            "dependentRequired",
            json!({"type": "object", "properties": {"a": text, "b": text}, "dependentRequired": {"a": ["b"]}}),
        ),
        (
            "dependentSchemas",
            json!({"type": "object", "properties": {"a": text, "b": text}, "dependentSchemas": {"a": {"required": ["b"], "properties": {"b": {"minLength": 3}}}}}),
        ),
        (
            "unevaluatedProperties",
            json!({"type": "object", "properties": {"a": text}, "allOf": [{"properties": {"c": {"type": "boolean"}}}], "unevaluatedProperties": false}),
        ),
        ("not required", json!({"type": "object", "properties": {"a": text, "z": text}, "not": {"required": ["z"]}})),
        (
            "impossible optional",
            json!({"type": "object", "properties": {"a": text, "z": {"type": "string", "minLength": 2, "maxLength": 1}}}),
        ),
    ]
}

fn combined() -> Vec<(&'static str, Value)> {
    let node = json!({"type": "object", "required": ["v"], "properties": {"v": {"type": "integer"}, "next": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]}}});
    let case = |tag: &str, member: &str| json!({"type": "object", "required": ["type", member], "properties": {"type": {"const": tag}, member: {"type": "string"}, "note": {}}});
    vec![
        ("const", json!({"const": {"a": [1, null]}})),
        ("enum of kinds", json!({"enum": ["b", "a", null, 3, 0.07]})),
        ("nullable", json!({"type": ["string", "null"], "maxLength": 5})),
        (
            "nullable object",
            json!({"anyOf": [{"type": "object", "required": ["a"], "properties": {"a": {"type": "boolean"}}}, {"type": "null"}]}),
        ),
        (
            "documented enum",
            json!({"oneOf": [{"type": "string", "enum": ["z", "a"]}, {"type": "string", "const": "m", "description": "middle"}]}),
        ),
        (
            "tagged envelope",
            json!({"$defs": {"A": case("a", "x"), "B": case("b", "y")}, "type": "object", "required": ["id"],
            "properties": {"id": {"type": "string", "format": "uuid"}}, "oneOf": [{"$ref": "#/$defs/A"}, {"$ref": "#/$defs/B"}]}),
        ),
        (
            "if then else",
            json!({"type": "object", "required": ["k"], "properties": {"k": {"type": "integer"}},
            "if": {"properties": {"k": {"const": 1}}}, "then": {"required": ["one"]}, "else": {"required": ["two"]}}),
        ),
        (
            "if inside allOf",
            json!({"type": "object", "required": ["kind"], "properties": {"kind": {"enum": ["card", "bank"]}, "number": {"type": "string"}},
            "allOf": [{"if": {"properties": {"kind": {"const": "card"}}}, "then": {"properties": {"number": {"pattern": "^\\d{16}$"}}, "required": ["number"]}}]}),
        ),
        (
            "nested allOf",
            json!({"allOf": [{"allOf": [{"type": "object", "required": ["a"]}]}, {"properties": {"a": {"type": "integer"}}}, {"properties": {"a": {"minimum": 4}}}]}),
        ),
        (
            "allOf inside anyOf",
            json!({"anyOf": [{"allOf": [{"type": "string", "minLength": 2}, {"maxLength": 3}]}, {"type": "boolean"}]}),
        ),
        (
            "anyOf inside allOf",
            json!({"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}, "allOf": [{"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}]}),
        ),
        (
            "anchor",
            json!({"$defs": {"x": {"$anchor": "here", "type": "string", "maxLength": 4}}, "type": "array", "items": {"$ref": "#here"}}),
        ),
        (
            "dynamic reference",
            json!({"$dynamicAnchor": "T", "type": "object", "properties": {"kids": {"type": "array", "items": {"$dynamicRef": "#T"}}}}),
        ),
        (
            "annotations",
            json!({"$id": "https://example.com/s", "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "T", "type": "object",
            "properties": {"a": {"type": "string", "contentEncoding": "base64", "examples": ["x"], "x-hint": 1, "readOnly": true}}}),
        ),
        ("no type", json!({"properties": {"a": {"type": "integer"}}, "required": ["a"], "minLength": 3})),
        (
            "names and rest",
            json!({"type": "object", "additionalProperties": {"enum": ["a", "b"]}, "minProperties": 2, "patternProperties": {"^x-": false},
            "properties": {"a": {"minimum": 2, "type": "integer"}, "b": false}, "propertyNames": {"maxLength": 5}}),
        ),
        (
            "beyond the canonical form",
            json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string"},
            "b": {"type": "object", "properties": {"c": {"const": 1}}, "dependencies": {}, "unevaluatedProperties": false}}}),
        ),
        ("not a type", json!({"not": {"type": ["object", "array"]}})),
        ("recursive", json!({"$defs": {"node": node}, "$ref": "#/$defs/node"})),
        (
            "recursive root",
            json!({"type": "object", "properties": {"kids": {"type": "array", "items": {"$ref": "#"}}, "name": {"type": "string"}}}),
        ),
        (
            "recursive choice",
            json!({"type": "object", "properties": {"self": {"$ref": "#"}}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}),
        ),
        (
            "mutual recursion",
            json!({"$defs": {"a": {"type": "object", "properties": {"b": {"$ref": "#/$defs/b"}}}, "b": {"type": "array", "items": {"$ref": "#/$defs/a"}}}, "$ref": "#/$defs/a"}),
        ),
        (
            "recursive tag",
            json!({"$defs": {"e": {"type": "object", "required": ["op"], "oneOf": [
            {"properties": {"op": {"const": "leaf"}, "n": {"type": "integer"}}},
            {"properties": {"op": {"const": "not"}, "of": {"$ref": "#/$defs/e"}}, "required": ["of"]}]}}, "$ref": "#/$defs/e"}),
        ),
    ]
}
