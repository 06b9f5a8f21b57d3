//! The consumer of a larger shop: hyper alone, a queue, a worker that acts a moment later, and 202.

use std::collections::HashSet;
use std::convert::Infallible;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use hookproof::provider::Provider;
use hookproof::providers;
use hookproof::verify::Run;
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::sync::mpsc::{Receiver, Sender};
use tokio::task::JoinSet;
use tokio::time::interval;

use crate::signed::{Scheme, event};
use crate::{Running, caught, few, passed};

/// Interval at which the worker reads the queue.
const TICK: Duration = Duration::from_millis(5);

/// Time to wait for an effect that does not appear.
const PATIENCE: Duration = Duration::from_secs(2);

/// The fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    None,
    /// Jobs that do not fit into the queue are dropped.
    Drops,
    /// The worker processes every job.
    TakesRepeats,
    /// Every fifth job is done again, because its acknowledgement came late.
    Doubles,
    /// It answers 202, and the worker verifies.
    VerifiesLater,
    /// It answers 202, and the worker parses.
    ParsesLater,
}

/// A delivery that waits for the worker: its key, and whether it is to be acted on.
type Job = String;

struct App {
    scheme: Scheme,
    fault: Fault,
    queue: Sender<Job>,
    effects: Arc<AtomicU64>,
}

impl App {
    async fn answer(&self, request: Request<Incoming>) -> Response<Full<Bytes>> {
        if request.method() == Method::GET {
            return Response::new(Full::from(self.effects.load(Ordering::SeqCst).to_string()));
        }
        let status = self.take(request).await;
        let mut response = Response::new(Full::default());
        *response.status_mut() = status;
        response
    }

    async fn take(&self, request: Request<Incoming>) -> StatusCode {
        let (head, body) = request.into_parts();
        // An incomplete body is not a delivery.
        let Ok(body) = body.collect().await else { return StatusCode::BAD_REQUEST };
        let body = body.to_bytes();
        let header = |name: &str| head.headers.get(name).map(|value| value.as_bytes().to_vec());
        if !self.scheme.has_signed(header, &body) {
            return if self.fault == Fault::VerifiesLater { StatusCode::ACCEPTED } else { StatusCode::UNAUTHORIZED };
        }
        let Some(event) = event(&body) else {
            return if self.fault == Fault::ParsesLater { StatusCode::ACCEPTED } else { StatusCode::BAD_REQUEST };
        };
        let job = self.scheme.key(&event, &body);
        if self.fault == Fault::Drops {
            let _ = self.queue.try_send(job);
        } else if self.queue.send(job).await.is_err() {
            return StatusCode::SERVICE_UNAVAILABLE;
        }
        StatusCode::ACCEPTED
    }
}

async fn work(mut queue: Receiver<Job>, effects: Arc<AtomicU64>, fault: Fault) {
    let mut done = HashSet::new();
    let mut looks = interval(TICK);
    loop {
        looks.tick().await;
        while let Ok(job) = queue.try_recv() {
            if done.insert(job) || fault == Fault::TakesRepeats {
                let doubled = fault == Fault::Doubles && done.len() % 5 == 0;
                effects.fetch_add(if doubled { 2 } else { 1 }, Ordering::SeqCst);
            }
        }
    }
}

async fn start(scheme: Scheme, fault: Fault) -> Running {
    let (queue, jobs) = mpsc::channel(if fault == Fault::Drops { 8 } else { 10_000 });
    let effects = Arc::new(AtomicU64::new(0));
    let mut keeper = JoinSet::new();
    keeper.spawn(work(jobs, Arc::clone(&effects), fault));
    let app = Arc::new(App { scheme, fault, queue, effects });
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    keeper.spawn(async move {
        let mut connections = JoinSet::new();
        while let Ok((stream, _)) = listener.accept().await {
            let app = Arc::clone(&app);
            connections.spawn(async move {
                let answer = service_fn(move |request| {
                    let app = Arc::clone(&app);
                    async move { Ok::<_, Infallible>(app.answer(request).await) }
                });
                http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await
            });
        }
    });
    Running { base, _keeper: Box::new(keeper) }
}

async fn faulty(provider: Provider, scheme: Scheme, fault: Fault) -> Run {
    let consumer = start(scheme, fault).await;
    let verifier =
        consumer.verifier(provider.clone()).events(few(&provider)).skip(["redelivery-long-after"]).timeout(PATIENCE);
    verifier.run(&consumer.at("hook")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn is_sound() {
    for (provider, scheme) in [(providers::truv(), Scheme::Truv), (providers::socotra(), Scheme::Socotra)] {
        let consumer = start(scheme, Fault::None).await;
        passed(&consumer.verifier(provider).run(&consumer.at("hook")).await, &[]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_queue_that_is_full_loses_events() {
    let run = faulty(providers::truv(), Scheme::Truv, Fault::Drops).await;
    caught(&run, &["delivery-burst"], &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_without_a_memory_acts_on_repeats() {
    let run = faulty(providers::socotra(), Scheme::Socotra, Fault::TakesRepeats).await;
    let repeats = ["redelivery-same", "redelivery-interleaved", "redelivery-concurrent", "redelivery-lost-answer"];
    caught(&run, &repeats, &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_does_jobs_again_acts_twice() {
    let run = faulty(providers::truv(), Scheme::Truv, Fault::Doubles).await;
    let by_chance = [
        "redelivery-same",
        "redelivery-interleaved",
        "redelivery-concurrent",
        "redelivery-lost-answer",
        "redelivery-fresh-connections",
        "redelivery-different-events",
        "redelivery-other-event",
        "redelivery-new-attempt",
        "redelivery-long-after",
        // One of its jobs that is done twice may be next to a forgery.
        "signature-no-effect",
        // As many jobs too many as there were bodies that cannot be read.
        "malformed-json",
        "malformed-not-object",
        "malformed-truncated-utf8",
        "malformed-empty",
    ];
    caught(&run, &["delivery-burst"], &by_chance);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_verifies_comes_too_late() {
    let run = faulty(providers::truv(), Scheme::Truv, Fault::VerifiesLater).await;
    let own = [
        "signature-missing",
        "signature-empty",
        "signature-wrong-key",
        "signature-body-changed",
        "signature-other-body",
        "signature-truncated",
        "signature-garbage",
        "signature-other-algorithm",
        "signature-other-encoding",
        "signature-no-prefix",
        "signature-duplicated-header",
    ];
    caught(&run, &own, &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_parses_is_correct() {
    let run = faulty(providers::socotra(), Scheme::Socotra, Fault::ParsesLater).await;
    caught(&run, &[], &[]);
    let reason = run.check("malformed-json").unwrap().reason.as_deref().unwrap_or_default();
    assert!(reason.starts_with("answered 202 to an unreadable body, which had no effect"), "{reason}");
}
