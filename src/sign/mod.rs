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

pub use error::KeyError;
pub use error::Refusal;
pub use error::SignError;
pub use explain::Explanation;
pub use explain::Mistake;
pub use explain::explain;
pub(crate) use explain::rewritten;
pub(crate) use key::Weakness;
pub use recipe::Algorithm;
pub use recipe::Encoding;
pub use recipe::KeyForm;
pub use recipe::Recipe;
pub use recipe::SignatureHeader;
#[cfg(feature = "rsa")]
pub use rsa::KeyPair;
#[cfg(feature = "rsa")]
pub use rsa::generate_keys;
pub use signer::Material;
pub use signer::Signer;
pub use template::Part;
pub use template::Template;
pub use template::TemplateError;
