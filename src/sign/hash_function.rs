//! Hash functions: those of HMAC, and those of an attacker who has no key.

use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// A hash function.
#[derive(Clone, Copy)]
pub(super) enum HashFunction {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl HashFunction {
    /// Returns the hash of a message without a key.
    pub(super) fn hash(self, pieces: &[&[u8]]) -> Vec<u8> {
        let message = pieces.concat();
        match self {
            Self::Sha1 => Sha1::digest(message).to_vec(),
            Self::Sha256 => Sha256::digest(message).to_vec(),
            Self::Sha384 => Sha384::digest(message).to_vec(),
            Self::Sha512 => Sha512::digest(message).to_vec(),
        }
    }
}
