//! HMAC keys.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

use crate::sign::error::KeyError;
use crate::sign::hash_function::HashFunction;

/// An HMAC key with precomputed state.
#[derive(Clone)]
pub(super) enum HmacKey {
    Sha1(Box<Hmac<Sha1>>),
    Sha256(Box<Hmac<Sha256>>),
    Sha384(Box<Hmac<Sha384>>),
    Sha512(Box<Hmac<Sha512>>),
}

impl HmacKey {
    pub(super) fn new(function: HashFunction, key: &[u8]) -> Result<Self, KeyError> {
        Ok(match function {
            HashFunction::Sha1 => Self::Sha1(state(key)?),
            HashFunction::Sha256 => Self::Sha256(state(key)?),
            HashFunction::Sha384 => Self::Sha384(state(key)?),
            HashFunction::Sha512 => Self::Sha512(state(key)?),
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
