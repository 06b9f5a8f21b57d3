//! How a run begins in a test: with a runtime or without, told by the environment, and what the commonest mistakes
//! are told.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is wrong")]

use std::future::{Future, ready};
use std::panic::AssertUnwindSafe;
use std::process::Command;
use std::task::{Context, Waker};

use hookproof::model::{Headers, Secret};
use hookproof::sign::Signer;
use hookproof::verify::Run;
use hookproof::{Endpoint, Verifier, providers};
use http::Response;
use wiremock::{Mock, MockServer, Request, ResponseTemplate, matchers};

const SECRET: &str = "s3cret";

/// A sound endpoint on a thread of its own.
async fn endpoint() -> MockServer {
    let server = MockServer::start().await;
    let signer = Signer::new(&providers::truv().signing.recipe, &Secret::new(SECRET)).unwrap();
    let respond = move |request: &Request| {
        let headers: Headers = request.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        let is_signed = signer.check(&headers, &request.body).is_ok();
        ResponseTemplate::new(if is_signed { 200 } else { 401 })
    };
    Mock::given(matchers::path("/hook")).respond_with(respond).mount(&server).await;
    server
}

fn verifier() -> Verifier {
    Verifier::of(providers::truv()).secret(SECRET).only(["signature-missing", "payload-generated"])
}

/// The same from a test without a runtime.
fn on_a_runtime<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// Returns the panic message of an action.
#[track_caller]
fn told<T>(act: impl FnOnce() -> T) -> String {
    let panicked = std::panic::catch_unwind(AssertUnwindSafe(act)).err().expect("it did not panic");
    panicked.downcast_ref::<String>().cloned().unwrap_or_else(|| (*panicked.downcast::<&str>().unwrap()).to_owned())
}

fn proved(run: &Run) {
    run.assert_passed();
    assert_eq!(run.counts.pass, 2, "{run:?}");
}

#[test]
fn from_a_plain_test() {
    let server = on_a_runtime(endpoint());
    proved(&verifier().cases(2).run_blocking(&format!("{}/hook", server.uri())));
}

#[tokio::test]
async fn on_one_thread() {
    let server = endpoint().await;
    proved(&verifier().cases(2).run(&format!("{}/hook", server.uri())).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 3)]
async fn on_many_threads() {
    let server = endpoint().await;
    let url = format!("{}/hook", server.uri());
    let run = tokio::spawn(async move { verifier().cases(2).run(&url).await }).await.unwrap();
    proved(&run);
}

#[tokio::test]
async fn blocking_inside_a_runtime() {
    let message = told(|| verifier().run_blocking("http://127.0.0.1:9/hook"));
    assert_eq!(message, "run_blocking would block the tokio runtime that it is called in: use .run(url).await");
}

#[test]
fn the_runtime_is_missing() {
    let mut run = Box::pin(verifier().run("http://127.0.0.1:9/hook"));
    let message = told(|| run.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready());
    assert!(message.starts_with("a tokio runtime is missing: make the test a #[tokio::test]"), "{message}");
}

#[test]
fn nobody_listens() {
    // Another test may have taken a port that was free a moment ago; nothing listens on this one.
    let message = told(|| verifier().run_blocking("http://127.0.0.1:1/hook"));
    assert!(message.contains("cannot be reached"), "{message}");
    assert!(message.ends_with("hint: is the endpoint running, and is this its address?"), "{message}");
}

#[test]
fn there_is_no_secret_or_an_empty_one() {
    let url = "http://127.0.0.1:9/hook";
    let none = told(|| Verifier::of(providers::truv()).run_blocking(url));
    assert!(none.contains("Truv signs every delivery: a secret is needed"), "{none}");
    let empty = told(|| Verifier::of(providers::truv()).secret("").run_blocking(url));
    assert!(empty.contains("the secret is empty"), "{empty}");
}

/// The report of an endpoint that answers this to a good delivery.
fn report(status: u16) -> String {
    let server = on_a_runtime(async {
        let server = MockServer::start().await;
        Mock::given(matchers::any()).respond_with(ResponseTemplate::new(status)).mount(&server).await;
        server
    });
    let run = verifier().cases(1).run_blocking(&server.uri());
    told(|| run.assert_passed())
}

