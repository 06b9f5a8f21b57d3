//! Consumers that decode signatures as leniently as common libraries do: another spelling of the right signature is no
//! forgery, and neither is a change of what is not signed.

use std::sync::Arc;

use base64::Engine;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use hookproof::__private::demo;
use hookproof::__private::demo::{Answer, Shop, Steps};
use hookproof::Verifier;
use hookproof::model::Headers;
use hookproof::provider::Provider;
use hookproof::providers;
use hookproof::report::{Paint, human};
use hookproof::sign::{Algorithm, Encoding, Part, Recipe, Signer};
use hookproof::verify::{Run, Verdict};

use crate::{is_signed, names, provider, secret};

/// Decodes as `Buffer.from` in Node does: it skips what is not a digit, and drops incomplete bytes.
fn decoded(encoding: Encoding, text: &str) -> Vec<u8> {
    if encoding == Encoding::Hex {
        let digits: Vec<u32> = text.chars().filter_map(|digit| digit.to_digit(16)).collect();
        return digits.chunks_exact(2).map(|two| u8::try_from(two[0] * 16 + two[1]).unwrap()).collect();
    }
    let text = text.replace('-', "+").replace('_', "/");
    let is_digit = |digit: &char| digit.is_ascii_alphanumeric() || "+/".contains(*digit);
    let mut digits: String = text.chars().filter(is_digit).collect();
    if digits.len() % 4 == 1 {
        digits.pop();
    }
    let config = GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent);
    GeneralPurpose::new(&alphabet::STANDARD, config).decode(digits).unwrap()
}

/// The text before the signature, if the header consists of nothing else. A secret has no encoding.
fn prefix(recipe: &Recipe) -> Option<&str> {
    if recipe.algorithm == Algorithm::Secret {
        return None;
    }
    match recipe.signature_header()?.value.parts() {
        [Part::Signature] => Some(""),
        [Part::Text(prefix), Part::Signature] => Some(prefix),
        _ => None,
    }
}

/// Decodes the signature leniently, and then verifies it as the correct consumer does.
fn verify(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    let recipe = &shop.provider.signing.recipe;
    let mut headers = headers.clone();
    if let (Some(prefix), Some(header)) = (prefix(recipe), recipe.signature_header())
        && let Some(value) = headers.get(&header.name)
        && let Some(text) = String::from_utf8_lossy(value).strip_prefix(prefix)
    {
        // Of a token, the signature is the last part.
        let (encoding, start) = match recipe.token {
            Some(_) => (Encoding::Base64Url, text.rfind('.').map_or(0, |dot| dot + 1)),
            None => (recipe.encoding, 0),
        };
        let spelled = encoding.write(&decoded(encoding, &text[start..]));
        headers.set(&header.name, format!("{prefix}{}{spelled}", &text[..start]));
    }
    (demo::CORRECT.verify)(shop, &headers, body)
}

async fn run(provider: Provider, only: &str, steps: Steps) -> Run {
    let first = provider.events().map(|payload| payload.name.clone()).take(1).collect();
    run_with(provider, first, only, steps).await
}

async fn run_with(provider: Provider, events: Vec<String>, only: &str, steps: Steps) -> Run {
    let secret = secret(&provider);
    let signer = Signer::new(&provider.signing.recipe, &secret).unwrap();
    let shop = Arc::new(Shop::new(provider.clone(), Some(signer), steps));
    let verifier = Verifier::of(provider).secret(secret).salt("lenient").cases(1).events(events).only([only]);
    demo::observe(verifier, &shop).run(demo::in_process(shop)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_decodes_signatures_leniently_passes() {
    let all = names().into_iter().map(provider).chain([providers::argyle(), providers::socotra()]);
    let mut padded = 0;
    for provider in all.filter(|provider| is_signed(provider) && prefix(&provider.signing.recipe).is_some()) {
        padded += u32::from(provider.signing.recipe.encoding == Encoding::Base64);
        let run = run(provider, "signature", Steps { verify, ..demo::CORRECT }).await;
        // This consumer reads one signature only.
        let failed: Vec<&str> = run.failed().filter(|id| *id != "signature-rotated").collect();
        assert_eq!(failed, [""; 0], "{}", human(&run, Paint::Plain));
        let judged = ["signature-garbage", "signature-leak", "signature-truncated"];
        assert!(
            judged.iter().all(|id| run.check(id).unwrap().verdict == Verdict::Pass),
            "{}",
            human(&run, Paint::Plain)
        );
    }
    assert!(padded > 2, "{padded} providers use base64");
}

/// Of a provider that signs only some fields, whose signature covers no other.
fn signing(fields: &str) -> Provider {
    let mut provider = providers::truv();
    provider.signing.recipe = Recipe::hmac(Algorithm::HmacSha256, "X-WEBHOOK-SIGN", "v1={signature}").over(fields);
    provider
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_signed_may_change() {
    let whole = run(signing("{member:/webhook_id}"), "signature", demo::CORRECT).await;
    assert_eq!(whole.failed().count(), 0, "{}", human(&whole, Paint::Plain));
    // Nothing of the body is signed: then the check says so.
    let run = run(signing("{member:/event_type}"), "signature-body-changed", demo::CORRECT).await;
    let check = run.check("signature-body-changed").unwrap();
    assert_ne!(check.verdict, Verdict::Fail, "{}", human(&run, Paint::Plain));
}

/// A field that the provider signs is signed as it is sent, also if a check has changed it.
#[tokio::test(flavor = "multi_thread")]
async fn a_changed_field_is_signed_as_it_is_sent() {
    let provider = signing("{member:/webhook_id}.{member?:/status}");
    let events = vec!["task-status-updated".to_owned()];
    let run = run_with(provider, events, "payload-unknown-enum-value", demo::CORRECT).await;
    assert_eq!(run.counts.pass, 1, "{}", human(&run, Paint::Plain));
}
