//! Observers: what they may answer, and consumers whose effects come late.
#![expect(clippy::disallowed_methods, reason = "an effect that comes late comes by the clock")]

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use hookproof::__private::demo;
use hookproof::__private::demo::{Shop, Steps};
use hookproof::report::{Paint, human};
use hookproof::verify::{Run, Verdict};
use hookproof::{Verifier, providers};
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::server::{Heard, Reply, Server};
use crate::{SECRET, all_pass, fails_only, reason, server, verifier};

/// A consumer whose effects are seen in this form.
async fn shown(form: fn(u64) -> String) -> Server {
    let shop = server::shop(providers::truv(), demo::CORRECT);
    server::start(move |heard| match heard.path.as_str() {
        "/effects" => Reply::Say(server::saying(200, &form(shop.effects()))),
        _ => Reply::Say(server::status(shop.receive(&heard.headers, &heard.body).status)),
    })
    .await
}

#[tokio::test]
async fn a_number_an_object_and_an_array_count() {
    let shapes: [fn(u64) -> String; 4] = [
        |count| count.to_string(),
        |count| format!(" {count}\n"),
        |count| format!("{{\"count\": {count}, \"since\": \"boot\"}}"),
        |count| format!("[{}]", vec!["{}"; usize::try_from(count).unwrap()].join(",")),
    ];
    for shape in shapes {
        let server = shown(shape).await;
        let verifier = verifier(providers::truv()).events(["link-connected"]).effects_at(server.at("/effects"));
        all_pass(&verifier.run(&server.url).await);
    }
}

#[tokio::test]
async fn an_observer_without_a_count_is_reported_before_anything_is_delivered() {
    let shapes: [fn(u64) -> String; 5] = [
        |_| "{\"effects\": 3}".to_owned(),
        |_| "-1".to_owned(),
        |_| "\"3\"".to_owned(),
        |_| "<html>".to_owned(),
        |_| String::new(),
    ];
    for shape in shapes {
        let server = shown(shape).await;
        let begun = verifier(providers::truv()).effects_at(server.at("/effects")).try_run(&server.url).await;
        assert!(begun.unwrap_err().to_string().contains("answered no count"));
        assert_eq!(server.heard(), 1, "the observer was read and nothing else");
    }
}

#[tokio::test]
async fn an_observer_that_counts_its_own_readings_is_reported_before_anything_is_delivered() {
    let server = server::start(|heard| Reply::Say(server::saying(200, &heard.nth.to_string()))).await;
    let begun = verifier(providers::truv()).effects_at(server.at("/effects")).try_run(&server.url).await;
    assert!(begun.unwrap_err().to_string().contains("nothing was delivered in between"));
    // Once more after a while: a count that grew by itself would have grown by more.
    assert_eq!(server.heard(), 4, "the observer was read four times and nothing else");
}

#[tokio::test]
async fn an_observer_that_fails_later_makes_skips_and_no_failures() {
    let server = server::correct(providers::truv(), |status| Reply::Say(server::status(status))).await;
    let observer = MockServer::start().await;
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(200).set_body_string("7"))
        .up_to_n_times(1)
        .mount(&observer)
        .await;
    Mock::given(method("GET")).respond_with(ResponseTemplate::new(500)).expect(1..).mount(&observer).await;
    let run = verifier(providers::truv()).effects_at(observer.uri()).run(&server.url).await;
    fails_only(&run, &[]);
    let of_effects = run.checks.iter().map(|check| check.id.as_str());
    let of_effects = of_effects.filter(|id| id.ends_with("-effect") || id.starts_with("redelivery-"));
    for check in of_effects {
        assert_eq!(run.check(check).unwrap().verdict, Verdict::Skip, "{check}");
    }
    assert!(reason(&run, "delivery-effect").contains("answered 500"), "{run:?}");
}

#[tokio::test]
async fn a_second_run_at_the_same_time_meets_a_consumer_with_a_memory_as_new_events() {
    let server = server::correct(providers::truv(), |status| Reply::Say(server::status(status))).await;
    for _ in 0..2 {
        let verifier = Verifier::of(providers::truv()).secret(SECRET).events(["link-connected"]).cases(1);
        let verifier = verifier.now("2026-01-02T03:04:05Z".parse().unwrap()).effects_at(server.at("/effects"));
        all_pass(&verifier.run(&server.url).await);
    }
}