#[test]
fn what_a_refusal_of_everything_may_mean() {
    for (status, hint) in [
        (404, "Most likely: No webhook exists at this path."),
        (401, "Most likely: The endpoint uses another secret than this run."),
        (400, "Most likely: Something reads the body before the handler."),
        (405, "Most likely: The path does not accept the provider's method."),
        (500, "Most likely: The endpoint fails on every event."),
    ] {
        let told = report(status).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(&format!("{status} to 19 of 19")) && told.contains(hint), "{told}");
    }
}

/// Not a test by itself: what a test sees whose environment says something.
#[test]
#[ignore = "run by the tests below"]
fn reported_by_the_environment() {
    let server = on_a_runtime(endpoint());
    let url = format!("{}/hook", server.uri());
    let free = verifier().run_blocking(&url);
    let own = verifier().cases(1).seed(7).run_blocking(&url);
    assert_eq!((free.seed, own.seed), (41, 7), "what the test says itself stays");
    // The same types, and two cases of each in place of one.
    assert!(free.deliveries > own.deliveries, "{} and {}", free.deliveries, own.deliveries);
    assert!(free.deliveries < 2 * own.deliveries, "{} and {}", free.deliveries, own.deliveries);
}

fn with(seed: &str, cases: &str) -> (bool, String) {
    child("reported_by_the_environment", &[("HOOKPROOF_SEED", seed), ("HOOKPROOF_CASES", cases)])
}

/// Whether an ignored test passes in a process of its own, and what that prints.
fn child(test: &str, environment: &[(&str, &str)]) -> (bool, String) {
    child_with(&["--nocapture"], test, environment)
}

fn child_with(flags: &[&str], test: &str, environment: &[(&str, &str)]) -> (bool, String) {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--ignored"])
        .args(flags)
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&[child.stdout, child.stderr].concat()).into_owned();
    assert!(printed.contains("running 1 test\n"), "{test} does not exist: {printed}");
    (child.status.success(), printed)
}

/// Socotra's signature is an assumption.
fn of_a_forgery() -> Verifier {
    Verifier::of(providers::socotra()).secret(SECRET).only(["delivery-documented", "signature-other-encoding"])
}

fn takes_everything() -> Endpoint {
    Endpoint::in_process("/hook", |_| ready(Response::new(String::new())))
}

/// Not a test by itself: a test that passes although a check failed.
#[test]
#[ignore = "run by the test below"]
fn not_all_is_well() {
    of_a_forgery().run_blocking(takes_everything()).assert_passed();
}

#[test]
fn what_is_only_advised_is_printed() {
    let (passes, told) = child("not_all_is_well", &[]);
    assert!(passes, "{told}");
    let advice = "passed, with advice: signature-other-encoding; `.strict()` would fail for it";
    assert!(told.contains(advice), "{told}");
    assert!(told.contains("\nAdvice\n - signature-other-encoding: The endpoint accepts undocumented"), "{told}");
    let (passes, kept) = child_with(&[], "not_all_is_well", &[]);
    assert!(passes && kept.contains(advice), "the line is seen although the runner keeps the rest: {kept}");
    assert!(!kept.contains(" - signature-other-encoding"), "{kept}");
    let strict = told_by(of_a_forgery().strict());
    assert!(strict.starts_with("the run failed\n\nFAILED  socotra → "), "{strict}");
    let known = of_a_forgery().strict().baseline(["signature-other-encoding"]).run_blocking(takes_everything());
    known.assert_passed();
    let unproved = told_by(of_a_forgery().only(["order-older-after-newer"]).skip(["delivery", "signature"]));
    assert!(unproved.starts_with("the run is unproved\n\nUNPROVED  socotra → "), "{unproved}");
}

fn told_by(verifier: Verifier) -> String {
    let run = verifier.run_blocking(takes_everything());
    told(|| run.assert_passed())
}

#[test]
fn a_ci_job_may_say_the_seed_and_the_cases() {
    let (is_well, told) = with("41", "2");
    assert!(is_well, "{told}");
}

#[test]
fn an_invalid_environment_is_reported() {
    let (is_well, told) = with("41", "many");
    assert!(!is_well && told.contains("HOOKPROOF_CASES must be a whole number"), "{told}");
    let (is_well, told) = with("-1", "2");
    assert!(!is_well && told.contains("HOOKPROOF_SEED must be a whole number"), "{told}");
}
