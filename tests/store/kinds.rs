//! Stores of both kinds, folders for files, and records to put in.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bytes::Bytes;
use hookproof::__private::provider::api::{Credential, Finding, Subscription};
use hookproof::__private::store::{Account, Attempt, Bounds, Delivery, Noted, Status, Store};
use hookproof::model::{Exchange, Failure, Headers, Outcome, Request, Response, Timestamp};
use serde_json::Value;

/// A folder of a test's own, empty at the start and gone at the end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("store-{name}-{}", std::process::id()));
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.0.join("store.db")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// A store of each kind.
pub(crate) async fn both(folder: &Folder) -> [Store; 2] {
    let bounds = Bounds::default();
    [Store::memory(bounds), Store::open(folder.file(), bounds).await.unwrap()]
}

/// So many seconds after the start of the test's time.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix(1_770_000_000).shifted(seconds)
}

pub(crate) fn credential(key: &str) -> Credential {
    Credential::new(key, format!("name of {key}")).signing(format!("secret of {key}"))
}

/// A delivery with something in every field, due at the test's start.
pub(crate) fn draft(account: &Account, event: &str) -> Delivery {
    let body = format!("{{\"event\": \"{event}\"}}\n");
    let mut delivery =
        Delivery::new(account.provider(), account.id().clone(), event, "http://127.0.0.1:9/é?a=b#c", body, at(0));
    delivery.subscription = "subscription 1".into();
    delivery.headers = vec![("X-Own".to_owned(), "grüße".to_owned())];
    delivery.any_certificate = true;
    delivery.secret = account.with(|state| state.secret().cloned());
    delivery
}

/// An attempt that was answered, with bytes that are no text.
pub(crate) fn answered(delivery: &Delivery, status: u16, seconds: i64) -> Attempt {
    let headers = Headers::from_iter([("X-Bytes", vec![0_u8, 9, 127, 128, 255]), ("x-bytes", b"again".to_vec())]);
    let response = Response::new(status, headers, Bytes::from_static(b"\xff\x00 not text"));
    attempt(delivery, Outcome::Answered(response), seconds)
}

pub(crate) fn failed(delivery: &Delivery, failure: Failure, seconds: i64) -> Attempt {
    attempt(delivery, Outcome::Failed(failure), seconds)
}

fn attempt(delivery: &Delivery, outcome: Outcome, seconds: i64) -> Attempt {
    let headers = Headers::from_iter([("X-WEBHOOK-SIGN", "v1=abc"), ("Content-Type", "application/json")]);
    // Every other attempt renews something in the body.
    let is_renewed = delivery.attempts.len() % 2 == 1;
    let body = if is_renewed { Bytes::from(format!("renewed {seconds}")) } else { delivery.body.clone() };
    let exchange = Exchange::new(Request::new("POST", headers, body), outcome, Duration::from_nanos(1_234_567));
    let number = u32::try_from(delivery.attempts.len()).unwrap() + 1;
    let mut attempt = Attempt::new(number, at(seconds), at(seconds * 60), exchange, "because");
    attempt.next = (delivery.attempts.len() < 2).then_some(Duration::from_millis(2_600));
    attempt
}

/// Comes back with an attempt, and stands so from now on.
pub(crate) fn settled(mut delivery: Delivery, attempt: &Attempt, status: Status) -> Delivery {
    delivery.attempts.push(attempt.clone());
    delivery.status = status;
    delivery.due = (status == Status::Waiting).then(|| attempt.clock.shifted(30));
    delivery
}

pub(crate) fn finding(what: &str) -> Finding {
    serde_json::from_value(serde_json::json!({"what": what, "pointer": "/a~1b"})).unwrap()
}

/// An account as it is seen from outside.
#[derive(Debug, PartialEq)]
pub(crate) struct Seen {
    id: String,
    provider: String,
    name: String,
    secret: Option<String>,
    version: u64,
    rest: Value,
    subscriptions: Vec<(Option<u64>, Subscription)>,
}

/// All that can be seen of a store.
#[derive(Debug, PartialEq)]
pub(crate) struct View {
    pub(crate) accounts: Vec<Seen>,
    pub(crate) deliveries: Vec<Delivery>,
    pub(crate) findings: Vec<Noted>,
    pub(crate) counts: [u64; 5],
    pub(crate) next_due: Option<Timestamp>,
}

pub(crate) fn view(store: &Store) -> View {
    let seen = |account: &Account| {
        account.with(|state| Seen {
            id: account.id().to_string(),
            provider: account.provider().to_owned(),
            name: state.name().to_owned(),
            secret: state.secret().map(|secret| secret.expose().to_owned()),
            version: state.version(),
            rest: state.rest_document().clone(),
            subscriptions: state.subscriptions().map(|known| (state.place(&known.id), known.clone())).collect(),
        })
    };
    let counts = store.counts();
    View {
        accounts: store.accounts().iter().map(|account| seen(account)).collect(),
        deliveries: store.find(&hookproof::__private::store::Filter::default(), usize::MAX),
        findings: store.findings(None),
        counts: [counts.accounts as u64, counts.waiting as u64, counts.sending as u64, counts.created, counts.findings],
        next_due: store.next_due(),
    }
}
