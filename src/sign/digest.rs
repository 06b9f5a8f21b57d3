//! Signature bytes: computing, comparing and spelling them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::Mac;

use crate::sign::key::Key;
use crate::sign::recipe::Encoding;
use crate::sign::signer::SignError;

impl Key {
    /// The signature of a message that comes in pieces.
    #[cfg_attr(not(feature = "rsa"), expect(clippy::unnecessary_wraps, reason = "RSA can fail"))]
    pub(super) fn sign(&self, pieces: &[&[u8]]) -> Result<Vec<u8>, SignError> {
        match self {
            Self::Sha256(state) => Ok(fed(&**state, pieces).finalize().into_bytes().to_vec()),
            Self::Sha512(state) => Ok(fed(&**state, pieces).finalize().into_bytes().to_vec()),
            #[cfg(feature = "rsa")]
            Self::Rsa(key) => key.sign(&pieces.concat()),
        }
    }

    /// Whether `signature` is that of the message, compared in constant time.
    pub(super) fn verifies(&self, pieces: &[&[u8]], signature: &[u8]) -> bool {
        match self {
            Self::Sha256(state) => fed(&**state, pieces).verify_slice(signature).is_ok(),
            Self::Sha512(state) => fed(&**state, pieces).verify_slice(signature).is_ok(),
            #[cfg(feature = "rsa")]
            Self::Rsa(key) => key.verifies(&pieces.concat(), signature),
        }
    }
}

fn fed<M: Mac + Clone>(state: &M, pieces: &[&[u8]]) -> M {
    let mut state = state.clone();
    for piece in pieces {
        state.update(piece);
    }
    state
}

impl Encoding {
    /// Bytes to text.
    #[must_use]
    pub fn write(self, bytes: &[u8]) -> String {
        match self {
            Self::Hex => const_hex::encode(bytes),
            Self::Base64 => STANDARD.encode(bytes),
        }
    }

    /// Text to bytes; `None` where the text is not exactly what [`write`](Self::write) makes, so
    /// upper-case hexadecimal is refused.
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
