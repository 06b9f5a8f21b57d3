//! Equal seeds, salts and times send equal bytes, however long the answers take.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use hookproof::__private::{clock, demo};
use hookproof::model::Headers;
use hookproof::verify::Outcome;
use hookproof::{Endpoint, Verifier, providers};

use crate::{SECRET, server};

/// The requests: path, headers, body.
type Sent = BTreeSet<(String, Vec<(String, Vec<u8>)>, Vec<u8>)>;

/// Milliseconds of the shortest answer: long enough for sixteen deliveries to be in flight.
const SHORTEST: u64 = 2;

/// Runs everything against a correct consumer whose answers take a pseudo-random time; `jitter` begins the sequence.
async fn sent(jitter: u64, events: &[&str]) -> Sent {
    let shop = Arc::new(server::shop(providers::truv(), demo::CORRECT));
    let heard: Arc<Mutex<Sent>> = Arc::default();
    let nth = Arc::new(AtomicU64::new(jitter));
    // Deliveries in flight: now, and the maximum.
    let in_flight = Arc::new(Mutex::new((0, 0)));
    let (seen, counted, flying) = (Arc::clone(&heard), Arc::clone(&shop), Arc::clone(&in_flight));
    let endpoint = Endpoint::in_process("/hook", move |request: http::Request<bytes::Bytes>| {
        let (shop, heard, nth, flying) = (Arc::clone(&shop), Arc::clone(&seen), Arc::clone(&nth), Arc::clone(&flying));
        async move {
            let (parts, body) = request.into_parts();
            let mut headers: Vec<(String, Vec<u8>)> = parts
                .headers
                .iter()
                .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
                .collect();
            headers.sort();
            let known: Headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_slice())).collect();
            heard.lock().unwrap().insert((parts.uri.to_string(), headers.clone(), body.to_vec()));
            {
                let (now, most) = &mut *flying.lock().unwrap();
                *now += 1;
                *most = (*most).max(*now);
            }
            let step = nth.fetch_add(1, Ordering::SeqCst).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23) % 6;
            clock::sleep(Duration::from_millis(SHORTEST + step)).await;
            flying.lock().unwrap().0 -= 1;
            http::Response::builder().status(shop.receive(&known, &body).status).body(String::new())
        }
    });
    let verifier = Verifier::of(providers::truv()).secret(SECRET).events(events.iter().copied()).cases(6);
    let verifier = verifier.seed(7).salt("equal").now("2026-01-31T09:30:00Z".parse().unwrap()).concurrency(16);
    let run = verifier.effects(move || std::future::ready(counted.effects())).run(endpoint).await;
    assert_eq!(run.verdict, Outcome::Passed, "{run:?}");
    assert!(in_flight.lock().unwrap().1 > 8, "deliveries are concurrent");
    std::mem::take(&mut *heard.lock().unwrap())
}

#[tokio::test]
async fn equal_seeds_send_equal_bytes_whatever_the_answers_take() {
    let events = ["link-connected", "order-created"];
    let (one, other) = tokio::join!(sent(1, &events), sent(1_000, &events));
    let differing: Vec<_> = one.symmetric_difference(&other).collect();
    assert!(differing.is_empty(), "{} of {} differ: {:?}", differing.len(), one.len(), differing.first());
}
