//! Signature algorithms, by name.

use serde::{Deserialize, Serialize};

use crate::model::by_name;
use crate::sign::hash_function::HashFunction;

/// A signature algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Algorithm {
    /// HMAC with SHA-1.
    HmacSha1,
    /// HMAC with SHA-256.
    HmacSha256,
    /// HMAC with SHA-384.
    HmacSha384,
    /// HMAC with SHA-512.
    HmacSha512,
    /// Ed25519.
    Ed25519,
    /// ECDSA on P-256 with SHA-256, the signature in DER.
    EcdsaP256,
    /// ECDSA on P-256 with SHA-256, the signature as 64 bytes (IEEE P1363), as JWT and RFC 9421 have it.
    EcdsaP256P1363,
    /// RSA, PKCS#1 v1.5 padding, SHA-1. It can only verify: the library refuses to sign with SHA-1.
    RsaSha1,
    /// RSA, PKCS#1 v1.5 padding, SHA-256.
    RsaSha256,
    /// RSA, PKCS#1 v1.5 padding, SHA-384.
    RsaSha384,
    /// RSA, PKCS#1 v1.5 padding, SHA-512.
    RsaSha512,
    /// RSA, PSS padding, SHA-256.
    RsaPssSha256,
    /// No signature: the header carries the shared secret itself, in plain text. The encoding of the recipe is not used.
    Secret,
}

impl Algorithm {
    /// Every algorithm.
    pub const ALL: [Self; 13] = [
        Self::HmacSha1,
        Self::HmacSha256,
        Self::HmacSha384,
        Self::HmacSha512,
        Self::Ed25519,
        Self::EcdsaP256,
        Self::EcdsaP256P1363,
        Self::RsaSha1,
        Self::RsaSha256,
        Self::RsaSha384,
        Self::RsaSha512,
        Self::RsaPssSha256,
        Self::Secret,
    ];

    /// Returns whether the algorithm uses a key pair: the private key signs, and the public key verifies.
    #[must_use]
    pub const fn is_asymmetric(self) -> bool {
        match self {
            Self::Ed25519
            | Self::EcdsaP256
            | Self::EcdsaP256P1363
            | Self::RsaSha1
            | Self::RsaSha256
            | Self::RsaSha384
            | Self::RsaSha512
            | Self::RsaPssSha256 => true,
            Self::HmacSha1 | Self::HmacSha256 | Self::HmacSha384 | Self::HmacSha512 | Self::Secret => false,
        }
    }

    /// Returns whether this is HMAC.
    #[must_use]
    pub const fn is_hmac(self) -> bool {
        self.hash_function().is_some()
    }

    /// Returns the hash function of HMAC; `None` for other algorithms.
    pub(super) const fn hash_function(self) -> Option<HashFunction> {
        match self {
            Self::HmacSha1 => Some(HashFunction::Sha1),
            Self::HmacSha256 => Some(HashFunction::Sha256),
            Self::HmacSha384 => Some(HashFunction::Sha384),
            Self::HmacSha512 => Some(HashFunction::Sha512),
            Self::Ed25519
            | Self::EcdsaP256
            | Self::EcdsaP256P1363
            | Self::RsaSha1
            | Self::RsaSha256
            | Self::RsaSha384
            | Self::RsaSha512
            | Self::RsaPssSha256
            | Self::Secret => None,
        }
    }

    /// Returns the name in the header of a JSON Web Token (RFC 7518); `None` if no token is signed by it.
    #[must_use]
    pub const fn token_name(self) -> Option<&'static str> {
        match self {
            Self::HmacSha256 => Some("HS256"),
            Self::HmacSha384 => Some("HS384"),
            Self::HmacSha512 => Some("HS512"),
            Self::EcdsaP256P1363 => Some("ES256"),
            Self::RsaSha256 => Some("RS256"),
            Self::RsaSha384 => Some("RS384"),
            Self::RsaSha512 => Some("RS512"),
            Self::RsaPssSha256 => Some("PS256"),
            Self::HmacSha1 | Self::Ed25519 | Self::EcdsaP256 | Self::RsaSha1 | Self::Secret => None,
        }
    }

    /// Returns the name in a recipe.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::HmacSha1 => "hmac-sha1",
            Self::HmacSha256 => "hmac-sha256",
            Self::HmacSha384 => "hmac-sha384",
            Self::HmacSha512 => "hmac-sha512",
            Self::Ed25519 => "ed25519",
            Self::EcdsaP256 => "ecdsa-p256",
            Self::EcdsaP256P1363 => "ecdsa-p256-p1363",
            Self::RsaSha1 => "rsa-sha1",
            Self::RsaSha256 => "rsa-sha256",
            Self::RsaSha384 => "rsa-sha384",
            Self::RsaSha512 => "rsa-sha512",
            Self::RsaPssSha256 => "rsa-pss-sha256",
            Self::Secret => "secret",
        }
    }
}

by_name!(Algorithm, (), |_| ());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_in_text_and_in_a_document() {
        for algorithm in Algorithm::ALL {
            assert_eq!(serde_json::to_value(algorithm).unwrap(), algorithm.name());
            assert_eq!(algorithm.name().parse(), Ok(algorithm));
        }
    }
}
