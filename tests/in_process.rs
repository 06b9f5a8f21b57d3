//! An endpoint that is called in process: the same verdicts without a socket, and no worse end than over HTTP.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is wrong")]

use std::convert::Infallible;
use std::future::{pending, ready};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use bytes::Bytes;
use hookproof::model::{Headers, Secret};
use hookproof::report::{Paint, human};
use hookproof::sign::Signer;
use hookproof::verify::{Outcome, Run, Verdict};
use hookproof::{Endpoint, Verifier, providers};
use http::{Request, Response};
use http_body::{Body as _, Frame};
use tower::ServiceExt;

const SECRET: &str = "s3cret";

fn verifier() -> Verifier {
    Verifier::of(providers::truv()).secret(SECRET).salt("fixed").cases(2)
}

/// Returns the answer of a correct consumer.
fn status(signer: &Signer, headers: &HeaderMap, body: &[u8]) -> StatusCode {
    let headers: Headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    if signer.check(&headers, body).is_err() {
        return StatusCode::UNAUTHORIZED;
    }
    match serde_json::from_slice::<serde_json::Value>(body) {
        Ok(event) if event.is_object() => StatusCode::OK,
        _ => StatusCode::BAD_REQUEST,
    }
}

fn signer() -> Signer {
    Signer::new(&providers::truv().signing.recipe, &Secret::new(SECRET)).unwrap()
}

/// A sound router.
fn router() -> Router {
    async fn receive(State(signer): State<Arc<Signer>>, headers: HeaderMap, body: Bytes) -> StatusCode {
        status(&signer, &headers, &body)
    }
    Router::new().route("/hook", post(receive)).with_state(Arc::new(signer()))
}

fn routed(router: Router) -> Endpoint {
    Endpoint::in_process("/hook", move |request| router.clone().oneshot(request.map(Body::from)))
}

/// A sound endpoint but for what another function answers first.
fn but<B>(answer: impl Fn(&Request<Bytes>) -> Option<Response<B>> + Send + Sync + 'static) -> Endpoint
where
    B: http_body::Body<Data: Send, Error: std::fmt::Display> + From<String> + Send + 'static,
{
    let signer = signer();
    Endpoint::in_process("/hook", move |request| {
        let correct = || {
            let status = status(&signer, request.headers(), request.body());
            Response::builder().status(status).body(B::from(String::new())).unwrap()
        };
        ready(answer(&request).unwrap_or_else(correct))
    })
}

fn is_about(request: &Request<Bytes>, event: &str) -> bool {
    String::from_utf8_lossy(request.body()).contains(&format!(r#""event_type":"{event}""#))
}

#[track_caller]
fn reason<'a>(run: &'a Run, check: &str) -> &'a str {
    run.check(check).unwrap().reason.as_deref().unwrap_or_default()
}

#[tokio::test]
async fn a_router_without_a_socket() {
    let run = verifier().strict().run(routed(router())).await;
    run.assert_passed();
    assert_eq!(run.endpoint, "http://in-process/hook");
    let without = "needs a socket: run it over HTTP";
    let skipped = run.checks.iter().filter(|check| check.reason.as_deref() == Some(without)).count();
    assert_eq!(skipped, 9, "{}", human(&run, Paint::Plain));
    assert!(run.counts.pass > 30, "{}", human(&run, Paint::Plain));
}

#[test]
fn from_a_plain_test() {
    verifier().run_blocking(routed(router())).assert_passed();
}

#[tokio::test]
async fn what_a_server_hands_over() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&seen);
    let endpoint = Endpoint::in_process("https://shop.example:444/hook?from=truv", move |request| {
        notes.lock().unwrap().push(request);
        ready(Response::new(String::new()))
    });
    let run = verifier().events(["order-created"]).only(["delivery-documented"]).run(endpoint).await;
    assert_eq!(run.endpoint, "https://shop.example:444/hook?from=truv");
    let seen = seen.lock().unwrap();
    let request = &seen[0];
    let header = |name: &str| request.headers()[name].to_str().unwrap();
    assert_eq!((request.method().as_str(), request.uri().to_string().as_str()), ("POST", "/hook?from=truv"));
    assert_eq!((header("host"), header("content-type")), ("shop.example:444", "application/json"));
    assert_eq!(header("content-length"), request.body().len().to_string());
}

