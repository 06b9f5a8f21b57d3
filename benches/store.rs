//! Journalled deliveries a second, in memory and in a file: added, claimed, and settled with one attempt, bodies of
//! a kilobyte, every one of them safe before the next takes its place. And the memory after a million of them.
//!
//! Prints the medians; with `--gate N` (after `--`) it fails below so many a second in a file.

#![expect(clippy::disallowed_methods, reason = "a benchmark asks the clock")]
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(clippy::unwrap_used, reason = "a benchmark may end early")]

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use hookproof::__private::provider::api::Credential;
use hookproof::__private::store::{Account, Attempt, Bounds, Delivery, Filter, Status, Store};
use hookproof::model::{Exchange, Headers, Outcome, Request, Response, Timestamp};
use tokio::task::JoinSet;

const CONCURRENCY: usize = 64;
const DELIVERIES: usize = 20_000;
const ROUNDS: usize = 7;
const MANY: usize = 1_000_000;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let before = resident("VmRSS");
    let memory = Arc::new(Store::memory(Bounds::default()));
    journal(&memory, MANY).await;
    let kept = memory.count(&Filter::default());
    println!("after {MANY} in memory {kept} are kept; resident {} kB, before {before} kB", resident("VmRSS"));
    drop(memory);

    let memory = Arc::new(Store::memory(Bounds::default()));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("store-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let file = Arc::new(Store::open(folder.join("store.db"), Bounds::default()).await.unwrap());
    let mut rates = [Vec::new(), Vec::new()];
    for round in 0..=ROUNDS {
        for (store, rates) in [&memory, &file].into_iter().zip(&mut rates) {
            let rate = journal(store, DELIVERIES).await;
            if round > 0 {
                rates.push(rate);
            }
        }
    }
    let [in_memory, in_file] = rates.map(median);
    println!("{CONCURRENCY} at a time, medians of {ROUNDS} rounds of {DELIVERIES}");
    println!("memory {in_memory:>9.0} deliveries a second");
    println!("file   {in_file:>9.0} deliveries a second (goal: 5,000)");
    file.close().await.unwrap();
    fs::remove_dir_all(folder).unwrap();

    let mut arguments = std::env::args().skip_while(|argument| argument != "--gate").skip(1);
    if let Some(gate) = arguments.next() {
        assert!(in_file >= gate.parse().unwrap(), "the file has become slower: {in_file:.0} < {gate}");
    }
}

/// So many deliveries from the beginning to the end, a second.
async fn journal(store: &Arc<Store>, deliveries: usize) -> f64 {
    let account = store.account("truv", &Credential::new("key", "name").signing("secret"));
    let start = Instant::now();
    let mut workers = JoinSet::new();
    for _ in 0..CONCURRENCY {
        workers.spawn(work(Arc::clone(store), Arc::clone(&account), deliveries / CONCURRENCY));
    }
    workers.join_all().await;
    #[expect(clippy::cast_precision_loss, reason = "few enough")]
    let rate = deliveries as f64 / start.elapsed().as_secs_f64();
    rate
}

async fn work(store: Arc<Store>, account: Arc<Account>, deliveries: usize) {
    for _ in 0..deliveries {
        store.add(&account, vec![draft(&account)]).1.done().await.unwrap();
        let mut delivery = store.claim(at(0), at(60), 1).pop().unwrap();
        let attempt = answered(&delivery);
        delivery.attempts.push(attempt.clone());
        (delivery.status, delivery.due) = (Status::Succeeded, None);
        store.settle(&account, delivery, Some(&attempt)).done().await.unwrap();
    }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix(1_770_000_000).shifted(seconds)
}

fn draft(account: &Account) -> Delivery {
    let id = account.id().clone();
    let body = Bytes::from(vec![b'x'; 1_024]);
    let mut delivery = Delivery::new("truv", id, "task-status-updated", "http://127.0.0.1:9000/hook", body, at(0));
    delivery.subscription = "4f1c6a9e0d2b4c7f8a3e5d6b7c8a9f01".into();
    delivery.secret = account.with(|state| state.secret().cloned());
    delivery
}

/// With as many headers as providers send and servers answer.
fn answered(delivery: &Delivery) -> Attempt {
    let sent = Headers::from_iter([
        ("Content-Type", "application/json"),
        ("X-WEBHOOK-SIGN", "v1=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
        ("User-Agent", "hookproof/0.1.0"),
        ("Accept", "*/*"),
    ]);
    let heard = Headers::from_iter([
        ("Content-Type", "application/json"),
        ("Content-Length", "15"),
        ("Date", "Sat, 21 Nov 2026 10:00:00 GMT"),
    ]);
    let response = Response::new(200, heard, Bytes::from(b"{\"status\":\"ok\"}".to_vec()));
    let request = Request::new("POST", sent, delivery.body.clone());
    let exchange = Exchange::new(request, Outcome::Answered(response), Duration::from_millis(1));
    Attempt::new(1, at(0), at(0), exchange, "answered 200, which is a success")
}

/// Returns a value in kB that the operating system reports of this process, or 0 if it reports none.
fn resident(what: &str) -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what)?.strip_prefix(':'));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
