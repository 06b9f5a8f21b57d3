//! The JSON layout of a provider. The layout is signed, so it is part of the contract.

use serde::{Deserialize, Serialize};

/// Layout of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BodyStyle {
    /// White space between fields.
    pub indent: Indent,
    /// Whether the body ends in a line feed.
    pub final_newline: bool,
}

/// White space between fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Indent {
    /// No white space.
    Compact,
    /// One field per line, two spaces per level.
    TwoSpaces,
}

impl BodyStyle {
    /// No white space, no final line feed: the output of `JSON.stringify`.
    pub const COMPACT: Self = Self { indent: Indent::Compact, final_newline: false };
    /// No white space, one final line feed.
    pub const COMPACT_LINE: Self = Self { indent: Indent::Compact, final_newline: true };
    /// Two spaces per level, no final line feed.
    pub const INDENTED: Self = Self { indent: Indent::TwoSpaces, final_newline: false };
}
