//! How a provider signs, as data: it can be printed, compared, overridden and rebuilt from a document.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

use crate::model::TimeForm;
use crate::sign::template::Part;
use crate::sign::template::Template;

/// How a provider signs a delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Recipe {
    /// What computes the signature.
    pub algorithm: Algorithm,
    /// How the secret's text becomes the key.
    pub key: KeyForm,
    /// What is signed.
    pub message: Template,
    /// What an older, deprecated signature in the same header signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_message: Option<Template>,
    /// How the signature becomes text.
    pub encoding: Encoding,
    /// How the time of signing is spelled, where the scheme has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeForm>,
    /// The headers that carry it, in order. The one with `{signature}` is the signature header.
    pub headers: Vec<SignatureHeader>,
}

/// A header of a signed delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SignatureHeader {
    /// Name, in the documented letter case.
    pub name: String,
    /// Value.
    pub value: Template,
}

/// What computes a signature.
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

/// How signature bytes become text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Encoding {
    /// Lower-case hexadecimal.
    Hex,
    /// Base64, standard alphabet, padded.
    Base64,
}

/// How the text of a secret becomes a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum KeyForm {
    /// Its UTF-8 bytes.
    Text,
    /// Base64 behind a prefix such as `whsec_`, which may be absent.
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
    /// A recipe over the raw body, as hexadecimal text in one header.
    ///
    /// # Panics
    /// When `value` is no template; it is meant for the templates that stand in code.
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

    /// Signs another message than the raw body.
    ///
    /// # Panics
    /// When `message` is no template.
    #[must_use]
    pub fn over(mut self, message: &str) -> Self {
        self.message = template(message);
        self
    }

    /// Carries a deprecated signature over `message` too.
    ///
    /// # Panics
    /// When `message` is no template.
    #[must_use]
    pub fn old_over(mut self, message: &str) -> Self {
        self.old_message = Some(template(message));
        self
    }

    /// Spells the time of signing like this.
    #[must_use]
    pub const fn timed(mut self, form: TimeForm) -> Self {
        self.time = Some(form);
        self
    }

    /// Writes the signature in another encoding.
    #[must_use]
    pub const fn encoded(mut self, encoding: Encoding) -> Self {
        self.encoding = encoding;
        self
    }

    /// Reads the secret's text in another way.
    #[must_use]
    pub fn keyed(mut self, key: KeyForm) -> Self {
        self.key = key;
        self
    }

    /// Sends one more header, before the others.
    ///
    /// # Panics
    /// When `value` is no template.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.insert(0, SignatureHeader { name: name.to_owned(), value: template(value) });
        self
    }

    /// The header that carries the signature.
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
    /// A header from its name and value.
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
