//! What these consumers know of providers: where the signature stands and how it is made, written from the
//! providers' words and not with this crate's signer.

use std::sync::LazyLock;

use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use hookproof::sign::{KeyPair, generate_keys};
use serde_json::{Map, Value};
use sha2::{Sha256, Sha512};

use crate::SECRET;

/// Seconds for which a signature that says its time is good.
const WINDOW: u64 = 300;

/// A provider as a consumer sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Truv,
    Argyle,
    Orum,
    Betterez,
    Socotra,
}

/// The keys of Orum, which signs with one and publishes the other.
pub(crate) static KEYS: LazyLock<KeyPair> = LazyLock::new(|| generate_keys().unwrap());

impl Scheme {
    /// The signature header.
    fn header(self) -> &'static str {
        match self {
            Self::Truv => "x-webhook-sign",
            Self::Argyle => "x-argyle-signature",
            Self::Orum => "signature",
            Self::Betterez => "x-btrz-signature",
            Self::Socotra => "socotra-signature",
        }
    }

    /// Whether the provider has signed these bytes.
    pub(crate) fn has_signed(self, header: impl Fn(&str) -> Option<Vec<u8>>, body: &[u8]) -> bool {
        let Some(value) = header(self.header()).and_then(|value| String::from_utf8(value).ok()) else { return false };
        match self {
            Self::Truv => value.strip_prefix("v1=").is_some_and(|signature| is_sha256(signature, &[body])),
            Self::Socotra => is_sha256(&value, &[body]),
            Self::Argyle => {
                let mut mac = Hmac::<Sha512>::new_from_slice(SECRET.as_bytes()).unwrap();
                mac.update(body);
                const_hex::decode(&value).is_ok_and(|signature| mac.verify_slice(&signature).is_ok())
            }
            Self::Orum => {
                let Ok(signature) = STANDARD.decode(&value) else { return false };
                // The signed text after the body is a field of it.
                let Some(made) = event(body).and_then(|event| Some(event.get("created_at")?.as_str()?.to_owned()))
                else {
                    return false;
                };
                let message = [body, made.as_bytes()].concat();
                UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public_key()).verify(&message, &signature).is_ok()
            }
            Self::Betterez => {
                let part = |name: &str| value.split(',').find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
                let (Some(time), Some(signature)) = (part("t"), part("s2")) else { return false };
                time.parse().is_ok_and(is_recent) && is_sha256(signature, &[time.as_bytes(), b".", body])
            }
        }
    }

    /// Returns the key of an event.
    pub(crate) fn key(self, event: &Map<String, Value>, body: &[u8]) -> String {
        let member = match self {
            Self::Truv => "webhook_id",
            Self::Orum => "event_id",
            Self::Betterez | Self::Socotra => "id",
            // It has no id: use the body.
            Self::Argyle => return String::from_utf8_lossy(body).into_owned(),
        };
        event.get(member).map(Value::to_string).unwrap_or_default()
    }
}

/// The published key without its wrapping.
fn public_key() -> Vec<u8> {
    let lines = KEYS.public.lines().filter(|line| !line.starts_with("-----"));
    STANDARD.decode(lines.collect::<String>()).unwrap()
}

fn is_sha256(signature: &str, parts: &[&[u8]]) -> bool {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    for part in parts {
        mac.update(part);
    }
    const_hex::decode(signature).is_ok_and(|signature| mac.verify_slice(&signature).is_ok())
}

#[expect(clippy::disallowed_methods, reason = "a consumer asks the time")]
fn is_recent(time: u64) -> bool {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    now.as_secs().abs_diff(time) <= WINDOW
}

/// Returns the event in a body; `None` if it is invalid.
pub(crate) fn event(body: &[u8]) -> Option<Map<String, Value>> {
    serde_json::from_slice(body).ok()
}
