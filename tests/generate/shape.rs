//! What documents look like, beyond being valid.

use hookproof::__private::generate::{Generator, seeded};
use hookproof::model::{BodyStyle, FieldOrder, Json};
use serde_json::{Value, json};

fn generator(schema: &Value) -> Generator {
    Generator::compile(schema, &FieldOrder::default()).unwrap()
}

fn samples(schema: &Value) -> Vec<Value> {
    let generator = generator(schema);
    (0..400).map(|seed| generator.sample(&mut seeded(seed, &["shape"])).to_value()).collect()
}

fn share(samples: &[Value], holds: impl Fn(&Value) -> bool) -> f64 {
    f64::from(u32::try_from(samples.iter().filter(|sample| holds(sample)).count()).unwrap()) / 400.0
}

#[test]
fn members_come_in_the_given_order() {
    let schema = json!({"type": "object", "required": ["a", "b", "c", "z"], "properties": {
        "a": {"const": 1}, "b": {"const": 2}, "c": {"type": "array", "items": {"type": "object", "required": ["p", "q"], "properties": {"p": {"const": 0}, "q": {"const": 0}}}, "minItems": 1, "maxItems": 1},
        "z": {"const": 3}}});
    let order = FieldOrder::of(&Json::parse(br#"{"z":0,"c":[{"q":0,"p":0}],"a":0}"#).unwrap());
    let generator = Generator::compile(&schema, &order).unwrap();
    let expected = br#"{"z":3,"c":[{"q":0,"p":0}],"a":1,"b":2}"#;
    assert_eq!(generator.minimal().write(BodyStyle::COMPACT), expected);
    assert_eq!(generator.sample(&mut seeded(1, &[])).write(BodyStyle::COMPACT), expected);
}

#[test]
fn optional_members_are_a_coin_and_null_is_one_in_four() {
    let schema = json!({"type": "object", "required": ["n"], "properties": {"o": {"const": 1}, "n": {"type": ["string", "null"]}}});
    let samples = samples(&schema);
    assert!((0.4..0.6).contains(&share(&samples, |sample| sample.get("o").is_some())));
    assert!((0.17..0.33).contains(&share(&samples, |sample| sample["n"].is_null())));
}

#[test]
fn undeclared_members_come_only_where_the_schema_is_open() {
    let count = |sample: &Value| sample.as_object().unwrap().len();
    let silent = samples(&json!({"type": "object", "properties": {"a": {"const": 1}}}));
    assert!(silent.iter().all(|sample| count(sample) <= 1));
    for schema in [
        json!({"type": "object", "properties": {"a": {"const": 1}}, "additionalProperties": true}),
        json!({"type": "object"}),
        json!({"type": "object", "additionalProperties": {"type": "string"}}),
    ] {
        let samples = samples(&schema);
        assert!(share(&samples, |sample| count(sample) > 1) > 0.2, "{schema}");
        assert!(samples.iter().all(|sample| count(sample) <= 4), "{schema}");
    }
}

#[test]
fn extremes_are_the_extremes() {
    let schema = json!({"type": "object", "required": ["a", "n", "i"], "properties": {
        "a": {"type": "string", "minLength": 2, "maxLength": 9}, "b": {"type": ["string", "null"]}, "n": {"type": ["integer", "null"]},
        "i": {"type": "integer", "minimum": 3}, "e": {"enum": ["z", "y", null]}, "l": {"type": "array", "items": {"const": 0}, "maxItems": 5},
        "m": {"type": "array", "items": {"const": 0}}, "x": {"type": "number"}}});
    let generator = generator(&schema);
    assert_eq!(generator.minimal().to_value(), json!({"a": "aa", "n": null, "i": 3}));
    let maximal = generator.maximal().to_value();
    assert_eq!(maximal["a"].as_str().map(str::len), Some(9));
    assert_eq!(maximal["b"].as_str().map(str::len), Some(255));
    assert_eq!(
        (&maximal["n"], &maximal["i"], &maximal["x"]),
        (&json!(9_007_199_254_740_991_i64), &json!(9_007_199_254_740_991_i64), &json!(9_007_199_254_740_991_i64))
    );
    assert_eq!(
        (&maximal["e"], &maximal["l"], &maximal["m"]),
        (&json!("y"), &json!([0, 0, 0, 0, 0]), &json!([0, 0, 0]))
    );
}

#[test]
fn numbers_stay_where_every_reader_keeps_them() {
    for schema in [json!({"type": "integer"}), json!({"type": "integer", "format": "int64"}), json!({"type": "number"})]
    {
        let samples = samples(&schema);
        assert!(samples.iter().all(|sample| sample.as_f64().unwrap().abs() <= 9_007_199_254_740_991.0));
        assert!(samples.iter().all(|sample| sample.as_f64() != Some(0.0) || sample.as_i64() == Some(0)));
        assert!(share(&samples, |sample| sample.as_f64().unwrap().abs() > 10_000.0) > 0.2, "{schema}");
        assert!(share(&samples, |sample| sample.as_f64().unwrap().abs() < 300.0) > 0.1, "{schema}");
    }
}

#[test]
fn strings_are_a_mix() {
    let samples = samples(&json!({"type": "string"}));
    let text = |sample: &Value| sample.as_str().unwrap().to_owned();
    assert!((0.07..0.2).contains(&share(&samples, |sample| !text(sample).is_ascii())));
    assert!(share(&samples, |sample| text(sample).contains(['"', '\\', '\n', '\t'])) > 0.01);
    assert!(share(&samples, |sample| text(sample).is_empty()) > 0.0);
    assert!(share(&samples, |sample| text(sample).chars().count() > 20) > 0.03);
    assert!(!samples.iter().any(|sample| text(sample).contains('\0')));
}

#[test]
fn plans_say_whether_they_are_exact() {
    assert!(
        generator(&json!({"type": "object", "properties": {"a": {"type": "string", "pattern": "^[a-z]+$"}}})).exact()
    );
    assert!(!generator(&json!({"type": "string", "not": {"pattern": "^a"}})).exact());
    let beyond = json!({"type": "object", "dependencies": {}, "unevaluatedProperties": false, "properties": {"a": {"const": 1}}});
    assert!(!generator(&beyond).exact());
}
