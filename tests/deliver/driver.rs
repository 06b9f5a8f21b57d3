//! The driver over real sockets: clock speeds, and how it ends.

use std::sync::Arc;
use std::time::Duration;

use hookproof::__private::clock;
use hookproof::__private::clock::Stopwatch;
use hookproof::__private::deliver::ClockSpeed;
use hookproof::__private::store::Status;
use hookproof::model::Json;
use hookproof::providers;

use crate::bench::Bench;
use crate::consumer::{Answer, Consumer};

/// The spans of whole plans, added up, are days; on virtual time nobody waits for them.
#[tokio::test]
async fn a_day_of_retries_takes_no_time() {
    let watch = Stopwatch::start();
    for provider in providers::ALL {
        let begin = clock::now().micros();
        let consumer = Consumer::answering(503).await;
        let bench = Bench::waiting(provider(), &consumer.url, 4);
        let ended = bench.driven(8).await;
        let attempts = bench.provider.retry.retries as usize + 1;
        assert!(ended.iter().all(|delivery| delivery.attempts.len() == attempts), "{ended:?}");
        assert_eq!(consumer.heard().len(), 4 * attempts);
        let shown = bench.engine.shown(clock::now()).micros() - begin;
        assert!(Duration::from_micros(u64::try_from(shown).unwrap()) >= bench.provider.retry.span());
    }
    assert!(watch.elapsed() < Duration::from_secs(5), "it took {:?}", watch.elapsed());
}

#[tokio::test]
async fn it_stops_at_the_first_success() {
    let consumer = Consumer::start(|heard| Answer::Status(if heard.nth < 9 { 500 } else { 201 })).await;
    let bench = Bench::waiting(providers::orum(), &consumer.url, 1);
    let ended = bench.driven(1).await;
    assert_eq!((ended[0].status, ended[0].attempts.len()), (Status::Succeeded, 10));
    let heard = consumer.heard();
    assert!(heard.iter().all(|one| one.method == "POST" && one.path == "/hook" && one.body == heard[0].body));
}

/// Signed times stay real while the delivery clock runs ahead by 90 seconds.
#[tokio::test]
async fn signed_times_are_real() {
    let mut provider = providers::betterez();
    provider.retry = providers::truv().retry;
    let bench = Bench::live(provider);
    let consumer = Consumer::answering(503).await;
    let account = bench.account("one");
    account.with(|state| {
        state.set_secret(Some(hookproof::model::SecretText::new("s3cret")));
        let hook = hookproof::__private::provider::api::Subscription::new("hook", &consumer.url);
        state.put(hook.wanting([hookproof::__private::provider::api::EventFilter::All]));
    });
    let before = clock::now().unix();
    bench.emit(&account, clock::now());
    bench.driven(1).await;
    let heard = consumer.heard();
    assert_eq!(heard.len(), 4);
    for one in &heard {
        let signed = String::from_utf8(one.headers.get("x-btrz-signature").unwrap().to_vec()).unwrap();
        let time: i64 = signed.strip_prefix("t=").unwrap().split(',').next().unwrap().parse().unwrap();
        assert!((before..=clock::now().unix()).contains(&time), "{signed}");
    }
    let id = |body: &[u8], pointer| Json::parse(body).unwrap().pointer(pointer).cloned().unwrap();
    assert_eq!(id(&heard[0].body, "/id"), id(&heard[3].body, "/id"), "the event is the same");
    assert_ne!(id(&heard[0].body, "/attemptId"), id(&heard[3].body, "/attemptId"), "the attempt is not");
}

#[tokio::test]
async fn a_scaled_clock_waits_its_share() {
    let consumer = Consumer::answering(503).await;
    let bench = Bench::waiting(providers::truv(), &consumer.url, 1);
    bench.engine.set_clock_speed(ClockSpeed::Scaled(600.0), clock::now());
    let watch = Stopwatch::start();
    let ended = bench.driven(1).await;
    assert_eq!(ended[0].attempts.len(), 4);
    // Three times thirty seconds, six hundred times as fast.
    assert!(watch.elapsed() >= Duration::from_millis(150), "it took {:?}", watch.elapsed());
}

/// However fast the clock runs, an attempt that is under way is made once.
#[tokio::test]
async fn a_fast_clock_repeats_nothing_that_is_under_way() {
    let (consumer, open) = Consumer::gated().await;
    let bench = Bench::waiting(providers::truv(), &consumer.url, 1);
    bench.engine.set_clock_speed(ClockSpeed::Scaled(1e9), clock::now());
    let running = bench.drive(4);
    consumer.has_heard(1).await;
    for _ in 0..3 {
        // Weeks on the delivery clock: it wakes the driver.
        bench.engine.advance(Duration::from_hours(24 * 30), clock::now());
        tokio::task::yield_now().await;
        bench.emit(&bench.account("another, to wake it"), clock::now());
        drop(bench.engine.store().note(("truv", None), clock::now(), "a change", vec![]));
        assert!(bench.engine.due(clock::now(), 4).is_empty());
    }
    open.send(true).unwrap();
    let ended = bench.ended().await;
    running.stop().await;
    assert_eq!((consumer.heard().len(), ended[0].attempts.len()), (1, 1));
}

