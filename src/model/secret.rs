//! A value that cannot be printed.

use std::fmt;

/// A signing key, password or token. It has no `Display`, and its `Debug` hides it.
///
/// ```
/// assert_eq!(format!("{:?}", hookproof::model::Secret::new("s3cret")), "[secret]");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Box<str>);

impl Secret {
    /// Wraps a secret.
    pub fn new(value: impl Into<Box<str>>) -> Self {
        Self(value.into())
    }

    /// Returns the value, to sign with it or to send it to its owner.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns the value without white space and byte order marks at its ends.
    pub(crate) fn trimmed(&self) -> &str {
        self.0.trim_matches(|character: char| character.is_whitespace() || character == '\u{feff}')
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[secret]")
    }
}

impl From<&str> for Secret {
    fn from(value: &str) -> Self {
        Self::new(value)
    }
}

impl From<String> for Secret {
    fn from(value: String) -> Self {
        Self::new(value)
    }
}
