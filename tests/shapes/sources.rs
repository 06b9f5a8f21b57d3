//! Effects sources that lag, are cached, count something else, or answer nonsense.

use std::sync::Mutex;
use std::time::Duration;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use hookproof::__private::clock::Stopwatch;
use hookproof::providers;
use hookproof::verify::Outcome;

use crate::campaign::{everywhere, somewhere};
use crate::consumer::Consumer;
use crate::shop::{Delivery, Reply, Shop, locked};
use crate::{about, early, few, is_not_red, is_red, passes, report, verifier};

/// Time for which a cache keeps a count.
const KEPT: Duration = Duration::from_millis(300);

/// A count that is read anew when it is 300 ms old.
fn cached() -> impl Fn(&Shop) -> Response + Send + Sync + 'static {
    let cache: Mutex<Option<(Stopwatch, u64)>> = Mutex::default();
    move |shop| {
        let mut cache = locked(&cache);
        let fresh = cache.filter(|(since, _)| since.elapsed() < KEPT);
        let (since, count) = fresh.unwrap_or_else(|| (Stopwatch::start(), shop.total()));
        *cache = Some((since, count));
        count.to_string().into_response()
    }
}

/// Processes every delivery that is signed.
fn forgetful(shop: &Shop, delivery: &Delivery) -> Reply {
    match shop.verify(delivery).and_then(|()| Shop::read(&delivery.body)) {
        Ok(event) => {
            if shop.type_of(&event).is_some() {
                shop.act(&event);
            }
            Reply::status(200)
        }
        Err(refusal) => refusal,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cached_count_blames_no_correct_consumer() {
    somewhere(|provider, seed| async move {
        let consumer = Consumer::telling(Shop::new(provider.clone()), Shop::handle, cached()).await;
        let run = verifier(&provider, seed).effects_at(consumer.effects()).run(&consumer.hook()).await;
        passes(&run);
        assert!(run.notes.iter().any(|note| note.contains("lags or is cached")), "{}", report(&run));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cached_count_hides_no_duplicates() {
    somewhere(|provider, seed| async move {
        let consumer = Consumer::telling(Shop::new(provider.clone()), forgetful, cached()).await;
        let verifier = about(&provider, seed, few(&provider).into_iter().take(1)).only(["redelivery-same"]);
        let run = verifier.effects_at(consumer.effects()).run(&consumer.hook()).await;
        is_red(&run, &["redelivery-same"]);
    })
    .await;
}

/// A row for each thing that events are about, as most tables have it: a second event about it adds no row.
#[tokio::test(flavor = "multi_thread")]
async fn a_count_of_rows_blames_no_correct_consumer() {
    everywhere(|provider, seed| async move {
        let consumer = Consumer::start(Shop::new(provider.clone()), |shop, delivery| async move {
            match shop.verify(&delivery).and_then(|()| Shop::read(&delivery.body)) {
                Ok(event) if shop.type_of(&event).is_some() => {
                    let row = shop.entity(&event).unwrap_or_else(|| shop.key(&event));
                    if shop.is_new(row) {
                        shop.act(&event);
                    }
                    Reply::status(200)
                }
                Ok(_) => Reply::status(200),
                Err(refusal) => refusal,
            }
        })
        .await;
        let run = verifier(&provider, seed).effects_at(consumer.effects()).run(&consumer.hook()).await;
        passes(&run);
    })
    .await;
}

/// Holds that a source of effects is named as what is wrong, early, and that it blames no consumer.
async fn is_named(telling: impl Fn(&Shop) -> Response + Send + Sync + 'static, words: &[&str]) {
    let truv = providers::truv();
    let consumer = Consumer::telling(Shop::new(truv.clone()), Shop::handle, telling).await;
    let watch = Stopwatch::start();
    let text = match verifier(&truv, 0).effects_at(consumer.effects()).try_run(&consumer.hook()).await {
        Ok(run) => {
            is_not_red(&run);
            assert_eq!(run.verdict, Outcome::Unproved, "{}", report(&run));
            report(&run)
        }
        Err(error) => error.to_string(),
    };
    assert!(watch.elapsed() < early(), "it took {:?}\n{text}", watch.elapsed());
    for word in words {
        assert!(text.contains(word), "no {word:?} in:\n{text}");
    }
}

/// An answer without an end, as from a URL of events that are streamed.
#[tokio::test(flavor = "multi_thread")]
async fn an_endless_source_is_named() {
    let endless = |_: &Shop| {
        let piece = bytes::Bytes::from(vec![b'1'; 64 * 1024]);
        let pieces = futures_util::stream::repeat_with(move || Ok::<_, std::io::Error>(piece.clone()));
        Response::new(Body::from_stream(pieces))
    };
    is_named(endless, &["8 MiB"]).await;
}

/// A run cannot be counted beyond the largest number.
#[tokio::test(flavor = "multi_thread")]
async fn an_absurd_count_is_named() {
    is_named(|_| u64::MAX.to_string().into_response(), &["18446744073709551615"]).await;
    is_named(|_| "18446744073709551616".into_response(), &["/effects"]).await;
}

/// A count that rises because it is read is not a count of effects.
#[tokio::test(flavor = "multi_thread")]
async fn a_count_of_its_own_readings_is_named() {
    let readings = Mutex::new(0_u64);
    let rising = move |_: &Shop| {
        let mut readings = locked(&readings);
        *readings += 1;
        readings.to_string().into_response()
    };
    is_named(rising, &["count"]).await;
}

/// A table that is emptied in the middle of a run.
#[tokio::test(flavor = "multi_thread")]
async fn a_count_that_begins_anew_blames_no_correct_consumer() {
    somewhere(|provider, seed| async move {
        let emptied = |shop: &Shop| shop.total().checked_sub(100).unwrap_or(shop.total()).to_string().into_response();
        let consumer = Consumer::telling(Shop::new(provider.clone()), Shop::handle, emptied).await;
        is_not_red(&verifier(&provider, seed).effects_at(consumer.effects()).run(&consumer.hook()).await);
    })
    .await;
}

/// Two effects of one event, such as an e-mail and a booking, are as right as one.
#[tokio::test(flavor = "multi_thread")]
async fn several_effects_of_one_event_are_right() {
    somewhere(|provider, seed| async move {
        let consumer = Consumer::start(Shop::new(provider.clone()), |shop, delivery| async move {
            match shop.verify(&delivery).and_then(|()| Shop::read(&delivery.body)) {
                Ok(event) => {
                    if shop.type_of(&event).is_some() && shop.is_new(shop.key(&event)) {
                        shop.act(&event);
                        shop.act(&event);
                    }
                    Reply::status(200)
                }
                Err(refusal) => refusal,
            }
        })
        .await;
        passes(&verifier(&provider, seed).effects_at(consumer.effects()).run(&consumer.hook()).await);
    })
    .await;
}

/// Holes that cannot be filled are an error before anything is sent.
#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_hole_is_an_error_before_anything_is_sent() {
    let truv = providers::truv();
    let consumer = Consumer::correct(truv.clone()).await;
    for (hole, word) in [("{event}", "{event}"), ("{/nowhere}", "/nowhere"), ("{id", "brace")] {
        let url = format!("{}?of={hole}", consumer.effects());
        let error = verifier(&truv, 0).effects_at(url).try_run(&consumer.hook()).await.unwrap_err().to_string();
        assert!(error.contains(word), "{error}");
    }
    assert_eq!(consumer.shop.deliveries(), 0);
}
