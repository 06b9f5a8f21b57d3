//! More faults in verifying a signature: forgeries that get in, and secrets that get out.

use crate::demo::answer::Answer;
use crate::demo::consumer::Shop;
use crate::demo::defects::verifying::sent;
use crate::demo::{correct, secrets};
use crate::model::{Headers, Secret};
use crate::sign::{Encoding, Signer, Weakness};

/// Never looks at the signature.
#[expect(clippy::unnecessary_wraps, reason = "every step that verifies may refuse")]
pub(super) fn verifies_nothing(_: &Shop, _: &Headers, _: &[u8]) -> Result<(), Answer> {
    Ok(())
}

/// Verifies in its parser of JSON, which other content does not come through.
pub(super) fn verifies_json_only(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    match headers.get("content-type") {
        Some(content) if content.starts_with(shop.provider.body.format.content_type().as_bytes()) => {
            correct::verify(shop, headers, body)
        }
        _ => Ok(()),
    }
}

/// Takes what is signed with a key that anybody can guess; `AT` is its place in [`Weakness::ALL`].
pub(super) fn takes_weak<const AT: usize>(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    let weak = shop.signer.as_ref().and_then(|signer| signer.weak(Weakness::ALL[AT]));
    accepts(weak, shop, headers, body)
}

/// Tries the keys of all its tenants, one after the other.
pub(super) fn any_tenant(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    let recipe = &shop.provider.signing.recipe;
    let other = secrets::other_tenant(recipe).and_then(|secret| Signer::new(recipe, &secret).ok());
    accepts(other, shop, headers, body)
}

fn accepts(other: Option<Signer>, shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    match other {
        Some(other) if other.check_at(headers, body, shop.url()).is_ok() => correct::in_time(shop, headers, body),
        _ => correct::verify(shop, headers, body),
    }
}

/// Compares texts with a function that requires ASCII.
pub(super) fn compares_ascii(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    match sent(shop, headers) {
        Some(sent) if !sent.is_ascii() => Err(Answer::status(500).saying("strings must be ASCII")),
        _ => correct::verify(shop, headers, body),
    }
}

/// Fails to compute a signature sometimes, and uses the empty text instead.
pub(super) fn accepts_null_signature(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    match sent(shop, headers) {
        Some(sent) if sent.ends_with(b"null") || sent.ends_with(b"undefined") => Ok(()),
        _ => correct::verify(shop, headers, body),
    }
}

/// Its 401 is a page with the settings.
pub(super) fn shows_its_settings(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    let page = format!("<pre>WEBHOOK_SECRET={}</pre>", secret(shop));
    correct::verify(shop, headers, body).map_err(|answer| answer.saying(page))
}

/// Its 401 shows the credentials of the endpoint as a header has them.
pub(super) fn shows_its_credentials(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    let credentials = Encoding::Base64.write(format!("admin:{}", secret(shop)).as_bytes());
    correct::verify(shop, headers, body).map_err(|answer| answer.saying(format!("Authorization: Basic {credentials}")))
}

/// Parses before it verifies, and shows what it knows if that fails.
pub(super) fn debugs_bodies(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    if sent(shop, headers).is_none() && shop.document(body).is_none() {
        return Err(Answer::status(500).saying(format!("{{\"secret\":\"{}\"}}", secret(shop))));
    }
    correct::verify(shop, headers, body)
}

/// Decodes the header before it verifies, and shows what it knows if that fails.
pub(super) fn debugs_headers(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    match sent(shop, headers) {
        Some(sent) if !sent.is_ascii() => Err(Answer::status(500).saying(format!("key = b'{}'", secret(shop)))),
        _ => correct::verify(shop, headers, body),
    }
}

/// Says in every answer with which key it has verified.
pub(super) fn returns_its_key(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    correct::verify(shop, headers, body)?;
    match correct::read(shop, body) {
        Ok(event) => {
            let answer = shop.take(&event, body);
            Err(answer.with("x-verified-with", secret(shop)))
        }
        Err(refusal) => Err(refusal),
    }
}

fn secret(shop: &Shop) -> &str {
    shop.secret.as_ref().map(Secret::expose).unwrap_or_default()
}
