//! A failure names its real cause, and correct consumers with unusual habits pass.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use hookproof::__private::clock;
use hookproof::__private::clock::Stopwatch;
use hookproof::model::Timestamp;
use hookproof::verify::{Outcome, Verdict};
use hookproof::{Profile, providers};
use serde_json::{Value, json};
use tokio::sync::Semaphore;

use crate::campaign::{everywhere, somewhere};
use crate::consumer::Consumer;
use crate::faulty::{DUPLICATES, start};
use crate::holes::fails;
use crate::shop::{Keeps, Reply, Shop};
use crate::{about, failing, few, is_not_red, is_red, lost, passes, report, story_events, verifier, whole};

/// A short time-out of one attempt, so that a test does not wait for the provider's.
const TIMEOUT: Duration = Duration::from_millis(700);

/// Each unreadable body costs one of four connections to its database, and then it hangs.
#[tokio::test(flavor = "multi_thread")]
async fn an_unreadable_body_leaks_a_connection() {
    let truv = providers::truv();
    let pool = Arc::new(Semaphore::new(4));
    let consumer = Consumer::start(Shop::new(truv.clone()), move |shop, delivery| {
        let pool = Arc::clone(&pool);
        async move {
            if let Err(refusal) = shop.verify(&delivery) {
                return refusal;
            }
            let connection = pool.acquire().await.unwrap();
            if Shop::read(&delivery.body).is_err() {
                connection.forget();
                return Reply::status(400);
            }
            shop.handle(&delivery)
        }
    })
    .await;
    let run = verifier(&truv, 0).timeout(TIMEOUT).effects_at(consumer.effects()).run(&consumer.hook()).await;
    assert_eq!(run.verdict, Outcome::Failed, "{}", report(&run));
    let blamed: Vec<&str> = run.failed().collect();
    assert!(blamed.iter().any(|id| id.starts_with("malformed-")), "{blamed:?}\n{}", report(&run));
    assert!(!blamed.contains(&"delivery-in-time"), "{}", report(&run));
}

/// Large bodies take longer than the time-out. That is a finding, and everything else is judged.
#[tokio::test(flavor = "multi_thread")]
async fn large_bodies_are_late() {
    somewhere(|provider, seed| async move {
        let correct = Consumer::correct(provider.clone()).await;
        let correct = verifier(&provider, seed).effects_at(correct.effects()).run(&correct.hook()).await;
        let consumer = Consumer::start(Shop::new(provider.clone()), |shop, delivery| async move {
            if delivery.body.len() > 32 * 1024 {
                clock::sleep(TIMEOUT * 2).await;
            }
            shop.handle(&delivery)
        })
        .await;
        let verifier = verifier(&provider, seed).timeout(TIMEOUT).effects_at(consumer.effects());
        let run = verifier.run(&consumer.hook()).await;
        assert_eq!(run.incomplete, None, "{}", report(&run));
        let lost = lost(&run, &correct);
        let large = ["payload-large", "payload-maximal", "payload-unusual-text"];
        assert!(lost.iter().all(|id| large.contains(id)), "{lost:?}\n{}", report(&run));
        assert!(run.failed().all(|id| id.starts_with("payload-") || id == "delivery-in-time"), "{}", report(&run));
    })
    .await;
}

/// Events that were processed are answered with 409, as an API for people does it. For a provider that retries a 4xx that
/// is wrong, and it is not the end of the run.
#[tokio::test(flavor = "multi_thread")]
async fn duplicates_are_answered_with_409() {
    somewhere(|provider, seed| async move {
        let consumer = start(provider.clone(), |shop, delivery| {
            match shop.verify(delivery).and_then(|()| Shop::read(&delivery.body)) {
                Ok(event) if shop.type_of(&event).is_none() => Reply::status(200),
                Ok(event) if shop.is_new(shop.key(&event)) => {
                    shop.act(&event);
                    Reply::status(200)
                }
                Ok(_) => Reply::status(409),
                Err(refusal) => refusal,
            }
        })
        .await;
        let run = verifier(&provider, seed).effects_at(consumer.effects()).run(&consumer.hook()).await;
        assert_eq!(run.incomplete, None, "{}", report(&run));
        let innocent = |id: &&str| !id.starts_with("redelivery-") && *id != "retry-asks-again";
        assert_eq!(run.failed().filter(innocent).collect::<Vec<_>>(), [""; 0], "{}", report(&run));
    })
    .await;
}

