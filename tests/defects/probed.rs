//! Probes: what a few deliveries after the checks decide about a set-up or a cause, and that they do no harm.

use std::collections::BTreeSet;
use std::future::ready;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use hookproof::__private::model::Spelling;
use hookproof::model::{Json, Secret};
use hookproof::report::{Paint, html, human, markdown};
use hookproof::sign::{KeyForm, Signer};
use hookproof::verify::{Decision, Outcome, Run};
use hookproof::{Endpoint, Verifier, providers};

/// It can be read as base64 and as hexadecimal, too.
const SECRET: &str = "5ec4e75ec4e7beefcafe5ec4";

type Delivery = http::Request<Bytes>;

fn verifier() -> Verifier {
    Verifier::of(providers::truv()).secret(SECRET).salt("probed").cases(2)
}

/// What an endpoint has received.
#[derive(Default)]
struct Received {
    deliveries: u64,
    /// Ids of the events that it answered 200 to.
    accepted: Vec<String>,
}

/// An endpoint that answers with this status, and what it has received.
fn endpoint(answer: impl Fn(&Delivery) -> u16 + Send + Sync + 'static) -> (Endpoint, Arc<Mutex<Received>>) {
    let received = Arc::new(Mutex::new(Received::default()));
    let notes = Arc::clone(&received);
    let endpoint = Endpoint::in_process("/hook", move |request: Delivery| {
        let status = answer(&request);
        let mut notes = notes.lock().unwrap();
        notes.deliveries += 1;
        if status == 200 {
            let id = Json::parse(request.body()).ok().and_then(|event| event.pointer("/webhook_id").cloned());
            notes.accepted.extend(id.as_ref().and_then(Json::as_str).map(str::to_owned));
        }
        ready(http::Response::builder().status(status).body(String::new()))
    });
    (endpoint, received)
}

/// The signer of a consumer that reads its secret in this form.
fn signer(secret: &str, form: KeyForm) -> Signer {
    let recipe = providers::truv().signing.recipe.keyed(form);
    Signer::new(&recipe, &Secret::new(secret)).unwrap()
}

/// Whether the signature of a delivery is right for these bytes.
fn verifies(signer: &Signer, delivery: &Delivery, bytes: &[u8]) -> bool {
    let headers = delivery.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    signer.check(&headers, bytes).is_ok()
}

fn knows(secret: &str, form: KeyForm) -> impl Fn(&Delivery) -> u16 + Send + Sync + use<> {
    let signer = signer(secret, form);
    move |delivery| if verifies(&signer, delivery, delivery.body()) { 200 } else { 401 }
}

/// Verifies what `rewrite` makes of the body.
fn rewrites(rewrite: fn(&Json) -> Vec<u8>) -> impl Fn(&Delivery) -> u16 + Send + Sync + 'static {
    let signer = signer(SECRET, KeyForm::Text);
    move |delivery| match Json::parse(delivery.body()) {
        Ok(event) if verifies(&signer, delivery, &rewrite(&event)) => 200,
        _ => 401,
    }
}

fn content_type(delivery: &Delivery) -> &str {
    delivery.headers().get("content-type").unwrap().to_str().unwrap()
}

/// Nothing was tested, this cause was decided by this delivery of this probe, and the report says so.
async fn decides(
    verifier: Verifier,
    answer: impl Fn(&Delivery) -> u16 + Send + Sync + 'static,
    (cause, probe, said): (&str, &str, &str),
) {
    let (endpoint, received) = endpoint(answer);
    let run = verifier.run(endpoint).await;
    let shown = human(&run, Paint::Plain);
    assert_eq!(run.verdict, Outcome::Unproved, "{shown}");
    let named: Vec<(&str, Option<&str>)> =
        run.causes.iter().map(|cause| (cause.id.as_str(), cause.decided_by.as_deref())).collect();
    assert_eq!(named, [(cause, Some(said))], "{shown}");
    assert!(!shown.contains("Most likely"), "{shown}");
    assert!(shown.contains(&format!("How we know: the probe {probe} sent:")), "{shown}");
    for report in [markdown(&run), html(&run)] {
        assert!(report.contains(&format!("How we know: the probe {probe} sent:")), "{report}");
    }
    let last = run.probes.last().unwrap();
    assert_eq!((last.name.as_str(), last.cause.as_str(), last.decided), (probe, cause, Decision::Yes), "{shown}");
    harmless(&run, &received.lock().unwrap());
}

