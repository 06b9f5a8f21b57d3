//! Ids in headers: of the event and of the attempt. A consumer that identifies events by the wrong one is caught.

use std::collections::HashSet;
use std::future::ready;
use std::path::Path;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use hookproof::model::{Headers, Secret};
use hookproof::provider::Provider;
use hookproof::report::{Paint, human};
use hookproof::sign::Signer;
use hookproof::verify::Run;
use hookproof::{Endpoint, Verifier};

const FILE: &str = r#"
signature = "X-Sign: {hmac-sha256}"
event     = "/type"
id        = "header X-Event-Id uuid"
attempt   = "header X-Attempt-Id [a-z0-9]{12}"
time      = "/at unix-seconds"
entities  = ["/ticket/id"]
[[payload]]
name      = "ticket.opened"
example   = '{"type":"ticket.opened","at":1700000000,"ticket":{"id":"tkt_A1b2C3d4","title":"Printer"}}'
"#;

fn provider() -> Provider {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("header_ids");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("desk{}.toml", std::process::id()));
    std::fs::write(&path, FILE).unwrap();
    Provider::from_file(path).unwrap()
}

/// Judges a consumer that identifies an event by this key.
async fn run(key: fn(&http::Request<Bytes>) -> Vec<u8>) -> Run {
    let (provider, secret) = (provider(), Secret::new("s3cret"));
    let signer = Signer::new(&provider.signing.recipe, &secret).unwrap();
    let seen = Arc::<Mutex<HashSet<Vec<u8>>>>::default();
    let counted = Arc::clone(&seen);
    let endpoint = Endpoint::in_process("/hook", move |request: http::Request<Bytes>| {
        let headers: Headers =
            request.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        let is_signed = signer.check(&headers, request.body()).is_ok();
        if is_signed {
            seen.lock().unwrap().insert(key(&request));
        }
        ready(http::Response::builder().status(if is_signed { 200 } else { 401 }).body(String::new()).unwrap())
    });
    let effects = move || ready(counted.lock().unwrap().len() as u64);
    let checks = ["redelivery-same", "redelivery-new-attempt", "redelivery-different-events"];
    Verifier::of(provider).secret(secret).salt("headers").only(checks).effects(effects).run(endpoint).await
}

fn header(request: &http::Request<Bytes>, name: &str) -> Vec<u8> {
    request.headers().get(name).map(|value| value.as_bytes().to_vec()).unwrap_or_default()
}

#[tokio::test]
async fn events_are_identified_by_the_id_of_the_event() {
    let run = run(|request| header(request, "X-Event-Id")).await;
    assert_eq!((run.failed().count(), run.counts.pass), (0, 3), "{}", human(&run, Paint::Plain));
}

#[tokio::test]
async fn the_wrong_key_is_caught() {
    type Key = fn(&http::Request<Bytes>) -> Vec<u8>;
    let keys: [(&str, Key, &[&str]); 3] = [
        ("the attempt", |request| header(request, "X-Attempt-Id"), &["redelivery-new-attempt"]),
        ("the body", |request| request.body().to_vec(), &["redelivery-different-events"]),
        (
            "a part of the id",
            |request| {
                let mut id = header(request, "X-Event-Id");
                id.pop();
                id
            },
            &["redelivery-different-events"],
        ),
    ];
    for (what, key, caught_by) in keys {
        let run = run(key).await;
        let failed: Vec<&str> = run.failed().collect();
        assert_eq!(failed, caught_by, "{what}: {}", human(&run, Paint::Plain));
    }
}
