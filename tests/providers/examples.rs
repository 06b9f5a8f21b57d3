//! Laws 3 and 4: examples validate or contradict where they say, and survive their Rust type.

use hookproof::model::Headers;
use hookproof::provider::{Example, Payload};
use serde_json::Value;

/// Every example with its payload and the name of its provider.
fn each(mut visit: impl FnMut(&str, &Payload, &Example, Value)) {
    for provider in crate::all() {
        for payload in &provider.payloads {
            for example in &payload.examples {
                let at = format!("{} {} {}", provider.id, payload.name, example.name);
                let document = example.document().unwrap_or_else(|error| panic!("{at}: {error}"));
                visit(&at, payload, example, document.to_value());
            }
        }
    }
}

#[test]
fn an_example_fits_its_schema_or_contradicts_it_exactly_where_it_says() {
    each(|at, payload, example, document| {
        let validator = crate::schemas::validator(payload.schema());
        let mut found: Vec<(String, String)> = validator
            .iter_errors(&document)
            .map(|error| (error.instance_path().to_string(), error.to_string()))
            .collect();
        let mut listed: Vec<(String, String)> =
            example.contradictions.iter().map(|known| (known.pointer.clone(), known.what.clone())).collect();
        found.sort();
        listed.sort();
        assert_eq!(found, listed, "{at}");
    });
}

#[test]
fn an_example_that_fits_decodes_and_encodes_to_itself() {
    each(|at, payload, example, document| {
        let typed = payload.round_trip(&document).unwrap_or_else(|| panic!("{at} has no type"));
        match typed {
            Ok(written) => assert_eq!(written, document, "{at}"),
            Err(error) => assert!(!example.contradictions.is_empty(), "{at}: {error}"),
        }
    });
}

#[test]
fn an_example_is_that_of_its_event() {
    for provider in crate::all() {
        for event in provider.events() {
            for example in &event.examples {
                let document = example.document().unwrap();
                let name = provider.envelope.name.read(&Headers::new(), &document);
                assert_eq!(name.as_deref(), Some(event.name.as_str()), "{} {}", provider.id, example.name);
            }
        }
    }
}

#[test]
fn examples_have_names_of_their_own_and_a_source() {
    for provider in crate::all() {
        for payload in &provider.payloads {
            let mut names: Vec<&str> = payload.examples.iter().map(|example| example.name.as_str()).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), payload.examples.len(), "{} {}", provider.id, payload.name);
            assert!(payload.examples.iter().all(|example| crate::facts::is_a_source(&example.source)));
        }
    }
}

#[test]
fn a_tolerant_type_reads_members_that_it_does_not_know() {
    each(|at, payload, example, mut document| {
        document.as_object_mut().unwrap().insert("added_next_year".to_owned(), Value::from(1));
        let read = payload.round_trip(&document).unwrap_or_else(|| panic!("{at} has no type"));
        assert!(read.is_ok() || !example.contradictions.is_empty(), "{at}");
    });
}

#[test]
fn a_recorded_body_is_written_in_the_style_of_its_provider() {
    for provider in crate::all() {
        for payload in &provider.payloads {
            let recorded =
                payload.examples.iter().filter(|example| example.origin == hookproof::provider::Origin::Recorded);
            for example in recorded {
                let mut document = example.document().unwrap();
                payload.order().sort(&mut document);
                let written = String::from_utf8(provider.body.write(&document)).unwrap();
                assert_eq!(written, example.text, "{} {}", provider.id, example.name);
            }
        }
    }
}
