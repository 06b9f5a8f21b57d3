//! The token that some providers send instead of a bare signature, as data.

use serde::{Deserialize, Serialize};

use crate::sign::template::{Part, Template};

/// A JSON Web Token (RFC 7519) that is sent instead of a bare signature. Its claims are what is signed, and the message of
/// the recipe is not used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Token {
    /// Fields of the header after `alg`, such as `typ` and `kid`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub header: Vec<(String, String)>,
    /// The claims, in order. A claim that is only a time is written as a number.
    pub claims: Vec<(String, Template)>,
}

impl Token {
    /// Creates a token with these claims.
    #[must_use]
    pub const fn new(claims: Vec<(String, Template)>) -> Self {
        Self { header: Vec::new(), claims }
    }

    /// Sets the fields of the header after `alg`.
    #[must_use]
    pub fn with_header(mut self, header: Vec<(String, String)>) -> Self {
        self.header = header;
        self
    }

    /// Returns the pieces of all claims.
    pub(super) fn parts(&self) -> impl Iterator<Item = &Part> {
        self.claims.iter().flat_map(|(_, template)| template.parts())
    }
}
