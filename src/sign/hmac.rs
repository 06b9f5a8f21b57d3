//! HMAC keys, and the hashes that an attacker computes without a key.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::sign::algorithm::Algorithm;
use crate::sign::error::KeyError;

/// An HMAC key with precomputed state.
#[derive(Clone)]
pub(super) enum HmacKey {
    Sha1(Box<Hmac<Sha1>>),
    Sha256(Box<Hmac<Sha256>>),
    Sha384(Box<Hmac<Sha384>>),
    Sha512(Box<Hmac<Sha512>>),
}

impl HmacKey {
    pub(super) fn new(algorithm: Algorithm, key: &[u8]) -> Result<Self, KeyError> {
        Ok(match algorithm {
            Algorithm::HmacSha1 => Self::Sha1(state(key)?),
            Algorithm::HmacSha384 => Self::Sha384(state(key)?),
            Algorithm::HmacSha512 => Self::Sha512(state(key)?),
            _ => Self::Sha256(state(key)?),
        })
    }

    pub(super) fn sign(&self, pieces: &[&[u8]]) -> Vec<u8> {
        match self {
            Self::Sha1(state) => fed(&**state, pieces).finalize().into_bytes().to_vec(),
            Self::Sha256(state) => fed(&**state, pieces).finalize().into_bytes().to_vec(),
            Self::Sha384(state) => fed(&**state, pieces).finalize().into_bytes().to_vec(),
            Self::Sha512(state) => fed(&**state, pieces).finalize().into_bytes().to_vec(),
        }
    }
}

/// Returns the hash of a message, by the hash function of an HMAC algorithm.
pub(super) fn hash(algorithm: Algorithm, pieces: &[&[u8]]) -> Vec<u8> {
    let message = pieces.concat();
    match algorithm {
        Algorithm::HmacSha1 => Sha1::digest(message).to_vec(),
        Algorithm::HmacSha384 => Sha384::digest(message).to_vec(),
        Algorithm::HmacSha512 => Sha512::digest(message).to_vec(),
        _ => Sha256::digest(message).to_vec(),
    }
}

fn state<M: KeyInit>(key: &[u8]) -> Result<Box<M>, KeyError> {
    let form = |_| KeyError::Form { form: "usable as an HMAC key", detail: String::new() };
    M::new_from_slice(key).map(Box::new).map_err(form)
}

fn fed<M: Mac + Clone>(state: &M, pieces: &[&[u8]]) -> M {
    let mut state = state.clone();
    for piece in pieces {
        state.update(piece);
    }
    state
}
