//! The signature scheme of a provider, as data: it can be printed, compared, overridden and rebuilt from a document.

use serde::{Deserialize, Serialize};

#[cfg(any(feature = "cli", feature = "mock"))]
use crate::model::Secret;
use crate::model::TimeForm;
use crate::sign::algorithm::Algorithm;
use crate::sign::encoding::Encoding;
use crate::sign::key_form::KeyForm;
use crate::sign::rotation::Rotation;
use crate::sign::template::{Part, Template};
use crate::sign::token::Token;

/// The signature scheme of a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Recipe {
    /// The signature algorithm.
    pub algorithm: Algorithm,
    /// The conversion of the text of the secret to the key.
    pub key: KeyForm,
    /// The message that is signed.
    pub message: Template,
    /// The message of an older, deprecated signature in the same header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_message: Option<Template>,
    /// The text encoding of the signature.
    pub encoding: Encoding,
    /// The spelling of the time of signing, if the scheme has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeForm>,
    /// The headers of the signature, in order. The one with `{signature}` is the signature header.
    pub headers: Vec<SignatureHeader>,
    /// The prefix of the secrets that the provider hands out, if it is part of the key.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub secret_prefix: String,
    /// The token that is sent instead of a bare signature, if the scheme has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<Token>,
    /// How a delivery carries the signatures of several keys; if absent, it carries one signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rotation: Option<Rotation>,
}

/// A header of a signed delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SignatureHeader {
    /// Name, in the documented case.
    pub name: String,
    /// Value.
    pub value: Template,
    /// How its signature is made if it is a second one next to that of the recipe, such as an older one that a consumer
    /// need not verify.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<SecondSignature>,
}

/// The signature of the same message with the same key, by another algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SecondSignature {
    /// The signature algorithm.
    pub algorithm: Algorithm,
    /// The text encoding of the signature.
    pub encoding: Encoding,
}

impl Recipe {
    /// Creates a recipe that signs the raw body and sends the signature as hexadecimal text in one header.
    ///
    /// # Panics
    /// When `value` is not a valid template. The function is meant for templates in source code.
    #[must_use]
    pub fn hmac(algorithm: Algorithm, header: &str, value: &str) -> Self {
        Self {
            algorithm,
            key: KeyForm::Text,
            message: template("{body}"),
            old_message: None,
            encoding: Encoding::Hex,
            time: None,
            headers: vec![SignatureHeader::new(header, template(value))],
            secret_prefix: String::new(),
            token: None,
            rotation: None,
        }
    }

    /// Sets a message other than the raw body.
    ///
    /// # Panics
    /// When `message` is not a valid template.
    #[must_use]
    pub fn over(mut self, message: &str) -> Self {
        self.message = template(message);
        self
    }

    /// Adds a deprecated signature over `message`.
    ///
    /// # Panics
    /// When `message` is not a valid template.
    #[must_use]
    pub fn old_over(mut self, message: &str) -> Self {
        self.old_message = Some(template(message));
        self
    }

    /// Sets the spelling of the time of signing.
    #[must_use]
    pub const fn timed(mut self, form: TimeForm) -> Self {
        self.time = Some(form);
        self
    }

    /// Sets the encoding of the signature.
    #[must_use]
    pub const fn encoded(mut self, encoding: Encoding) -> Self {
        self.encoding = encoding;
        self
    }

    /// Sets how the text of the secret becomes the key.
    #[must_use]
    pub fn keyed(mut self, key: KeyForm) -> Self {
        self.key = key;
        self
    }

    /// Makes it send a JSON Web Token instead of a bare signature.
    ///
    /// ```
    /// use hookproof::model::{TimeForm, Timestamp};
    /// use hookproof::sign::{Algorithm, Material, Recipe, Signer, Token};
    ///
    /// let claims = [("iat", "{time}"), ("request_body_sha256", "{sha256}")];
    /// let claims = claims.map(|(name, value)| (name.to_owned(), value.parse().unwrap()));
    /// let recipe = Recipe::hmac(Algorithm::HmacSha256, "X-Verification", "{signature}")
    ///     .timed(TimeForm::UnixSeconds)
    ///     .with_token(Token::new(claims.to_vec()));
    /// let signer = Signer::new(&recipe, &"s3cret".into()).unwrap();
    /// let headers = signer.headers(&Material::of(b"{}").at(Timestamp::from_unix(1_700_000_000))).unwrap();
    /// assert!(headers.get("X-Verification").unwrap().starts_with(b"eyJhbGciOiJIUzI1NiJ9."));
    /// assert!(signer.check(&headers, b"{}").is_ok());
    /// assert!(signer.check(&headers, b"[]").is_err());
    /// assert_eq!(signer.time(&headers), Some(Timestamp::from_unix(1_700_000_000)));
    /// ```
    #[must_use]
    pub fn with_token(mut self, token: Token) -> Self {
        self.token = Some(token);
        self
    }