/// Tells events apart by their type and by what they are about: every event that is counted is about something new, so
/// nothing else is skipped or red because of it.
#[tokio::test(flavor = "multi_thread")]
async fn events_are_remembered_by_what_they_are_about() {
    somewhere(|provider, seed| async move {
        let consumer = start(provider.clone(), |shop, delivery| {
            match shop.verify(delivery).and_then(|()| Shop::read(&delivery.body)) {
                Ok(event) => {
                    if let Some(name) = shop.type_of(&event) {
                        let about = shop.entity(&event).unwrap_or_else(|| shop.key(&event));
                        if shop.is_new(format!("{name} {about}")) {
                            shop.act(&event);
                        }
                    }
                    Reply::status(200)
                }
                Err(refusal) => refusal,
            }
        })
        .await;
        let run = verifier(&provider, seed).effects_at(consumer.effects()).run(&consumer.hook()).await;
        for check in DUPLICATES {
            assert_eq!(run.check(check).unwrap().verdict, Verdict::Pass, "{check}\n{}", report(&run));
        }
        assert!(failing(&run).iter().all(|id| *id == "redelivery-other-event"), "{}", report(&run));
    })
    .await;
}

/// The event is lost, not processed again, and the words say so.
#[tokio::test(flavor = "multi_thread")]
async fn events_that_are_lost_after_a_thousand_others_are_not_reported_as_duplicates() {
    let truv = providers::truv();
    let consumer = start(truv.clone(), |shop, delivery| {
        let is_lost = shop.total() > 600 && shop.total() % 2 == 0;
        match shop.verify(delivery).and_then(|()| Shop::read(&delivery.body)) {
            Ok(event) if is_lost && shop.is_new(shop.key(&event)) => Reply::status(200),
            Ok(_) => shop.handle(delivery),
            Err(refusal) => refusal,
        }
    })
    .await;
    let verifier = whole(&truv, 0, few(&truv)).only(["redelivery-long-after"]).effects_at(consumer.effects());
    let run = verifier.run(&consumer.hook()).await;
    let check = run.check("redelivery-long-after").unwrap();
    let text = check.reason.clone().unwrap_or_default();
    assert!(!text.contains("again"), "{}", report(&run));
}

/// A consumer that subscribed to some event types answers others as it likes.
#[tokio::test(flavor = "multi_thread")]
async fn other_types_than_those_that_were_subscribed_to_are_refused() {
    somewhere(|provider, seed| async move {
        for refusal in [404, 422] {
            let names: HashSet<String> = crate::few(&provider).into_iter().collect();
            let consumer = start(provider.clone(), move |shop, delivery| {
                match shop.verify(delivery).and_then(|()| Shop::read(&delivery.body)) {
                    Ok(event) if shop.type_of(&event).is_none_or(|name| !names.contains(name)) => {
                        Reply::status(refusal)
                    }
                    Ok(_) => shop.handle(delivery),
                    Err(refusal) => refusal,
                }
            })
            .await;
            passes(&verifier(&provider, seed).effects_at(consumer.effects()).run(&consumer.hook()).await);
        }
    })
    .await;
}

/// Events that are older than five minutes come from an attack: the provider would have given up long before.
#[tokio::test(flavor = "multi_thread")]
async fn old_events_are_refused() {
    somewhere(|provider, seed| async move {
        // Truv retries for a minute and a half. What a provider retries for hours it may deliver as late.
        let span = provider.retry.span().max(Duration::from_mins(5)) + Duration::from_mins(1);
        let consumer = start(provider.clone(), move |shop, delivery| {
            match shop.verify(delivery).and_then(|()| Shop::read(&delivery.body)) {
                Ok(event) => {
                    let made = shop.time(&event).parse::<Timestamp>().ok();
                    let age = made.map_or(0, |made| clock::now().unix() - made.unix());
                    if age > i64::try_from(span.as_secs()).unwrap() {
                        return Reply::status(400);
                    }
                    let reply = shop.handle(delivery);
                    shop.store(&event, event.clone(), Keeps::Newest);
                    reply
                }
                Err(refusal) => refusal,
            }
        })
        .await;
        let verifier = verifier(&provider, seed).effects_at(consumer.effects()).state_url(consumer.state());
        let run = verifier.run(&consumer.hook()).await;
        passes(&run);
        assert_eq!(run.failed().filter(|id| id.starts_with("order-")).count(), 0, "{}", report(&run));
    })
    .await;
}

/// Socotra's stories are about policies: their order is judged.
#[tokio::test(flavor = "multi_thread")]
async fn the_order_of_events_about_a_policy_is_judged() {
    let socotra = providers::socotra();
    let consumer = start(socotra.clone(), |shop, delivery| {
        let reply = shop.handle(delivery);
        if let (200, Ok(event)) = (reply.status, Shop::read(&delivery.body)) {
            shop.store(&event, event.clone(), Keeps::Newest);
        }
        reply
    })
    .await;
    let verifier = about(&socotra, 0, story_events(&socotra)).only(["order"]).state_url(consumer.state());
    let run = verifier.effects_at(consumer.effects()).run(&consumer.hook()).await;
    assert_eq!(run.check("order-older-after-newer").unwrap().verdict, Verdict::Pass, "{}", report(&run));
}

