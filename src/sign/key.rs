//! Signing keys: from a secret's text to something that signs.

use hmac::Hmac;
use hmac::KeyInit;
use serde::Deserialize;
use serde::Serialize;
use sha2::Sha256;
use sha2::Sha512;
use thiserror::Error;

use crate::model::Secret;
use crate::sign::digest::decode_base64;
use crate::sign::recipe::Algorithm;
use crate::sign::recipe::Recipe;

/// How the text of a secret becomes a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum KeyForm {
    /// Its UTF-8 bytes.
    Text,
    /// Base64 behind a prefix such as `whsec_`, which may be absent.
    Base64 {
        /// The prefix.
        prefix: String,
    },
    /// Hexadecimal.
    Hex,
    /// PEM: a private key in PKCS#8 or PKCS#1, or a public key, which can only verify.
    Pem,
}

/// A secret that makes no key. The secret itself is never part of it.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum KeyError {
    /// Nothing was given.
    #[error("the secret is empty")]
    Empty,
    /// Not in the form that the provider uses.
    #[error("the secret is not {form}{detail}")]
    Form {
        /// What it should be.
        form: &'static str,
        /// Where it stops being that.
        detail: String,
    },
    /// RSA is not compiled in.
    #[error("RSA signatures need the feature `rsa` of hookproof")]
    NeedsFeature,
}

/// A key, its state precomputed.
#[derive(Clone)]
pub(super) enum Key {
    Sha256(Box<Hmac<Sha256>>),
    Sha512(Box<Hmac<Sha512>>),
    #[cfg(feature = "rsa")]
    Rsa(std::sync::Arc<crate::sign::rsa::RsaKey>),
}

impl Key {
    pub(super) fn new(recipe: &Recipe, secret: &Secret) -> Result<Self, KeyError> {
        if secret.expose().is_empty() {
            return Err(KeyError::Empty);
        }
        match recipe.algorithm {
            Algorithm::RsaSha256 => Self::rsa(secret),
            algorithm => Self::hmac(algorithm, &bytes(&recipe.key, secret)?),
        }
    }

    pub(super) fn hmac(algorithm: Algorithm, key: &[u8]) -> Result<Self, KeyError> {
        let form = |_| KeyError::Form { form: "usable as an HMAC key", detail: String::new() };
        Ok(match algorithm {
            Algorithm::HmacSha512 => Self::Sha512(Box::new(Hmac::new_from_slice(key).map_err(form)?)),
            _ => Self::Sha256(Box::new(Hmac::new_from_slice(key).map_err(form)?)),
        })
    }

    #[cfg(feature = "rsa")]
    fn rsa(secret: &Secret) -> Result<Self, KeyError> {
        Ok(Self::Rsa(std::sync::Arc::new(crate::sign::rsa::RsaKey::from_pem(secret)?)))
    }

    #[cfg(not(feature = "rsa"))]
    fn rsa(_: &Secret) -> Result<Self, KeyError> {
        Err(KeyError::NeedsFeature)
    }
}

/// The bytes that a secret's text stands for.
pub(super) fn bytes(form: &KeyForm, secret: &Secret) -> Result<Vec<u8>, KeyError> {
    let text = secret.expose();
    match form {
        KeyForm::Text | KeyForm::Pem => Ok(text.as_bytes().to_vec()),
        KeyForm::Base64 { prefix } => decode_base64(text.strip_prefix(prefix.as_str()).unwrap_or(text))
            .ok_or_else(|| KeyError::Form { form: "base64", detail: format!(" (behind `{prefix}`)") }),
        KeyForm::Hex => const_hex::decode(text)
            .map_err(|_| KeyError::Form { form: "hexadecimal", detail: format!(" ({} characters)", text.len()) }),
    }
}
