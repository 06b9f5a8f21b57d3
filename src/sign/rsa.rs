//! RSA signatures. This is the only file that names the underlying library.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{PrivatePkcs1KeyDer, PrivatePkcs8KeyDer, SubjectPublicKeyInfoDer};

use crate::model::Secret;
use crate::sign::error::{KeyError, SignError};

/// A key pair in PEM: PKCS#8 and X.509 SubjectPublicKeyInfo.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct KeyPair {
    /// The key that signs.
    pub private: Secret,
    /// The key that verifies.
    pub public: String,
}

/// A private or public key.
pub(super) struct RsaKey {
    private: Option<RsaKeyPair>,
    public: Vec<u8>,
}

impl RsaKey {
    pub(super) fn from_pem(secret: &Secret) -> Result<Self, KeyError> {
        let pem = secret.expose().as_bytes();
        let broken = |what: &str| KeyError::Form { form: "an RSA key in PEM", detail: format!(": {what}") };
        let pair = if let Ok(der) = PrivatePkcs8KeyDer::from_pem_slice(pem) {
            RsaKeyPair::from_pkcs8(der.secret_pkcs8_der()).map_err(|error| broken(&error.to_string()))?
        } else if let Ok(der) = PrivatePkcs1KeyDer::from_pem_slice(pem) {
            RsaKeyPair::from_der(der.secret_pkcs1_der()).map_err(|error| broken(&error.to_string()))?
        } else if let Ok(der) = SubjectPublicKeyInfoDer::from_pem_slice(pem) {
            return Ok(Self { private: None, public: der.as_ref().to_vec() });
        } else {
            return Err(broken("no block `PRIVATE KEY`, `RSA PRIVATE KEY` or `PUBLIC KEY` was found"));
        };
        let public = pair.public_key().as_ref().to_vec();
        Ok(Self { private: Some(pair), public })
    }

    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let pair = self.private.as_ref().ok_or(SignError::PublicKey)?;
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature).map_err(|_| SignError::Rsa)?;
        Ok(signature)
    }

    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &self.public).verify(message, signature).is_ok()
    }
}

/// Generates an RSA-2048 key pair from the system's randomness.
///
/// # Errors
/// When the cryptographic library fails, which happens only without a source of randomness.
pub fn generate_keys() -> Result<KeyPair, KeyError> {
    let failed = |_| KeyError::Form { form: "to be had", detail: ": key generation failed".to_owned() };
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(failed)?;
    let private = AsDer::<Pkcs8V1Der<'_>>::as_der(&pair).map_err(failed)?;
    let public = AsDer::<PublicKeyX509Der<'_>>::as_der(pair.public_key()).map_err(failed)?;
    Ok(KeyPair {
        private: Secret::new(pem("PRIVATE KEY", private.as_ref())),
        public: pem("PUBLIC KEY", public.as_ref()),
    })
}

fn pem(label: &str, der: &[u8]) -> String {
    let mut text = format!("-----BEGIN {label}-----\n");
    let body = STANDARD.encode(der);
    for line in body.as_bytes().chunks(64) {
        text.push_str(&String::from_utf8_lossy(line));
        text.push('\n');
    }
    text + "-----END " + label + "-----\n"
}
