//! Who calls a management API.

use crate::model::SecretText;

/// The credential that a call presents to identify its account.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Credential {
    /// Key that identifies the account. It may be a secret and is never shown.
    pub key: SecretText,
    /// Display name of the account.
    pub name: String,
    /// Signing secret for subscriptions of the account that have no secret of their own.
    pub secret: Option<SecretText>,
}

impl Credential {
    /// Creates a credential of this key, under this name.
    pub fn new(key: impl Into<String>, name: impl Into<String>) -> Self {
        Self { key: SecretText::new(key), name: name.into(), secret: None }
    }

    /// Sets the signing secret of the account.
    #[must_use]
    pub fn signing(mut self, secret: impl Into<String>) -> Self {
        self.secret = Some(SecretText::new(secret));
        self
    }
}
