//! The signature scheme of a provider, as data: it can be printed, compared, overridden and rebuilt from a document.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::model::TimeForm;
use crate::sign::template::{Part, Template};

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
}

/// A header of a signed delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SignatureHeader {
    /// Name, in the documented case.
    pub name: String,
    /// Value.
    pub value: Template,
}

/// A signature algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Algorithm {
    /// HMAC with SHA-256.
    HmacSha256,
    /// HMAC with SHA-512.
    HmacSha512,
    /// RSA, PKCS#1 v1.5 padding, SHA-256.
    RsaSha256,
}

/// The text encoding of signature bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Encoding {
    /// Lower-case hexadecimal.
    Hex,
    /// Base64, standard alphabet, padded.
    Base64,
}

/// The conversion of the text of a secret to a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum KeyForm {
    /// Its UTF-8 bytes.
    Text,
    /// Base64 after a prefix such as `whsec_`, which may be absent.
    Base64 {
        /// The prefix.
        prefix: String,
    },
    /// Hexadecimal.
    Hex,
    /// PEM: a private key in PKCS#8 or PKCS#1, or a public key, which can only verify.
    Pem,
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
            headers: vec![SignatureHeader { name: header.to_owned(), value: template(value) }],
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

    /// Adds a header, before the others.
    ///
    /// # Panics
    /// When `value` is not a valid template.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(0, SignatureHeader { name: name.to_owned(), value: template(value) });
        self
    }

    /// Returns the header that carries the signature.
    #[must_use]
    pub fn signature_header(&self) -> Option<&SignatureHeader> {
        self.headers.iter().find(|header| header.value.has(&Part::Signature))
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
        Self { name: name.into(), value }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::HmacSha256 => "hmac-sha256",
            Self::HmacSha512 => "hmac-sha512",
            Self::RsaSha256 => "rsa-sha256",
        })
    }
}

impl FromStr for Algorithm {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::HmacSha256, Self::HmacSha512, Self::RsaSha256]
            .into_iter()
            .find(|known| known.to_string() == text)
            .ok_or(())
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Hex => "hex",
            Self::Base64 => "base64",
        })
    }
}

impl FromStr for Encoding {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Hex, Self::Base64].into_iter().find(|known| known.to_string() == text).ok_or(())
    }
}
