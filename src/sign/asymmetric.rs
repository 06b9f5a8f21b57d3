//! Signatures by a key pair: RSA, ECDSA and Ed25519. This is the only file that names the underlying library.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING,
    ED25519, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair as _, ParsedPublicKey,
    RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaKeyPair,
    VerificationAlgorithm,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls_pki_types::pem::{PemObject, SectionKind};

use crate::model::Secret;
use crate::sign::algorithm::Algorithm;
use crate::sign::error::{KeyError, SignError};
use crate::sign::key_form::KeyForm;

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
pub(super) struct AsymmetricKey {
    algorithm: Algorithm,
    private: Option<PrivateKey>,
    public: ParsedPublicKey,
}

enum PrivateKey {
    Rsa(RsaKeyPair),
    Ecdsa(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl AsymmetricKey {
    /// Reads a private or a public key.
    pub(super) fn new(algorithm: Algorithm, form: &KeyForm, secret: &Secret) -> Result<Self, KeyError> {
        let read = bytes(algorithm, form, secret)?;
        if read.is_public == Some(true) || form.marks_public(secret) {
            return Self::from_public(algorithm, &read.bytes);
        }
        let broken = match PrivateKey::read(algorithm, &read.bytes) {
            Ok(private) => return Self::from_private(algorithm, private),
            Err(broken) => broken,
        };
        match read.is_public {
            Some(_) => Err(broken),
            // Bytes without a label may also be a public key.
            None => Self::from_public(algorithm, &read.bytes).map_err(|_| broken),
        }
    }

    /// Reads a public key.
    pub(super) fn public(algorithm: Algorithm, form: &KeyForm, key: &Secret) -> Result<Self, KeyError> {
        Self::from_public(algorithm, &bytes(algorithm, form, key)?.bytes)
    }

    fn from_private(algorithm: Algorithm, private: PrivateKey) -> Result<Self, KeyError> {
        let public = match &private {
            PrivateKey::Rsa(pair) => pair.public_key().as_ref(),
            PrivateKey::Ecdsa(pair) => pair.public_key().as_ref(),
            PrivateKey::Ed25519(pair) => pair.public_key().as_ref(),
        };
        let public = Self::from_public(algorithm, public)?.public;
        Ok(Self { algorithm, private: Some(private), public })
    }

    fn from_public(algorithm: Algorithm, key: &[u8]) -> Result<Self, KeyError> {
        let public = ParsedPublicKey::new(verifying(algorithm), key).map_err(|error| broken(algorithm, &error))?;
        Ok(Self { algorithm, private: None, public })
    }

    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let private = self.private.as_ref().ok_or(SignError::PublicKey)?;
        let random = SystemRandom::new();
        match private {
            PrivateKey::Rsa(_) if self.algorithm == Algorithm::RsaSha1 => {
                Err(SignError::VerifyOnly { algorithm: self.algorithm })
            }
            PrivateKey::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).map_err(|_| SignError::Library)?;
                Ok(signature)
            }
            PrivateKey::Ecdsa(pair) => {
                Ok(pair.sign(&random, message).map_err(|_| SignError::Library)?.as_ref().to_vec())
            }
            PrivateKey::Ed25519(pair) => Ok(pair.try_sign(message).map_err(|_| SignError::Library)?.as_ref().to_vec()),
        }
    }

    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.public.verify_sig(message, signature).is_ok()
    }
}

impl PrivateKey {
    fn read(algorithm: Algorithm, bytes: &[u8]) -> Result<Self, KeyError> {
        match algorithm {
            Algorithm::Ed25519 => match bytes.len() {
                32 => Ed25519KeyPair::from_seed_unchecked(bytes),
                64 => Ed25519KeyPair::from_seed_and_public_key(&bytes[..32], &bytes[32..]),
                _ => Ed25519KeyPair::from_pkcs8_maybe_unchecked(bytes),
            }
            .map(Self::Ed25519),
            Algorithm::EcdsaP256 | Algorithm::EcdsaP256P1363 => {
                EcdsaKeyPair::from_private_key_der(signing(algorithm), bytes).map(Self::Ecdsa)
            }
            _ => RsaKeyPair::from_pkcs8(bytes)
                .or_else(|error| RsaKeyPair::from_der(bytes).map_err(|_| error))
                .map(Self::Rsa),
        }
        .map_err(|error| broken(algorithm, &error))
    }
}

/// The bytes of a key, and whether it is public, if its PEM label says so.
struct Bytes {
    bytes: Vec<u8>,
    is_public: Option<bool>,
}

