//! Signing and verification: from bytes and time to headers, and from headers to the reason of a rejection. Nothing
//! here reads the clock.

mod algorithm;
#[cfg(feature = "rsa")]
mod asymmetric;
mod capture;
mod encoding;
mod error;
mod explain;
mod hash_function;
mod hmac;
mod in_body;
mod jwk;
mod jwt;
mod key;
mod key_form;
mod material;
mod recipe;
mod render;
mod rotation;
mod sent;
mod signer;
mod template;
mod token;
mod weakness;

pub use algorithm::Algorithm;
#[cfg(feature = "rsa")]
pub use asymmetric::{KeyPair, generate_keys, generate_keys_for};
pub use encoding::Encoding;
pub use error::{KeyError, Refusal, SignError};
pub(crate) use explain::rewritten;
pub use explain::{Explanation, Mistake, explain};
pub use key_form::KeyForm;
pub use material::Material;
pub use recipe::{Recipe, SecondSignature, SignatureHeader};
pub(crate) use render::Renderer;
pub use rotation::Rotation;
pub use signer::Signer;
pub use template::{Part, Template, TemplateError};
pub use token::Token;
pub(crate) use weakness::Weakness;
