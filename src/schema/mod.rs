//! JSON Schemas: of Rust types, of documents, and what they say about a value.

pub(crate) mod canonical;
mod validate;

pub use canonical::CanonicalError;
pub use validate::SchemaError;
pub use validate::Validator;
pub use validate::Violation;
