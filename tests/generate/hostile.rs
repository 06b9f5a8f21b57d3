//! Hostile values: each kind occurs where it can, is valid, and is the same every time.

mod schemas;

use hookproof::__private::generate::{Generator, Hostile, seeded};
use hookproof::model::{BodyStyle, FieldOrder, Json};
use hookproof::schema::Validator;
use serde_json::{Value, json};

use crate::corpus::written;

fn generator(schema: &Value) -> Generator {
    Generator::compile(schema, &FieldOrder::default()).unwrap()
}

/// An object with a place for every kind, all of them optional and one behind a union.
fn roomy() -> Value {
    json!({"type": "object", "required": ["id"], "properties": {
        "id": {"type": "string", "format": "uuid"},
        "text": {"anyOf": [{"type": "integer"}, {"type": "object", "properties": {"deep": {"type": "string"}}}]},
        "count": {"type": ["integer", "null"]}, "share": {"type": "number"},
        "list": {"type": "array", "items": {"type": "string", "format": "uuid"}}, "any": {}
    }})
}

/// Whether a document shows what the kind promises.
fn shows(kind: Hostile, document: &Json) -> bool {
    let mut seen = false;
    document.walk(&mut |pointer, value| {
        seen |= match value {
            Json::String(text) => shown_by(kind, text),
            Json::Number(number) => match kind {
                Hostile::PastInt32 => number.as_i64() == Some(1 << 31),
                Hostile::LastSafe => number.as_i64() == Some((1 << 53) - 1),
                Hostile::Unsafe => {
                    let far = number.as_i64().map(i64::unsigned_abs).or_else(|| number.as_u64());
                    far.is_some_and(|far| far >= 1 << 53)
                }
                Hostile::NegativeZero => number.as_f64().is_some_and(|zero| zero == 0.0 && zero.is_sign_negative()),
                Hostile::ExtremeFloat => {
                    let size = number.as_f64().unwrap().abs();
                    number.is_f64() && (size > 1e20 || (size > 0.0 && size < 1e-6) || number.to_string().len() > 15)
                }
                _ => false,
            },
            Json::Array(items) => match kind {
                Hostile::Bare => items.is_empty(),
                Hostile::Deep => pointer.matches("/0").count() >= 31,
                _ => false,
            },
            Json::Object(members) => kind == Hostile::Bare && members.is_empty(),
            _ => false,
        };
    });
    seen || (kind == Hostile::Huge && document.write(BodyStyle::COMPACT).len() > 65_536)
}

fn shown_by(kind: Hostile, text: &str) -> bool {
    let any = |letters: &[std::ops::RangeInclusive<char>]| {
        text.chars().any(|letter| letters.iter().any(|range| range.contains(&letter)))
    };
    match kind {
        Hostile::Empty => text.is_empty(),
        Hostile::Astral => any(&['\u{10000}'..='\u{10ffff}']),
        Hostile::RightToLeft => {
            any(&['\u{590}'..='\u{6ff}', '\u{200f}'..='\u{200f}', '\u{202a}'..='\u{202e}', '\u{2066}'..='\u{2069}'])
        }
        Hostile::Combining => {
            any(&['\u{300}'..='\u{36f}', '\u{483}'..='\u{489}', '\u{1100}'..='\u{11ff}', '\u{200b}'..='\u{200d}'])
        }
        Hostile::Edges => {
            any(&['\u{d7ff}'..='\u{e000}', '\u{fffd}'..='\u{ffff}', '\u{10ffff}'..='\u{10ffff}'])
                || text.contains("\\u")
        }
        Hostile::Nul => text.contains('\0'),
        Hostile::Escapes => {
            any(&['\u{1}'..='\u{1f}', '"'..='"', '\\'..='\\', '\u{7f}'..='\u{a0}', '\u{2028}'..='\u{2029}'])
        }
        Hostile::Lookalike => {
            let is_word = ["null", "true", "false", "undefined"].contains(&text) || text.parse::<f64>().is_ok();
            is_word || text.contains(['<', '.', '\'', '$', '%', '=', '_', '[', '{', '-'])
        }
        Hostile::Longest => text.chars().count() == 255,
        _ => false,
    }
}

#[test]
fn each_kind_occurs_wherever_there_is_a_place() {
    let schema = roomy();
    let (generator, validator) = (generator(&schema), Validator::compile(&schema).unwrap());
    for kind in Hostile::ALL {
        for seed in 0..40 {
            let document = generator.hostile(&mut seeded(seed, &["hostile"]), kind);
            let document = document.unwrap_or_else(|| panic!("{kind:?} found no place at seed {seed}"));
            let text = String::from_utf8(document.write(BodyStyle::COMPACT)).unwrap();
            assert!(shows(kind, &document), "{kind:?} does not show in {text}");
            assert!(validator.is_valid(&document.to_value()), "{kind:?} {text}");
            assert_eq!(Some(&document), generator.hostile(&mut seeded(seed, &["hostile"]), kind).as_ref());
            assert_eq!(Json::parse(text.as_bytes()).unwrap(), document, "{kind:?} survives its own text");
        }
    }
}

