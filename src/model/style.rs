//! The JSON layout of a provider. The layout is signed, so it is part of the contract.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Layout of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BodyStyle {
    /// White space between fields.
    pub indent: Indent,
    /// Whether the body ends in a line feed.
    pub final_newline: bool,
    /// Characters that are escaped.
    #[serde(default, skip_serializing_if = "Escapes::is_needed")]
    pub escapes: Escapes,
}

/// Characters that are escaped in strings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Escapes {
    /// Those for which JSON requires it.
    #[default]
    Needed,
    /// Also all that are not ASCII, such as `\u00e9`: the output of Python's `json.dumps`.
    NonAscii,
    /// Also `/`: the output of PHP's `json_encode`.
    NonAsciiAndSlashes,
}

/// The error for an unknown layout.
#[derive(Debug, Error, PartialEq, Eq)]
#[error(
    "unknown layout `{text}`: expected `compact`, `spaced` or `indented`; the first two may be followed by `escaped` or \
     `escaped slashes`"
)]
#[non_exhaustive]
pub struct LayoutError {
    /// The text.
    pub text: String,
}

/// White space between fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Indent {
    /// No white space.
    Compact,
    /// A space after each comma and each colon.
    Spaced,
    /// One field per line, two spaces per level.
    TwoSpaces,
}

impl BodyStyle {
    /// No white space, no final line feed: the output of `JSON.stringify`.
    pub const COMPACT: Self = Self::of(Indent::Compact);
    /// No white space, one final line feed.
    pub const COMPACT_LINE: Self = Self { final_newline: true, ..Self::of(Indent::Compact) };
    /// Two spaces per level, no final line feed.
    pub const INDENTED: Self = Self::of(Indent::TwoSpaces);

    const fn of(indent: Indent) -> Self {
        Self { indent, final_newline: false, escapes: Escapes::Needed }
    }
}

impl Escapes {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    const fn is_needed(&self) -> bool {
        matches!(self, Self::Needed)
    }
}

/// Reads `compact`, `spaced`, `indented`, `compact escaped`, `spaced escaped slashes` and so on.
impl FromStr for BodyStyle {
    type Err = LayoutError;

    fn from_str(text: &str) -> Result<Self, LayoutError> {
        let wrong = || LayoutError { text: text.to_owned() };
        let words: Vec<&str> = text.split_whitespace().collect();
        let (first, rest) = words.split_first().ok_or_else(wrong)?;
        let indent = match *first {
            "compact" => Indent::Compact,
            "spaced" => Indent::Spaced,
            "indented" if rest.is_empty() => Indent::TwoSpaces,
            _ => return Err(wrong()),
        };
        let escapes = match rest {
            [] => Escapes::Needed,
            ["escaped"] => Escapes::NonAscii,
            ["escaped", "slashes"] => Escapes::NonAsciiAndSlashes,
            _ => return Err(wrong()),
        };
        Ok(Self { escapes, ..Self::of(indent) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts_are_read() {
        let read = |text: &str| text.parse::<BodyStyle>().map(|style| (style.indent, style.escapes));
        assert_eq!(read("compact"), Ok((Indent::Compact, Escapes::Needed)));
        assert_eq!(read("indented"), Ok((Indent::TwoSpaces, Escapes::Needed)));
        assert_eq!(read("spaced escaped"), Ok((Indent::Spaced, Escapes::NonAscii)));
        assert_eq!(read("compact escaped slashes"), Ok((Indent::Compact, Escapes::NonAsciiAndSlashes)));
        for wrong in ["", "wide", "escaped", "indented escaped", "compact slashes", "compact escaped slashes twice"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
