//! Coverage: what a list of documents is said to show can be seen in them, and nothing is left out.

use hookproof::__private::generate::{Coverage, Feature, Generator, Goal, Missed, Shown, seeded};
use hookproof::model::{BodyStyle, FieldOrder};
use hookproof::schema::Validator;
use serde_json::{Map, Value, json};

use crate::corpus;
use crate::counter::{Counter, is_plain};
use crate::seen::{documents, lies};

fn coverage(schema: &Value) -> Coverage {
    let generator = Generator::compile(schema, &FieldOrder::default()).unwrap();
    generator.covering(&mut seeded(1, &["cover"]))
}

/// What is not shown, a line each.
fn missed(coverage: &Coverage) -> Vec<String> {
    let goals = coverage.goals.iter().filter(|goal| !goal.is_shown());
    goals.map(|goal| format!("{} {} {:?}", goal.pointer, goal.feature, goal.shown)).collect()
}

/// Everything at once, a member each.
fn many() -> Value {
    json!({"type": "object", "required": ["kind", "size"], "additionalProperties": false, "properties": {
        "kind": {"enum": ["a", "b", "c", "d", "e"]},
        "size": {"type": "integer", "minimum": 3, "maximum": 900},
        "name": {"type": "string", "minLength": 2, "maxLength": 40},
        "nick": {"type": ["string", "null"], "maxLength": 9},
        "tags": {"type": "array", "items": {"enum": ["x", "y"]}, "minItems": 1, "maxItems": 4},
        "home": {"type": "object", "additionalProperties": false, "properties": {
            "city": {"type": "string"}, "zip": {"type": "string", "pattern": "^\\d{5}$"}, "state": {"anyOf": [{"enum": ["NY", "CA"]}, {"type": "null"}]}}},
        "either": {"oneOf": [{"type": "integer", "minimum": 0, "maximum": 5}, {"type": "object", "required": ["n"], "properties": {"n": {"type": "boolean"}}},
            {"type": "array", "items": {"type": "string", "maxLength": 3}, "maxItems": 2}]}
    }})
}

#[test]
fn everything_that_is_counted_by_hand_is_there() {
    let schema = many();
    assert!(is_plain(&schema));
    let coverage = coverage(&schema);
    let documents = documents(&coverage);
    let counter = Counter::count(&schema, &documents);
    assert_eq!(counter.missing, Vec::<String>::new());
    assert!(counter.looked > 90, "{}", counter.looked);
    assert_eq!(missed(&coverage), Vec::<String>::new());
    assert!(documents.len() <= 16, "{}", documents.len());
}

#[test]
fn one_document_less_would_not_do() {
    let schema = many();
    let documents = documents(&coverage(&schema));
    for at in 0..documents.len() {
        let first = &documents[..at];
        let (with, without) = (Counter::count(&schema, &documents[..=at]), Counter::count(&schema, first));
        assert!(with.missing.len() <= without.missing.len());
    }
    assert!(!Counter::count(&schema, &documents[..documents.len() / 2]).missing.is_empty());
}

#[test]
fn what_is_said_to_be_shown_is_there() {
    for (name, schema) in corpus::written() {
        let coverage = coverage(&schema);
        let validator = Validator::compile(&schema).unwrap();
        assert!((1..=Coverage::MOST).contains(&coverage.documents.len()), "{name}");
        for document in documents(&coverage) {
            assert!(validator.is_valid(&document), "{name}: {document}");
        }
        assert_eq!(lies(&coverage), Vec::<String>::new(), "{name}");
        // Every document shows something for the first time.
        let first = |index: usize| coverage.goals.iter().any(|goal| goal.shown == Shown::In(index));
        let is_any = coverage.goals.iter().any(Goal::is_shown);
        assert!(!is_any || (0..coverage.documents.len()).all(first), "{name}");
    }
}

#[test]
fn the_same_seed_covers_with_the_same_bytes() {
    for (name, schema) in corpus::written().into_iter().step_by(7) {
        let bytes = || -> Vec<Vec<u8>> {
            coverage(&schema).documents.iter().map(|document| document.write(BodyStyle::COMPACT)).collect()
        };
        assert_eq!(bytes(), bytes(), "{name}");
    }
}