#[tokio::test]
async fn a_consumer_that_does_nothing_is_reported() {
    let server = server::correct(providers::truv(), |status| Reply::Say(server::status(status))).await;
    let observer = MockServer::start().await;
    Mock::given(method("GET")).respond_with(ResponseTemplate::new(200).set_body_string("7")).mount(&observer).await;
    let patience = Duration::from_millis(300);
    let run = verifier(providers::truv()).effects_at(observer.uri()).timeout(patience).run(&server.url).await;
    fails_only(&run, &["delivery-effect"]);
    let says = "had no effect: the effect count is still 7; either it does nothing, or the effects source reads the wrong \
                number";
    assert!(reason(&run, "delivery-effect").ends_with(says), "{run:?}");
    let text = human(&run, Paint::Plain);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let begins = "1. The effect count never changed [fails the run] The endpoint answered events with a success, but the effect count \
                  stayed the same in the whole run. Either the endpoint does nothing, or --effects reads the wrong number.";
    assert!(text.contains(begins) && text.contains("Fix: Send one event,"), "{text}");
    assert_eq!(run.causes.iter().map(|cause| cause.id.as_str()).collect::<Vec<_>>(), ["no-event-had-effect"]);
}

/// A consumer that answers at once and works afterwards, a while later.
struct Later {
    shop: Shop,
    acts_on: fn(&Heard) -> bool,
    due: Mutex<Vec<Instant>>,
}

impl Later {
    fn hears(&self, heard: &Heard, lag: &dyn Fn(usize) -> Duration) -> Reply {
        if heard.path == "/effects" {
            let now = Instant::now();
            let done = self.due.lock().unwrap().iter().filter(|due| **due <= now).count();
            return Reply::Say(server::saying(200, &done.to_string()));
        }
        let before = self.shop.effects();
        let status = self.shop.receive(&heard.headers, &heard.body).status;
        if self.shop.effects() > before && (self.acts_on)(heard) {
            self.due.lock().unwrap().push(Instant::now() + lag(heard.nth));
        }
        Reply::Say(server::status(status))
    }
}

async fn later(steps: Steps, acts_on: fn(&Heard) -> bool, lag: fn(usize) -> Duration) -> Run {
    later_at(&[], steps, acts_on, lag).await
}

async fn later_at(only: &[&str], steps: Steps, acts_on: fn(&Heard) -> bool, lag: fn(usize) -> Duration) -> Run {
    let later = Arc::new(Later { shop: server::shop(providers::truv(), steps), acts_on, due: Mutex::default() });
    let server = server::start(move |heard| later.hears(heard, &lag)).await;
    let types = ["link-connected", "link-deleted", "order-created", "task-status-updated", "profile-created"];
    let verifier = verifier(providers::truv()).events(types).effects_at(server.at("/effects"));
    verifier.only(only.iter().copied()).run(&server.url).await
}

#[tokio::test]
async fn a_correct_consumer_that_works_later_passes() {
    all_pass(&later(demo::CORRECT, |_| true, |_| Duration::from_millis(5)).await);
    all_pass(&later(demo::CORRECT, |_| true, |_| Duration::from_millis(100)).await);
}

#[tokio::test]
async fn a_correct_consumer_that_works_at_odd_times_passes() {
    all_pass(&later(demo::CORRECT, |_| true, |nth| Duration::from_millis(20 + nth as u64 * 37 % 80)).await);
}

#[tokio::test]
async fn a_correct_consumer_that_is_seldom_much_later_than_before_passes() {
    let seldom = |nth| Duration::from_millis(if nth % 23 == 0 { 150 } else { 5 });
    all_pass(&later_at(&["redelivery", "signature-no-effect"], demo::CORRECT, |_| true, seldom).await);
}

#[tokio::test]
async fn a_correct_consumer_with_a_long_queue_passes() {
    // One after the other: a thousand of them take longer than the time-out, which is 1 s here.
    let queue: Mutex<Vec<Instant>> = Mutex::default();
    let shop = server::shop(providers::truv(), demo::CORRECT);
    let server = server::start(move |heard| {
        let mut queue = queue.lock().unwrap();
        if heard.path == "/effects" {
            let done = queue.iter().filter(|due| **due <= Instant::now()).count();
            return Reply::Say(server::saying(200, &done.to_string()));
        }
        let before = shop.effects();
        let status = shop.receive(&heard.headers, &heard.body).status;
        if shop.effects() > before {
            let free = queue.last().copied().map_or_else(Instant::now, |last| last.max(Instant::now()));
            queue.push(free + Duration::from_millis(4));
        }
        Reply::Say(server::status(status))
    })
    .await;
    let verifier = verifier(providers::truv()).events(["link-connected"]).effects_at(server.at("/effects"));
    let run = verifier.only(["redelivery"]).timeout(Duration::from_secs(1)).run(&server.url).await;
    all_pass(&run);
}

#[tokio::test]
async fn a_consumer_that_works_twice_and_later_is_caught() {
    let processes_twice = demo::named("processes-twice").unwrap().steps;
    let run = later(processes_twice, |_| true, |_| Duration::from_millis(100)).await;
    let repeats = ["same", "interleaved", "fresh-connections", "concurrent", "lost-answer", "long-after"];
    let repeats = repeats.map(|name| format!("redelivery-{name}"));
    fails_only(&run, &repeats.each_ref().map(String::as_str));
}

