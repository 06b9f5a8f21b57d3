//! Errors of keys, signatures and verification.

use thiserror::Error;

use crate::sign::algorithm::Algorithm;

/// The error for a secret that cannot become a key. It never contains the secret itself.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The secret is empty.
    #[error("the secret is empty")]
    Empty,
    /// The secret does not have the form that the provider uses.
    #[error("the secret is not {form}{detail}")]
    Form {
        /// The expected form.
        form: &'static str,
        /// The deviation from the form.
        detail: String,
    },
    /// This build does not include algorithms with a key pair.
    #[error("signatures by a key pair (RSA, ECDSA, Ed25519) need the feature `rsa` of hookproof")]
    NeedsFeature,
    /// A delivery cannot carry the signature of one more key.
    #[error("a delivery of this scheme cannot carry the signature of another key")]
    NoRotation,
    /// The algorithm has no key pairs.
    #[error("{algorithm} has no key pairs")]
    NoKeyPair {
        /// The algorithm.
        algorithm: Algorithm,
    },
}

/// The error for a delivery that cannot be signed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SignError {
    /// The scheme signs a field that the body lacks, or sends it in a header.
    #[error("the body has no text, number or boolean at {pointer}, which is signed or sent in a header")]
    Member {
        /// JSON pointer of the field.
        pointer: String,
    },
    /// The key can only verify.
    #[error("a public key cannot sign")]
    PublicKey,
    /// The algorithm is too weak to sign with it.
    #[error("{algorithm} can only verify")]
    VerifyOnly {
        /// The algorithm.
        algorithm: Algorithm,
    },
    /// The cryptographic library failed.
    #[error("the signature could not be computed")]
    Library,
}

/// The reason why a delivery is rejected.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// A header is missing.
    #[error("the header `{header}` is missing")]
    Missing {
        /// Its name.
        header: String,
    },
    /// A header does not have the provider's form.
    #[error("`{header}` does not have the form `{form}`")]
    Form {
        /// Its name.
        header: String,
        /// The form as a template.
        form: String,
    },
    /// The body lacks a field that is signed.
    #[error("the body has no text, number or boolean at {pointer}, which is signed")]
    Member {
        /// JSON pointer of the field.
        pointer: String,
    },
    /// The signature does not match this body and this key.
    #[error("`{header}` is not the signature of this body under this key")]
    Mismatch {
        /// Name of the signature header.
        header: String,
    },
}
