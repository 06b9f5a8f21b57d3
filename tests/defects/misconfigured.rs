//! A wrong set-up never blames the consumer: the run is unproved, and its cause is about the set-up.

use std::future::ready;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use hookproof::__private::clock::Stopwatch;
use hookproof::__private::demo;
use hookproof::__private::demo::Shop;
use hookproof::model::Secret;
use hookproof::report::{Paint, human};
use hookproof::sign::Signer;
use hookproof::verify::{Decision, Outcome, ProbeReport, Run};
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
async fn an_answer_from_elsewhere_does_not_blame_the_consumer() {
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
    let page = "<html><h1>502 Bad Gateway</h1><hr>nginx</html>";
    for (cause, endpoint, decided_by) in [
        ("wrong-path", front(404, HTML, "<html>Not Found</html>"), None),
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

/// The status, content type and body of an answer; `{path}` is the path of the request, `{nth}` its number.
type Answer = (u16, &'static str, &'static str);

/// A server of a framework: how the handler refuses every event, and how an unknown path is answered.
fn framework(handler: Answer, unknown: Answer) -> Endpoint {
    let nth = AtomicU32::new(0);
    Endpoint::in_process("/hook", move |request: http::Request<bytes::Bytes>| {
        let (status, form, body) = if request.uri().path() == "/hook" { handler } else { unknown };
        let nth = nth.fetch_add(1, Ordering::Relaxed).to_string();
        let body = body.replace("{path}", request.uri().path()).replace("{nth}", &nth);
        ready(http::Response::builder().status(status).header("content-type", form).body(body))
    })
}

const EXPRESS: Answer = (
    404,
    "text/html; charset=utf-8",
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n</head>\n<body>\n\
     <pre>Cannot POST {path}</pre>\n</body>\n</html>\n",
);
const FLASK: Answer = (
    404,
    "text/html; charset=utf-8",
    "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>The requested URL was not \
     found on the server. If you entered the URL manually please check your spelling and try again.</p>\n",
);
const DJANGO: Answer = (
    404,
    "text/html; charset=utf-8",
    "\n<!doctype html>\n<html lang=\"en\">\n<head>\n  <title>Not Found</title>\n</head>\n<body>\n  <h1>Not Found</h1>\
     <p>The requested resource was not found on this server.</p>\n</body>\n</html>\n",
);
const SPRING: Answer = (
    404,
    "application/json",
    "{\"timestamp\":\"2026-12-02T09:22:{nth}.123+00:00\",\"status\":404,\"error\":\"Not Found\",\"path\":\"{path}\"}",
);
const FASTAPI: Answer = (404, "application/json", "{\"detail\":\"Not Found\"}");
const GO: Answer = (404, "text/plain; charset=utf-8", "404 page not found\n");
const NGINX: Answer = (
    404,
    "text/html",
    "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n\
     <hr><center>nginx/1.24.0</center>\r\n</body>\r\n</html>\r\n",
);
const EMPTY: Answer = (404, "text/plain", "");

/// A handler may refuse an event with the answer of its framework to unknown paths (`next()` in Express, `abort(404)` in
/// Flask, `raise Http404` in Django, `http.NotFound` in Go). So the same answer does not prove that no webhook exists.
#[tokio::test]
async fn the_page_of_a_framework_does_not_prove_that_no_webhook_exists() {
    for (cause, answer) in [
        ("wrong-path", EXPRESS),
        ("wrong-path", FLASK),
        ("wrong-path", DJANGO),
        ("wrong-path", SPRING),
        ("wrong-path", FASTAPI),
        ("wrong-path", GO),
        ("wrong-path", EMPTY),
        ("gateway-answers", NGINX),
    ] {
        let run = verifier().run(framework(answer, answer)).await;
        blames_nobody(&run, cause);
        let shown = human(&run, Paint::Plain);
        assert_eq!(run.causes[0].decided_by, None, "{shown}");
        assert!(shown.contains("Most likely: "), "{shown}");
        let is_ruled_out = |probe: &ProbeReport| probe.decided == Decision::No && probe.cause != "slash-at-the-end";
        assert!(!run.probes.iter().any(is_ruled_out), "{shown}");
    }
}

/// A handler that refuses with an answer of its own shows that it exists.
#[tokio::test]
async fn a_refusal_that_differs_from_the_page_of_the_framework_is_the_handler() {
    const NO_ORDER: Answer = (404, "application/json", "{\"error\":\"order not found\"}");
    const NOT_FOUND: Answer = (404, "text/plain; charset=utf-8", "Not Found");
    const RAISED: Answer = (404, "text/html", "<h1>Page not found (404)</h1><p>No Order matches the given query.</p>");
    const NO_ROUTE: Answer = (404, "text/html", "<h1>Page not found (404)</h1><p>The current path matches none.</p>");
    for (handler, unknown) in [
        (EMPTY, EXPRESS),
        (NOT_FOUND, EXPRESS),
        (NO_ORDER, EXPRESS),
        (EMPTY, FLASK),
        (EMPTY, FASTAPI),
        (NO_ORDER, SPRING),
        (EMPTY, GO),
        (RAISED, NO_ROUTE),
        ((410, "text/plain", ""), EMPTY),
    ] {
        let run = verifier().run(framework(handler, unknown)).await;
        blames_nobody(&run, "entity-missing");
        let shown = human(&run, Paint::Plain);
        assert!(!shown.contains("No webhook exists"), "{shown}");
        assert!(shown.contains("Most likely: The entity of an event must exist first"), "{shown}");
    }
}

#[tokio::test]
async fn a_wrong_secret_is_named() {
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
async fn a_wrong_observer_is_named() {
    let begun = Stopwatch::start();
    // Other traffic: thirty effects a second.
    let count = move || ready(u64::try_from(begun.elapsed().as_millis() / 33).unwrap());
    let grows = verifier().effects(count).run(demo::in_process(correct()));
    blames_nobody(&grows.await, "effects-not-ours");
}
