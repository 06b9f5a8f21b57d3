//! Laws that hold for every event of every provider, new providers included.
//!
//! `HOOKPROOF_CASES` is how many documents are tried for each (50 by default); `HOOKPROOF_SEED` selects them.
#![cfg(feature = "rsa")]
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is wrong")]

mod algorithms;
mod consistency;
mod documents;
mod golden;
mod messages;
mod mutations;
mod payloads;
mod rebuilt;
mod rotation;
mod signatures;
mod stories;
mod tokens;
mod vectors;

use std::sync::LazyLock;

use hookproof::__private::generate::{Generator, seeded};
use hookproof::model::Secret;
use hookproof::provider::{Payload, Provider};
use hookproof::providers;
use hookproof::sign::Algorithm;
use proptest::test_runner::{Config, TestRunner};

/// A provider with the generators of its events, compiled once for all laws.
struct Known {
    provider: Provider,
    generators: Vec<Generator>,
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let compiled = |provider: Provider| {
        let generators = provider.events().map(|event| compiled(&provider, event)).collect();
        Known { provider, generators }
    };
    providers::ALL.iter().map(|provider| compiled(provider())).collect()
});

impl Known {
    fn events(&self) -> impl Iterator<Item = (&Payload, &Generator)> {
        self.provider.events().zip(&self.generators)
    }
}

fn compiled(provider: &Provider, event: &Payload) -> Generator {
    let generator = Generator::compile(event.schema(), event.order());
    generator.unwrap_or_else(|error| panic!("{} {}: {error}", provider.id, event.name))
}

/// A secret of the form that a provider's recipe asks for.
fn secret(provider: &Provider) -> Secret {
    match provider.signing.recipe.algorithm {
        Algorithm::RsaSha256 => Secret::new(include_str!("../data/orum/test-key.private.pem")),
        _ => Secret::new("a secret of the tests"),
    }
}

fn number(name: &str, otherwise: u64) -> u64 {
    let given = std::env::var_os(name).map(|text| text.to_str().and_then(|text| text.parse().ok()));
    given.map_or(otherwise, |number| number.unwrap_or_else(|| panic!("{name} must be a number")))
}

/// Returns a runner of a law that tries the same cases every time.
fn runner(law: &str, about: &str) -> TestRunner {
    let cases = u32::try_from(number("HOOKPROOF_CASES", 50)).unwrap();
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, seeded(number("HOOKPROOF_SEED", 0), &[law, about]))
}
