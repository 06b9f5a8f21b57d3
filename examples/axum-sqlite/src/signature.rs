//! `X-WEBHOOK-SIGN: v1=...`, HMAC-SHA-256 of the body in hexadecimal digits.

use axum::http::HeaderMap;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

pub(crate) fn is_right(secret: &str, headers: &HeaderMap, body: &[u8]) -> bool {
    let Some(given) = signature(headers) else { return false };
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return false };
    mac.update(body);
    // In constant time, so that the duration does not reveal how much of the signature was right.
    mac.verify_slice(&given).is_ok()
}

/// Returns the signature. If the header comes twice, a proxy may have checked the other one.
fn signature(headers: &HeaderMap) -> Option<Vec<u8>> {
    let mut all = headers.get_all("x-webhook-sign").iter();
    let (Some(one), None) = (all.next(), all.next()) else { return None };
    const_hex::decode(one.to_str().ok()?.strip_prefix("v1=")?).ok()
}
