//! Signing keys: from the text of a secret to a key that signs and verifies.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256, Sha512};

use crate::model::Secret;
use crate::sign::encoding::decode_base64;
use crate::sign::error::{KeyError, SignError};
use crate::sign::recipe::{Algorithm, KeyForm, Recipe};

/// A key that can be guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weakness {
    /// No key: the signature is a plain hash.
    NoKey,
    /// The empty key, as a missing setting gives it.
    EmptyKey,
    /// A single space.
    BlankKey,
    /// The name of the signature header, which a wrong argument passes instead of the secret.
    HeaderName,
    /// `undefined`, which JavaScript writes for a missing setting.
    Undefined,
    /// `None`, which Python writes for a missing setting.
    None,
}

impl Weakness {
    /// Every weakness.
    pub(crate) const ALL: [Self; 6] =
        [Self::NoKey, Self::EmptyKey, Self::BlankKey, Self::HeaderName, Self::Undefined, Self::None];

    /// Describes the key in words that follow "signed with".
    #[must_use]
    pub(crate) const fn about(self) -> &'static str {
        match self {
            Self::NoKey => "a hash without a key",
            Self::EmptyKey => "the empty key",
            Self::BlankKey => "a blank key",
            Self::HeaderName => "the name of its header as the key",
            Self::Undefined => "the word `undefined` as the key",
            Self::None => "the word `None` as the key",
        }
    }
}

/// A key with precomputed state.
#[derive(Clone)]
pub(super) enum Key {
    Sha256(Box<Hmac<Sha256>>),
    Sha512(Box<Hmac<Sha512>>),
    /// A hash without a key, as an attacker computes it.
    Hash256,
    Hash512,
    #[cfg(feature = "rsa")]
    Rsa(std::sync::Arc<crate::sign::rsa::RsaKey>),
}

impl Key {
    /// Returns a key that can be guessed; `None` if the algorithm has no such key.
    pub(super) fn weak(recipe: &Recipe, weakness: Weakness) -> Option<Self> {
        let key = match (weakness, recipe.algorithm) {
            (Weakness::NoKey, Algorithm::HmacSha512) => return Some(Self::Hash512),
            (Weakness::NoKey, _) => return Some(Self::Hash256),
            // Any other key would have to be half of a key pair.
            (_, Algorithm::RsaSha256) => return None,
            (Weakness::EmptyKey, _) => "",
            (Weakness::BlankKey, _) => " ",
            (Weakness::HeaderName, _) => recipe.signature_header()?.name.as_str(),
            (Weakness::Undefined, _) => "undefined",
            (Weakness::None, _) => "None",
        };
        Self::hmac(recipe.algorithm, key.as_bytes()).ok()
    }

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

impl Key {
    /// Returns the signature of a message that is given in pieces.
    #[cfg_attr(not(feature = "rsa"), expect(clippy::unnecessary_wraps, reason = "RSA can fail"))]
    pub(super) fn sign(&self, pieces: &[&[u8]]) -> Result<Vec<u8>, SignError> {
        match self {
            Self::Sha256(state) => Ok(fed(&**state, pieces).finalize().into_bytes().to_vec()),
            Self::Sha512(state) => Ok(fed(&**state, pieces).finalize().into_bytes().to_vec()),
            Self::Hash256 => Ok(Sha256::digest(pieces.concat()).to_vec()),
            Self::Hash512 => Ok(Sha512::digest(pieces.concat()).to_vec()),
            #[cfg(feature = "rsa")]
            Self::Rsa(key) => key.sign(&pieces.concat()),
        }
    }

    /// Returns whether `signature` matches the message, compared in constant time.
    pub(super) fn verifies(&self, pieces: &[&[u8]], signature: &[u8]) -> bool {
        match self {
            Self::Sha256(state) => fed(&**state, pieces).verify_slice(signature).is_ok(),
            Self::Sha512(state) => fed(&**state, pieces).verify_slice(signature).is_ok(),
            Self::Hash256 => Sha256::digest(pieces.concat())[..] == *signature,
            Self::Hash512 => Sha512::digest(pieces.concat())[..] == *signature,
            #[cfg(feature = "rsa")]
            Self::Rsa(key) => key.verifies(&pieces.concat(), signature),
        }
    }
}

fn fed<M: Mac + Clone>(state: &M, pieces: &[&[u8]]) -> M {
    let mut state = state.clone();
    for piece in pieces {
        state.update(piece);
    }
    state
}

/// Decodes the text of a secret to bytes.
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
