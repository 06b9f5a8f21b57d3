//! A secret in a payload.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A secret inside a payload, such as a key, a password or a token. It is read and written as the string that
/// it is; its `Debug` hides it, and the format `password` of its schema tells others to.
///
/// ```
/// use hookproof::model::SecretText;
///
/// let secret: SecretText = serde_json::from_str("\"s3cret\"").unwrap();
/// assert_eq!(format!("{secret:?}"), "[secret]");
/// assert_eq!(serde_json::to_string(&secret).unwrap(), "\"s3cret\"");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(description = "A secret, such as a key, a password or a token.")]
pub struct SecretText(#[schemars(extend("format" = "password"))] String);

impl SecretText {
    /// Wraps a secret.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// Returns the value, to compare it or to send it to its owner.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[secret]")
    }
}
