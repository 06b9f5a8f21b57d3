//! Injected faults, as a receiving socket sees them. The same seed gives the same faults.

use hookproof::__private::clock;
use hookproof::__private::deliver::{ApiFault, Faults};
use hookproof::__private::provider::api::Call;
use hookproof::__private::store::{Delivery, Status};
use hookproof::model::{Failure, Headers, Outcome};
use hookproof::provider::Envelope;
use hookproof::providers;

use crate::bench::Bench;
use crate::consumer::{Answer, Consumer, Heard};

const EVENTS: usize = 40;

/// Returns the requests that a consumer received with these faults, in their order, and the deliveries.
async fn through(faults: &Faults, status: u16) -> (Vec<Heard>, Vec<Delivery>) {
    let bench = Bench::live(providers::truv());
    let consumer = Consumer::answering(status).await;
    let account = bench.subscribed("one", &consumer.url);
    bench.engine.set_faults(faults.clone());
    // All at the same time: only the faults delay them.
    let now = clock::now();
    for _ in 0..EVENTS {
        bench.emit(&account, now);
    }
    // One at a time, so that the order of arrival is that of sending.
    let ended = bench.driven(1).await;
    (consumer.heard(), ended)
}

fn ids(heard: &[Heard]) -> Vec<String> {
    let Envelope { id, .. } = providers::truv().envelope;
    let pointer = id.unwrap().pointer;
    let id = |heard: &Heard| {
        let body: serde_json::Value = serde_json::from_slice(&heard.body).unwrap();
        body.pointer(&pointer).unwrap().as_str().unwrap().to_owned()
    };
    heard.iter().map(id).collect()
}

fn faults(change: impl FnOnce(&mut Faults)) -> Faults {
    let mut faults = Faults::default();
    faults.seed = 3;
    change(&mut faults);
    assert!(faults.is_possible());
    faults
}

/// The bodies, which hold the time of emission, are other ones every time; what happens to them is not.
fn pattern(ids: &[String]) -> Vec<usize> {
    let mut sorted: Vec<&String> = ids.iter().collect();
    sorted.sort();
    sorted.dedup();
    ids.iter().map(|id| sorted.binary_search(&id).unwrap()).collect()
}

#[tokio::test]
async fn without_faults_nothing_changes() {
    let (heard, ended) = through(&Faults::default(), 200).await;
    let first = ids(&heard);
    assert_eq!(first.len(), EVENTS);
    assert!(ended.iter().all(|delivery| delivery.attempts.len() == 1));
    assert!(heard.iter().all(|heard| heard.pieces <= 2));
    assert_eq!(pattern(&first), pattern(&ids(&through(&Faults::default(), 200).await.0)));
}

#[tokio::test]
async fn duplicates_arrive() {
    let faults = faults(|faults| faults.duplicates = 0.3);
    let first = ids(&through(&faults, 200).await.0);
    let mut distinct = first.clone();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), EVENTS);
    assert!((EVENTS + 4..EVENTS + 24).contains(&first.len()), "{}", first.len());
    assert_eq!(pattern(&first), pattern(&ids(&through(&faults, 200).await.0)), "the same seed, the same faults");
    let mut other = faults;
    other.seed = 4;
    assert_ne!(pattern(&first), pattern(&ids(&through(&other, 200).await.0)));
}

#[tokio::test]
async fn older_events_arrive_after_newer_ones() {
    let fair = ids(&through(&Faults::default(), 200).await.0);
    for faults in [faults(|faults| faults.reordered = 0.3), faults(|faults| faults.delay_ms = 10_000)] {
        let first = ids(&through(&faults, 200).await.0);
        let (mut one, mut other) = (first.clone(), fair.clone());
        assert_ne!(one, other);
        assert_eq!(pattern(&first), pattern(&ids(&through(&faults, 200).await.0)));
        one.sort();
        other.sort();
        assert_eq!(one, other, "each once");
    }
}

#[tokio::test]
async fn answers_get_lost_and_the_event_comes_again() {
    let faults = faults(|faults| faults.lost_answers = 0.3);
    let (heard, ended) = through(&faults, 200).await;
    let lost = |delivery: &Delivery| {
        let lost = |attempt: &&hookproof::__private::store::Attempt| {
            attempt.exchange.outcome == Outcome::Failed(Failure::Abandoned)
        };
        delivery.attempts.iter().filter(lost).count()
    };
    let again: usize = ended.iter().map(lost).sum();
    assert!((5..30).contains(&again), "{again}");
    assert_eq!(heard.len(), ended.iter().map(|delivery| delivery.attempts.len()).sum::<usize>());
    assert!(ended.iter().all(|delivery| lost(delivery) == delivery.attempts.len() - 1 || lost(delivery) == 4));
    let first = ids(&heard);
    assert_eq!(pattern(&first), pattern(&ids(&through(&faults, 200).await.0)));
}

