//! `x-btrz-signature: t=...,s=...,s2=...`: `s2` is an HMAC-SHA-256 of the time, a dot and the body.

use std::time::{SystemTime, UNIX_EPOCH};

use actix_web::http::header::HeaderMap;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Maximum age of a signature in seconds, so that a recorded delivery cannot be sent again later.
const WINDOW: u64 = 300;

pub(crate) fn is_right(key: &str, headers: &HeaderMap, body: &[u8]) -> bool {
    let mut all = headers.get_all("x-btrz-signature");
    // If the header comes twice, a proxy may have checked the other one.
    let (Some(header), None) = (all.next(), all.next()) else { return false };
    let Ok(header) = header.to_str() else { return false };
    // The deprecated `s` does not cover the time, so it is ignored.
    let (Some(time), Some(given)) = (part(header, "t"), part(header, "s2")) else { return false };
    let Ok(given) = const_hex::decode(given) else { return false };
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return false };
    mac.update(time.as_bytes());
    mac.update(b".");
    mac.update(body);
    mac.verify_slice(&given).is_ok() && is_recent(time)
}

fn part<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    header.split(',').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='))
}

fn is_recent(time: &str) -> bool {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    time.parse::<u64>().is_ok_and(|time| time.abs_diff(now) <= WINDOW)
}
