//! Reads the text of a secret as the bytes of a key.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use crate::model::Secret;
use crate::sign::error::KeyError;
use crate::sign::jwk::Jwk;

/// The conversion of the text of a secret to a key.
///
/// The key of a public-key algorithm is PEM in each of these forms, or a key in DER (PKCS#8, PKCS#1, SEC1 or
/// SubjectPublicKeyInfo) as base64 or hexadecimal. For Ed25519 it may also be the 32 bytes of the seed, or the 64 bytes
/// of the seed and the public key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum KeyForm {
    /// Its UTF-8 bytes.
    Text,
    /// Base64 after a prefix such as `whsec_`, which may be absent. For a public key, `pk_` replaces the `sk_` of the prefix.
    Base64 {
        /// The prefix.
        prefix: String,
    },
    /// Base64, URL alphabet, with or without padding.
    #[serde(rename = "base64url")]
    Base64Url,
    /// Hexadecimal.
    Hex,
    /// PEM: a private key in PKCS#8, PKCS#1 or SEC1, or a public key, which can only verify.
    Pem,
    /// A JSON Web Key: `oct`, `EC` on P-256, `OKP` with Ed25519, or `RSA`.
    Jwk,
}

impl KeyForm {
    /// Decodes the text of a secret to bytes.
    pub(super) fn bytes(&self, secret: &Secret) -> Result<Vec<u8>, KeyError> {
        let text = secret.expose();
        match self {
            Self::Text | Self::Pem => Ok(text.as_bytes().to_vec()),
            Self::Jwk => match Jwk::parse(secret)? {
                Jwk::Oct(bytes) => Ok(bytes),
                #[cfg(feature = "rsa")]
                _ => Err(KeyError::Form { form: "a JSON Web Key", detail: ": its `kty` is not `oct`".to_owned() }),
            },
            Self::Base64 { prefix } => {
                let bare = text.strip_prefix(prefix.as_str()).or_else(|| text.strip_prefix(&public(prefix)?));
                decode_base64(bare.unwrap_or(text))
                    .ok_or_else(|| KeyError::Form { form: "base64", detail: format!(" (after `{prefix}`)") })
            }
            Self::Base64Url => URL_SAFE_NO_PAD
                .decode(text.trim_end_matches('='))
                .map_err(|_| KeyError::Form { form: "base64url", detail: format!(" ({} characters)", text.len()) }),
            Self::Hex => const_hex::decode(text)
                .map_err(|_| KeyError::Form { form: "hexadecimal", detail: format!(" ({} characters)", text.len()) }),
        }
    }

    /// Returns whether the text of a key pair is a JSON Web Key. With [`Jwk`](Self::Jwk), it may also be PEM.
    #[cfg(feature = "rsa")]
    pub(super) fn is_jwk(&self, secret: &Secret) -> bool {
        *self == Self::Jwk && secret.expose().trim_start().starts_with('{')
    }

    /// Returns whether the prefix of the text marks a public key, as `whpk_` does.
    #[cfg(feature = "rsa")]
    pub(super) fn marks_public(&self, secret: &Secret) -> bool {
        let Self::Base64 { prefix } = self else { return false };
        public(prefix).is_some_and(|public| secret.expose().starts_with(&public))
    }
}

/// Returns the prefix of public keys next to that of secret keys: `whpk_` for `whsk_`.
fn public(prefix: &str) -> Option<String> {
    prefix.strip_suffix("sk_").map(|start| format!("{start}pk_"))
}

pub(super) fn decode_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}