/// It fails on null. The report says so, and everything else is judged with events without null.
#[tokio::test(flavor = "multi_thread")]
async fn null_crashes_it_in_every_type() {
    let truv = providers::truv();
    let consumer = start(truv.clone(), |shop, delivery| {
        let has_null = |event: &Value| event.as_object().is_some_and(|fields| fields.values().any(Value::is_null));
        match Shop::read(&delivery.body) {
            Ok(event) if shop.is_signed(delivery) && has_null(&event) => Reply::status(500),
            _ => shop.handle(delivery),
        }
    })
    .await;
    let run = about(&truv, 0, ["task-status-updated"]).run(&consumer.hook()).await;
    let text = report(&run);
    assert_eq!(run.verdict, Outcome::Failed, "{text}");
    assert!(text.contains("null"), "{text}");
    let check = |id: &str| run.check(id).unwrap().verdict;
    assert_eq!(check("signature-missing"), Verdict::Pass, "{text}");
}

/// One pinned entity is all that it knows, and every check keeps the pin.
#[tokio::test(flavor = "multi_thread")]
async fn a_pinned_entity_is_kept_by_the_check_of_order() {
    let truv = providers::truv();
    let pinned = "5f0c1d2e3a4b4c5d8e9f0a1b2c3d4e5f";
    let consumer = start(truv.clone(), move |shop, delivery| {
        match shop.verify(delivery).and_then(|()| Shop::read(&delivery.body)) {
            Ok(event) if shop.type_of(&event).is_none() => Reply::status(200),
            Ok(event) if event.pointer("/order_id").and_then(Value::as_str) != Some(pinned) => Reply::status(404),
            Ok(event) => {
                let reply = shop.handle(delivery);
                shop.store(&event, event.clone(), Keeps::Newest);
                reply
            }
            Err(refusal) => refusal,
        }
    })
    .await;
    let verifier = about(&truv, 0, ["order-created", "order-status-updated"])
        .set("/order_id", json!(pinned))
        .state_url(consumer.state());
    let verifier = verifier.effects_at(consumer.effects());
    let run = verifier.only(["order", "payload", "redelivery"]).run(&consumer.hook()).await;
    is_not_red(&run);
    assert_eq!(run.failed().count(), 0, "{}", report(&run));
}

/// Each profile keeps to the number of deliveries that it promises, with every event type.
#[tokio::test(flavor = "multi_thread")]
async fn profiles_keep_to_their_number_of_deliveries() {
    everywhere(|provider, seed| async move {
        for (profile, most) in [(Profile::Smoke, 60), (Profile::Pr, 400)] {
            let consumer = Consumer::correct(provider.clone()).await;
            let verifier = hookproof::Verifier::of(provider.clone()).secret(crate::secret(&provider)).seed(seed);
            let verifier = verifier.profile(profile).effects_at(consumer.effects()).outage(consumer.outage());
            let run = verifier.run(&consumer.hook()).await;
            passes(&run);
            assert!(run.deliveries <= most, "{profile} sends {}\n{}", run.deliveries, report(&run));
        }
    })
    .await;
}

/// A profile finds the two faults that matter most.
#[tokio::test(flavor = "multi_thread")]
async fn the_smallest_profile_finds_the_worst_faults() {
    somewhere(|provider, seed| async move {
        let consumer = start(provider.clone(), |shop, delivery| match Shop::read(&delivery.body) {
            Ok(event) => {
                shop.act(&event);
                Reply::status(200)
            }
            Err(refusal) => refusal,
        })
        .await;
        let verifier = verifier(&provider, seed).profile(Profile::Smoke).effects_at(consumer.effects());
        let run = verifier.run(&consumer.hook()).await;
        is_red(&run, &["signature-missing"]);
        is_red(&run, &["redelivery-same"]);
    })
    .await;
}

/// A consumer that accepts everything and does nothing is found out soon, and not with the provider's time-out: Orum's is
/// 30 s.
#[tokio::test(flavor = "multi_thread")]
async fn effects_that_never_come_are_not_waited_for_with_the_time_out() {
    let orum = providers::orum();
    let consumer = start(orum.clone(), |shop, delivery| match shop.verify(delivery) {
        Ok(()) => Reply::status(200),
        Err(refusal) => refusal,
    })
    .await;
    let watch = Stopwatch::start();
    let run = verifier(&orum, 0).effects_at(consumer.effects()).run(&consumer.hook()).await;
    is_red(&run, &["delivery-effect"]);
    fails(&run, "delivery-effect");
    assert!(watch.elapsed() < Duration::from_secs(20), "it took {:?}", watch.elapsed());
}
