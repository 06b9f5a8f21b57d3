//! Signatures by a key pair: RSA, ECDSA and Ed25519. This is the only file that names the underlying library.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::error::KeyRejected;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPairComponents, KeySize};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING,
    ED25519, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair as _, ParsedPublicKey,
    RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_2048_8192_SHA256,
    RSA_PSS_SHA256, RsaKeyPair, RsaParameters, RsaPublicKeyComponents, RsaSignatureEncoding, VerificationAlgorithm,
};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls_pki_types::pem::{PemObject, SectionKind};

use crate::model::Secret;
use crate::sign::algorithm::Algorithm;
use crate::sign::error::{KeyError, SignError};
use crate::sign::jwk::Jwk;
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

/// An algorithm that uses a key pair.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Ed25519,
    EcdsaDer,
    EcdsaP1363,
    Rsa(RsaScheme),
}

/// An algorithm that uses an RSA key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RsaScheme {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
    PssSha256,
}

impl RsaScheme {
    const fn algorithm(self) -> Algorithm {
        match self {
            Self::Sha1 => Algorithm::RsaSha1,
            Self::Sha256 => Algorithm::RsaSha256,
            Self::Sha384 => Algorithm::RsaSha384,
            Self::Sha512 => Algorithm::RsaSha512,
            Self::PssSha256 => Algorithm::RsaPssSha256,
        }
    }

    /// Returns how it signs; `None` if it can only verify.
    const fn signing(self) -> Option<&'static RsaSignatureEncoding> {
        match self {
            Self::Sha1 => None,
            Self::Sha256 => Some(&RSA_PKCS1_SHA256),
            Self::Sha384 => Some(&RSA_PKCS1_SHA384),
            Self::Sha512 => Some(&RSA_PKCS1_SHA512),
            Self::PssSha256 => Some(&RSA_PSS_SHA256),
        }
    }

    const fn verifying(self) -> &'static RsaParameters {
        match self {
            Self::Sha1 => &RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha256 => &RSA_PKCS1_2048_8192_SHA256,
            Self::Sha384 => &RSA_PKCS1_2048_8192_SHA384,
            Self::Sha512 => &RSA_PKCS1_2048_8192_SHA512,
            Self::PssSha256 => &RSA_PSS_2048_8192_SHA256,
        }
    }
}

impl Scheme {
    const fn of(algorithm: Algorithm) -> Result<Self, KeyError> {
        match algorithm {
            Algorithm::Ed25519 => Ok(Self::Ed25519),
            Algorithm::EcdsaP256 => Ok(Self::EcdsaDer),
            Algorithm::EcdsaP256P1363 => Ok(Self::EcdsaP1363),
            Algorithm::RsaSha1 => Ok(Self::Rsa(RsaScheme::Sha1)),
            Algorithm::RsaSha256 => Ok(Self::Rsa(RsaScheme::Sha256)),
            Algorithm::RsaSha384 => Ok(Self::Rsa(RsaScheme::Sha384)),
            Algorithm::RsaSha512 => Ok(Self::Rsa(RsaScheme::Sha512)),
            Algorithm::RsaPssSha256 => Ok(Self::Rsa(RsaScheme::PssSha256)),
            Algorithm::HmacSha1
            | Algorithm::HmacSha256
            | Algorithm::HmacSha384
            | Algorithm::HmacSha512
            | Algorithm::Secret => Err(KeyError::NoKeyPair { algorithm }),
        }
    }

    fn verifying(self) -> &'static dyn VerificationAlgorithm {
        match self {
            Self::Ed25519 => &ED25519,
            Self::EcdsaDer => &ECDSA_P256_SHA256_ASN1,
            Self::EcdsaP1363 => &ECDSA_P256_SHA256_FIXED,
            Self::Rsa(rsa) => rsa.verifying(),
        }
    }

    fn broken(self, what: &dyn std::fmt::Display) -> KeyError {
        let form = match self {
            Self::Ed25519 => "an Ed25519 key",
            Self::EcdsaDer | Self::EcdsaP1363 => "an ECDSA key on P-256",
            Self::Rsa(_) => "an RSA key",
        };
        KeyError::KeyPair { form, detail: format!(": {what}") }
    }
}

