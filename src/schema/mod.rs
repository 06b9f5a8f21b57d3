//! JSON Schemas: of Rust types, of documents, and what they say about a value.

pub(crate) mod canonical;
mod derive;
mod trace;
mod validate;

pub use canonical::CanonicalError;
pub use derive::of_input;
pub use derive::of_type;
pub use derive::pin;
pub use derive::to_text;
pub use trace::order_of_type;
pub use validate::SchemaError;
pub use validate::Validator;
pub use validate::Violation;
