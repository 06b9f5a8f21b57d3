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

    const fn name(self) -> &'static str {
        match self {
            Self::Hex => "hex",
            Self::Base64 => "base64",
            Self::Base64Url => "base64url",
        }
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
}
