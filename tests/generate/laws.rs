//! Laws that hold for every schema of the corpus.

use hookproof::__private::generate::{Generator, seeded};
use hookproof::model::{BodyStyle, FieldOrder, Json};
use hookproof::schema::Validator;
use proptest::strategy::ValueTree;
use serde_json::Value;

use crate::corpus;
use crate::corpus::Expected;

fn compile(name: &str, schema: &Value) -> Generator {
    Generator::compile(schema, &FieldOrder::default()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn assert_valid(name: &str, validator: &Validator, document: &Json) {
    let value = document.to_value();
    let text = String::from_utf8(document.write(BodyStyle::COMPACT)).unwrap();
    assert!(validator.is_valid(&value), "{name}: {text}\n{:?}", validator.errors(&value));
    assert_eq!(Json::parse(text.as_bytes()).unwrap().to_value(), value, "{name} survives its own text");
}

#[test]
fn everything_written_is_valid() {
    let mut wrong = Vec::new();
    for case in corpus::all() {
        let (name, Expected::Documents(shown)) = (case.name, case.expected) else { continue };
        let validator = Validator::compile(&case.schema).unwrap();
        let generator = match Generator::compile(&case.schema, &FieldOrder::default()) {
            Ok(generator) => generator,
            Err(error) => {
                wrong.push(format!("{name}: {error}"));
                continue;
            }
        };
        let samples = (0..200).map(|seed| generator.sample(&mut seeded(seed, &[name])));
        let documents: Vec<Json> = samples.chain([generator.minimal(), generator.maximal()]).collect();
        for document in &documents {
            assert_valid(name, &validator, document);
        }
        for schema in shown {
            let kept = Validator::compile(&schema).unwrap();
            if !documents.iter().any(|document| kept.is_valid(&document.to_value())) {
                wrong.push(format!("{name}: no document keeps {schema}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    for (name, schema) in corpus::written() {
        let (one, two) = (compile(name, &schema), compile(name, &schema));
        let bytes =
            |generator: &Generator, seed| generator.sample(&mut seeded(seed, &[name])).write(BodyStyle::COMPACT);
        for seed in 0..20 {
            assert_eq!(bytes(&one, seed), bytes(&two, seed), "{name}");
        }
    }
}

#[test]
fn every_step_of_a_shrink_is_valid() {
    for (name, schema) in corpus::written() {
        let validator = Validator::compile(&schema).unwrap();
        let generator = compile(name, &schema);
        for seed in 0..12_u64 {
            let mut tree = generator.tree(&mut seeded(seed, &[name]));
            let smallest = |tree: &mut hookproof::__private::generate::JsonTree| tree.simplify();
            let mut more = smallest(&mut tree);
            let mut steps = 0_u64;
            while more {
                assert_valid(name, &validator, &tree.current());
                steps += 1;
                // Every third candidate is refused, at another place for every seed.
                more = if (steps + seed).is_multiple_of(3) { tree.complicate() } else { tree.simplify() };
                assert!(steps < 20_000, "{name}");
            }
            assert_valid(name, &validator, &tree.current());
        }
    }
}

#[test]
fn a_shrink_that_always_fails_ends_at_the_minimum() {
    for (name, schema) in corpus::written() {
        let generator = compile(name, &schema);
        let minimal = generator.minimal().write(BodyStyle::COMPACT).len();
        for seed in 0..8 {
            let mut tree = generator.tree(&mut seeded(seed, &[name]));
            while tree.simplify() {}
            let text = tree.current().write(BodyStyle::COMPACT);
            // Ids and times stay, and may be spelled longer than the shortest.
            assert!(text.len() <= minimal + 80, "{name}: {}", String::from_utf8_lossy(&text));
        }
    }
}
