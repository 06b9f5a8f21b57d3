//! Self-contained access tokens: the server does not store them.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::model::{SecretText, Timestamp};
use crate::provider::api::credential::Credential;

/// An access token that contains its account and its expiry, so that a server of the API can be stopped and restarted
/// between two calls. It is a stand-in for a real token and does not provide security.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Token {
    /// Credential of the account.
    pub credential: Credential,
    /// Role of its owner; empty if the API has only one kind of owner.
    pub role: String,
    /// Expiry.
    pub expires: Timestamp,
}

impl Token {
    /// Creates a token from its parts.
    pub fn new(credential: Credential, role: impl Into<String>, expires: Timestamp) -> Self {
        Self { credential, role: role.into(), expires }
    }

    /// Returns the text of the token. It does not contain the signing secret of the account.
    #[must_use]
    pub fn write(&self, realm: &str) -> SecretText {
        let parts = (self.credential.key.expose(), &self.credential.name, &self.role, self.expires.micros());
        // Serializing strings and a number cannot fail.
        let parts = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&parts).unwrap_or_default());
        SecretText::new(format!("{parts}.{}", seal(realm, &parts)))
    }

    /// Reads a token that [`Token::write`] wrote for the same realm. It may have expired.
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

    /// Returns whether it has not expired yet.
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

/// Computes the checksum that distinguishes an issued token from any other text.
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

    #[test]
    fn a_token_is_read_in_its_own_realm_only() {
        let now: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
        let token = Token::new(Credential::new("key", "acme"), "admin", now.shifted(3600));
        let text = token.write("socotra");
        assert_eq!(Token::read("socotra", text.expose()), Some(token));
        assert_eq!(Token::read("orum", text.expose()), None);
    }
}