    /// Sets how a delivery carries the signatures of several keys.
    ///
    /// ```
    /// use hookproof::model::{TimeForm, Timestamp};
    /// use hookproof::sign::{Algorithm, Material, Recipe, Rotation, Signer};
    ///
    /// let stripe = Recipe::hmac(Algorithm::HmacSha256, "Stripe-Signature", "t={time},v1={signature}")
    ///     .over("{time}.{body}")
    ///     .timed(TimeForm::UnixSeconds)
    ///     .rotating(Rotation::Field(",v1=".to_owned()));
    /// let during = Signer::new(&stripe, &"new".into()).unwrap().with_old_key(&"old".into()).unwrap();
    /// let headers = during.headers(&Material::of(b"{}").at(Timestamp::from_unix(1_700_000_000))).unwrap();
    /// let value = String::from_utf8_lossy(headers.get("Stripe-Signature").unwrap());
    /// assert_eq!(value.matches(",v1=").count(), 2);
    /// for secret in ["new", "old"] {
    ///     assert!(Signer::new(&stripe, &secret.into()).unwrap().check(&headers, b"{}").is_ok());
    /// }
    /// ```
    #[must_use]
    pub fn rotating(mut self, rotation: Rotation) -> Self {
        self.rotation = Some(rotation);
        self
    }

    /// Adds a header, before the others.
    ///
    /// # Panics
    /// When `value` is not a valid template.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(0, SignatureHeader::new(name, template(value)));
        self
    }

    /// Returns the secret of this text, in the form that the provider hands out. A key pair has no such form.
    #[cfg(any(feature = "cli", feature = "mock"))]
    pub(crate) fn secret_of(&self, text: &str) -> Secret {
        Secret::new(match &self.key {
            KeyForm::Base64 { prefix } => format!("{prefix}{}", Encoding::Base64.write(text.as_bytes())),
            KeyForm::Base64Url => Encoding::Base64Url.write(text.as_bytes()),
            KeyForm::Hex => Encoding::Hex.write(text.as_bytes()),
            KeyForm::Jwk => format!(r#"{{"kty":"oct","k":"{}"}}"#, Encoding::Base64Url.write(text.as_bytes())),
            KeyForm::Text | KeyForm::Pem => format!("{}{text}", self.secret_prefix),
        })
    }

    /// Returns the header that carries the signature.
    #[must_use]
    pub fn signature_header(&self) -> Option<&SignatureHeader> {
        let is_first = |header: &&SignatureHeader| {
            header.second.is_none() && header.value.parts().iter().any(|part| self.is_signature(part))
        };
        self.headers.iter().find(is_first)
    }

    /// Returns the pieces of everything that is signed.
    pub(crate) fn signed(&self) -> impl Iterator<Item = &Part> {
        let message = self.token.is_none().then_some(&self.message);
        let messages = message.into_iter().chain(&self.old_message).flat_map(Template::parts);
        self.token.iter().flat_map(Token::parts).chain(messages)
    }

    /// Returns the pieces of everything that is signed or sent in a header of the signature.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Part> {
        self.headers.iter().flat_map(|header| header.value.parts()).chain(self.signed())
    }

    /// Returns whether a delivery says when it was signed.
    pub(crate) fn sends_time(&self) -> bool {
        let claims = self.token.iter().flat_map(Token::parts);
        claims.chain(self.headers.iter().flat_map(|header| header.value.parts())).any(|part| *part == Part::Time)
    }

    /// Returns where the signature itself is in a value of its header: of a token, that is its last part.
    pub(crate) fn signature_in(&self, value: &str) -> Option<std::ops::Range<usize>> {
        let found = self.signature_header()?.value.find(value, |part| self.is_signature(part))?;
        if self.token.is_none() {
            return Some(found);
        }
        let start = value.get(found.clone())?.rfind('.').map_or(found.start, |dot| found.start + dot + 1);
        Some(start..found.end)
    }

    /// Returns whether a placeholder is the signature. For [`Algorithm::Secret`], that is `{secret}`.
    pub(super) fn is_signature(&self, part: &Part) -> bool {
        match part {
            Part::Signature => true,
            Part::Secret => self.algorithm == Algorithm::Secret,
            _ => false,
        }
    }

    /// Returns the recipe of the second signature that a header carries, if it does.
    pub(super) fn of_second(&self, header: &SignatureHeader) -> Option<Self> {
        let SecondSignature { algorithm, encoding } = header.second?;
        let header = SignatureHeader { second: None, ..header.clone() };
        Some(Self { algorithm, encoding, headers: vec![header], rotation: None, old_message: None, ..self.clone() })
    }

    /// Decodes the text of a signature; `None` if it does not have the recipe's encoding.
    pub(super) fn read_signature(&self, text: &str) -> Option<Vec<u8>> {
        match self.algorithm {
            Algorithm::Secret => Some(text.as_bytes().to_vec()),
            _ => self.encoding.read(text),
        }
    }

    /// Decodes the text of a signature as lenient decoders do.
    pub(super) fn read_leniently(&self, text: &str) -> Vec<u8> {
        match self.algorithm {
            Algorithm::Secret => text.as_bytes().to_vec(),
            _ => self.encoding.read_leniently(text),
        }
    }

    /// Encodes a signature as text.
    pub(super) fn write_signature(&self, bytes: &[u8]) -> String {
        match self.algorithm {
            Algorithm::Secret => String::from_utf8_lossy(bytes).into_owned(),
            _ => self.encoding.write(bytes),
        }
    }
}

#[expect(clippy::expect_used, reason = "templates in code are tried by a test of each provider")]
fn template(text: &str) -> Template {
    text.parse().expect("a template in code")
}

impl SignatureHeader {
    /// Creates a header from its name and value.
    #[must_use]
    pub fn new(name: impl Into<String>, value: Template) -> Self {
        Self { name: name.into(), value, second: None }
    }

    /// Makes it carry a second signature.
    #[must_use]
    pub const fn second(mut self, algorithm: Algorithm, encoding: Encoding) -> Self {
        self.second = Some(SecondSignature { algorithm, encoding });
        self
    }
}
