//! Types and schemas agree: whatever a schema accepts, its type reads and writes again unchanged.

use hookproof::__private::generate::seeded;
use hookproof::model::Json;
use hookproof::providers;
use serde_json::{Value, json};

use crate::prepared;

/// Made by us where nothing was printed or recorded that fits.
const MADE: &[(&str, &str, &str)] = &[
    ("truv", "order-finalized", include_str!("../data/truv/order-finalized.made.json")),
    ("orum", "person_verified", include_str!("../data/orum/person_verified.made.json")),
    ("betterez", "peopleLookups.created", include_str!("../data/betterez/peopleLookups.created.flat.made.json")),
    ("socotra", "policy.create", include_str!("../data/socotra/policy.create.made.json")),
];

/// Provider, payload and a document that fits.
fn documents() -> Vec<(String, String, Json)> {
    let mut documents: Vec<_> = MADE
        .iter()
        .map(|(provider, name, text)| ((*provider).into(), (*name).into(), Json::parse(text.as_bytes()).unwrap()))
        .collect();
    for prepared in prepared::all() {
        let (id, payload) = (&prepared.provider.id, prepared.payload);
        let fitting = payload.examples.iter().filter(|example| example.contradictions.is_empty());
        documents.extend(fitting.map(|example| (id.clone(), payload.name.clone(), example.document().unwrap())));
        documents.push((id.clone(), payload.name.clone(), prepared.generator().minimal()));
    }
    documents
}

/// The document with the value at each of its pointers taken out or replaced.
fn changed(document: &Json) -> Vec<(String, Value)> {
    let mut pointers = Vec::new();
    document.walk(&mut |pointer, _| pointers.push(pointer.to_owned()));
    let others =
        [json!(null), json!(""), json!("0"), json!(0), json!(-1), json!(9_007_199_254_740_991_u64), json!(1.5)];
    let others: Vec<Value> =
        others.into_iter().chain([json!(false), json!([]), json!({}), json!({"a": [1]})]).collect();
    let mut changed = Vec::new();
    for pointer in pointers.into_iter().filter(|pointer| !pointer.is_empty()) {
        let mut without = document.clone();
        without.remove(&pointer).unwrap();
        changed.push((format!("{pointer} taken out"), without.to_value()));
        for other in &others {
            let mut with = document.clone();
            assert!(with.set(&pointer, other.clone().into()));
            changed.push((format!("{pointer} = {other}"), with.to_value()));
        }
    }
    changed
}

#[test]
fn a_document_made_by_hand_fits() {
    for (id, name, document) in documents() {
        let provider = providers::named(&id).unwrap();
        let payload = provider.payload(&name).unwrap();
        let document = document.to_value();
        crate::schemas::validator(payload.schema()).validate(&document).unwrap();
        assert_eq!(payload.round_trip(&document), Some(Ok(document)), "{id} {name}");
    }
}

#[test]
fn what_the_schema_accepts_the_type_keeps() {
    for (id, name, document) in documents() {
        let provider = providers::named(&id).unwrap();
        let payload = provider.payload(&name).unwrap();
        let validator = crate::schemas::validator(payload.schema());
        for (what, document) in changed(&document) {
            if validator.is_valid(&document) {
                let kept = payload
                    .round_trip(&document)
                    .unwrap()
                    .unwrap_or_else(|error| panic!("{id} {name}: {what}: {error}"));
                // A member that nobody declared may go, be it put there by this test.
                assert!(kept == document || kept == without_unknown(&document), "{id} {name}: {what}");
            }
        }
    }
}

/// The document with `{"a": [1]}` emptied wherever it stands.
fn without_unknown(document: &Value) -> Value {
    match document {
        Value::Object(members) if *document == json!({"a": [1]}) && members.len() == 1 => json!({}),
        Value::Object(members) => {
            Value::Object(members.iter().map(|(name, member)| (name.clone(), without_unknown(member))).collect())
        }
        Value::Array(items) => items.iter().map(without_unknown).collect(),
        _ => document.clone(),
    }
}

#[test]
fn what_is_generated_fits_its_type() {
    let cases = prepared::cases();
    prepared::each(|prepared| {
        let (at, payload, generator) = (prepared.name(), prepared.payload, prepared.generator());
        let samples = (0..cases).map(|case| generator.sample(&mut seeded(case, &[&payload.name])));
        for document in samples.chain([generator.minimal(), generator.maximal()]) {
            let document = document.to_value();
            prepared.validator().validate(&document).unwrap_or_else(|error| panic!("{at}: {error}\n{document}"));
            assert_eq!(payload.round_trip(&document), Some(Ok(document)), "{at}");
        }
    });
}

#[test]
fn absent_and_null_stay_apart() {
    let truv = providers::truv();
    let payload = truv.payload("task-status-updated").unwrap();
    let validator = crate::schemas::validator(payload.schema());
    let document = payload.examples[0].document().unwrap();
    for member in ["user_id", "template_id"] {
        let (mut absent, mut null) = (document.clone(), document.clone());
        absent.remove(&format!("/{member}"));
        null.set(&format!("/{member}"), Json::Null);
        for document in [absent.to_value(), null.to_value()] {
            assert!(validator.is_valid(&document), "{member}");
            assert_eq!(payload.round_trip(&document), Some(Ok(document)), "{member}");
        }
    }
}

#[test]
fn betterez_reads_both_shapes_of_data() {
    use hookproof::providers::betterez::payloads::{Data, Event, Person};

    let betterez = providers::betterez();
    let nested = betterez.payload("peopleLookups.created").unwrap().examples[0].text.clone();
    let nested: Event<Data<Person>> = serde_json::from_str(&nested).unwrap();
    assert!(matches!(nested.data, Data::Nested(_)));
    let flat: Event<Data<Person>> = serde_json::from_str(MADE[2].2).unwrap();
    assert!(matches!(flat.data, Data::Flat(_)));
}

#[test]
fn betterez_writes_both_shapes_in_the_printed_order() {
    let betterez = providers::betterez();
    for (event, text) in [("peopleLookups.created", MADE[2].2), ("peopleLookups.updated", MADE[2].2)] {
        let printed = Json::parse(text.as_bytes()).unwrap();
        let mut sorted = Json::from(printed.to_value());
        assert_ne!(sorted, printed, "the made document is not alphabetical");
        betterez.payload(event).unwrap().order().sort(&mut sorted);
        assert_eq!(sorted, printed, "{event}");
    }
}
