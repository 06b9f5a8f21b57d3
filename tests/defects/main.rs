//! Law 7: every check fails on its own planted defect and on nothing else, and passes on the correct consumer.
//!
//! The correct consumer is tried over two seeds, or over as many as `HOOKPROOF_CASES` says. Every defect is planted
//! into the consumer of one provider, each in its turn, and judged by some of its event types; a third of them is judged
//! in process, too. With `HOOKPROOF_SEEDS`, every defect is planted into the consumers of all providers over this many
//! seeds, with every event type, and `UPDATE=1` then rewrites `caught.json`, the record of the checks that caught each
//! defect. `HOOKPROOF_CAUSES=1` plants every defect into the consumers of all providers with some event types, and
//! `UPDATE=1` then rewrites `causes.json`, the record of the causes that were named first. `HOOKPROOF_DEFECTS` names
//! the defects to plant; all by default.
#![cfg(feature = "cli")]
#![expect(clippy::unwrap_used, reason = "a test may")]

mod causes;
mod correct;
mod misconfigured;
#[path = "../tools/of_others.rs"]
mod of_others;
mod pairs;
mod part_of_body;
mod planted;
mod probed;
mod record;
mod three;
mod wording;

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use hookproof::__private::demo::{Defect, Shop};
use hookproof::__private::verify::{Selection, checks};
use hookproof::__private::{demo, provider_file};
use hookproof::Verifier;
use hookproof::model::Secret;
use hookproof::provider::Provider;
use hookproof::sign::{Algorithm, KeyForm, KeyPair, Signer, generate_keys};
use hookproof::verify::Run;

/// One key pair for all: generating one needs more time than a whole run.
fn secret(provider: &Provider) -> Secret {
    static PAIR: OnceLock<KeyPair> = OnceLock::new();
    let recipe = &provider.signing.recipe;
    match recipe.algorithm {
        Algorithm::RsaSha256 => PAIR.get_or_init(|| generate_keys().unwrap()).private.clone(),
        algorithm if algorithm.is_hmac() && recipe.key == KeyForm::Text => Secret::new("a secret of the tests"),
        _ => demo::secret(recipe).unwrap(),
    }
}

/// Event types that represent all of them, because testing every type would need minutes.
const FEW: usize = 8;

/// Steps of a story whose event types are among them: Truv's seventh is the second about its order.
const TOLD: usize = 7;

/// Connection mode of the deliveries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Socket,
    InProcess,
}

/// Event types of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Types {
    All,
    Few,
}

/// The number in a variable; nothing when it is not set.
fn number(name: &str) -> Option<u64> {
    let said = std::env::var_os(name)?.into_string().unwrap();
    Some(said.parse().unwrap_or_else(|_| panic!("{name} is a number, not {said}")))
}

/// Some event types from the whole list, the last one among them: a defect is about that. And some of a story, of which
/// one follows another about the same entity.
fn few(provider: &Provider) -> Vec<String> {
    let names: Vec<String> = provider.events().map(|payload| payload.name.clone()).collect();
    let every = names.len().div_ceil(FEW);
    let mut few: Vec<String> = names.into_iter().rev().step_by(every).collect();
    let told = provider.stories.iter().take(1).flat_map(|story| &story.steps).map(|step| &step.event);
    let told: BTreeSet<&String> = told.take(TOLD).collect();
    few.extend(told.into_iter().filter(|name| !few.contains(name)).cloned().collect::<Vec<_>>());
    few
}

