//! The cause `covers-part-of-body`. Every built-in provider signs the whole body, and a consumer that checks a part of it
//! cannot accept their signatures. So this consumer is of a provider with two signatures, and checks the older one,
//! which covers only the id of the event.

use std::sync::Arc;

use hookproof::__private::demo;
use hookproof::__private::demo::{Answer, Shop, Steps};
use hookproof::Verifier;
use hookproof::model::{Headers, Secret};
use hookproof::provider::Provider;
use hookproof::providers;
use hookproof::report::{Paint, human};
use hookproof::sign::{Algorithm, Material, Recipe, Signer};

const SECRET: &str = "a secret of the tests";
const HEADER: &str = "X-WEBHOOK-SIGN";
const ID: &str = "{member:/webhook_id}";

fn provider() -> Provider {
    let mut provider = providers::truv();
    provider.signing.recipe = Recipe::hmac(Algorithm::HmacSha256, HEADER, "v1={signature},v0={old}").old_over(ID);
    provider
}

/// Returns the header by a recipe of the tests.
fn header(recipe: &Recipe, body: &[u8]) -> Option<Vec<u8>> {
    let headers = Signer::new(recipe, &Secret::new(SECRET)).unwrap().headers(&Material::of(body)).ok()?;
    headers.get(HEADER).map(<[u8]>::to_vec)
}

fn answer(sent: Option<&[u8]>, expected: Option<&[u8]>) -> Result<(), Answer> {
    if sent.is_some() && sent == expected { Ok(()) } else { Err(Answer::status(401)) }
}

/// Checks only the signature `v0`.
fn verifies_id(_: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    let old = Recipe::hmac(Algorithm::HmacSha256, HEADER, "v0={signature}").over(ID);
    let sent = headers.get(HEADER).and_then(|value| value.split(|byte| *byte == b',').nth(1));
    answer(sent, header(&old, body).as_deref())
}

/// Checks the whole header.
fn verifies_body(_: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    answer(headers.get(HEADER), header(&provider().signing.recipe, body).as_deref())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_over_the_id_is_named() {
    let steps = [Steps { verify: verifies_id, ..demo::CORRECT }, Steps { verify: verifies_body, ..demo::CORRECT }];
    for (steps, wanted) in steps.into_iter().zip([Some("covers-part-of-body"), None]) {
        let signer = Signer::new(&provider().signing.recipe, &Secret::new(SECRET)).unwrap();
        let shop = Arc::new(Shop::new(provider(), Some(signer), steps));
        let verifier = Verifier::of(provider()).secret(SECRET).salt("part").cases(2).only(["signature"]);
        let run = demo::observe(verifier, &shop).run(demo::in_process(shop)).await;
        let first = run.causes.first().map(|cause| cause.id.as_str());
        assert_eq!(first, wanted, "{}", human(&run, Paint::Plain));
    }
}
