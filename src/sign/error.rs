//! Why there is no key, no signature, or no trust.

use thiserror::Error;

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

/// A delivery that cannot be signed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SignError {
    /// The scheme signs a member that the body lacks.
    #[error("the signature needs the string at {pointer} of the body, which has none")]
    Member {
        /// JSON pointer of the member.
        pointer: String,
    },
    /// The key can only verify.
    #[error("a public key cannot sign")]
    PublicKey,
    /// The cryptographic library refused.
    #[error("the RSA signature could not be made")]
    Rsa,
}

/// Why a delivery is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// A header is absent.
    #[error("there is no header `{header}`")]
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
    /// The body lacks a member that is signed.
    #[error("the body has no string at {pointer}, which is signed")]
    Member {
        /// JSON pointer of the member.
        pointer: String,
    },
    /// The signature is not that of this body under this key.
    #[error("`{header}` is not the signature of this body under this key")]
    Mismatch {
        /// Name of the signature header.
        header: String,
    },
}
