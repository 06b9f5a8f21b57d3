//! Known entities only: events about others are refused with 404, or accepted and ignored.

use std::sync::{Arc, Mutex};

use hookproof::provider::{IdForm, IdSource, Provider};
use hookproof::verify::Outcome;
use serde_json::{Value, json};

use crate::campaign::{everywhere, somewhere};
use crate::consumer::Consumer;
use crate::shop::{Delivery, Reply, Shop, locked};
use crate::tool::{Folder, verify};
use crate::{about, judges_as_much_as, passes, report, verifier};

/// Number of entities that the consumer reads from a file.
const POOL: usize = 5;

/// Processes an event about an entity that it knows; `unknown` answers others.
async fn start(provider: Provider, unknown: u16) -> Consumer {
    Consumer::start(Shop::new(provider), move |shop, delivery| async move {
        match read(&shop, &delivery) {
            Ok(event) if shop.entity(&event).is_some_and(|id| !shop.knows(&id)) => Reply::status(unknown),
            Ok(_) => shop.handle(&delivery),
            Err(refusal) => refusal,
        }
    })
    .await
}

/// The event in a delivery. An event of a type that the consumer does not know is ignored before anything is looked up.
fn read(shop: &Shop, delivery: &Delivery) -> Result<Value, Reply> {
    shop.verify(delivery)?;
    let event = Shop::read(&delivery.body)?;
    if shop.type_of(&event).is_none() { Err(Reply::status(200)) } else { Ok(event) }
}

/// Event types about customers, and the pointers of the customers.
fn customers(provider: &Provider) -> (&'static [&'static str], &'static str, IdForm) {
    match provider.id.as_str() {
        "truv" => (&["order-created", "employment-created"], "/user_id", IdForm::Hex32),
        "argyle" => (&["accounts.added", "gigs.added"], "/data/user", IdForm::Uuid),
        "orum" => (&["person_created", "person_verified"], "/event_data/person/id", IdForm::Uuid),
        "betterez" => (&["garages.created", "garages.updated"], "/data/accountId", IdForm::Hex24),
        _ => (&["policy.create", "policy.issue"], "/data/policyLocator", IdForm::Uuid),
    }
}

/// A consumer that knows a few customers, and those.
async fn knowing(provider: Provider, pointer: &'static str, form: IdForm, unknown: u16) -> (Consumer, Vec<String>) {
    let ids = IdSource::new(0, "customers", &[&provider.id]);
    let pool: Vec<String> = (0..POOL).map(|nth| ids.id(&nth.to_string(), &form)).collect();
    let shop = Shop::new(provider);
    for id in &pool {
        shop.learn(id);
    }
    let consumer = Consumer::start(shop, move |shop, delivery| async move {
        match read(&shop, &delivery) {
            Ok(event) => match event.pointer(pointer).and_then(Value::as_str) {
                Some(id) if !shop.knows(id) => Reply::status(unknown),
                _ => shop.handle(&delivery),
            },
            Err(refusal) => refusal,
        }
    })
    .await;
    (consumer, pool)
}