#[test]
fn every_schema_of_the_corpus_is_kept() {
    for (name, schema) in written() {
        let (generator, validator) = (generator(&schema), Validator::compile(&schema).unwrap());
        for kind in Hostile::ALL {
            let drawn = (0..6).map(|seed| generator.hostile(&mut seeded(seed, &[name]), kind));
            for document in drawn.chain([generator.throughout(kind)]).flatten() {
                let value = document.to_value();
                assert!(validator.is_valid(&value), "{name} {kind:?}: {value}");
            }
        }
        for document in generator.nulls() {
            assert!(validator.is_valid(&document.to_value()), "{name}");
        }
    }
}

#[test]
fn what_has_no_place_is_none() {
    let schema = json!({"type": "object", "required": ["id", "n"], "additionalProperties": false, "properties": {
        "id": {"type": "string", "format": "uuid"}, "n": {"type": "integer", "minimum": 1, "maximum": 9}}});
    let generator = generator(&schema);
    for kind in Hostile::ALL {
        assert_eq!(generator.hostile(&mut seeded(1, &[]), kind), None, "{kind:?}");
        assert_eq!(generator.throughout(kind), None, "{kind:?}");
    }
    assert_eq!(generator.nulls(), []);
}

#[test]
fn limits_are_kept() {
    let text = |schema: Value| {
        let generator = generator(&schema);
        move |kind| generator.hostile(&mut seeded(1, &[]), kind).map(|value| value.as_str().unwrap().to_owned())
    };
    let short = text(json!({"type": "string", "minLength": 1, "maxLength": 3}));
    assert_eq!(short(Hostile::Empty), None);
    assert_eq!(short(Hostile::Huge), None);
    assert_eq!(short(Hostile::Longest).unwrap().len(), 3);
    assert!((1..=3).contains(&short(Hostile::Astral).unwrap().chars().count()));
    let number = |schema: Value, kind| generator(&schema).throughout(kind).map(|number| number.to_value());
    assert_eq!(number(json!({"type": "integer", "maximum": 1000}), Hostile::PastInt32), None);
    assert_eq!(number(json!({"type": "integer", "minimum": 0}), Hostile::PastInt32), Some(json!(2_147_483_648_u32)));
    assert_eq!(number(json!({"type": "integer", "format": "int32"}), Hostile::LastSafe), None);
    assert_eq!(number(json!({"type": "number"}), Hostile::LastSafe), Some(json!(9_007_199_254_740_991_i64)));
    assert_eq!(number(json!({"type": "integer"}), Hostile::NegativeZero), None);
    assert_eq!(number(json!({"type": "number", "maximum": 1}), Hostile::LastSafe), None);
}

#[test]
fn throughout_means_every_place_and_nothing_else() {
    let schema = json!({"type": "object", "properties": {
        "a": {"type": "string"}, "b": {"type": ["string", "null"]}, "at": {"type": "string", "format": "date"},
        "n": {"type": "integer"}, "l": {"type": "array", "items": {"type": "string"}}}});
    let document = generator(&schema).throughout(Hostile::Astral).unwrap();
    for pointer in ["/a", "/b", "/l/0"] {
        assert!(shown_by(Hostile::Astral, document.pointer(pointer).unwrap().as_str().unwrap()), "{pointer}");
    }
    assert!(document.pointer("/at").unwrap().as_str().unwrap().is_ascii());
    assert!(document.pointer("/n").is_some());
}

#[test]
fn a_huge_document_is_just_above_the_limit() {
    let by_text = json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}});
    let by_items = json!({"type": "object", "properties": {"a": {"type": "array", "items": {"type": "string", "format": "uuid"}}}});
    for schema in [by_text, by_items] {
        let bytes = generator(&schema).throughout(Hostile::Huge).unwrap().write(BodyStyle::COMPACT).len();
        assert!((65_537..90_000).contains(&bytes), "{bytes}");
    }
    let limited = json!({"type": "object", "properties": {"a": {"type": "string", "maxLength": 9000}}, "additionalProperties": false});
    assert_eq!(generator(&limited).throughout(Hostile::Huge), None);
}

#[test]
fn every_nullable_member_is_null_once() {
    let schema = json!({"type": "object", "required": ["id"], "properties": {
        "id": {"type": "string", "format": "uuid"}, "name": {"type": ["string", "null"]}, "kind": {"enum": ["a", null]},
        "owner": {"anyOf": [{"type": "null"}, {"type": "object", "required": ["mail"], "properties": {"mail": {"type": ["string", "null"]}}}]}}});
    let documents = generator(&schema).nulls();
    let at = |number: usize, pointer: &str| documents[number].pointer(pointer).cloned();
    assert_eq!(documents.len(), 2);
    for number in 0..2 {
        assert_eq!((at(number, "/name"), at(number, "/kind")), (Some(Json::Null), Some(Json::Null)));
    }
    assert_eq!((at(0, "/owner"), at(1, "/owner/mail")), (Some(Json::Null), Some(Json::Null)));
}
