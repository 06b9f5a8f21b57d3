//! Forgeries that need more than one delivery or one key to be seen, and correct consumers that look like them.

use std::sync::{Arc, OnceLock};

use hookproof::model::Secret;
use hookproof::provider::Provider;
use hookproof::sign::{Algorithm, KeyPair, Signer, generate_keys};
use hookproof::verify::{Run, Verdict};
use serde_json::Value;

use crate::campaign::{everywhere, somewhere};
use crate::consumer::Consumer;
use crate::faulty::start;
use crate::shop::{Keeps, Reply, Shop};
use crate::{is_not_red, is_red, passes, report, verifier};

const OTHER: &str = "das Geheimnis von nebenan";

/// Returns the secret that signs the events of another tenant.
fn other_secret(provider: &Provider) -> Secret {
    static KEYS: OnceLock<KeyPair> = OnceLock::new();
    match provider.signing.recipe.algorithm {
        Algorithm::RsaSha256 => KEYS.get_or_init(|| generate_keys().unwrap()).private.clone(),
        _ => Secret::new(OTHER),
    }
}

#[track_caller]
fn has(run: &Run, check: &str, verdict: Verdict) -> String {
    let report_of_it = run.check(check).unwrap();
    assert_eq!(report_of_it.verdict, verdict, "{check}\n{}", report(run));
    report_of_it.reason.clone().unwrap_or_default()
}

/// It tries the keys of all its tenants.
#[tokio::test(flavor = "multi_thread")]
async fn another_tenants_key_is_as_good_as_the_right_one() {
    everywhere(|provider, seed| async move {
        let secret = other_secret(&provider);
        let other = Signer::new(&provider.signing.recipe, &secret).unwrap();
        let consumer = start(provider.clone(), move |shop, delivery| {
            if other.check(&delivery.headers, &delivery.body).is_err() {
                return shop.handle(delivery);
            }
            Shop::read(&delivery.body).map_or_else(
                |refusal| refusal,
                |event| {
                    shop.process(&event);
                    Reply::status(200)
                },
            )
        })
        .await;
        let verifier = verifier(&provider, seed).other_secret(secret).effects_at(consumer.effects());
        let run = verifier.only(["signature"]).run(&consumer.hook()).await;
        is_red(&run, &["signature-other-tenant"]);
        assert!(!report(&run).contains(OTHER), "{}", report(&run));
    })
    .await;
}

/// It answers 401 to the key of another tenant, and works all the same.
#[tokio::test(flavor = "multi_thread")]
async fn another_tenants_event_is_refused_and_processed() {
    somewhere(|provider, seed| async move {
        let secret = other_secret(&provider);
        let other = Signer::new(&provider.signing.recipe, &secret).unwrap();
        let consumer = start(provider.clone(), move |shop, delivery| {
            if other.check(&delivery.headers, &delivery.body).is_ok()
                && let Ok(event) = Shop::read(&delivery.body)
            {
                shop.act(&event);
            }
            shop.handle(delivery)
        })
        .await;
        let verifier = verifier(&provider, seed).other_secret(secret).effects_at(consumer.effects_of_event());
        let run = verifier.only(["signature"]).run(&consumer.hook()).await;
        is_red(&run, &["signature-other-tenant"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_that_knows_whose_key_it_is_passes() {
    everywhere(|provider, seed| async move {
        let consumer = Consumer::correct(provider.clone()).await;
        let url = consumer.hook();
        let only = |verifier: hookproof::Verifier| verifier.only(["signature"]).run(&url);
        let without = only(verifier(&provider, seed).effects_at(consumer.effects())).await;
        passes(&without);
        assert!(has(&without, "signature-other-tenant", Verdict::Skip).contains("--other-secret"));
        let with = verifier(&provider, seed).effects_at(consumer.effects()).other_secret(other_secret(&provider));
        let with = only(with).await;
        passes(&with);
        has(&with, "signature-other-tenant", Verdict::Pass);
    })
    .await;
}

/// A page of health at the same address, for every method but POST.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_to_another_method_is_no_effect() {
    everywhere(|provider, seed| async move {
        let consumer = start(provider.clone(), |shop, delivery| {
            if delivery.method == "POST" { shop.handle(delivery) } else { Reply::status(200).saying("up") }
        })
        .await;
        let seen = verifier(&provider, seed).effects_at(consumer.effects()).only(["signature"]);
        let seen = seen.run(&consumer.hook()).await;
        passes(&seen);
        has(&seen, "signature-other-method", Verdict::Pass);
        let unseen = verifier(&provider, seed).only(["signature"]).run(&consumer.hook()).await;
        passes(&unseen);
        assert!(has(&unseen, "signature-other-method", Verdict::Skip).contains("--effects"));
    })
    .await;
}

/// It refuses what its parser and its database refuse.
#[tokio::test(flavor = "multi_thread")]
async fn unusual_names_and_texts_may_be_refused() {
    everywhere(|provider, seed| async move {
        let consumer = start(provider.clone(), |shop, delivery| {
            let text = String::from_utf8_lossy(&delivery.body);
            let is_unusual =
                ["\"__proto__\"", "\"constructor\"", "\\u0000", "\"$where\""].iter().any(|part| text.contains(part));
            if is_unusual && shop.is_signed(delivery) { Reply::status(400) } else { shop.handle(delivery) }
        })
        .await;
        let run =
            verifier(&provider, seed).effects_at(consumer.effects()).only(["payload"]).run(&consumer.hook()).await;
        passes(&run);
        has(&run, "payload-unusual-names", Verdict::Pass);
        has(&run, "payload-unusual-text", Verdict::Pass);
    })
    .await;
}

/// Its state shows whole events, or a part of them, or a sum.
#[tokio::test(flavor = "multi_thread")]
async fn stored_values_are_right_however_they_are_shown() {
    everywhere(|provider, seed| async move {
        let consumer = Consumer::start(Shop::new(provider.clone()), |shop, delivery| async move {
            let reply = shop.handle(&delivery);
            if let (200, Ok(event)) = (reply.status, Shop::read(&delivery.body)) {
                shop.store(&event, event.clone(), Keeps::Newest);
            }
            reply
        })
        .await;
        let shows: [fn(&Value) -> Value; 4] =
            [Value::clone, |state| Value::from(state.to_string()), |state| Value::from(sum(state)), |_| Value::Null];
        // A part of them, and a sum, is the same with every provider.
        let count = if provider.id == "truv" { shows.len() } else { 1 };
        for (at, show) in shows.into_iter().enumerate().take(count) {
            let shop = Arc::clone(&consumer.shop);
            let verifier = verifier(&provider, seed).effects_at(consumer.effects());
            let verifier = verifier.state(move || std::future::ready(show(&shop.state())));
            let run = verifier.only(["payload-stored-values"]).run(&consumer.hook()).await;
            is_not_red(&run);
            assert_eq!(run.failed().count(), 0, "{}", report(&run));
            // Socotra's plainest events name nothing that they are about, so that this state does not show them.
            if at == 0 && provider.id != "socotra" {
                has(&run, "payload-stored-values", Verdict::Pass);
            }
        }
    })
    .await;
}

fn sum(state: &Value) -> f64 {
    match state {
        Value::Array(items) => items.iter().map(sum).sum(),
        Value::Object(fields) => fields.values().map(sum).sum(),
        leaf => leaf.as_f64().unwrap_or_default(),
    }
}