/// Few deliveries, all of them counted, no event twice, and no secret in the report.
fn harmless(run: &Run, received: &Received) {
    let probes: usize = run.probes.iter().map(|probe| probe.deliveries.len()).sum();
    assert!(probes <= 12, "{:?}", run.probes);
    assert_eq!(run.deliveries, received.deliveries);
    assert!(!comes_twice(&received.accepted), "{:?}", received.accepted);
    assert!(!serde_json::to_string(run).unwrap().contains(SECRET), "the report shows the secret");
}

fn comes_twice(ids: &[String]) -> bool {
    ids.iter().collect::<BTreeSet<_>>().len() < ids.len()
}

#[tokio::test]
async fn what_the_endpoint_verifies() {
    const CAUSE: &str = "rewrites-every-body";
    const PROBE: &str = "rewritten-body";
    for (rewrite, what) in [
        ((|event| Spelling::PYTHON.write(event)) as fn(&Json) -> Vec<u8>, "JSON as Python writes it"),
        (|event| serde_json::to_vec(&event.to_value()).unwrap(), "compact JSON with sorted names"),
    ] {
        let said = format!("an event signed over {what} and sent indented → 200");
        decides(verifier(), rewrites(rewrite), (CAUSE, PROBE, &said)).await;
    }
    let empty = signer(SECRET, KeyForm::Text);
    let answer = move |delivery: &Delivery| if verifies(&empty, delivery, b"") { 200 } else { 401 };
    let said = "an event signed over an empty body → 200";
    decides(verifier(), answer, ("body-consumed", "body-read-before", said)).await;
    // A parser of JSON bodies leaves nothing for the handler.
    let right = signer(SECRET, KeyForm::Text);
    let answer = move |delivery: &Delivery| match content_type(delivery) {
        "application/octet-stream" if verifies(&right, delivery, delivery.body()) => 200,
        _ => 400,
    };
    let said = "an event sent as application/octet-stream → 200";
    decides(verifier(), answer, ("body-consumed", "body-read-before", said)).await;
}

#[tokio::test]
async fn how_the_endpoint_reads_its_secret() {
    const ENDS: &str = "endpoint-secret-white-space";
    for (secret, what) in [
        (format!("{SECRET}\n"), "a line feed after it"),
        (format!("{SECRET}\r\n"), "a CR LF after it"),
        (format!("\u{feff}{SECRET}"), "a byte order mark before it"),
    ] {
        let said = format!("an event signed with the secret and {what} → 200");
        decides(verifier(), knows(&secret, KeyForm::Text), (ENDS, "endpoint-secret-ends", &said)).await;
    }
    for (form, what) in [(KeyForm::Hex, "hexadecimal"), (KeyForm::Base64 { prefix: String::new() }, "base64")] {
        let said = format!("an event signed with the secret decoded from {what} → 200");
        let knows = knows(SECRET, form);
        decides(verifier(), knows, ("secret-encoding", "secret-encoding", &said)).await;
    }
    let text = "whsec_5ec4e75ec4e7beefcafe5ec4";
    let mut decoded = providers::truv();
    decoded.signing.recipe.key = KeyForm::Base64 { prefix: "whsec_".to_owned() };
    for (secret, what) in [(text, "the text of the secret"), (&text[6..], "the text of the secret after its prefix")] {
        let said = format!("an event signed with {what}, not decoded → 200");
        let verifier = Verifier::of(decoded.clone()).secret(text).salt("probed");
        let knows = knows(secret, KeyForm::Text);
        decides(verifier, knows, ("secret-encoding", "secret-encoding", &said)).await;
    }
}

