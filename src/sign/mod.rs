//! Signing and verification: from bytes and time to headers, and from headers to the reason of a rejection. Nothing
//! here reads the clock.

mod encoding;
mod error;
mod explain;
mod key;
mod recipe;
#[cfg(feature = "rsa")]
mod rsa;
mod signer;
mod template;

pub use error::{KeyError, Refusal, SignError};
pub(crate) use explain::rewritten;
pub use explain::{Explanation, Mistake, explain};
pub(crate) use key::Weakness;
pub use recipe::{Algorithm, Encoding, KeyForm, Recipe, SignatureHeader};
#[cfg(feature = "rsa")]
pub use rsa::KeyPair;
#[cfg(feature = "rsa")]
pub use rsa::generate_keys;
pub use signer::{Material, Signer};
pub use template::{Part, Template, TemplateError};
