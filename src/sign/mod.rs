//! Signatures both ways: bytes and time in, headers out; and headers in, the reason of a refusal out.
//! Nothing here asks the clock.

mod digest;
mod explain;
mod key;
mod recipe;
#[cfg(feature = "rsa")]
mod rsa;
mod signer;
mod template;

pub use explain::Explanation;
pub use explain::Mistake;
pub use explain::explain;
pub use key::KeyError;
pub use key::KeyForm;
pub use recipe::Algorithm;
pub use recipe::Encoding;
pub use recipe::Recipe;
pub use recipe::SignatureHeader;
#[cfg(feature = "rsa")]
pub use rsa::KeyPair;
#[cfg(feature = "rsa")]
pub use rsa::generate_keys;
pub use signer::Material;
pub use signer::Refusal;
pub use signer::SignError;
pub use signer::Signer;
pub use template::Part;
pub use template::Template;
pub use template::TemplateError;