#[tokio::test]
async fn white_space_in_the_secret_of_the_run() {
    let run = |given: String| verifier().secret(given);
    let said = "an event signed with the trimmed secret → 200";
    for given in [format!("{SECRET}\n"), format!(" {SECRET}"), format!("\u{feff}{SECRET}")] {
        let knows = knows(SECRET, KeyForm::Text);
        decides(run(given), knows, ("secret-white-space", "trimmed-secret", said)).await;
    }
    // The probe says no: it is another secret.
    let (endpoint, _) = endpoint(knows("another", KeyForm::Text));
    let run = run(format!("{SECRET}\n")).run(endpoint).await;
    let shown = human(&run, Paint::Plain);
    assert_eq!(run.causes[0].id, "wrong-secret", "{shown}");
    assert_eq!(run.probes[0].decided, Decision::No, "{shown}");
    assert!(shown.contains("Most likely: The endpoint uses another secret"), "{shown}");
    let said = "Ruled out by 7 more deliveries: secret-white-space, rewrites-every-body, endpoint-secret-white-space.";
    for report in [shown, markdown(&run), html(&run)] {
        assert!(report.split_whitespace().collect::<Vec<_>>().join(" ").contains(said), "{report}");
    }
}

#[tokio::test]
async fn the_slash_at_the_end_of_the_path() {
    for (unknown, known) in [(404, 200), (405, 200), (301, 200), (404, 401)] {
        let answer = move |delivery: &Delivery| if delivery.uri().path() == "/hook/" { known } else { unknown };
        let said = format!("an event sent to the path with a slash added at its end → {known}");
        decides(verifier(), answer, ("slash-at-the-end", "other-slash", &said)).await;
    }
    let (endpoint, _) = endpoint(|_| 404);
    let run = verifier().run(endpoint).await;
    assert_eq!((run.causes[0].id.as_str(), run.probes[0].decided), ("wrong-path", Decision::No));
}

#[tokio::test]
async fn the_content_type() {
    for refused in [415, 400] {
        let answer = move |delivery: &Delivery| match content_type(delivery) {
            "application/json; charset=utf-8" => 200,
            _ => refused,
        };
        let said = "an event sent as application/json; charset=utf-8 → 200";
        decides(verifier(), answer, ("wrong-content-type", "content-type", said)).await;
    }
}

/// The causes of a run of these checks, with what decided them.
async fn causes_of(
    only: &str,
    answer: impl Fn(&Delivery) -> u16 + Send + Sync + 'static,
) -> Vec<(String, Option<String>)> {
    let (endpoint, received) = endpoint(answer);
    let run = verifier().only([only]).run(endpoint).await;
    assert_eq!(run.verdict, Outcome::Failed, "{}", human(&run, Paint::Plain));
    assert_eq!(run.deliveries, received.lock().unwrap().deliveries);
    run.causes.into_iter().map(|cause| (cause.id, cause.decided_by)).collect()
}

#[tokio::test]
async fn a_cause_that_the_chosen_checks_leave_open() {
    let said = "an event signed over compact JSON and sent indented → 200";
    let compact = |event: &Json| event.write(hookproof::model::BodyStyle::COMPACT);
    let found = causes_of("encoding-raw-bytes", rewrites(compact)).await;
    assert_eq!(found, [("verifies-rewritten-body".to_owned(), Some(said.to_owned()))]);
    // A search in the text does not rewrite the body: the probe says no, and the next cause is named.
    let right = signer(SECRET, KeyForm::Text);
    let searches = move |delivery: &Delivery| match std::str::from_utf8(delivery.body()) {
        Ok(text) if text.contains("\"webhook_id\":\"") && verifies(&right, delivery, text.as_bytes()) => 200,
        _ => 401,
    };
    let found = causes_of("encoding-raw-bytes", searches).await;
    assert_eq!(found[0].0, "depends-on-json-spelling");

    let right = signer(SECRET, KeyForm::Text);
    let if_present = move |delivery: &Delivery| {
        let is_signed = delivery.headers().contains_key("x-webhook-sign");
        if !is_signed || verifies(&right, delivery, delivery.body()) { 200 } else { 401 }
    };
    let found = causes_of("signature-missing", if_present).await;
    let said = "an event signed with another key → 401";
    assert_eq!(found, [("verifies-if-present".to_owned(), Some(said.to_owned()))]);
    // It accepts everything: that is another cause, and no check was chosen that shows it.
    let found = causes_of("signature-missing", |_| 200).await;
    assert!(found.iter().all(|(cause, _)| cause != "verifies-if-present"), "{found:?}");
}