#[tokio::test]
async fn a_panic_fails_its_delivery_and_not_the_run() {
    let run = verifier().run(but::<String>(|request| {
        assert!(!is_about(request, "link-deleted"), "no row of order {}", 7);
        None
    }));
    let run = run.await;
    assert_eq!(run.failed().collect::<Vec<_>>(), ["delivery-documented"], "{}", human(&run, Paint::Plain));
    let told = "panicked: no row of order 7 to 1 of 19 event types in their minimal documented form";
    assert_eq!(reason(&run, "delivery-documented"), told);
    assert_eq!(run.events.len(), 18);
}

#[tokio::test]
async fn a_panic_behind_an_await() {
    let endpoint = Endpoint::in_process("/hook", |_| async {
        tokio::task::yield_now().await;
        std::panic::panic_any(7);
        #[expect(unreachable_code, reason = "it says what would be answered")]
        Response::new(String::new())
    });
    let run = verifier().run(endpoint).await;
    let told = "panicked: it did not say why to 19 of 19 event types";
    assert!(reason(&run, "delivery-documented").starts_with(told), "{}", human(&run, Paint::Plain));
}

#[tokio::test]
async fn a_service_that_gives_an_error() {
    let run = verifier().run(Endpoint::in_process("/hook", |_| ready(Err::<Response<String>, _>("no pool")))).await;
    let told = "failed: no pool to 19 of 19 event types";
    assert!(reason(&run, "delivery-documented").starts_with(told), "{}", human(&run, Paint::Plain));
}

#[tokio::test]
async fn an_answer_that_never_comes() {
    let endpoint = Endpoint::in_process("/hook", |_| pending::<Response<String>>());
    let run = verifier().timeout(Duration::from_millis(50)).run(endpoint).await;
    assert_eq!(run.failed().collect::<Vec<_>>(), ["delivery-in-time"], "{}", human(&run, Paint::Plain));
    assert!(reason(&run, "delivery-in-time").starts_with("did not answer within 50ms"), "{run:?}");
}

/// A body that is read in frames: what is left of each letter decides.
struct Frames(&'static str, u32);

impl From<String> for Frames {
    fn from(_: String) -> Self {
        Self("", 0)
    }
}

impl http_body::Body for Frames {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.1 += 1;
        match (self.0, self.1) {
            ("endless", _) => Poll::Ready(Some(Ok(Frame::data(Bytes::from(vec![b'x'; 1 << 20]))))),
            ("stuck", 2..) => Poll::Pending,
            ("broken", 2..) => Poll::Ready(Some(Err("the disk is gone"))),
            ("trailers", 2) => Poll::Ready(Some(Ok(Frame::trailers(HeaderMap::new())))),
            ("stuck" | "broken", 1) | ("trailers", 1 | 3) => Poll::Ready(Some(Ok(Frame::data("word ".into())))),
            _ => Poll::Ready(None),
        }
    }
}

#[tokio::test]
async fn what_may_be_wrong_with_the_body_of_an_answer() {
    let answering = |how: &'static str| but(move |_| Some(Response::new(Frames(how, 0))));
    let few = || verifier().events(["order-created"]).timeout(Duration::from_millis(50));
    for (how, check, told) in [
        ("endless", "delivery-documented", "did not answer in HTTP: the answer is longer than 8388608 bytes to 1 of 1"),
        ("broken", "delivery-documented", "failed in the middle of its answer: the disk is gone to 1 of 1"),
        ("stuck", "delivery-in-time", "did not answer within 50ms (2 of 2 deliveries)"),
    ] {
        let run = few().run(answering(how)).await;
        assert!(reason(&run, check).starts_with(told), "{how}: {}", human(&run, Paint::Plain));
    }
    assert!(!Frames("", 0).is_end_stream());
    let run = few().only(["signature-missing"]).run(answering("trailers")).await;
    let counterexample = run.check("signature-missing").unwrap().counterexample.as_ref().unwrap();
    assert_eq!(counterexample.response.as_ref().unwrap().body, "word word ");
}