fn bytes(algorithm: Algorithm, form: &KeyForm, secret: &Secret) -> Result<Bytes, KeyError> {
    let text = secret.expose();
    if !matches!(form, KeyForm::Text | KeyForm::Pem) && !text.trim_start().starts_with("-----BEGIN") {
        return Ok(Bytes { bytes: form.bytes(secret)?, is_public: None });
    }
    match <(SectionKind, Vec<u8>)>::from_pem_slice(text.as_bytes()) {
        Ok((SectionKind::PrivateKey | SectionKind::RsaPrivateKey | SectionKind::EcPrivateKey, bytes)) => {
            Ok(Bytes { bytes, is_public: Some(false) })
        }
        Ok((SectionKind::PublicKey, bytes)) => Ok(Bytes { bytes, is_public: Some(true) }),
        Ok((SectionKind::Certificate, _)) => {
            Err(broken(algorithm, &"it is a certificate: extract its public key with `openssl x509 -pubkey -noout`"))
        }
        _ => Err(broken(
            algorithm,
            &"no block `PRIVATE KEY`, `RSA PRIVATE KEY`, `EC PRIVATE KEY` or `PUBLIC KEY` was found",
        )),
    }
}

fn broken(algorithm: Algorithm, what: &dyn std::fmt::Display) -> KeyError {
    let form = match algorithm {
        Algorithm::Ed25519 => "an Ed25519 key",
        Algorithm::EcdsaP256 | Algorithm::EcdsaP256P1363 => "an ECDSA key on P-256",
        _ => "an RSA key",
    };
    KeyError::KeyPair { form, detail: format!(": {what}") }
}

fn verifying(algorithm: Algorithm) -> &'static dyn VerificationAlgorithm {
    match algorithm {
        Algorithm::Ed25519 => &ED25519,
        Algorithm::EcdsaP256 => &ECDSA_P256_SHA256_ASN1,
        Algorithm::EcdsaP256P1363 => &ECDSA_P256_SHA256_FIXED,
        Algorithm::RsaSha1 => &RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY,
        _ => &RSA_PKCS1_2048_8192_SHA256,
    }
}

fn signing(algorithm: Algorithm) -> &'static EcdsaSigningAlgorithm {
    match algorithm {
        Algorithm::EcdsaP256P1363 => &ECDSA_P256_SHA256_FIXED_SIGNING,
        _ => &ECDSA_P256_SHA256_ASN1_SIGNING,
    }
}

/// Generates an RSA-2048 key pair from the system's randomness.
///
/// # Errors
/// When the cryptographic library fails, which happens only without a source of randomness.
pub fn generate_keys() -> Result<KeyPair, KeyError> {
    generate_keys_for(Algorithm::RsaSha256)
}

/// Generates a key pair for an algorithm from the system's randomness. RSA keys have 2,048 bits.
///
/// ```
/// use hookproof::sign::{Algorithm, KeyForm, Material, Recipe, Signer, generate_keys_for};
///
/// let pair = generate_keys_for(Algorithm::Ed25519).unwrap();
/// let recipe = Recipe::hmac(Algorithm::Ed25519, "X-Signature-Ed25519", "{signature}").keyed(KeyForm::Pem);
/// let signer = Signer::new(&recipe, &pair.private).unwrap();
/// let headers = signer.headers(&Material::of(b"{}")).unwrap();
/// let consumer = Signer::new(&recipe, &pair.public.into()).unwrap();
/// assert!(consumer.check(&headers, b"{}").is_ok());
/// assert!(consumer.headers(&Material::of(b"{}")).is_err());
/// ```
///
/// # Errors
/// When the algorithm has no key pairs, or the cryptographic library fails, which happens only without a source of
/// randomness.
pub fn generate_keys_for(algorithm: Algorithm) -> Result<KeyPair, KeyError> {
    let failed = |_| KeyError::Form { form: "available", detail: ": key generation failed".to_owned() };
    let (private, public) = match algorithm {
        Algorithm::Ed25519 => {
            let pair = Ed25519KeyPair::generate().map_err(failed)?;
            let public = AsDer::<PublicKeyX509Der<'_>>::as_der(pair.public_key()).map_err(failed)?;
            (pair.to_pkcs8v1().map_err(failed)?.as_ref().to_vec(), public)
        }
        Algorithm::EcdsaP256 | Algorithm::EcdsaP256P1363 => {
            let pair = EcdsaKeyPair::generate(signing(algorithm)).map_err(failed)?;
            let public = AsDer::<PublicKeyX509Der<'_>>::as_der(pair.public_key()).map_err(failed)?;
            (pair.to_pkcs8v1().map_err(failed)?.as_ref().to_vec(), public)
        }
        Algorithm::RsaSha1 | Algorithm::RsaSha256 => {
            let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(failed)?;
            let public = AsDer::<PublicKeyX509Der<'_>>::as_der(pair.public_key()).map_err(failed)?;
            (AsDer::<Pkcs8V1Der<'_>>::as_der(&pair).map_err(failed)?.as_ref().to_vec(), public)
        }
        _ => return Err(KeyError::NoKeyPair { algorithm }),
    };
    Ok(KeyPair { private: Secret::new(pem("PRIVATE KEY", &private)), public: pem("PUBLIC KEY", public.as_ref()) })
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
