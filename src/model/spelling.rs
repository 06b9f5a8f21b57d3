//! Other spellings of the same document, as the libraries of other languages write it.

use std::io;

use serde::Serialize;
use serde_json::ser::Formatter;

use crate::model::style::{BodyStyle, Escapes, Indent};

/// The spelling of a document in a style other than the provider's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Spelling {
    /// Separator between fields or items.
    pub comma: &'static str,
    /// Separator between a name and its value.
    pub colon: &'static str,
    /// Escaping of non-ASCII characters.
    pub ascii: Escape,
    /// Escaping of `/`.
    pub slash: Escape,
}

/// The escaping of characters for which JSON does not require it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a yes or a no")]
pub enum Escape {
    /// Not escaped.
    No,
    /// Escaped.
    Yes,
}

impl Spelling {
    /// Python's `json.dumps`.
    pub const PYTHON: Self = Self { comma: ", ", colon: ": ", ascii: Escape::Yes, slash: Escape::No };
    /// Python's `json.dumps` without `ensure_ascii`.
    pub const PYTHON_UNICODE: Self = Self { comma: ", ", colon: ": ", ascii: Escape::No, slash: Escape::No };
    /// PHP's `json_encode`.
    pub const PHP: Self = Self { comma: ",", colon: ":", ascii: Escape::Yes, slash: Escape::Yes };
    /// White space wherever JSON allows it.
    pub const LOOSE: Self = Self { comma: " ,\n\t", colon: " : ", ascii: Escape::Yes, slash: Escape::Yes };

    /// Writes a document.
    #[must_use]
    pub fn write(self, document: &impl Serialize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(512);
        let written = self.write_to(document, &mut bytes);
        debug_assert!(written.is_ok(), "a document in memory always has a text");
        bytes
    }

    /// Appends a document to `bytes`.
    pub(super) fn write_to(self, document: &impl Serialize, bytes: &mut Vec<u8>) -> serde_json::Result<()> {
        document.serialize(&mut serde_json::Serializer::with_formatter(bytes, self))
    }

    /// Returns the spelling of a layout without indentation.
    pub(super) const fn of(style: BodyStyle) -> Self {
        let (comma, colon) = match style.indent {
            Indent::Spaced => (", ", ": "),
            Indent::Compact | Indent::TwoSpaces => (",", ":"),
        };
        let (ascii, slash) = match style.escapes {
            Escapes::Needed => (Escape::No, Escape::No),
            Escapes::NonAscii => (Escape::Yes, Escape::No),
            Escapes::NonAsciiAndSlashes => (Escape::Yes, Escape::Yes),
        };
        Self { comma, colon, ascii, slash }
    }
}

impl Formatter for Spelling {
    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(self.comma.as_bytes()) }
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(self.comma.as_bytes()) }
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(self.colon.as_bytes())
    }

    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        for letter in fragment.chars() {
            match letter {
                '/' if self.slash == Escape::Yes => writer.write_all(b"\\/")?,
                _ if letter.is_ascii() || self.ascii == Escape::No => write!(writer, "{letter}")?,
                _ => {
                    for unit in letter.encode_utf16(&mut [0; 2]) {
                        write!(writer, "\\u{unit:04x}")?;
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_differ_in_spaces_and_escapes() {
        let document = serde_json::json!({"a": "é/"});
        assert_eq!(Spelling::PYTHON.write(&document), br#"{"a": "\u00e9/"}"#);
        assert_eq!(Spelling::PHP.write(&document), br#"{"a":"\u00e9\/"}"#);
        for (layout, spelling) in [("spaced escaped", Spelling::PYTHON), ("compact escaped slashes", Spelling::PHP)] {
            assert_eq!(Spelling::of(layout.parse().unwrap()), spelling, "{layout}");
        }
    }
}