/// A run against a consumer that these defects are planted into: none, one or two.
async fn run(provider: Provider, defects: &[&'static Defect], seed: u64, types: Types, way: Way) -> Run {
    let is_signed = provider.signing.recipe.signature_header().is_some();
    let secret = is_signed.then(|| secret(&provider));
    let signer = secret.as_ref().map(|secret| Signer::new(&provider.signing.recipe, secret).unwrap());
    let shop = match defects {
        [] => Shop::new(provider.clone(), signer, demo::CORRECT),
        [defect] => defect.shop(provider.clone(), signer),
        [one, other, ..] => one.shop_with(other, provider.clone(), signer).unwrap(),
    };
    let shop = match &secret {
        Some(secret) if !defects.is_empty() => shop.secret(secret.clone()),
        _ => shop,
    };
    let names = few(&provider);
    let other_secret = is_signed.then(|| demo::other_tenant(&provider.signing.recipe)).flatten();
    let mut verifier = Verifier::of(provider)
        .verify_token(demo::TOKEN)
        .seed(seed)
        .salt("planted")
        .cases(if defects.is_empty() { 16 } else { 6 })
        // A busy machine may need more of it than a user would wait.
        .budget(Duration::from_mins(20));
    if let Some(secret) = secret {
        verifier = verifier.secret(secret);
    }
    if let Some(secret) = other_secret {
        verifier = verifier.other_secret(secret);
    }
    if types == Types::Few {
        verifier = verifier.events(names);
    }
    // A thousand deliveries for every defect take minutes, and show nothing that the correct consumer has not shown.
    let lengthy = "redelivery-long-after";
    let tells = |defect: &Defect| defect.caught_by.contains(&lengthy) || defect.also.contains(&lengthy);
    if !defects.is_empty() && !defects.iter().any(|defect| tells(defect)) {
        verifier = verifier.skip([lengthy]);
    }
    let is_asked = |id: &&str| checks::named(id).unwrap().selection == Selection::ByName;
    if defects.iter().any(|defect| defect.caught_by.iter().any(is_asked)) {
        // What is off unless it is asked for, and all the rest.
        verifier = verifier.only(checks::ALL.iter().map(|check| check.id));
    }
    // A short pause shows that the check runs; a defect that forgets events after some time needs a longer one.
    let pause = defects.iter().find_map(|defect| defect.pause);
    verifier = verifier.pause(pause.unwrap_or(Duration::from_millis(20)));
    if let Some(timeout) = defects.iter().find_map(|defect| defect.timeout) {
        verifier = verifier.timeout(timeout);
    }
    match way {
        Way::Socket => {
            let consumer = demo::start(shop).await.unwrap();
            let verifier = verifier.effects_at(consumer.effects_url()).state_url(consumer.state_url());
            verifier.outage(consumer.outage()).run(&consumer.url()).await
        }
        Way::InProcess => {
            let shop = Arc::new(shop);
            demo::observe(verifier, &shop).run(demo::in_process(shop)).await
        }
    }
}

macro_rules! law {
    ($($provider:ident),*) => {
        $(mod $provider {
            #[tokio::test(flavor = "multi_thread")]
            async fn passes_on_the_correct_consumer() {
                crate::correct::passes(hookproof::providers::$provider).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn catches_every_defect_and_blames_nothing_else() {
                crate::planted::caught(hookproof::providers::$provider, crate::Way::Socket).await;
            }

            #[tokio::test]
            async fn passes_on_the_correct_consumer_in_process() {
                crate::correct::passes_in_process(hookproof::providers::$provider).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn catches_in_process_what_needs_no_socket() {
                crate::planted::caught(hookproof::providers::$provider, crate::Way::InProcess).await;
            }
        })*
    };
}

law! { truv, argyle, orum, betterez, socotra }

/// Providers of the catalogue, of which only the defects are planted that name them.
macro_rules! law_of_the_catalogue {
    ($($provider:ident),*) => {
        $(mod $provider {
            #[tokio::test(flavor = "multi_thread")]
            async fn catches_its_own_defects_and_blames_nothing_else() {
                let provider = || crate::provider_file::find(&stringify!($provider).replace('_', "-")).unwrap();
                crate::planted::caught(provider, crate::Way::Socket).await;
            }
        })*
    };
}

law_of_the_catalogue! {
    slack, zoom, discord, meta, dropbox, xero, stripe, standard_webhooks, paddle, linear, twilio, hubspot, sendgrid, plaid,
    marqeta, websub, vk, cloudevents_batch
}