/// On real time thirty seconds are thirty seconds, unless somebody puts the clock forward.
#[tokio::test]
async fn what_waits_goes_out_when_the_clock_is_put_forward() {
    let consumer = Consumer::answering(503).await;
    let bench = Bench::waiting(providers::truv(), &consumer.url, 1);
    bench.engine.set_clock_speed(ClockSpeed::Real, clock::now());
    let running = bench.drive(1);
    for attempts in 1..=3 {
        bench.until(|_| bench.all()[0].attempts.len() == attempts).await;
        bench.engine.advance(Duration::from_secs(30), clock::now());
        consumer.has_heard(attempts + 1).await;
    }
    assert_eq!(bench.ended().await[0].status, Status::Exhausted);
    running.stop().await;
}

#[tokio::test]
async fn a_change_of_the_clock_speed_takes_effect_at_once() {
    let consumer = Consumer::answering(503).await;
    let bench = Bench::waiting(providers::truv(), &consumer.url, 1);
    bench.engine.set_clock_speed(ClockSpeed::Real, clock::now());
    let running = bench.drive(1);
    bench.until(|_| bench.all()[0].attempts.len() == 1).await;
    bench.engine.set_clock_speed(ClockSpeed::Virtual, clock::now());
    assert_eq!(bench.ended().await[0].attempts.len(), 4);
    running.stop().await;
}

/// Eight at once are under way, and no ninth.
#[tokio::test]
async fn no_more_at_once_than_it_may() {
    let (consumer, open) = Consumer::gated().await;
    let bench = Bench::waiting(providers::truv(), &consumer.url, 20);
    let running = bench.drive(8);
    consumer.has_heard(8).await;
    assert_eq!((bench.engine.store().counts().sending, consumer.heard().len()), (8, 8));
    open.send(true).unwrap();
    bench.ended().await;
    running.stop().await;
    assert_eq!(consumer.heard().len(), 20);
}

#[tokio::test]
async fn a_stop_finishes_what_is_under_way_and_begins_nothing() {
    let (consumer, open) = Consumer::gated().await;
    let bench = Bench::waiting(providers::truv(), &consumer.url, 2);
    let running = bench.drive(1);
    consumer.has_heard(1).await;
    running.tell_to_stop();
    open.send(true).unwrap();
    running.stopped().await;
    assert_eq!(bench.again(1).status, Status::Succeeded);
    assert_eq!((bench.again(2).status, consumer.heard().len()), (Status::Waiting, 1));
}

#[tokio::test]
async fn a_consumer_that_is_gone_is_tried_to_the_end_of_the_plan() {
    let bench = Bench::live(providers::truv());
    // A port that was free a moment ago may be another test's by now; this one is nobody's.
    let account = bench.subscribed("one", "http://127.0.0.1:1/hook");
    account.with(|state| {
        let nonsense = hookproof::__private::provider::api::Subscription::new("nonsense", "not a url");
        state.put(nonsense.wanting([hookproof::__private::provider::api::EventFilter::All]));
    });
    bench.emit(&account, clock::now());
    let ended = bench.driven(4).await;
    assert!(ended.iter().all(|delivery| delivery.status == Status::Exhausted && delivery.attempts.len() == 4));
}

/// What a store holds of a provider that is not served stays there, and goes out when it is served again.
#[tokio::test]
async fn what_is_not_served_waits_until_it_is() {
    let consumer = Consumer::answering(200).await;
    let truv = Bench::live(providers::truv());
    let held = truv.emit(&truv.subscribed("one", &consumer.url), clock::now()).pop().unwrap().number;
    let argyle = Bench::live_over(Arc::clone(truv.engine.store()), providers::argyle());
    let sent = argyle.emit(&argyle.subscribed("one", &consumer.url), clock::now()).pop().unwrap().number;
    let running = argyle.drive(4);
    argyle.until(|store| store.get(sent).unwrap().status == Status::Succeeded).await;
    assert_eq!((argyle.again(held).status, argyle.engine.store().next_due()), (Status::Waiting, None));
    running.stop().await;
    let again = Bench::live_over(Arc::clone(truv.engine.store()), providers::truv());
    let running = again.drive(4);
    again.ended().await;
    running.stop().await;
    assert_eq!((again.again(held).status, consumer.heard().len()), (Status::Succeeded, 2));
}

/// What the store forgets while an attempt is under way does not come back with it.
#[tokio::test]
async fn a_reset_forgets_what_is_under_way() {
    let (consumer, open) = Consumer::gated().await;
    let bench = Bench::waiting(providers::truv(), &consumer.url, 1);
    let running = bench.drive(1);
    consumer.has_heard(1).await;
    drop(bench.engine.store().reset(None));
    open.send(true).unwrap();
    running.stop().await;
    assert!(bench.all().is_empty());
}
