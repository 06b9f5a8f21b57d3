//! The battery in process, against a router: a thousand cases, and how much the socket costs.
//!
//! With `--gate` (after `--`) it fails when a thousand cases of one event type take half a second, or when the same
//! battery is not faster than over HTTP.

#![expect(clippy::disallowed_methods, reason = "a benchmark asks the clock")]
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
#![expect(clippy::unwrap_used, reason = "a benchmark may end early")]

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use hookproof::model::{Headers, Secret};
use hookproof::sign::Signer;
use hookproof::verify::Run;
use hookproof::{Endpoint, Verifier, providers};
use tower::ServiceExt;

const SECRET: &str = "s3cret";

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let gate = std::env::args().any(|argument| argument == "--gate");
    let router = router();
    let called = |verifier: Verifier| {
        let router = router.clone();
        let endpoint = Endpoint::in_process("/hook", move |request| router.clone().oneshot(request.map(Body::from)));
        runtime.block_on(verifier.run(endpoint))
    };
    let url = runtime.block_on(serve(router.clone()));
    let served = |verifier: Verifier| runtime.block_on(verifier.run(&url));

    let one = ["order-created"];
    let cases = median(9, || called(verifier().events(one).cases(1_000)));
    let every = median(5, || called(verifier().cases(1_000)));
    let quick = median(9, || called(verifier()));
    let slow = median(5, || served(verifier()));
    let ratio = slow.as_secs_f64() / quick.as_secs_f64();
    println!("whole battery, 1,000 cases of one event type   {cases:>8.1?} (goal: under 500 ms), median of 9");
    println!("whole battery, 1,000 cases of each of 19 types {every:>8.1?}, median of 5");
    println!("whole battery, 32 cases of each, in process    {quick:>8.1?}");
    println!("whole battery, 32 cases of each, over HTTP     {slow:>8.1?}, {ratio:.1} times as long");
    if gate {
        assert!(cases < Duration::from_millis(500), "a thousand cases have become slower: {cases:?}");
        assert!(ratio > 1.2, "in process the battery has become slow: over HTTP it takes {ratio:.1} times as long");
    }
}

fn verifier() -> Verifier {
    Verifier::of(providers::truv()).secret(SECRET)
}

fn router() -> Router {
    let signer = Signer::new(&providers::truv().signing.recipe, &Secret::new(SECRET)).unwrap();
    Router::new().route("/hook", post(receive)).with_state(Arc::new(signer))
}

async fn receive(State(signer): State<Arc<Signer>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let headers: Headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    if signer.check(&headers, &body).is_err() {
        return StatusCode::UNAUTHORIZED;
    }
    match serde_json::from_slice::<serde_json::Value>(&body) {
        Ok(event) if event.is_object() => StatusCode::OK,
        _ => StatusCode::BAD_REQUEST,
    }
}

/// On the same thread, as in a test.
async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

/// Of a run that passes.
fn median(times: usize, run: impl Fn() -> Run) -> Duration {
    let measure = || {
        let start = Instant::now();
        run().assert_passed();
        start.elapsed()
    };
    let mut measured: Vec<Duration> = std::iter::repeat_with(measure).take(times).collect();
    measured.sort();
    measured[times / 2]
}
