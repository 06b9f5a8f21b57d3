//! What a provider does about a consumer that fails, attempt by attempt, on the delivery clock.

use std::fmt::Write;
use std::time::Duration;

use hookproof::__private::deliver::ClockSpeed;
use hookproof::__private::provider::api::{EventFilter, Subscription};
use hookproof::__private::store::Delivery;
use hookproof::model::{Failure, Headers, Outcome, Response, TimeForm, Timestamp};
use hookproof::provider::Provider;
use hookproof::providers;
use hookproof::retry::{RetryOn, RetryPlan, Spacing};

use crate::bench::{Bench, answered, start};
use crate::consumer::Consumer;

/// The attempts of a delivery, a line each, and how it ended.
fn timeline(delivery: &Delivery) -> String {
    let first = delivery.attempts[0].clock.micros();
    let mut told = String::new();
    for attempt in &delivery.attempts {
        let since = Duration::from_micros(u64::try_from(attempt.clock.micros() - first).unwrap());
        let (minutes, seconds) = (since.as_secs() / 60, since.as_millis() % 60_000);
        let since =
            format!("{}:{:02}:{:04.1}", minutes / 60, minutes % 60, f64::from(u16::try_from(seconds).unwrap()) / 1e3);
        writeln!(told, "{:>2}  {since}  {}", attempt.number, attempt.reason).unwrap();
    }
    write!(told, "{}", delivery.status.name()).unwrap();
    told
}

/// The time line of an event to a consumer where every attempt ends like this.
fn always(provider: Provider, plan: Option<RetryPlan>, outcome: &Outcome) -> String {
    let bench = Bench::still(provider);
    let account = bench.account("one");
    let mut hook = Subscription::new("hook", "http://127.0.0.1:9/hook").wanting([EventFilter::All]);
    hook.retry = plan;
    account.with(|state| state.put(hook));
    let number = bench.emit(&account, start())[0].number;
    let mut now = start();
    while let Some(due) = bench.engine.store().next_due() {
        now = now.max(due);
        assert!(due == start() || bench.engine.due(due.shifted(-1), 1).is_empty(), "it is not due a second before");
        let job = bench.job(now);
        bench.finish(job, outcome.clone(), now);
    }
    assert!(bench.engine.due(now.shifted(366 * 24 * 3600), 1).is_empty(), "nothing follows");
    timeline(&bench.again(number))
}

#[test]
fn a_consumer_that_always_answers_503() {
    for provider in providers::ALL {
        let name = format!("{}-503", provider().id);
        insta::assert_snapshot!(name, always(provider(), None, &answered(503)));
    }
}

#[test]
fn what_argyle_does_not_try_again() {
    for (name, outcome) in [("argyle-404", answered(404)), ("argyle-closed", Outcome::Failed(Failure::Closed))] {
        insta::assert_snapshot!(name, always(providers::argyle(), None, &outcome));
    }
}

#[test]
fn a_success_without_the_expected_body_is_a_failure() {
    let mut provider = providers::truv();
    provider.delivery.answer = Some("[accepted]".to_owned());
    let body = |text: &'static str| {
        Outcome::Answered(Response::new(200, Headers::new(), bytes::Bytes::from_static(text.as_bytes())))
    };
    let told = always(provider.clone(), None, &body("accepted"));
    let retry = " 1  0:00:00.0  200 without the body `[accepted]` is a failure: retry 1 of 3 follows after 30s";
    assert_eq!(told.lines().next(), Some(retry), "{told}");
    assert!(told.ends_with("exhausted"), "{told}");
    let told = always(provider, None, &body("[accepted]\n"));
    assert_eq!(told, " 1  0:00:00.0  200 is a success\nsucceeded", "{told}");
}

/// The time of the event stays the same in each attempt, and the time of sending does not.
#[test]
fn times_in_headers() {
    let mut provider = providers::truv();
    provider.envelope =
        provider.envelope.header_time("X-At", TimeForm::UnixSeconds).sent_header("X-Sent", TimeForm::UnixSeconds);
    let bench = Bench::still(provider);
    drop(bench.emit(&bench.subscribed("one", "http://127.0.0.1:9/hook"), start()));
    let sent = |now: Timestamp| {
        let job = bench.job(now);
        let times = ["X-At", "X-Sent"].map(|name| {
            String::from_utf8(job.request.headers.get(name).unwrap().to_vec()).unwrap().parse::<i64>().unwrap()
        });
        bench.finish(job, answered(503), now);
        times
    };
    let later = start().shifted(30);
    assert_eq!(sent(start()), [start().unix(), start().unix()]);
    assert_eq!(sent(later), [start().unix(), later.unix()]);
}

#[test]
fn what_nobody_answers() {
    let timed_out = Outcome::Failed(Failure::TimedOut(Duration::from_secs(10)));
    insta::assert_snapshot!("argyle-timed-out", always(providers::argyle(), None, &timed_out));
    let refused = Outcome::Failed(Failure::Unreachable("connection refused".to_owned()));
    insta::assert_snapshot!("truv-unreachable", always(providers::truv(), None, &refused));
}

#[test]
fn a_subscription_may_have_a_plan_of_its_own() {
    for retries in [1, 3] {
        let plan = RetryPlan::new(retries, Spacing::Fixed { seconds: 30.0 }, RetryOn::EveryFailure);
        let name = format!("socotra-{retries}");
        insta::assert_snapshot!(name, always(providers::socotra(), Some(plan), &answered(503)));
    }
}

/// The driver does over sockets and on virtual time what the engine does on paper.
#[tokio::test]
async fn the_driver_keeps_the_same_time_lines() {
    for provider in providers::ALL {
        let bench = Bench::live(provider());
        assert_eq!(bench.engine.clock_speed(), ClockSpeed::Virtual);
        let consumer = Consumer::answering(503).await;
        let account = bench.subscribed("one", &consumer.url);
        bench.emit(&account, hookproof::__private::clock::now());
        let ended = bench.driven(4).await;
        let on_paper = always(provider(), None, &answered(503));
        let reasons = |told: &str| told.lines().map(|line| line.get(15..).map(str::to_owned)).collect::<Vec<_>>();
        assert_eq!(reasons(&timeline(&ended[0])), reasons(&on_paper));
        for pair in ended[0].attempts.windows(2) {
            let (planned, passed) = (pair[0].next.unwrap(), pair[1].clock.micros() - pair[0].clock.micros());
            let passed = Duration::from_micros(u64::try_from(passed).unwrap());
            assert!(passed >= planned && passed < planned + Duration::from_secs(1), "{passed:?} for {planned:?}");
        }
    }
}
