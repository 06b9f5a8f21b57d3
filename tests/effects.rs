//! Effects that come after the answer: a consumer with a queue is judged as well as one without.
#![expect(clippy::unwrap_used, reason = "a test may")]
#![expect(clippy::disallowed_methods, reason = "the effects of this consumer are dated by the clock")]

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use hookproof::model::{Headers, Secret};
use hookproof::report::{Paint, human};
use hookproof::sign::Signer;
use hookproof::verify::{Outcome, Run, Verdict};
use hookproof::{Verifier, providers};
use serde_json::Value;
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

/// Whether the consumer remembers what it has taken.
#[derive(Clone, Copy, PartialEq)]
enum Memory {
    Kept,
    None,
}

/// A consumer whose effects show `lag` after its answers.
async fn verify(lag: Duration, memory: Memory) -> Run {
    let secret = Secret::new("s3cret");
    let signer = Signer::new(&providers::truv().signing.recipe, &secret).unwrap();
    let done: Arc<Mutex<Vec<Instant>>> = Arc::default();
    let seen: Mutex<HashSet<String>> = Mutex::default();
    let queue = Arc::clone(&done);
    let handler = move |request: &Request| {
        let headers: Headers = request.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        if signer.check(&headers, &request.body).is_err() {
            return ResponseTemplate::new(401);
        }
        let Ok(event @ Value::Object(_)) = serde_json::from_slice(&request.body) else {
            return ResponseTemplate::new(400);
        };
        let is_new = seen.lock().unwrap().insert(event["webhook_id"].to_string());
        if is_new || memory == Memory::None {
            queue.lock().unwrap().push(Instant::now() + lag);
        }
        ResponseTemplate::new(202)
    };
    let endpoint = MockServer::start().await;
    Mock::given(method("POST")).respond_with(handler).mount(&endpoint).await;
    Verifier::of(providers::truv())
        .secret(secret)
        .cases(4)
        // The mock server panics on bodies that end early, which is its own affair.
        .skip(["transport"])
        .effects(move || {
            let now = Instant::now();
            let count = done.lock().unwrap().iter().filter(|due| **due <= now).count();
            async move { count as u64 }
        })
        .run(&endpoint.uri())
        .await
}

#[tokio::test]
async fn a_sound_consumer_with_a_queue_passes() {
    let run = verify(Duration::from_millis(120), Memory::Kept).await;
    assert_eq!((run.verdict, run.failed().count()), (Outcome::Passed, 0), "{}", human(&run, Paint::Plain));
    let effects = ["delivery-effect", "signature-no-effect", "redelivery-same", "redelivery-concurrent"];
    for check in effects {
        assert_eq!(run.check(check).unwrap().verdict, Verdict::Pass, "{check}");
    }
}

#[tokio::test]
async fn a_second_effect_is_seen_though_it_comes_late() {
    for lag in [0, 120] {
        let run = verify(Duration::from_millis(lag), Memory::None).await;
        let repeats = ["same", "interleaved", "fresh-connections", "concurrent", "lost-answer", "long-after"];
        let repeats = repeats.map(|name| format!("redelivery-{name}"));
        assert_eq!(run.failed().collect::<Vec<_>>(), repeats, "{}", human(&run, Paint::Plain));
    }
}
