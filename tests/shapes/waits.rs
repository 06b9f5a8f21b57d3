//! Slowness is normal: a correct consumer passes however long it or its effects take, and it is not waited for without end.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::response::IntoResponse;
use hookproof::__private::clock;
use hookproof::__private::clock::Stopwatch;
use hookproof::providers;
use hookproof::verify::Verdict;
use serde_json::Value;
use tokio::time::interval;

use crate::campaign::{is_busy, somewhere};
use crate::consumer::Consumer;
use crate::shop::{Delivery, Reply, Shop, locked};
use crate::{passes, report, verifier};

/// Longer than any of these runs may take.
fn long() -> Duration {
    Duration::from_secs(if is_busy() { 180 } else { 45 })
}

/// The event in a delivery that is new.
fn new_event(shop: &Shop, delivery: &Delivery) -> Result<Option<Value>, Reply> {
    shop.verify(delivery)?;
    let event = Shop::read(&delivery.body)?;
    let is_new = shop.type_of(&event).is_some() && shop.is_new(shop.key(&event));
    Ok(is_new.then_some(event))
}

/// Starts a consumer that answers 202 and works as long afterwards as `lag` says of a job by its number.
async fn later(lag: impl Fn(u64) -> Duration + Send + Sync + 'static) -> Consumer {
    let jobs = AtomicU64::new(0);
    Consumer::start(Shop::new(providers::truv()), move |shop, delivery| {
        let event = new_event(&shop, &delivery);
        if let Ok(Some(event)) = &event {
            let (event, lag) = (event.clone(), lag(jobs.fetch_add(1, Ordering::SeqCst)));
            tokio::spawn(async move {
                clock::sleep(lag).await;
                shop.act(&event);
            });
        }
        std::future::ready(event.err().unwrap_or(Reply::status(202)))
    })
    .await
}

/// Holds that a consumer of Truv passes, in time.
async fn passes_in_time(consumer: Consumer) {
    let watch = Stopwatch::start();
    let run = verifier(&providers::truv(), 0).effects_at(consumer.effects()).run(&consumer.hook()).await;
    passes(&run);
    assert!(watch.elapsed() < long(), "it took {:?}\n{}", watch.elapsed(), report(&run));
}

/// With the longest list of event types a correct consumer at 20 ms was red once, and no forgery had been sent.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_takes_20_ms() {
    somewhere(|provider, seed| async move {
        let consumer = Consumer::start(Shop::new(provider.clone()), |shop, delivery| async move {
            clock::sleep(Duration::from_millis(20)).await;
            shop.handle(&delivery)
        })
        .await;
        let run = verifier(&provider, seed).effects_at(consumer.effects()).run(&consumer.hook()).await;
        passes(&run);
    })
    .await;
}

/// When the budget ends, the verdicts so far are reported: forgeries come first.
#[tokio::test(flavor = "multi_thread")]
async fn a_budget_ends_with_what_was_judged_security_first() {
    let betterez = providers::betterez();
    let consumer = Consumer::start(Shop::new(betterez.clone()), |shop, delivery| async move {
        clock::sleep(Duration::from_millis(100)).await;
        shop.handle(&delivery)
    })
    .await;
    let verifier = hookproof::Verifier::of(betterez).secret(crate::SECRET).effects_at(consumer.effects());
    let budget = Duration::from_secs(if is_busy() { 30 } else { 10 });
    let run = verifier.budget(budget).run(&consumer.hook()).await;
    assert!(run.incomplete.is_some(), "{}", report(&run));
    assert_eq!(crate::failing(&run), [""; 0], "{}", report(&run));
    for check in ["signature-missing", "signature-wrong-key", "signature-body-changed"] {
        assert_eq!(run.check(check).unwrap().verdict, Verdict::Pass, "{check}\n{}", report(&run));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn work_is_done_a_second_later() {
    passes_in_time(later(|_| Duration::from_secs(1)).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_job_in_fifty_is_150_ms_late() {
    passes_in_time(later(|job| Duration::from_millis(if job % 50 == 49 { 150 } else { 0 })).await).await;
}

/// Effects are written in batches.
#[tokio::test(flavor = "multi_thread")]
async fn effects_are_flushed_every_200_ms() {
    let batch: Arc<Mutex<Vec<Value>>> = Arc::default();
    let waiting = Arc::clone(&batch);
    let mut consumer = Consumer::start(Shop::new(providers::truv()), move |shop, delivery| {
        let event = new_event(&shop, &delivery);
        locked(&waiting).extend(event.as_ref().ok().cloned().flatten());
        std::future::ready(event.err().unwrap_or(Reply::status(202)))
    })
    .await;
    let shop = Arc::clone(&consumer.shop);
    consumer.also(async move {
        let mut ticks = interval(Duration::from_millis(200));
        loop {
            ticks.tick().await;
            let events = std::mem::take(&mut *locked(&batch));
            for event in &events {
                shop.act(event);
            }
        }
    });
    passes_in_time(consumer).await;
}

/// Effects are read from a replica that lags by half a second.
#[tokio::test(flavor = "multi_thread")]
async fn the_effects_source_is_500_ms_behind() {
    const BEHIND: Duration = Duration::from_millis(500);
    let history: Arc<Mutex<Vec<(Stopwatch, u64)>>> = Arc::default();
    let copied = Arc::clone(&history);
    let telling = move |_: &Shop| {
        let old = locked(&copied).iter().rev().find(|(since, _)| since.elapsed() >= BEHIND).map(|(_, count)| *count);
        old.unwrap_or_default().to_string().into_response()
    };
    let handler = move |shop: &Shop, delivery: &Delivery| {
        let reply = shop.handle(delivery);
        locked(&history).push((Stopwatch::start(), shop.total()));
        reply
    };
    passes_in_time(Consumer::telling(Shop::new(providers::truv()), handler, telling).await).await;
}

/// A slow endpoint gets a longer budget than usual, which is announced with the latency that it follows from.
#[tokio::test(flavor = "multi_thread")]
async fn a_budget_that_follows_the_latency_is_announced() {
    let truv = providers::truv();
    let consumer = Consumer::start(Shop::new(truv.clone()), |shop, delivery| async move {
        clock::sleep(Duration::from_millis(30)).await;
        shop.handle(&delivery)
    })
    .await;
    let notes = Arc::new(Mutex::new(Vec::new()));
    let listened = Arc::clone(&notes);
    let verifier = verifier(&truv, 0).concurrency(1).only(["signature-missing"]).on_progress(move |progress| {
        locked(&listened).extend(progress.note.map(str::to_owned));
    });
    passes(&verifier.run(&consumer.hook()).await);
    let notes = locked(&notes);
    let is_announced = |note: &String| note.starts_with("answers take ") && note.contains("the budget of this run is ");
    assert!(notes.iter().any(is_announced), "{notes:?}");
}