#[tokio::test]
async fn a_redirect_is_followed_by_another_call() {
    let moved = router().route("/old", post(async || (StatusCode::TEMPORARY_REDIRECT, [("location", "/hook")])));
    let endpoint = Endpoint::in_process("/old", move |request| moved.clone().oneshot(request.map(Body::from)));
    let run = verifier().run(endpoint).await;
    assert_eq!(run.verdict, Outcome::Passed, "{}", human(&run, Paint::Plain));
}

/// A consumer on the same thread that answers first and works later.
#[tokio::test]
async fn who_works_behind_the_answers_has_turns() {
    let done = Arc::new(AtomicU64::new(0));
    let (queue, mut waiting) = tokio::sync::mpsc::unbounded_channel();
    let worker = Arc::clone(&done);
    tokio::spawn(async move {
        let mut seen = std::collections::HashSet::new();
        while let Some(id) = waiting.recv().await {
            worker.fetch_add(u64::from(seen.insert(id)), Ordering::SeqCst);
        }
    });
    let endpoint = but::<String>(move |request| {
        let status = status(&signer(), request.headers(), request.body());
        if status.is_success() {
            let event: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
            queue.send(event["webhook_id"].to_string()).unwrap();
        }
        None
    });
    let run = verifier().effects(move || ready(done.load(Ordering::SeqCst))).run(endpoint).await;
    assert_eq!(run.failed().count(), 0, "{}", human(&run, Paint::Plain));
    assert_eq!(run.check("delivery-effect").unwrap().verdict, Verdict::Pass);
}

#[tokio::test]
async fn the_report_names_no_command_that_could_not_work() {
    let deaf = Endpoint::in_process("/hook", |_| ready(Ok::<_, Infallible>(Response::new(String::new()))));
    let run = verifier().seed(7).run(deaf).await;
    let check = run.check("signature-missing").unwrap();
    assert_eq!(check.reproduce, r#".only(["signature-missing"]).seed(7)"#);
    assert_eq!(check.counterexample.as_ref().unwrap().curl, None);
}

/// A header that no server hands to its handler.
#[tokio::test]
async fn what_is_no_header_is_refused_as_a_server_would() {
    let run = verifier().header("X-Gateway", "a\u{1}b").run(routed(router())).await;
    assert!(reason(&run, "delivery-documented").starts_with("answered 400"), "{}", human(&run, Paint::Plain));
}

#[tokio::test]
async fn what_an_endpoint_needs_is_measured_too() {
    let endpoint = but::<String>(|request| {
        let has_order = String::from_utf8_lossy(request.body()).contains("\"order_number\"");
        (!has_order).then(|| Response::builder().status(500).body(String::new()).unwrap())
    });
    let needs = verifier().events(["order-created"]).needs(endpoint).await.unwrap();
    assert_eq!(needs.endpoint, "http://in-process/hook");
}

#[test]
fn the_report_says_what_is_needed_to_repeat_the_run() {
    let only = || verifier().seed(7).only(["delivery-documented"]);
    let run = only().run_blocking(routed(router()));
    let conditions = &run.run;
    assert_eq!((conditions.provider.as_str(), conditions.version.as_str()), ("truv", env!("CARGO_PKG_VERSION")));
    assert_eq!((conditions.seed, conditions.salt.as_str()), (7, "fixed"));
    assert_eq!((&conditions.target, &conditions.only), (&run.endpoint, &vec!["delivery-documented".to_owned()]));
    assert_eq!(conditions.profile, "full");
    assert!(conditions.provider_digest.starts_with("sha256:"), "{}", conditions.provider_digest);
    let digest = |verifier: Verifier| verifier.run_blocking(routed(router())).run.provider_digest.clone();
    assert_eq!(digest(only()), conditions.provider_digest);
    assert_ne!(digest(only().timeout(Duration::from_secs(3))), conditions.provider_digest, "a setting was overridden");
}