#[test]
fn two_by_two_needs_few_documents() {
    let properties = |count: usize| -> Map<String, Value> {
        (0..count).map(|at| (format!("m{at:03}"), json!({"const": at}))).collect()
    };
    for (count, most) in [(4, 7), (10, 11), (20, 15), (40, 20), (64, 24)] {
        let coverage = coverage(&json!({"type": "object", "properties": properties(count)}));
        assert_eq!(missed(&coverage), Vec::<String>::new());
        let pairs = coverage.goals.iter().filter(|goal| goal.feature.kind() == "pair").count();
        assert_eq!(pairs, 2 * count * (count - 1));
        assert!(coverage.documents.len() <= most, "{count}: {}", coverage.documents.len());
    }
    let wide = coverage(&json!({"type": "object", "properties": properties(300)}));
    let count = |kind: &str| wide.goals.iter().filter(|goal| goal.feature.kind() == kind && goal.is_shown()).count();
    let pairs = 2 * Coverage::PAIRED * (Coverage::PAIRED - 1);
    assert_eq!((count("present"), count("absent"), count("pair")), (300, 300, pairs));
}

#[test]
fn what_cannot_be_shown_says_why() {
    let why = |schema: Value, feature: &str| {
        let coverage = coverage(&schema);
        let goal = coverage.goals.iter().find(|goal| goal.feature.to_string() == feature);
        goal.unwrap_or_else(|| panic!("{feature}: {:?}", coverage.goals)).shown
    };
    let both =
        json!({"type": "object", "properties": {"a": {}, "b": {}}, "maxProperties": 1, "additionalProperties": false});
    assert_eq!(why(both, "`a` and `b`"), Shown::Never(Missed::NoBranch));
    let needs = json!({"type": "object", "properties": {"a": {}, "b": {}}, "dependentRequired": {"a": ["b"]}});
    assert_eq!(why(needs, "no `b` and `a`"), Shown::Never(Missed::NoBranch));
    assert_eq!(
        why(json!({"type": "string", "maxLength": 100_000}), "100000 characters"),
        Shown::Never(Missed::TooLarge)
    );
    assert_eq!(
        why(json!({"type": "string", "pattern": "^(ab)+$", "maxLength": 5}), "5 characters"),
        Shown::Never(Missed::NoSuchSize)
    );
    let seven = json!({"type": "integer", "minimum": 0, "maximum": 7, "not": {"multipleOf": 7}});
    assert_eq!(why(seven, "the number 7"), Shown::Never(Missed::NotFound));
}

#[test]
fn a_full_list_says_so() {
    let schema = json!({"enum": (0..1500).collect::<Vec<_>>()});
    let coverage = coverage(&schema);
    assert_eq!(coverage.documents.len(), Coverage::MOST);
    assert_eq!(coverage.goals.iter().filter(|goal| goal.shown == Shown::Never(Missed::Full)).count(), 500);
    assert_eq!(coverage.counts(), [("value", 1000, 1500)]);
}

#[test]
fn every_branch_is_taken_in_the_corpus_too() {
    // A branch of the schema as written is more than a branch of the plan.
    for name in ["anyOf of scalars", "oneOf of types", "tagged envelope", "walker: opaque envelope"] {
        let (_, schema) = corpus::written().into_iter().find(|(known, _)| *known == name).unwrap();
        let documents = documents(&coverage(&schema));
        assert_eq!(Counter::count(&schema, &documents).missing, Vec::<String>::new(), "{name}");
    }
}

#[test]
fn features_have_a_word_and_a_text() {
    let goals = coverage(&many()).goals;
    let texts = |pointer: &str| -> Vec<String> {
        let here = goals.iter().filter(|goal| goal.pointer == pointer);
        here.map(|goal| format!("{}: {}", goal.feature.kind(), goal.feature)).collect()
    };
    assert_eq!(texts("/kind")[..2], ["value: \"a\"", "value: \"b\""]);
    assert_eq!(texts("/size"), ["number: the number 3", "number: the number 900"]);
    assert_eq!(texts("/tags"), ["items: 1 item", "items: 4 items"]);
    assert_eq!(texts("/home/zip"), Vec::<String>::new());
    assert_eq!(texts("/home/state")[0], "null: null");
    assert_eq!(texts("/either")[..2], ["branch: branch 1, number", "number: the number 0"]);
    assert_eq!(texts("/home")[0], "present: `city`");
    assert!(texts("/home").contains(&"pair: no `city` and `zip`".to_owned()));
    assert!(matches!(goals.last().unwrap().feature, Feature::Pair(_)));
}
