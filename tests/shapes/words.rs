//! Texts of a report: the cause, and correct statements.

use hookproof::model::Headers;
use hookproof::sign::{Algorithm, Recipe, Signer};
use hookproof::verify::{Outcome, Run, Verdict};
use hookproof::{providers, report};
use serde_json::Value;

use crate::campaign::somewhere;
use crate::consumer::Consumer;
use crate::faulty::start;
use crate::shop::{Delivery, Reply, Shop};
use crate::{about, failing, verifier};

async fn judged(handler: impl Fn(&Shop, &Delivery) -> Reply + Send + Sync + 'static) -> (Run, String) {
    let truv = providers::truv();
    let consumer = start(truv.clone(), handler).await;
    let run = about(&truv, 0, ["link-connected"]).effects_at(consumer.effects()).run(&consumer.hook()).await;
    let text = crate::report(&run);
    (run, text)
}

/// 429 to everything since some delivery, and no word of when to come again: it is not flaky.
#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_has_had_enough_is_not_flaky() {
    let (run, text) =
        judged(|shop, delivery| if delivery.nth >= 100 { Reply::status(429) } else { shop.handle(delivery) }).await;
    assert!(text.contains("429") && !text.contains("flaky"), "{text}");
    assert_ne!(run.verdict, Outcome::Passed, "{text}");
}

/// The delivery below the words is the one that was refused and had an effect.
#[tokio::test(flavor = "multi_thread")]
async fn an_effect_after_a_refusal_is_shown_with_the_refusal() {
    somewhere(|provider, seed| async move {
        let consumer = start(provider.clone(), |shop, delivery| match Shop::read(&delivery.body) {
            Ok(event) => {
                shop.process(&event);
                shop.verify(delivery).err().unwrap_or(Reply::status(200))
            }
            Err(refusal) => refusal,
        })
        .await;
        let run = verifier(&provider, seed).effects_at(consumer.effects()).run(&consumer.hook()).await;
        let check = run.check("signature-no-effect").unwrap();
        let shown = serde_json::to_value(&check.counterexample).unwrap();
        assert_eq!(shown.pointer("/response/status").and_then(Value::as_u64), Some(401), "{}", crate::report(&run));
    })
    .await;
}

/// A whole body of another type has no pointer to be named by.
#[tokio::test(flavor = "multi_thread")]
async fn a_place_is_always_named() {
    let (run, text) = judged(|shop, delivery| match serde_json::from_slice(&delivery.body) {
        Ok(Value::Array(_) | Value::String(_) | Value::Number(_)) if shop.is_signed(delivery) => Reply::status(500),
        _ => shop.handle(delivery),
    })
    .await;
    assert!(run.failed().any(|id| id.starts_with("malformed-")), "{text}");
    assert!(!text.lines().any(|line| line.trim_end().ends_with(" at")), "{text}");
}

/// The whole size of an error page is reported.
#[tokio::test(flavor = "multi_thread")]
async fn the_size_of_a_long_answer_is_its_own() {
    let page = format!("<html>{}KeyError: 'status'</html>", "<style>p{}</style>".repeat(3_500));
    let size = page.len();
    let (_, text) = judged(move |shop, delivery| {
        let reply = shop.handle(delivery);
        let is_new_type = Shop::read(&delivery.body).is_ok_and(|event| shop.type_of(&event).is_none());
        if reply.status == 200 && is_new_type { Reply::status(500).saying(page.clone()) } else { reply }
    })
    .await;
    assert!(text.contains(&size.to_string()), "no {size} in\n{text}");
}

/// CSRF protection in front of the handler: the secret is not the cause.
#[tokio::test(flavor = "multi_thread")]
async fn protection_of_forms_is_not_a_wrong_secret() {
    let page = "<h1>Forbidden (403)</h1><p>CSRF verification failed. Request aborted.</p>";
    let (run, text) = judged(move |_, _| Reply::status(403).saying(page)).await;
    assert_eq!(run.verdict, Outcome::Unproved, "{text}");
    assert!(text.contains("CSRF"), "{text}");
    assert!(!text.contains("is this the endpoint's secret"), "{text}");
}

/// Everything is refused because it verifies with another algorithm: what says which one is named.
#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_algorithm_is_sent_to_what_explains_it() {
    let argyle = providers::argyle();
    let recipe = Recipe::hmac(Algorithm::HmacSha256, "X-Argyle-Signature", "{signature}");
    let signer = Signer::new(&recipe, &crate::secret(&argyle)).unwrap();
    let is_signed = move |headers: &Headers, body: &[u8]| signer.check(headers, body).is_ok();
    let consumer = start(argyle.clone(), move |_, delivery| {
        Reply::status(if is_signed(&delivery.headers, &delivery.body) { 200 } else { 401 })
    })
    .await;
    let run = verifier(&argyle, 0).run(&consumer.hook()).await;
    let text = crate::report(&run);
    assert_eq!(run.verdict, Outcome::Unproved, "{text}");
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(line.contains("hookproof explain"), "{text}");
}

/// Every format counts the same: what fails the run is a failure, and advice is not.
#[tokio::test(flavor = "multi_thread")]
async fn every_format_counts_what_fails_the_run() {
    somewhere(|provider, seed| async move {
        let consumer = start(provider.clone(), |shop, delivery| match Shop::read(&delivery.body) {
            Ok(event) => {
                shop.act(&event);
                Reply::status(200)
            }
            Err(_) => Reply::status(500),
        })
        .await;
        let run = verifier(&provider, seed).effects_at(consumer.effects()).run(&consumer.hook()).await;
        let count = failing(&run).len();
        assert!(count > 5, "{}", crate::report(&run));
        let advice = run.checks.iter().filter(|check| check.verdict == Verdict::Fail).count() - count;
        assert!(report::junit(&run).contains(&format!("failures=\"{count}\"")), "{}", report::junit(&run));
        let tap = report::tap(&run);
        let not_ok = tap.lines().filter(|line| line.starts_with("not ok") && !line.contains("# TODO")).count();
        assert_eq!(not_ok, count, "{tap}");
        let github = report::github(&run);
        assert_eq!(github.lines().filter(|line| line.starts_with("::error")).count(), count, "{github}");
        assert!(github.lines().filter(|line| line.starts_with("::warning")).count() >= advice.min(1), "{github}");
    })
    .await;
}

/// A correct consumer gets only the message that it passed.
#[tokio::test(flavor = "multi_thread")]
async fn a_correct_consumer_reads_passed() {
    let truv = providers::truv();
    let consumer = Consumer::correct(truv.clone()).await;
    let run = about(&truv, 0, ["link-connected"]).effects_at(consumer.effects()).run(&consumer.hook()).await;
    let text = crate::report(&run);
    assert!(text.starts_with("PASSED") && !text.contains("FAIL ") && !text.contains("ADVICE"), "{text}");
}
