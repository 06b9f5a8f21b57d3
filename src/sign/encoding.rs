//! Encodes signature bytes as text, and decodes them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::sign::recipe::Encoding;

impl Encoding {
    /// Encodes bytes as text.
    #[must_use]
    pub fn write(self, bytes: &[u8]) -> String {
        match self {
            Self::Hex => const_hex::encode(bytes),
            Self::Base64 => STANDARD.encode(bytes),
        }
    }

    /// Decodes text to bytes; `None` if the text is not exactly the output of [`write`](Self::write), so upper-case
    /// hexadecimal is rejected.
    #[must_use]
    pub fn read(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Hex if text.bytes().any(|byte| byte.is_ascii_uppercase()) || text.starts_with("0x") => None,
            Self::Hex => const_hex::decode(text).ok(),
            Self::Base64 => decode_base64(text),
        }
    }
}

pub(super) fn decode_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}
