//! A wrong set-up never blames the consumer: the run is unproved, and its cause is about the set-up.

use std::future::ready;
use std::sync::Arc;

use hookproof::__private::clock::Stopwatch;
use hookproof::__private::demo;
use hookproof::__private::demo::Shop;
use hookproof::model::Secret;
use hookproof::report::{Paint, human};
use hookproof::sign::Signer;
use hookproof::verify::{Outcome, Run};
use hookproof::{Endpoint, Verifier, providers};

const SECRET: &str = "a secret of the tests";

fn verifier() -> Verifier {
    Verifier::of(providers::truv()).secret(SECRET).salt("misconfigured").cases(2)
}

fn correct() -> Arc<Shop> {
    let provider = providers::truv();
    let signer = Signer::new(&provider.signing.recipe, &Secret::new(SECRET)).unwrap();
    Arc::new(Shop::new(provider, Some(signer), demo::CORRECT))
}

/// A server in front of the consumer that answers everything like this.
fn front(status: u16, header: (&'static str, &'static str), body: &'static str) -> Endpoint {
    Endpoint::in_process("/hook", move |_| {
        let answer = http::Response::builder().status(status).header(header.0, header.1);
        ready(answer.body(body.to_owned()))
    })
}

/// An endpoint that answers everything like this, at a server that knows no other path.
fn endpoint(status: u16, body: &'static str) -> Endpoint {
    Endpoint::in_process("/hook", move |request: http::Request<bytes::Bytes>| {
        let is_known = request.uri().path() == "/hook";
        let (status, form, body) = if is_known { (status, "application/json", body) } else { (404, "text/plain", "") };
        ready(http::Response::builder().status(status).header("content-type", form).body(body.to_owned()))
    })
}

fn blames_nobody(run: &Run, cause: &str) {
    let shown = human(run, Paint::Plain);
    assert_eq!(run.verdict, Outcome::Unproved, "{shown}");
    let named: Vec<&str> = run.causes.iter().map(|cause| cause.id.as_str()).collect();
    assert_eq!(named, [cause], "{shown}");
    assert!(run.causes[0].is_set_up());
    assert!(!run.checks.iter().any(|check| run.fails_the_run(check)), "{shown}");
}

#[tokio::test]
async fn an_answer_from_elsewhere_is_told_from_the_consumer() {
    const HTML: (&str, &str) = ("content-type", "text/html");
    const JSON: (&str, &str) = ("content-type", "application/json");
    const TEXT: (&str, &str) = ("content-type", "text/plain");
    for (cause, endpoint) in [
        ("wrong-path", front(404, TEXT, "Not Found")),
        ("wrong-method", front(405, ("allow", "GET"), "")),
        ("wrong-content-type", front(415, TEXT, "")),
        ("gateway-answers", front(502, HTML, "<html><h1>502 Bad Gateway</h1><hr>nginx</html>")),
        ("gateway-answers", front(404, HTML, "<html><h1>404 Not Found</h1><hr>nginx/1.24</html>")),
        ("redirected", front(302, ("location", "/login"), "")),
        ("filter-answers", front(403, HTML, "<html><h1>Forbidden</h1>CSRF verification failed</html>")),
        ("wrong-path", front(404, JSON, "{\"detail\":\"Not Found\"}")),
        ("entity-missing", endpoint(404, "{\"error\":\"no such order\"}")),
        ("entity-missing", endpoint(422, "{\"error\":\"unknown customer\"}")),
        ("body-consumed", front(400, TEXT, "empty body")),
        ("rate-limited", front(429, TEXT, "")),
        ("fails-at-everything", front(500, TEXT, "no such table: events")),
    ] {
        blames_nobody(&verifier().run(endpoint).await, cause);
    }
}

/// What an unknown path is answered decides some causes.
#[tokio::test]
async fn an_unknown_path_decides() {
    const HTML: (&str, &str) = ("content-type", "text/html");
    const PATH: &str = "an event sent to /hookproof-no-such-path → 404";
    let same = format!("{PATH}, the same answer");
    let page = "<html><h1>502 Bad Gateway</h1><hr>nginx</html>";
    for (cause, endpoint, decided_by) in [
        ("wrong-path", front(404, HTML, "<html>Not Found</html>"), Some(same.as_str())),
        (
            "gateway-answers",
            front(502, HTML, page),
            Some("an event sent to /hookproof-no-such-path → 502, the same answer"),
        ),
        ("wrong-method", endpoint(405, ""), Some(PATH)),
        ("wrong-method", front(405, HTML, ""), None),
        ("fails-at-everything", endpoint(500, "{}"), Some(PATH)),
        ("fails-at-everything", front(500, HTML, "crash"), None),
        ("entity-missing", endpoint(404, "{\"error\":\"no such order\"}"), None),
    ] {
        let run = verifier().run(endpoint).await;
        blames_nobody(&run, cause);
        assert_eq!(run.causes[0].decided_by.as_deref(), decided_by, "{}", human(&run, Paint::Plain));
    }
}

#[tokio::test]
async fn a_wrong_secret_is_told() {
    let run = |secret: &str| verifier().secret(secret).run(demo::in_process(correct()));
    let wrong = run("the secret of another account").await;
    blames_nobody(&wrong, "wrong-secret");
    assert_eq!(wrong.causes[0].decided_by, None, "nothing decides it");
    for secret in [format!("{SECRET}\n"), format!("\u{feff}{SECRET}")] {
        let odd = run(&secret).await;
        blames_nobody(&odd, "secret-white-space");
        assert_eq!(odd.causes[0].decided_by.as_deref(), Some("an event signed with the trimmed secret → 200"));
    }
}

#[tokio::test]
async fn what_answers_everything_alike_is_not_the_endpoint() {
    const HTML: (&str, &str) = ("content-type", "text/html");
    let page = "<html><h1>Forbidden</h1>CSRF verification failed</html>";
    let run = verifier().run(front(403, HTML, page)).await;
    let said = "a delivery without a signature got the same answer";
    assert_eq!(run.causes[0].decided_by.as_deref(), Some(said));
    // A missing signature is answered in another way, so the program that answers has looked for one.
    let endpoint = Endpoint::in_process("/hook", move |delivery: http::Request<bytes::Bytes>| {
        let is_signed = delivery.headers().contains_key("x-webhook-sign");
        let (status, said) = if is_signed { (403, page) } else { (401, "") };
        ready(http::Response::builder().status(status).header(HTML.0, HTML.1).body(said.to_owned()))
    });
    let run = verifier().run(endpoint).await;
    assert_eq!((run.causes[0].id.as_str(), run.causes[0].decided_by.as_deref()), ("filter-answers", None));
}

#[tokio::test]
async fn a_wrong_observer_is_told() {
    let begun = Stopwatch::start();
    // Other traffic: thirty effects a second.
    let count = move || ready(u64::try_from(begun.elapsed().as_millis() / 33).unwrap());
    let grows = verifier().effects(count).run(demo::in_process(correct()));
    blames_nobody(&grows.await, "effects-not-ours");
}