#[tokio::test(flavor = "multi_thread")]
async fn prepared_by_url() {
    everywhere(|provider, seed| async move {
        let consumer = start(provider.clone(), 404).await;
        let flags = ["--effects", &consumer.effects(), "--prepare", &consumer.prepare()];
        let ran = verify(&provider, &consumer.hook(), seed, &flags).await;
        passes(&ran.run());
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let free = Consumer::correct(provider.clone()).await;
        let free = verifier(&provider, seed).effects_at(free.effects()).run(&free.hook()).await;
        judges_as_much_as(&ran.run(), &free);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn prepared_by_a_command() {
    somewhere(|provider, seed| async move {
        let consumer = start(provider.clone(), 404).await;
        let command = format!("curl --silent --show-error --fail --data-binary @- {}", consumer.prepare());
        let flags = ["--effects", &consumer.effects_of_event(), "--prepare", &command];
        passes(&verify(&provider, &consumer.hook(), seed, &flags).await.run());
    })
    .await;
}

/// Others are accepted and ignored, so that only the effects show that they were not prepared.
#[tokio::test(flavor = "multi_thread")]
async fn prepared_by_a_closure() {
    everywhere(|provider, seed| async move {
        let consumer = start(provider.clone(), 200).await;
        let shop = Arc::clone(&consumer.shop);
        let verifier = verifier(&provider, seed).effects_at(consumer.effects()).prepare(move |entities| {
            let ids = entities.iter().flat_map(|entity| entity.ids.values());
            for id in ids.filter_map(Value::as_str) {
                shop.learn(id);
            }
            std::future::ready(Ok(()))
        });
        passes(&verifier.run(&consumer.hook()).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn drawn_from_a_pool() {
    everywhere(|provider, seed| async move {
        let (events, pointer, form) = customers(&provider);
        let free = Consumer::correct(provider.clone()).await;
        let verifier = || about(&provider, seed, events.iter().copied());
        let free = verifier().effects_at(free.effects()).run(&free.hook()).await;
        for unknown in [404, 200] {
            let (consumer, pool) = knowing(provider.clone(), pointer, form.clone(), unknown).await;
            let pool = pool.into_iter().map(|id| [(pointer.to_owned(), json!(id))]);
            let run = verifier().entities(pool).effects_at(consumer.effects()).run(&consumer.hook()).await;
            passes(&run);
            judges_as_much_as(&run, &free);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn drawn_from_a_file() {
    somewhere(|provider, seed| async move {
        let (events, pointer, form) = customers(&provider);
        let (consumer, pool) = knowing(provider.clone(), pointer, form, 404).await;
        let folder = Folder::new("entities");
        let lines: Vec<String> = pool.iter().map(|id| json!({pointer: id}).to_string()).collect();
        let file = folder.path("entities.jsonl");
        std::fs::write(&file, lines.join("\n")).unwrap();
        let (effects, events) = (consumer.effects(), events.join(","));
        let flags = ["--effects", &effects, "--entities", file.to_str().unwrap(), "--events", &events];
        passes(&verify(&provider, &consumer.hook(), seed, &flags).await.run());
    })
    .await;
}

/// A customer that every event is pinned to.
#[tokio::test(flavor = "multi_thread")]
async fn pinned_by_set() {
    everywhere(|provider, seed| async move {
        let (events, pointer, form) = customers(&provider);
        let (consumer, pool) = knowing(provider.clone(), pointer, form, 404).await;
        let verifier = about(&provider, seed, events.iter().copied()).set(pointer, json!(pool[0]));
        passes(&verifier.effects_at(consumer.effects()).run(&consumer.hook()).await);
    })
    .await;
}

/// Nothing is known, and `--prepare` was not given: the answer of the consumer comes first, then the missing flag.
#[tokio::test(flavor = "multi_thread")]
async fn unprepared_it_is_unproved_and_says_what_is_missing() {
    everywhere(|provider, seed| async move {
        let (events, pointer, _) = customers(&provider);
        let consumer = Consumer::start(Shop::new(provider.clone()), move |shop, delivery| async move {
            match read(&shop, &delivery) {
                Ok(event) if event.pointer(pointer).is_none() => Reply::status(422).saying("no customer"),
                Ok(_) => Reply::status(404).saying("no such customer"),
                Err(refusal) => refusal,
            }
        })
        .await;
        let watch = hookproof::__private::clock::Stopwatch::start();
        let run = about(&provider, seed, events.iter().copied()).run(&consumer.hook()).await;
        let text = report(&run);
        assert_eq!(run.verdict, Outcome::Unproved, "{text}");
        assert!(watch.elapsed() < crate::early(), "{:?}", watch.elapsed());
        let said = text.find("customer").unwrap();
        let hint = text.find("let\n   --prepare create it before its first event").unwrap_or_default();
        assert!(said < hint, "{text}");
    })
    .await;
}

/// Somebody who looks customers up, and whose database is asked once for each: `--prepare` is called before the first
/// event about an entity, and once for it.
#[tokio::test(flavor = "multi_thread")]
async fn prepares_each_entity_once() {
    let provider = hookproof::providers::truv();
    let consumer = start(provider.clone(), 404).await;
    let flags = ["--effects", &consumer.effects(), "--prepare", &consumer.prepare(), "--profile", "pr"];
    let run = verify(&provider, &consumer.hook(), 0, &flags).await.run();
    passes(&run);
    assert!(consumer.shop.prepared() <= run.deliveries, "{} calls", consumer.shop.prepared());
}

/// A preparation that fails ends the run before anything is sent, with the words of the command.
#[tokio::test(flavor = "multi_thread")]
async fn a_preparation_that_fails_is_reported_before_anything_is_sent() {
    let provider = hookproof::providers::truv();
    let consumer = start(provider.clone(), 404).await;
    let flags = ["--effects", &consumer.effects(), "--prepare", "echo no such table >&2; exit 3"];
    let ran = verify(&provider, &consumer.hook(), 0, &flags).await;
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(ran.stderr.contains("--prepare failed") && ran.stderr.contains("no such table"), "{ran:?}");
    assert_eq!(consumer.shop.deliveries(), 0, "{ran:?}");
}

/// What was prepared is removed once, at the end, however the run ends.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_prepared_is_removed_at_the_end() {
    let truv = hookproof::providers::truv();
    for (consumer, verdict) in
        [(Consumer::correct(truv.clone()).await, Outcome::Passed), (start(truv.clone(), 404).await, Outcome::Unproved)]
    {
        let (calls, shop) = (Arc::new(Mutex::new(Vec::new())), Arc::clone(&consumer.shop));
        let noted = Arc::clone(&calls);
        let verifier = verifier(&truv, 0).only(["signature-missing"]).cleanup(move || {
            locked(&noted).push(shop.deliveries());
            std::future::ready(Ok(()))
        });
        let run = verifier.run(&consumer.hook()).await;
        assert_eq!(run.verdict, verdict, "{}", report(&run));
        assert_eq!(*locked(&calls), [consumer.shop.deliveries()], "{}", report(&run));
    }
}

/// A command that cannot remove it is reported, and changes no verdict.
#[tokio::test(flavor = "multi_thread")]
async fn a_removal_that_fails_is_reported() {
    let provider = hookproof::providers::truv();
    let consumer = Consumer::correct(provider.clone()).await;
    let flags = ["--only", "signature-missing", "--cleanup", "echo no such table >&2; exit 3"];
    let ran = verify(&provider, &consumer.hook(), 0, &flags).await;
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stderr.contains("--cleanup failed") && ran.stderr.contains("no such table"), "{ran:?}");
}
