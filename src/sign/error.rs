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
    /// The secret is not a key of a key pair.
    #[error("the secret is not {form}{detail}")]
    KeyPair {
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

impl KeyError {
    /// Returns advice on what to do next.
    pub(crate) const fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Empty => Some("see what --secret, --secret-file or HOOKPROOF_SECRET holds"),
            Self::Form { .. } => Some("copy the secret exactly as the provider shows it"),
            Self::KeyPair { .. } => Some("`hookproof keys PROVIDER --out DIR` creates a key pair"),
            Self::NeedsFeature | Self::NoRotation | Self::NoKeyPair { .. } => None,
        }
    }
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
    /// No token is signed by the algorithm.
    #[error("no JSON Web Token is signed by {algorithm}")]
    NoToken {
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

#[cfg(test)]
mod tests {
    use crate::model::Secret;
    use crate::sign::{Algorithm, KeyForm, Recipe, Signer};

    #[test]
    fn advice_fits_the_form_of_the_key() {
        let hint = |algorithm, form| {
            let recipe = Recipe::hmac(algorithm, "X-Signature", "{signature}").keyed(form);
            Signer::new(&recipe, &Secret::new("no key!")).unwrap_err().hint().unwrap()
        };
        for form in [KeyForm::Base64 { prefix: "whsec_".to_owned() }, KeyForm::Base64Url, KeyForm::Hex] {
            assert!(hint(Algorithm::HmacSha256, form).starts_with("copy the secret"));
        }
        #[cfg(feature = "rsa")]
        assert!(hint(Algorithm::RsaSha256, KeyForm::Pem).starts_with("`hookproof keys "));
    }
}
