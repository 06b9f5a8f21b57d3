//! Schemas put together at random: each has a generator that keeps its word, or an honest error.

use hookproof::__private::generate::{Generator, seeded};
use hookproof::model::{BodyStyle, FieldOrder};
use hookproof::schema::Validator;
use proptest::prelude::Rng;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRng;
use serde_json::{Map, Value, json};

const SCHEMAS: u64 = 300;

fn below(rng: &mut TestRng, bound: u64) -> u64 {
    rng.next_u64() % bound
}

fn one<T: Clone>(rng: &mut TestRng, from: &[T]) -> T {
    from[usize::try_from(below(rng, from.len() as u64)).unwrap()].clone()
}

fn schema(rng: &mut TestRng, depth: u32) -> Value {
    let choices = if depth == 0 { 5 } else { 12 };
    match below(rng, choices) {
        0 => string(rng),
        1 => number(rng),
        2 => json!({"type": one(rng, &["boolean", "null", "string", "integer", "object"])}),
        3 => json!({"enum": one(rng, &[json!(["a", "b"]), json!([1, null]), json!([[], {}]), json!(["x"])])}),
        4 => json!({"type": [one(rng, &["string", "integer"]), "null"], "maxLength": 4, "minimum": 2}),
        5..=7 => object(rng, depth),
        8 => array(rng, depth),
        9 => {
            let branches = [schema(rng, depth - 1), schema(rng, depth - 1)];
            json!({one(rng, &["anyOf", "oneOf"]): branches})
        }
        10 => json!({"allOf": [object(rng, depth), object(rng, depth)]}),
        _ => {
            let parts = [object(rng, depth - 1), object(rng, depth - 1), object(rng, depth - 1)];
            json!({"type": "object", "if": parts[0], "then": parts[1], "else": parts[2]})
        }
    }
}

fn keywords(rng: &mut TestRng, from: &[(&str, Value)], most: u64) -> Map<String, Value> {
    let count = below(rng, most + 1);
    (0..count).map(|_| one(rng, from)).map(|(name, value)| (name.to_owned(), value)).collect()
}

fn string(rng: &mut TestRng) -> Value {
    let mut found = keywords(
        rng,
        &[
            ("minLength", json!(2)),
            ("maxLength", json!(12)),
            ("pattern", json!("^[a-z]+$")),
            ("pattern", json!("[0-9]")),
            ("format", json!("email")),
            ("format", json!("date-time")),
            ("not", json!({"pattern": "^[aeiou]"})),
            ("not", json!({"const": ""})),
        ],
        3,
    );
    found.insert("type".to_owned(), json!("string"));
    found.into()
}

fn number(rng: &mut TestRng) -> Value {
    let mut found = keywords(
        rng,
        &[
            ("minimum", json!(-3)),
            ("exclusiveMinimum", json!(0)),
            ("maximum", json!(1000)),
            ("exclusiveMaximum", json!(12.5)),
            ("multipleOf", json!(0.5)),
            ("multipleOf", json!(3)),
            ("not", json!({"multipleOf": 2})),
        ],
        3,
    );
    found.insert("type".to_owned(), one(rng, &[json!("integer"), json!("number")]));
    found.into()
}

fn array(rng: &mut TestRng, depth: u32) -> Value {
    let (inner, other) = (schema(rng, depth - 1), schema(rng, 0));
    let mut found = keywords(
        rng,
        &[
            ("items", inner.clone()),
            ("minItems", json!(2)),
            ("maxItems", json!(4)),
            ("uniqueItems", json!(true)),
            ("contains", other.clone()),
            ("prefixItems", json!([other, inner])),
        ],
        4,
    );
    found.insert("type".to_owned(), json!("array"));
    found.into()
}

fn object(rng: &mut TestRng, depth: u32) -> Value {
    let inner = depth.saturating_sub(1);
    let mut properties = Map::new();
    for name in ["a", "b", "x-c"] {
        if below(rng, 2) == 0 {
            properties.insert(name.to_owned(), schema(rng, inner));
        }
    }
    let value = schema(rng, 0);
    let mut found = keywords(
        rng,
        &[
            ("required", json!(["a"])),
            ("required", json!(["b", "d"])),
            ("additionalProperties", json!(false)),
            ("additionalProperties", value.clone()),
            ("patternProperties", json!({"^x-": value})),
            ("propertyNames", json!({"maxLength": 5})),
            ("minProperties", json!(2)),
            ("maxProperties", json!(3)),
            ("dependentRequired", json!({"a": ["b"]})),
            ("not", json!({"required": ["z"]})),
            ("unevaluatedProperties", json!(false)),
        ],
        3,
    );
    found.insert("type".to_owned(), json!("object"));
    found.insert("properties".to_owned(), properties.into());
    found.into()
}

#[test]
fn a_generator_keeps_its_word_or_is_refused() {
    let mut refused = 0;
    for seed in 0..SCHEMAS {
        let schema = schema(&mut seeded(seed, &["soup"]), 3);
        let validator = Validator::compile(&schema).unwrap();
        let Ok(generator) = Generator::compile(&schema, &FieldOrder::default()) else {
            refused += 1;
            continue;
        };
        let mut rng = seeded(seed, &["draw"]);
        let samples = (0..20).map(|_| generator.sample(&mut rng));
        for document in samples.chain([generator.minimal(), generator.maximal()]) {
            let value = document.to_value();
            assert!(validator.is_valid(&value), "{schema}\n{value}\n{:?}", validator.errors(&value));
        }
        let mut tree = generator.tree(&mut rng);
        while tree.simplify() {
            assert!(validator.is_valid(&tree.current().to_value()), "{schema}");
        }
        let (end, minimal) = (tree.current().write(BodyStyle::COMPACT), generator.minimal().write(BodyStyle::COMPACT));
        assert!(end.len() <= minimal.len() + 60, "{schema}\n{}", String::from_utf8_lossy(&end));
    }
    assert!(refused < SCHEMAS / 4, "{refused} of {SCHEMAS} were refused");
}
