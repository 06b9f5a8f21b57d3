//! Access tokens that nobody has to remember.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::Digest;
use sha2::Sha256;

use crate::model::SecretText;
use crate::model::Timestamp;
use crate::provider::api::Credential;

/// An access token that tells by itself whose it is and how long it is good, so that whoever serves an API may
/// be stopped and started between two calls. It is a stand-in for a real one and protects nothing.
///
/// ```
/// use hookproof::model::Timestamp;
/// use hookproof::provider::api::{Credential, Token};
///
/// let now: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
/// let token = Token::new(Credential::new("key", "acme"), "admin", now.shifted(3600));
/// let text = token.write("socotra");
/// assert_eq!(Token::read("socotra", text.expose()), Some(token));
/// assert_eq!(Token::read("orum", text.expose()), None);
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Token {
    /// Whose it is.
    pub credential: Credential,
    /// What its owner may do; empty where there is one kind of owner.
    pub role: String,
    /// Until when it is good.
    pub expires: Timestamp,
}

impl Token {
    /// A token from its parts.
    pub fn new(credential: Credential, role: impl Into<String>, expires: Timestamp) -> Self {
        Self { credential, role: role.into(), expires }
    }

    /// The text of the token. What signs for the account is no part of it.
    #[must_use]
    pub fn write(&self, realm: &str) -> SecretText {
        let parts = (self.credential.key.expose(), &self.credential.name, &self.role, self.expires.micros());
        // Texts and a number can always be written.
        let parts = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&parts).unwrap_or_default());
        SecretText::new(format!("{parts}.{}", seal(realm, &parts)))
    }

    /// The token of a text that [`Token::write`] made for the same realm. It may have expired.
    #[must_use]
    pub fn read(realm: &str, text: &str) -> Option<Self> {
        let (parts, sealed) = text.split_once('.')?;
        if sealed != seal(realm, parts) {
            return None;
        }
        let parts = URL_SAFE_NO_PAD.decode(parts).ok()?;
        let (key, name, role, expires): (String, String, String, i64) = serde_json::from_slice(&parts).ok()?;
        Some(Self::new(Credential::new(key, name), role, Timestamp::from_micros(expires)))
    }

    /// Whether it is still good.
    #[must_use]
    pub fn is_good(&self, now: Timestamp) -> bool {
        now < self.expires
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Token")
            .field("role", &self.role)
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}

/// Tells a token that was issued from any other text.
fn seal(realm: &str, parts: &str) -> String {
    let digest = Sha256::new().chain_update(realm).chain_update([0]).chain_update(parts).finalize();
    URL_SAFE_NO_PAD.encode(&digest[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_other_text_is_a_token_and_none_is_good_for_ever() {
        let expires = Timestamp::from_unix(100);
        let token = Token::new(Credential::new("s3cret", "acme").signing("key"), "user", expires);
        let text = token.write("here").expose().to_owned();
        let read = Token::read("here", &text).unwrap();
        assert_eq!((read.credential.name.as_str(), read.credential.secret.as_ref()), ("acme", None));
        assert!(read.is_good(Timestamp::from_unix(99)) && !read.is_good(expires));
        for at in 0..text.len() {
            let mut other = text.clone().into_bytes();
            other[at] ^= 1;
            assert_eq!(Token::read("here", &String::from_utf8(other).unwrap()), None, "{at}");
        }
        for other in ["", ".", "a.b", "Bearer", "\u{1f642}.\u{1f642}"] {
            assert_eq!(Token::read("here", other), None);
        }
        assert!(!format!("{token:?}").contains("s3cret"));
    }
}
