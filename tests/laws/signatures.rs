//! Law 5, first part: a signer accepts its own signatures, and nothing that differs from them by a byte.

use hookproof::model::{Headers, Secret, Timestamp};
use hookproof::provider::{IdSource, Provider};
use hookproof::sign::{Algorithm, Material, Recipe, SignatureHeader, Signer};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestCaseError;

use crate::{KNOWN, Known};

/// One byte more, less, or another.
#[derive(Clone, Debug)]
enum Change {
    Other(Index, u8),
    Less(Index),
    More(Index, u8),
}

impl Change {
    fn any() -> impl Strategy<Value = Self> {
        prop_oneof![
            3 => (any::<Index>(), 1..=u8::MAX).prop_map(|(at, bits)| Self::Other(at, bits)),
            1 => any::<Index>().prop_map(Self::Less),
            1 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Self::More(at, byte)),
        ]
    }

    fn of(&self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        match self {
            Self::Other(at, bits) => {
                let at = at.index(bytes.len());
                bytes[at] ^= bits;
            }
            Self::Less(at) => drop(bytes.remove(at.index(bytes.len()))),
            Self::More(at, byte) => bytes.insert(at.index(bytes.len() + 1), *byte),
        }
        bytes
    }
}

fn secrets(provider: &Provider) -> BoxedStrategy<Secret> {
    match provider.signing.recipe.algorithm {
        Algorithm::RsaSha256 => Just(crate::secret(provider)).boxed(),
        _ => {
            any::<String>().prop_filter("a secret is not empty", |text| !text.is_empty()).prop_map(Secret::new).boxed()
        }
    }
}

/// A signed event of any type: its headers and its body.
fn signed(known: &Known, signer: &Signer, event: Index, seed: u64, now: Timestamp) -> (Headers, Vec<u8>) {
    let provider = &known.provider;
    let (payload, generator) = known.events().nth(event.index(known.generators.len())).unwrap();
    let mut document = generator.sample(&mut hookproof::__private::generate::seeded(seed, &[&payload.name]));
    provider.envelope.renew(&mut document, &IdSource::new(seed, "", &[]), now);
    let body = provider.body.write(&document);
    let request = provider.request(Some(signer), &Material::of(&body).at(now)).unwrap();
    (request.headers, body)
}

/// The value of the signature header as if its template were this one.
fn alone(recipe: &Recipe, secret: &Secret, template: &str, body: &[u8], now: Timestamp) -> Vec<u8> {
    let mut recipe = recipe.clone();
    recipe.headers = vec![SignatureHeader::new("alone", template.parse().unwrap())];
    let headers = Signer::new(&recipe, secret).unwrap().headers(&Material::of(body).at(now)).unwrap();
    headers.get("alone").unwrap().to_vec()
}

/// Whether `value` with the older signature taken out is the same in both: consumers look at the newer one.
fn differ_in_the_old_alone(one: &[u8], two: &[u8], old: &[u8]) -> bool {
    let start = one.windows(old.len()).position(|window| window == old).unwrap();
    let (head, tail) = (&one[..start], &one[start + old.len()..]);
    two.len() >= head.len() + tail.len() && two.starts_with(head) && two.ends_with(tail)
}

#[test]
fn what_is_signed_is_accepted_and_one_byte_off_is_refused() {
    for known in KNOWN.iter() {
        let provider = &known.provider;
        let recipe = &provider.signing.recipe;
        let header = &recipe.signature_header().unwrap().name;
        let strategy = (
            (any::<Index>(), any::<u64>(), -62_000_000_000_i64..253_000_000_000),
            secrets(provider),
            (Change::any(), Change::any()),
        );
        let law =
            |((event, seed, seconds), secret, (on_body, on_header)): ((Index, u64, i64), Secret, (Change, Change))| {
                let now = Timestamp::from_unix(seconds);
                let signer = Signer::new(recipe, &secret).unwrap();
                let (headers, body) = signed(known, &signer, event, seed, now);
                prop_assert_eq!(signer.check(&headers, &body), Ok(()));
                let other = on_body.of(&body);
                prop_assert!(signer.check(&headers, &other).is_err(), "took the body {}", other.escape_ascii());
                let value = headers.get(header).unwrap();
                let other = on_header.of(value);
                if recipe.old_message.is_some() {
                    let old = alone(recipe, &secret, "{old}", &body, now);
                    if differ_in_the_old_alone(value, &other, &old) {
                        return Ok(());
                    }
                }
                let mut forged = headers.clone();
                forged.set(header, other.clone());
                prop_assert!(signer.check(&forged, &body).is_err(), "took the header {}", other.escape_ascii());
                Ok::<(), TestCaseError>(())
            };
        let kept = crate::runner("signatures", &provider.id).run(&strategy, law);
        assert!(kept.is_ok(), "{}: {}", provider.id, kept.unwrap_err());
    }
}

#[test]
fn no_byte_of_a_signature_can_be_any_other() {
    let now = Timestamp::from_unix(1_770_000_000);
    for known in KNOWN.iter() {
        let provider = &known.provider;
        let (recipe, secret) = (&provider.signing.recipe, crate::secret(provider));
        let signer = Signer::new(recipe, &secret).unwrap();
        let body = provider.body.write(&known.generators[0].minimal());
        let headers = signer.headers(&Material::of(&body).at(now)).unwrap();
        let header = &recipe.signature_header().unwrap().name;
        let value = headers.get(header).unwrap();
        let signature = alone(recipe, &secret, "{signature}", &body, now);
        assert!(value.ends_with(&signature), "{}", provider.id);
        for at in value.len() - signature.len()..value.len() {
            for byte in (0..=u8::MAX).filter(|byte| *byte != value[at]) {
                let mut forged = value.to_vec();
                forged[at] = byte;
                let mut with = headers.clone();
                with.set(header, forged);
                assert!(signer.check(&with, &body).is_err(), "{}: byte {at} may be {byte}", provider.id);
            }
        }
    }
}
