//! Law 10: a provider that was read from text, or whose schemas were read from `schemas/`, generates and
//! signs the same bytes as the one that was written in Rust.

use std::fs;
use std::path::Path;

use hookproof::__private::generate::seeded;
use hookproof::model::{Json, Timestamp};
use hookproof::provider::{IdSource, Payload, Provider};
use hookproof::sign::{Material, Signer};

use crate::KNOWN;

const SEEDS: u64 = 5;

/// What goes over the wire for a document: headers, then the body.
fn sent(provider: &Provider, signer: &Signer, mut document: Json, name: &str) -> (Vec<(String, Vec<u8>)>, Vec<u8>) {
    let now = Timestamp::from_unix(1_770_000_000);
    provider.renew(name, &mut document, &IdSource::new(1, "salt", &[name]), now);
    let body = provider.body.write(&document);
    let request = provider.request(Some(signer), &Material::of(&body).at(now).id("id").url("http://a/b")).unwrap();
    (request.headers.iter().map(|(name, value)| (name.to_owned(), value.to_vec())).collect(), request.body.to_vec())
}

#[test]
fn a_provider_read_from_its_sheet_sends_the_same_bytes() {
    for known in KNOWN.iter() {
        let ours = &known.provider;
        let sheet = serde_json::to_string_pretty(ours).unwrap();
        let theirs: Provider = serde_json::from_str(&sheet).unwrap();
        let signers = [ours, &theirs].map(|provider| {
            let recipe = &provider.signing.recipe;
            Signer::new(recipe, &crate::secret(provider)).unwrap()
        });
        let names = |provider: &Provider| provider.events().map(|event| event.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(ours), names(&theirs), "{}", ours.id);
        for ((event, generator), read) in known.events().zip(theirs.events()) {
            let again = crate::compiled(&theirs, read);
            assert_eq!(read.round_trip(&generator.minimal().to_value()), None, "a sheet carries no type");
            for seed in 0..SEEDS {
                let [one, two] =
                    [generator, &again].map(|generator| generator.sample(&mut seeded(seed, &[&event.name])));
                let one = sent(ours, &signers[0], one, &event.name);
                let two = sent(&theirs, &signers[1], two, &read.name);
                assert_eq!(one, two, "{} {} at seed {seed}", ours.id, event.name);
            }
            assert_eq!(generator.minimal(), again.minimal(), "{} {}", ours.id, event.name);
            assert_eq!(generator.maximal(), again.maximal(), "{} {}", ours.id, event.name);
        }
    }
}

#[test]
fn a_schema_file_generates_the_same_bytes_as_the_type() {
    for known in KNOWN.iter() {
        let provider = &known.provider;
        for (event, generator) in known.events() {
            let place = format!("schemas/{}/{}.json", provider.id, event.name);
            let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&place)).unwrap();
            let schema = serde_json::from_str(&text).unwrap();
            let read = crate::compiled(provider, &Payload::from_schema(&event.name, schema, event.order().clone()));
            for seed in 0..SEEDS {
                let [one, two] =
                    [generator, &read].map(|generator| generator.sample(&mut seeded(seed, &[&event.name])));
                assert_eq!(provider.body.write(&one), provider.body.write(&two), "{place} at seed {seed}");
            }
        }
    }
}
