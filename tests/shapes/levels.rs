//! Levels under assumptions: what must never happen fails a run, whatever is assumed about a provider.

use hookproof::__private::verify::{Observation, Signed, Terms, checks};
use hookproof::provider::{Basis, Provider};
use hookproof::providers;
use hookproof::verify::Level;

/// A forgery that is accepted or has an effect, a leak, an event that is processed twice, and one that is lost.
const NEVER: [&str; 19] = [
    "signature-missing",
    "signature-empty",
    "signature-wrong-key",
    "signature-body-changed",
    "signature-other-body",
    "signature-truncated",
    "signature-garbage",
    "signature-other-method",
    "signature-other-tenant",
    "signature-no-effect",
    "signature-leak",
    "redelivery-same",
    "redelivery-interleaved",
    "redelivery-concurrent",
    "redelivery-lost-answer",
    "redelivery-long-after",
    "redelivery-fresh-connections",
    "redelivery-after-pause",
    "retry-asks-again",
];

/// Forms of a right signature that an endpoint may refuse or accept, as long as the provider does not say.
const FORMS: [&str; 5] = [
    "signature-stale",
    "signature-future",
    "signature-other-encoding",
    "signature-no-prefix",
    "signature-duplicated-header",
];

/// The level of a check for a provider about which everything is assumed.
fn level(provider: &Provider, id: &str) -> Level {
    let mut provider = provider.clone();
    for fact in &mut provider.facts {
        (fact.basis, fact.confirmed) = (Basis::Assumed, false);
    }
    let terms = Terms { provider: &provider, signed: Signed::Yes, observation: Observation::Effects, events: &[] };
    let check = checks::ALL.iter().find(|check| check.id == id).unwrap();
    check.effective_level(&terms).level
}

#[test]
fn no_assumption_excuses_what_must_never_happen() {
    for provider in providers::ALL.iter().map(|provider| provider()) {
        for id in NEVER {
            assert_eq!(level(&provider, id), Level::Must, "{id} with {}", provider.id);
        }
    }
}

#[test]
fn an_assumed_form_is_advice() {
    for provider in providers::ALL.iter().map(|provider| provider()) {
        for id in FORMS {
            assert_ne!(level(&provider, id), Level::Must, "{id} with {}", provider.id);
        }
    }
}
