//! Encodes signature bytes as text, and decodes them.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use crate::model::by_name;

/// The text encoding of signature bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Encoding {
    /// Lower-case hexadecimal.
    Hex,
    /// Base64, standard alphabet, padded.
    Base64,
    /// Base64, URL alphabet, without padding.
    #[serde(rename = "base64url")]
    Base64Url,
}

impl Encoding {
    /// Every encoding.
    pub const ALL: [Self; 3] = [Self::Hex, Self::Base64, Self::Base64Url];

    /// Encodes bytes as text.
    #[must_use]
    pub fn write(self, bytes: &[u8]) -> String {
        match self {
            Self::Hex => const_hex::encode(bytes),
            Self::Base64 => STANDARD.encode(bytes),
            Self::Base64Url => URL_SAFE_NO_PAD.encode(bytes),
        }
    }

    /// Decodes text to bytes; `None` if the text is not exactly the output of [`write`](Self::write), so upper-case
    /// hexadecimal is rejected.
    #[must_use]
    pub fn read(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Hex if text.bytes().any(|byte| byte.is_ascii_uppercase()) || text.starts_with("0x") => None,
            Self::Hex => const_hex::decode(text).ok(),
            Self::Base64 => STANDARD.decode(text).ok(),
            Self::Base64Url => URL_SAFE_NO_PAD.decode(text).ok(),
        }
    }

    /// Decodes text as lenient decoders do: in any letter case, with any padding, and without the characters that the
    /// encoding does not have.
    pub(crate) fn read_leniently(self, text: &str) -> Vec<u8> {
        let (digits, bits): (Vec<u8>, usize) = match self {
            Self::Hex => (text.chars().filter_map(|digit| u8::try_from(digit.to_digit(16)?).ok()).collect(), 4),
            Self::Base64 | Self::Base64Url => (text.bytes().filter_map(sextet).collect(), 6),
        };
        let (mut bytes, mut held, mut count) = (Vec::with_capacity(digits.len()), 0_u16, 0);
        for digit in digits {
            held = (held << bits | u16::from(digit)) & 0x3fff;
            count += bits;
            if count >= 8 {
                count -= 8;
                bytes.push((held >> count).to_le_bytes()[0]);
            }
        }
        bytes
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Hex => "hex",
            Self::Base64 => "base64",
            Self::Base64Url => "base64url",
        }
    }
}

/// Returns the value of a digit of base64, in either alphabet.
const fn sextet(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

by_name!(Encoding, (), |_| ());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_the_name_is_the_same_everywhere() {
        for encoding in Encoding::ALL {
            for bytes in [&b""[..], b"\xfb\xff", b"\xfb\xff\xfe\x00"] {
                assert_eq!(encoding.read(&encoding.write(bytes)).as_deref(), Some(bytes), "{encoding}");
            }
            assert_eq!(serde_json::to_value(encoding).unwrap(), encoding.name());
            assert_eq!(encoding.name().parse(), Ok(encoding));
        }
        assert_eq!(Encoding::Base64Url.write(b"\xfb\xff"), "-_8");
        assert_eq!(Encoding::Base64Url.read("-_8="), None);
        assert_eq!(Encoding::Base64Url.read("+/8"), None);
    }

    #[test]
    fn lenient_decoders_accept_other_spellings_of_the_same_bytes() {
        for bytes in [&b""[..], b"\xfb", b"\xfb\xff", b"\xfb\xff\xfe", b"\xfb\xff\xfe\x00"] {
            for encoding in Encoding::ALL {
                assert_eq!(encoding.read_leniently(&encoding.write(bytes)), bytes, "{encoding}");
            }
            let hex = Encoding::Hex.write(bytes);
            assert_eq!(Encoding::Hex.read_leniently(&hex.to_uppercase()), bytes);
            assert_eq!(Encoding::Hex.read_leniently(&(hex + "é")), bytes);
            let base64 = Encoding::Base64.write(bytes);
            assert_eq!(Encoding::Base64Url.read_leniently(&base64), bytes);
            assert_eq!(Encoding::Base64.read_leniently(&base64.replace('=', "é")), bytes);
            assert_eq!(Encoding::Base64.read_leniently(base64.trim_end_matches('=')), bytes);
        }
        // The last bits do not belong to a byte.
        assert_eq!(Encoding::Base64.read_leniently("-_9"), b"\xfb\xff");
        assert_eq!(Encoding::Hex.read_leniently("fbf"), b"\xfb");
    }
}