#[tokio::test]
async fn bodies_trickle() {
    let faults = faults(|faults| faults.slow_bodies = 0.2);
    let slow = |heard: &[Heard]| heard.iter().map(|heard| heard.pieces > 4).collect::<Vec<_>>();
    let (heard, ended) = through(&faults, 200).await;
    let first = slow(&heard);
    let count = first.iter().filter(|slow| **slow).count();
    assert!((2..20).contains(&count), "{count}");
    assert!(ended.iter().all(|delivery| delivery.status == Status::Succeeded));
    assert_eq!(first, slow(&through(&faults, 200).await.0));
}

#[tokio::test]
async fn all_faults_at_once_are_replayed() {
    let faults = faults(|faults| {
        faults.duplicates = 0.2;
        faults.reordered = 0.2;
        faults.delay_ms = 5_000;
        faults.lost_answers = 0.2;
        faults.slow_bodies = 0.1;
        faults.interleaved = true;
    });
    let first = ids(&through(&faults, 200).await.0);
    assert_eq!(pattern(&first), pattern(&ids(&through(&faults, 200).await.0)));
}

#[tokio::test]
async fn accounts_take_turns() {
    let order = async |interleaved: bool| {
        let bench = Bench::live(providers::truv());
        let consumer = Consumer::answering(200).await;
        let accounts = ["a", "b"].map(|name| bench.subscribed(name, &consumer.url.replace("hook", name)));
        for account in &accounts {
            for _ in 0..3 {
                bench.emit(account, clock::now());
            }
        }
        bench.engine.set_faults(faults(|faults| faults.interleaved = interleaved));
        let jobs = bench.engine.due(clock::now(), 10);
        jobs.iter().map(|job| job.delivery.url.rsplit('/').next().unwrap().to_owned()).collect::<String>()
    };
    assert_eq!((order(false).await.as_str(), order(true).await.as_str()), ("aaabbb", "ababab"));
}

/// After an outage, the deliveries that waited arrive together with the new ones, and none is lost.
#[tokio::test]
async fn after_an_outage_comes_a_storm() {
    let bench = Bench::live(providers::truv());
    let consumer = Consumer::answering(200).await;
    let account = bench.subscribed("one", &consumer.url);
    let running = bench.drive(16);
    bench.engine.set_faults(faults(|faults| faults.outage = true));
    for _ in 0..EVENTS {
        bench.emit(&account, clock::now());
    }
    tokio::task::yield_now().await;
    assert_eq!((consumer.heard().len(), bench.engine.store().counts().waiting), (0, EVENTS));
    bench.emit(&account, clock::now());
    bench.engine.set_faults(Faults::default());
    let ended = bench.ended().await;
    running.stop().await;
    assert!(ended.iter().all(|delivery| delivery.status == Status::Succeeded));
    assert_eq!(consumer.heard().len(), EVENTS + 1);
}

/// A connection that ends without a word is a failure like any other.
#[tokio::test]
async fn a_consumer_that_hangs_up_is_tried_again() {
    let bench = Bench::live(providers::truv());
    let consumer = Consumer::start(|heard| if heard.nth < 2 { Answer::Close } else { Answer::Status(200) }).await;
    let account = bench.subscribed("one", &consumer.url);
    bench.emit(&account, clock::now());
    let ended = bench.driven(1).await;
    assert_eq!((ended[0].status, ended[0].attempts.len()), (Status::Succeeded, 3));
    assert_eq!(ended[0].attempts[0].exchange.outcome, Outcome::Failed(Failure::Closed));
}

#[test]
fn an_api_fault_occurs_as_often_as_set() {
    for provider in providers::ALL.iter().map(|provider| provider()).filter(|provider| provider.api.is_some()) {
        let bench = Bench::still(provider);
        let api_fault: ApiFault =
            serde_json::from_value(serde_json::json!({"status": 429, "calls": 2, "retry_after": 7})).unwrap();
        bench.engine.set_faults(faults(|faults| faults.api = vec![api_fault]));
        let headers = Headers::new();
        let call = Call::new("GET", "/nowhere", crate::bench::start()).with("", &headers, b"", "http://localhost");
        let ask = || bench.engine.answer(&bench.provider, &call).unwrap().reply;
        for _ in 0..2 {
            let reply = ask();
            assert_eq!(reply.status, 429);
            assert!(reply.headers.contains(&("Retry-After".to_owned(), "7".to_owned())), "{reply:?}");
        }
        assert_ne!(ask().status, 429);
    }
}
