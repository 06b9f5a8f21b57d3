//! Deliveries are consistent, also with the user's pins.

use std::sync::{Arc, Mutex};

use hookproof::model::{Headers, Json};
use hookproof::provider::Provider;
use hookproof::providers;
use hookproof::sign::{Algorithm, generate_keys};

use crate::server;
use crate::server::{Reply, Server};

/// An endpoint that accepts everything, and the bodies that it got.
async fn recording() -> (Server, Arc<Mutex<Vec<Vec<u8>>>>) {
    let bodies = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&bodies);
    let server = server::start(move |heard| {
        kept.lock().unwrap().push(heard.body.clone());
        Reply::Say(server::saying(200, ""))
    })
    .await;
    (server, bodies)
}

#[tokio::test(flavor = "multi_thread")]
async fn generated_deliveries_keep_the_rules_and_the_pins() {
    const ACCOUNT: &str = "0187c66e-e7e5-811c-b006-2232f00f0000";
    let argyle = providers::argyle();
    let events = ["accounts.updated", "accounts.failed", "gigs.updated"];
    let (server, bodies) = recording().await;
    let run = crate::verifier(argyle.clone())
        .cases(12)
        .events(events)
        .only(["payload-generated", "payload-minimal", "payload-maximal"])
        .set("/data/account", ACCOUNT.into())
        .run(&server.url)
        .await;
    crate::all_pass(&run);
    let mut with_account = 0;
    for body in bodies.lock().unwrap().iter() {
        let document = Json::parse(body).unwrap();
        let event = document.pointer("/event").and_then(Json::as_str).unwrap();
        let broken = argyle.broken_rules(event, &document);
        assert!(broken.is_empty(), "{broken:?}\n{}", String::from_utf8_lossy(body));
        assert_eq!(document.pointer("/data/account").and_then(Json::as_str), Some(ACCOUNT));
        if let Some(id) = document.pointer("/data/resource/id") {
            assert_eq!(id.as_str(), Some(ACCOUNT), "what agrees with a pin follows it");
            with_account += 1;
        }
    }
    assert!(with_account > 5, "{with_account}");
}

/// Returns the bodies that a check sends to an endpoint that accepts everything, without those of the calibration and
/// the good ones after the check.
async fn sent_by(check: &str, provider: Provider) -> Vec<Json> {
    let (server, bodies) = recording().await;
    let types = provider.events().count();
    let verifier = crate::verifier(provider.clone()).only([check]);
    let verifier = match provider.signing.recipe.algorithm {
        Algorithm::RsaSha256 => verifier.secret(generate_keys().unwrap().private),
        _ => verifier,
    };
    crate::fails_only(&verifier.run(&server.url).await, &[]);
    let bodies = bodies.lock().unwrap();
    bodies[types..bodies.len() - 1].iter().map(|body| Json::parse(body).unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn events_about_one_thing_fit_their_contract_and_each_other() {
    for provider in providers::ALL {
        let provider = provider();
        let sent = sent_by("redelivery-other-event", provider.clone()).await;
        assert!(sent.len() >= 6 && sent.len() % 3 == 0, "{}: {} deliveries", provider.id, sent.len());
        for document in &sent {
            let name = &provider.envelope.name.read(&Headers::new(), document).unwrap();
            let violations = provider.payload(name).unwrap().violations(&document.to_value());
            assert!(violations.is_empty(), "{} {name}: {violations:?}", provider.id);
            let broken = provider.broken_rules(name, document);
            assert!(broken.is_empty(), "{} {name}: {broken:?}", provider.id);
        }
        for three in sent.chunks(3) {
            let texts = three.iter().map(|document| {
                let mut texts = Vec::new();
                document.walk(&mut |_, value| texts.extend(value.as_str().filter(|text| text.len() > 8)));
                texts
            });
            let texts: Vec<Vec<&str>> = texts.collect();
            let shares = |one: &Vec<&str>, other: &Vec<&str>, own: &Vec<&str>| {
                one.iter().any(|text| other.contains(text) && !own.contains(text))
            };
            assert!(shares(&texts[1], &texts[2], &texts[0]), "{}: no id is in the last two alone", provider.id);
            let id = |document: &Json| {
                provider.envelope.id.as_ref().map(|slot| document.pointer(&slot.pointer).cloned().unwrap())
            };
            assert_ne!(
                id(&three[1]).or_else(|| Some(three[1].clone())),
                id(&three[2]).or_else(|| Some(three[2].clone()))
            );
        }
    }
}
