//! The type of all events of a provider: each event is read as its own variant and written as it was.

use hookproof::__private::generate::seeded;
use hookproof::model::Json;
use hookproof::provider::Kind;
use hookproof::providers::{argyle, betterez, orum, socotra, truv};
use serde_json::{Value, json};

use crate::prepared;

/// Documents drawn beside those that show every branch and bound.
const DRAWN: usize = 16;

/// What the type of a provider's events makes of a document: its words for it, and what it writes.
fn read(provider: &str, document: &Value) -> (String, Value) {
    macro_rules! typed {
        ($($provider:ident)*) => {
            match provider {
                $(stringify!($provider) => {
                    let event: $provider::Event = serde_json::from_value(document.clone()).unwrap();
                    (format!("{event:?}"), serde_json::to_value(event).unwrap())
                })*
                other => panic!("{other} has no type of its events"),
            }
        };
    }
    typed!(truv argyle orum betterez socotra)
}

fn variant(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_alphanumeric());
    words.map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

#[test]
fn whatever_is_generated_is_read_as_its_own_variant_and_written_as_it_was() {
    let mut read_ones = 0;
    for prepared in prepared::all() {
        let (id, name) = (&prepared.provider.id, &prepared.payload.name);
        // A notice has no name, so nothing tells it from an event that is not known.
        if prepared.payload.kind != Kind::Event {
            continue;
        }
        let generator = prepared.generator();
        let mut rng = seeded(7, &["typed", id, name]);
        let mut documents = vec![generator.minimal(), generator.maximal()];
        documents.extend(generator.covering(&mut rng).documents);
        documents.extend((0..DRAWN).map(|_| generator.sample(&mut rng)));
        for document in documents.iter().map(Json::to_value) {
            let (told, written) = read(id, &document);
            assert!(told.starts_with(&format!("{}(", variant(name))), "{id} {name} became {told}\n{document}");
            assert_eq!(written, document, "{id} {name}");
            read_ones += 1;
        }
    }
    assert!(read_ones > 5_000, "{read_ones}");
}

#[test]
fn what_fits_no_type_is_kept_as_it_came() {
    for provider in crate::all() {
        let name = provider.envelope.name.to_string();
        let member = name.trim_start_matches('/');
        let known = &provider.events().next().unwrap().name;
        let strange = [json!([]), json!({member: 1}), json!({member: "no.such.event"}), json!({member: known})];
        for document in strange {
            let (told, written) = read(&provider.id, &document);
            assert!(told.starts_with("Other("), "{}: {told}", provider.id);
            assert_eq!(written, document, "{}", provider.id);
        }
    }
}