#[tokio::test]
async fn a_consumer_that_acts_first_and_later_is_caught() {
    let processes_before_verifying = demo::named("processes-before-verifying").unwrap().steps;
    let run = later(processes_before_verifying, |_| true, |_| Duration::from_millis(100)).await;
    fails_only(&run, &["signature-no-effect", "signature-other-method"]);
}

/// Works before it answers, but some deliveries that should have no effect have one, a short time later: too late for
/// the next reading. `wrongly` decides by the status of the answer.
async fn acts_wrongly_and_later(only: &[&str], wrongly: fn(u16) -> bool, lag: Duration) -> Run {
    let shop = server::shop(providers::truv(), demo::CORRECT);
    let late: Mutex<Vec<Instant>> = Mutex::default();
    let server = server::start(move |heard| {
        if heard.path == "/effects" {
            let late = late.lock().unwrap().iter().filter(|due| **due <= Instant::now()).count();
            return Reply::Say(server::saying(200, &(shop.effects() + late as u64).to_string()));
        }
        if heard.path == "/state" {
            return Reply::Say(server::saying(200, &shop.state().to_string()));
        }
        let before = shop.effects();
        let status = shop.receive(&heard.headers, &heard.body).status;
        if shop.effects() == before && wrongly(status) {
            late.lock().unwrap().push(Instant::now() + lag);
        }
        Reply::Say(server::status(status))
    })
    .await;
    let verifier = verifier(providers::truv()).events(["link-connected"]).only(only.iter().copied());
    verifier.effects_at(server.at("/effects")).state_url(server.at("/state")).run(&server.url).await
}

/// Works before it answers. The new state of an entity that it knew already shows later.
async fn shows_later(steps: Steps, lag: Duration) -> Run {
    let shop = server::shop(providers::truv(), steps);
    let shown: Mutex<Vec<(Instant, String)>> = Mutex::default();
    let server = server::start(move |heard| match heard.path.as_str() {
        "/effects" => Reply::Say(server::saying(200, &shop.effects().to_string())),
        "/state" => {
            let shown = shown.lock().unwrap();
            let last = shown.iter().rev().find(|(due, _)| *due <= Instant::now());
            Reply::Say(server::saying(200, last.map_or("{}", |(_, state)| state)))
        }
        _ => {
            let known = shop.state();
            let status = shop.receive(&heard.headers, &heard.body).status;
            let now = shop.state();
            let is_update = known.as_object().unwrap().len() == now.as_object().unwrap().len();
            let lag = if is_update { lag } else { Duration::ZERO };
            shown.lock().unwrap().push((Instant::now() + lag, now.to_string()));
            Reply::Say(server::status(status))
        }
    })
    .await;
    let types = ["link-connected", "order-created", "task-status-updated"];
    let verifier = verifier(providers::truv()).events(types).only(["order", "redelivery"]);
    verifier.effects_at(server.at("/effects")).state_url(server.at("/state")).run(&server.url).await
}

#[tokio::test]
async fn a_state_that_is_shown_late_is_waited_for() {
    let last_wins = demo::named("last-writer-wins").unwrap().steps;
    for lag in [0, 1, 5, 15].map(Duration::from_millis) {
        all_pass(&shows_later(demo::CORRECT, lag).await);
        fails_only(&shows_later(last_wins, lag).await, &["order-older-after-newer"]);
    }
}

#[tokio::test]
async fn what_acts_late_is_blamed_for_it_and_not_what_comes_after() {
    let repeats = ["same", "interleaved", "fresh-connections", "concurrent", "lost-answer", "long-after"];
    let repeats = repeats.map(|name| format!("redelivery-{name}"));
    let all = ["signature-no-effect", "redelivery"];
    for lag in [1, 12].map(Duration::from_millis) {
        fails_only(&acts_wrongly_and_later(&all, |status| status == 401, lag).await, &["signature-no-effect"]);
        let run = acts_wrongly_and_later(&all, |status| status == 200, lag).await;
        fails_only(&run, &repeats.each_ref().map(String::as_str));
        // Nothing comes after it that would count, or but one check that has no count of its own.
        for only in [&["redelivery-same"][..], &["redelivery-same", "order"]] {
            let run = acts_wrongly_and_later(only, |status| status == 200, lag).await;
            fails_only(&run, &["redelivery-same"]);
        }
    }
}

#[tokio::test]
async fn a_consumer_that_acts_on_few_types_is_judged_by_those() {
    let acts_on = |heard: &Heard| String::from_utf8_lossy(&heard.body).contains("\"task-status-updated\"");
    for lag in [|_| Duration::ZERO, |_| Duration::from_millis(60)] {
        let run = later(demo::CORRECT, acts_on, lag).await;
        all_pass(&run);
        // Waiting for the time-out of each event without an effect would take minutes.
        assert!(run.duration_ms < 60_000, "{} ms", run.duration_ms);
    }
}
