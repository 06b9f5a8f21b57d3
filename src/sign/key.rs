//! Signing keys: from the text of a secret to a key that signs and verifies.

use ctutils::CtEq;

use crate::model::Secret;
use crate::sign::algorithm::Algorithm;
use crate::sign::error::{KeyError, SignError};
use crate::sign::hash_function::HashFunction;
use crate::sign::hmac::HmacKey;
use crate::sign::recipe::Recipe;
use crate::sign::weakness::Weakness;

/// A key with precomputed state.
#[derive(Clone)]
pub(super) enum Key {
    Hmac(HmacKey),
    /// A hash without a key, as an attacker computes it.
    Hash(HashFunction),
    /// No key: the signature is empty.
    Absent,
    /// The shared secret, which is sent as it is.
    Shared(Box<[u8]>),
    #[cfg(feature = "rsa")]
    Asymmetric(std::sync::Arc<crate::sign::asymmetric::AsymmetricKey>),
}

impl Key {
    /// Returns a key that can be guessed; `None` if the algorithm has no such key.
    pub(super) fn weak(recipe: &Recipe, weakness: Weakness) -> Option<Self> {
        if weakness == Weakness::AlgNone {
            return recipe.token.is_some().then_some(Self::Absent);
        }
        if recipe.algorithm.is_asymmetric() {
            // A key that anyone can guess would have to be half of a key pair.
            return None;
        }
        match weakness.word(recipe) {
            Some(word) => Self::symmetric(recipe.algorithm, word.as_bytes()).ok(),
            None if weakness == Weakness::NoKey => recipe.algorithm.hash_function().map(Self::Hash),
            None => None,
        }
    }

    pub(super) fn new(recipe: &Recipe, secret: &Secret) -> Result<Self, KeyError> {
        if secret.expose().is_empty() {
            return Err(KeyError::Empty);
        }
        if recipe.algorithm.is_asymmetric() {
            return Self::asymmetric(recipe, secret);
        }
        Self::symmetric(recipe.algorithm, &recipe.key.bytes(secret)?)
    }

    /// Returns a key that all sides share, from its bytes. The algorithm has no key pairs.
    pub(super) fn symmetric(algorithm: Algorithm, key: &[u8]) -> Result<Self, KeyError> {
        match algorithm.hash_function() {
            Some(function) => Ok(Self::Hmac(HmacKey::new(function, key)?)),
            None => Ok(Self::Shared(key.into())),
        }
    }

    #[cfg(feature = "rsa")]
    fn asymmetric(recipe: &Recipe, secret: &Secret) -> Result<Self, KeyError> {
        let key = crate::sign::asymmetric::AsymmetricKey::new(recipe.algorithm, &recipe.key, secret)?;
        Ok(Self::Asymmetric(std::sync::Arc::new(key)))
    }

    #[cfg(not(feature = "rsa"))]
    fn asymmetric(_: &Recipe, _: &Secret) -> Result<Self, KeyError> {
        Err(KeyError::NeedsFeature)
    }

    /// Returns a key that can only verify.
    #[cfg(feature = "rsa")]
    pub(super) fn public(recipe: &Recipe, key: &Secret) -> Result<Self, KeyError> {
        let key = crate::sign::asymmetric::AsymmetricKey::public(recipe.algorithm, &recipe.key, key)?;
        Ok(Self::Asymmetric(std::sync::Arc::new(key)))
    }

    #[cfg(not(feature = "rsa"))]
    pub(super) fn public(_: &Recipe, _: &Secret) -> Result<Self, KeyError> {
        Err(KeyError::NeedsFeature)
    }

    /// Returns the public half of a key pair in PEM; `None` for other keys.
    #[cfg(feature = "rsa")]
    pub(super) fn public_pem(&self) -> Option<String> {
        match self {
            Self::Asymmetric(key) => key.public_pem(),
            _ => None,
        }
    }

    /// Returns the public half of a key pair in PEM; `None` for other keys.
    #[cfg(not(feature = "rsa"))]
    #[expect(clippy::unused_self, reason = "only a key pair has a public half")]
    pub(super) const fn public_pem(&self) -> Option<String> {
        None
    }

    /// Returns whether this is no key at all.
    pub(super) const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns the signature of a message that is given in pieces.
    #[cfg_attr(not(feature = "rsa"), expect(clippy::unnecessary_wraps, reason = "a public key cannot sign"))]
    pub(super) fn sign(&self, pieces: &[&[u8]]) -> Result<Vec<u8>, SignError> {
        match self {
            Self::Hmac(key) => Ok(key.sign(pieces)),
            Self::Hash(function) => Ok(function.hash(pieces)),
            Self::Shared(secret) => Ok(secret.to_vec()),
            Self::Absent => Ok(Vec::new()),
            #[cfg(feature = "rsa")]
            Self::Asymmetric(key) => key.sign(&pieces.concat()),
        }
    }

    /// Returns whether one of the signatures matches the message, compared in constant time.
    pub(super) fn verifies<S: AsRef<[u8]>>(&self, pieces: &[&[u8]], signatures: &[S]) -> bool {
        #[cfg(feature = "rsa")]
        if let Self::Asymmetric(key) = self {
            let message = pieces.concat();
            return signatures.iter().any(|signature| key.verifies(&message, signature.as_ref()));
        }
        // The right signature is computed once, no matter how many were sent.
        self.sign(pieces).is_ok_and(|right| signatures.iter().any(|signature| equal(&right, signature.as_ref())))
    }

    /// Works like [`verifies`](Self::verifies), but zeros at the end make no difference: some decoders fill up with them.
    pub(super) fn verifies_leniently(&self, pieces: &[&[u8]], signatures: &[Vec<u8>]) -> bool {
        self.verifies(pieces, signatures)
            || self.sign(pieces).is_ok_and(|right| {
                signatures.iter().any(|signature| equal(without_zeros(&right), without_zeros(signature)))
            })
    }
}

/// Returns bytes without the zeros at their end.
fn without_zeros(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1)]
}

/// Returns whether two texts are equal, in constant time.
pub(super) fn equal(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}
