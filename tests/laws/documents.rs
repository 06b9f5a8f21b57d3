//! Laws 1 and 4: what is generated validates, decodes into its type, and encodes to itself.

use std::cell::RefCell;

use hookproof::__private::generate::{Hostile, seeded};
use hookproof::model::Json;
use hookproof::provider::{Payload, Provider};
use jsonschema::Validator;

use crate::KNOWN;

/// What is wrong with a document of an event, if anything is.
pub(crate) fn fault(provider: &Provider, event: &Payload, validator: &Validator, document: &Json) -> Option<String> {
    let value = document.to_value();
    if let Some(error) = validator.iter_errors(&value).next() {
        return Some(format!("{} at `{}`", error, error.instance_path()));
    }
    let bytes = provider.body.write(document);
    match Json::parse(&bytes) {
        Ok(read) if read == *document => {}
        read => return Some(format!("its own bytes are read as {read:?}")),
    }
    match event.round_trip(&value)? {
        Ok(written) if written == value => None,
        Ok(written) => Some(format!("its type writes it as {written}")),
        Err(error) => Some(format!("its type refuses it: {error}")),
    }
}

pub(crate) fn validator(event: &Payload) -> Validator {
    // The independent judge: not hookproof's own `Validator`.
    jsonschema::draft202012::options().should_validate_formats(true).build(event.schema()).unwrap()
}

#[test]
fn what_is_generated_validates_and_survives_its_type() {
    for known in KNOWN.iter() {
        for (event, generator) in known.events() {
            let (provider, validator) = (&known.provider, validator(event));
            let failure = RefCell::new(String::new());
            let kept =
                crate::runner("documents", &format!("{}/{}", provider.id, event.name)).run(generator, |document| {
                    match fault(provider, event, &validator, &document) {
                        None => Ok(()),
                        Some(fault) => {
                            let text = String::from_utf8(provider.body.write(&document)).unwrap();
                            *failure.borrow_mut() = format!("{fault}\n{text}");
                            Err(proptest::test_runner::TestCaseError::fail(fault))
                        }
                    }
                });
            assert!(kept.is_ok(), "{} {}: {}", provider.id, event.name, failure.borrow());
        }
    }
}

#[test]
fn plausible_and_hostile_documents_validate_and_survive_their_type() {
    let cases = crate::number("HOOKPROOF_CASES", 50);
    for known in KNOWN.iter() {
        for (event, generator) in known.events() {
            let validator = validator(event);
            let key = [known.provider.id.as_str(), event.name.as_str()];
            let plausible = (0..cases).map(|seed| (None, generator.plausible(&mut seeded(seed, &key))));
            let rounds = 0..cases.div_ceil(25);
            let hostile = Hostile::ALL.into_iter().flat_map(|kind| {
                let drawn = rounds.clone().map(move |seed| generator.hostile(&mut seeded(seed, &key), kind));
                drawn.chain([generator.throughout(kind)]).flatten().map(move |document| (Some(kind), document))
            });
            let nulls = generator.nulls().into_iter().map(|document| (None, document));
            for (kind, document) in plausible.chain(hostile).chain(nulls) {
                let fault = fault(&known.provider, event, &validator, &document);
                assert_eq!(fault, None, "{} {} {kind:?}", known.provider.id, event.name);
            }
        }
    }
}

#[test]
fn the_smallest_and_the_fullest_document_validate_and_survive_their_type() {
    for known in KNOWN.iter() {
        for (event, generator) in known.events() {
            let validator = validator(event);
            for document in [generator.minimal(), generator.maximal()] {
                let fault = fault(&known.provider, event, &validator, &document);
                assert_eq!(fault, None, "{} {}", known.provider.id, event.name);
            }
        }
    }
}

#[test]
fn every_event_of_ours_has_a_type() {
    for known in KNOWN.iter() {
        for (event, generator) in known.events() {
            let document = generator.minimal().to_value();
            assert!(event.round_trip(&document).is_some(), "{} {} has no type", known.provider.id, event.name);
        }
    }
}