/// A private or public key.
pub(super) struct AsymmetricKey {
    scheme: Scheme,
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
        let scheme = Scheme::of(algorithm)?;
        if form.is_jwk(secret) {
            let jwk = Jwk::parse(secret)?;
            return match PrivateKey::of_jwk(scheme, &jwk)? {
                Some(private) => Self::from_private(scheme, private),
                None => Self::of_public_jwk(scheme, &jwk),
            };
        }
        let read = bytes(scheme, form, secret)?;
        if read.is_public == Some(true) || form.marks_public(secret) {
            return Self::from_public(scheme, &read.bytes);
        }
        let broken = match PrivateKey::read(scheme, &read.bytes) {
            Ok(private) => return Self::from_private(scheme, private),
            Err(broken) => broken,
        };
        match read.is_public {
            Some(_) => Err(broken),
            // Bytes without a label may also be a public key.
            None => Self::from_public(scheme, &read.bytes).map_err(|_| broken),
        }
    }

    /// Reads a public key.
    pub(super) fn public(algorithm: Algorithm, form: &KeyForm, key: &Secret) -> Result<Self, KeyError> {
        let scheme = Scheme::of(algorithm)?;
        if form.is_jwk(key) {
            return Self::of_public_jwk(scheme, &Jwk::parse(key)?);
        }
        Self::from_public(scheme, &bytes(scheme, form, key)?.bytes)
    }

    fn of_public_jwk(scheme: Scheme, jwk: &Jwk) -> Result<Self, KeyError> {
        match (scheme, jwk) {
            (Scheme::Ed25519, Jwk::Okp { x, .. }) => Self::from_public(scheme, x),
            (Scheme::EcdsaDer | Scheme::EcdsaP1363, Jwk::Ec { point, .. }) => Self::from_public(scheme, point),
            (Scheme::Rsa(rsa), Jwk::Rsa { n, e, .. }) => {
                let public = RsaPublicKeyComponents { n, e };
                let public = public.to_parsed_public_key(rsa.verifying()).map_err(|error| scheme.broken(&error))?;
                Ok(Self { scheme, private: None, public })
            }
            _ => Err(scheme.broken(&"its `kty` is that of another kind of key")),
        }
    }

    /// Returns the public key in PEM; `None` if only the public key is known.
    pub(super) fn public_pem(&self) -> Option<String> {
        let der = match self.private.as_ref()? {
            PrivateKey::Rsa(pair) => AsDer::<PublicKeyX509Der<'_>>::as_der(pair.public_key()),
            PrivateKey::Ecdsa(pair) => AsDer::<PublicKeyX509Der<'_>>::as_der(pair.public_key()),
            PrivateKey::Ed25519(pair) => AsDer::<PublicKeyX509Der<'_>>::as_der(pair.public_key()),
        };
        Some(pem("PUBLIC KEY", der.ok()?.as_ref()))
    }

    fn from_private(scheme: Scheme, private: PrivateKey) -> Result<Self, KeyError> {
        let public = match &private {
            PrivateKey::Rsa(pair) => pair.public_key().as_ref(),
            PrivateKey::Ecdsa(pair) => pair.public_key().as_ref(),
            PrivateKey::Ed25519(pair) => pair.public_key().as_ref(),
        };
        let public = Self::from_public(scheme, public)?.public;
        Ok(Self { scheme, private: Some(private), public })
    }

    fn from_public(scheme: Scheme, key: &[u8]) -> Result<Self, KeyError> {
        let public = ParsedPublicKey::new(scheme.verifying(), key).map_err(|error| scheme.broken(&error))?;
        Ok(Self { scheme, private: None, public })
    }

    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let private = self.private.as_ref().ok_or(SignError::PublicKey)?;
        let random = SystemRandom::new();
        match private {
            PrivateKey::Rsa(pair) => {
                let Scheme::Rsa(rsa) = self.scheme else { return Err(SignError::Library) };
                let encoding = rsa.signing().ok_or(SignError::VerifyOnly { algorithm: rsa.algorithm() })?;
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(encoding, &random, message, &mut signature).map_err(|_| SignError::Library)?;
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
    /// Returns the private key of a JWK; `None` if it has only the public key.
    fn of_jwk(scheme: Scheme, jwk: &Jwk) -> Result<Option<Self>, KeyError> {
        let read = match (scheme, jwk) {
            (Scheme::Ed25519, Jwk::Okp { x, d: Some(d) }) => {
                Ed25519KeyPair::from_seed_and_public_key(d, x).map(Self::Ed25519)
            }
            (Scheme::EcdsaDer, Jwk::Ec { point, d: Some(d) }) => {
                EcdsaKeyPair::from_private_key_and_public_key(&ECDSA_P256_SHA256_ASN1_SIGNING, d, point)
                    .map(Self::Ecdsa)
            }
            (Scheme::EcdsaP1363, Jwk::Ec { point, d: Some(d) }) => {
                EcdsaKeyPair::from_private_key_and_public_key(&ECDSA_P256_SHA256_FIXED_SIGNING, d, point)
                    .map(Self::Ecdsa)
            }
            (Scheme::Rsa(_), Jwk::Rsa { n, e, private: Some([d, p, q, d_p, d_q, q_inv]) }) => {
                let public_key = RsaPublicKeyComponents { n, e };
                let components = KeyPairComponents { public_key, d, p, q, dP: d_p, dQ: d_q, qInv: q_inv };
                RsaKeyPair::from_components(&components).map(Self::Rsa)
            }
            _ => return Ok(None),
        };
        read.map(Some).map_err(|error| scheme.broken(&error))
    }

    fn read(scheme: Scheme, bytes: &[u8]) -> Result<Self, KeyError> {
        match scheme {
            Scheme::Ed25519 => match bytes.len() {
                32 => Ed25519KeyPair::from_seed_unchecked(bytes),
                64 => Ed25519KeyPair::from_seed_and_public_key(&bytes[..32], &bytes[32..]),
                _ => Ed25519KeyPair::from_pkcs8_maybe_unchecked(bytes),
            }
            .map(Self::Ed25519),
            Scheme::EcdsaDer => ecdsa(&ECDSA_P256_SHA256_ASN1_SIGNING, bytes),
            Scheme::EcdsaP1363 => ecdsa(&ECDSA_P256_SHA256_FIXED_SIGNING, bytes),
            Scheme::Rsa(_) => RsaKeyPair::from_pkcs8(bytes)
                .or_else(|error| RsaKeyPair::from_der(bytes).map_err(|_| error))
                .map(Self::Rsa),
        }
        .map_err(|error| scheme.broken(&error))
    }
}

fn ecdsa(algorithm: &'static EcdsaSigningAlgorithm, bytes: &[u8]) -> Result<PrivateKey, KeyRejected> {
    EcdsaKeyPair::from_private_key_der(algorithm, bytes).map(PrivateKey::Ecdsa)
}

/// The bytes of a key, and whether it is public, if its PEM label says so.
struct Bytes {
    bytes: Vec<u8>,
    is_public: Option<bool>,
}

fn bytes(scheme: Scheme, form: &KeyForm, secret: &Secret) -> Result<Bytes, KeyError> {
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
            Err(scheme.broken(&"it is a certificate: extract its public key with `openssl x509 -pubkey -noout`"))
        }
        _ => {
            Err(scheme.broken(&"no block `PRIVATE KEY`, `RSA PRIVATE KEY`, `EC PRIVATE KEY` or `PUBLIC KEY` was found"))
        }
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
    let ecdsa = |algorithm| -> Result<_, KeyError> {
        let pair = EcdsaKeyPair::generate(algorithm).map_err(failed)?;
        let public = AsDer::<PublicKeyX509Der<'_>>::as_der(pair.public_key()).map_err(failed)?;
        Ok((pair.to_pkcs8v1().map_err(failed)?.as_ref().to_vec(), public))
    };
    let (private, public) = match Scheme::of(algorithm)? {
        Scheme::Ed25519 => {
            let pair = Ed25519KeyPair::generate().map_err(failed)?;
            let public = AsDer::<PublicKeyX509Der<'_>>::as_der(pair.public_key()).map_err(failed)?;
            (pair.to_pkcs8v1().map_err(failed)?.as_ref().to_vec(), public)
        }
        Scheme::EcdsaDer => ecdsa(&ECDSA_P256_SHA256_ASN1_SIGNING)?,
        Scheme::EcdsaP1363 => ecdsa(&ECDSA_P256_SHA256_FIXED_SIGNING)?,
        Scheme::Rsa(_) => {
            let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(failed)?;
            let public = AsDer::<PublicKeyX509Der<'_>>::as_der(pair.public_key()).map_err(failed)?;
            (AsDer::<Pkcs8V1Der<'_>>::as_der(&pair).map_err(failed)?.as_ref().to_vec(), public)
        }
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
