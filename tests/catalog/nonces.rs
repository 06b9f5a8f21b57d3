//! A provider whose attempts all have a new nonce, and whose retries have a header of their own: a redelivery has them, too.

use std::collections::HashSet;
use std::future::ready;
use std::path::Path;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use hookproof::model::{Headers, Json, Secret};
use hookproof::provider::Provider;
use hookproof::report::{Paint, human};
use hookproof::sign::Signer;
use hookproof::verify::Run;
use hookproof::{Endpoint, Verifier};

const FILE: &str = r#"
signature     = "X-Sign: {hmac-sha256}"
headers       = ["X-Time: {time}", "X-Nonce: {nonce}"]
signs         = "{time}.{nonce}.{body}"
retry-headers = ["X-Retry: {retry}"]
event         = "/type"
id            = "/id uuid"
time          = "/at unix-seconds"
[[payload]]
name          = "ticket.opened"
example       = '{"type":"ticket.opened","id":"6f9619ff-8b86-4d01-b42d-00cf4fc964ff","at":1700000000,"title":"Printer"}'
"#;

const CHECKS: [&str; 5] = [
    "redelivery-same",
    "redelivery-new-attempt",
    "redelivery-interleaved",
    "redelivery-concurrent",
    "redelivery-long-after",
];

/// What identifies an event for a consumer.
#[derive(Clone, Copy)]
enum Key {
    Id,
    Nonce,
}

fn provider(name: &str) -> Provider {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("nonces");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("{name}{}.toml", std::process::id()));
    std::fs::write(&path, FILE).unwrap();
    Provider::from_file(path).unwrap()
}

fn header(headers: &Headers, name: &str) -> String {
    headers.get(name).map(|value| String::from_utf8_lossy(value).into_owned()).unwrap_or_default()
}

/// Judges a consumer that refuses a nonce that it has seen. Returns the run, and the numbers of retries that it saw.
async fn run(name: &str, key: Key) -> (Run, HashSet<String>) {
    let (provider, secret) = (provider(name), Secret::new("s3cret"));
    let signer = Signer::new(&provider.signing.recipe, &secret).unwrap();
    let (nonces, events, retries) =
        (Mutex::<HashSet<String>>::default(), Arc::<Mutex<HashSet<String>>>::default(), Arc::default());
    let (counted, numbers) = (Arc::clone(&events), Arc::<Mutex<HashSet<String>>>::clone(&retries));
    let endpoint = Endpoint::in_process("/hook", move |request: http::Request<Bytes>| {
        let headers: Headers =
            request.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        let is_signed = signer.check(&headers, request.body()).is_ok();
        let nonce = header(&headers, "X-Nonce");
        let is_new = is_signed && nonces.lock().unwrap().insert(nonce.clone());
        if is_new {
            let document = Json::parse(request.body()).unwrap();
            let id = document.pointer("/id").and_then(Json::as_str).unwrap().to_owned();
            events.lock().unwrap().insert(match key {
                Key::Id => id,
                Key::Nonce => nonce,
            });
            retries.lock().unwrap().insert(header(&headers, "X-Retry"));
        }
        ready(http::Response::builder().status(if is_new { 200 } else { 401 }).body(String::new()).unwrap())
    });
    let effects = move || ready(counted.lock().unwrap().len() as u64);
    let verifier = Verifier::of(provider).secret(secret).salt("nonces").only(CHECKS).effects(effects);
    let run = verifier.run(endpoint).await;
    let numbers = numbers.lock().unwrap().clone();
    (run, numbers)
}

#[tokio::test]
async fn a_redelivery_has_a_nonce_of_its_own_and_the_number_of_the_retry() {
    let (run, numbers) = run("id", Key::Id).await;
    assert_eq!((run.failed().count(), run.counts.pass), (0, CHECKS.len()), "{}", human(&run, Paint::Plain));
    let expected: HashSet<String> = ["", "1", "2", "3", "4", "5", "6", "7"].map(str::to_owned).into();
    assert_eq!(numbers, expected);
}

#[tokio::test]
async fn a_consumer_that_identifies_events_by_the_nonce_is_caught() {
    let (run, _) = run("nonce", Key::Nonce).await;
    let failed: HashSet<&str> = run.failed().collect();
    assert_eq!(failed, CHECKS.into(), "{}", human(&run, Paint::Plain));
}
