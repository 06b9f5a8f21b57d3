//! A provider is a value: it can be written to text and read again, and nothing is lost.

use hookproof::provider::Provider;
use hookproof::sign::Template;

fn rebuilt(provider: &Provider) -> Provider {
    serde_json::from_str(&serde_json::to_string(provider).unwrap()).unwrap()
}

#[test]
fn a_provider_survives_being_written_and_read() {
    for provider in crate::all() {
        let read = rebuilt(&provider);
        assert_eq!(read.signing, provider.signing, "{}", provider.id);
        assert_eq!(read.envelope, provider.envelope, "{}", provider.id);
        assert_eq!(read.delivery, provider.delivery, "{}", provider.id);
        assert_eq!(read.retry, provider.retry, "{}", provider.id);
        assert_eq!(read.facts, provider.facts, "{}", provider.id);
        assert_eq!(read.entities, provider.entities, "{}", provider.id);
        assert_eq!(read.rules, provider.rules, "{}", provider.id);
        assert_eq!(read.stories, provider.stories, "{}", provider.id);
        for (now, then) in read.payloads.iter().zip(&provider.payloads) {
            assert_eq!(now.schema(), then.schema(), "{} {}", provider.id, then.name);
            assert_eq!(now.order(), then.order(), "{} {}", provider.id, then.name);
            assert_eq!(now.examples, then.examples, "{} {}", provider.id, then.name);
        }
        assert_eq!(read.payloads.len(), provider.payloads.len());
    }
}

#[test]
fn every_template_can_be_read_and_the_signature_has_a_header() {
    for provider in crate::all() {
        let recipe = &provider.signing.recipe;
        let templates = recipe.headers.iter().map(|header| &header.value);
        for template in templates.chain([&recipe.message]).chain(&recipe.old_message) {
            assert_eq!(template.to_string().parse::<Template>().unwrap(), *template, "{}", provider.id);
        }
        assert!(recipe.signature_header().is_some(), "{}", provider.id);
    }
}

#[test]
fn the_envelope_points_at_members_that_every_event_declares() {
    for provider in crate::all() {
        let envelope = &provider.envelope;
        let slots = envelope.id.iter().chain(&envelope.attempt).map(|slot| &slot.pointer);
        // The time of emission stands in every event; those of the resource where there is one.
        let mut times = envelope.times.iter().map(|time| &time.pointer);
        let pointers: Vec<&String> = slots.chain(times.next()).collect();
        for pointer in times {
            let known = provider.events().any(|event| event.order().knows(pointer));
            assert!(known, "{} has no event with {pointer}", provider.id);
        }
        for event in provider.events() {
            for example in event.examples.iter().filter(|example| example.contradictions.is_empty()) {
                let document = example.document().unwrap();
                for pointer in &pointers {
                    assert!(document.pointer(pointer).is_some(), "{} {} has no {pointer}", provider.id, event.name);
                }
                let named = envelope.identities().any(|slot| document.pointer(&slot.pointer).is_some());
                assert!(named, "{} {} has no id at all", provider.id, event.name);
            }
        }
    }
}

#[test]
fn every_setting_takes_the_value_that_it_has() {
    for mut provider in crate::all() {
        for (key, form) in Provider::settings() {
            let Some(value) = provider.setting(key) else { continue };
            provider
                .assume(key, Some(&value))
                .unwrap_or_else(|error| panic!("{} {key} ({form}): {error}", provider.id));
            assert_eq!(provider.setting(key).as_deref(), Some(value.as_str()));
        }
    }
}
