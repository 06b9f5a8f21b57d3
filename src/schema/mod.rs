//! JSON Schemas: derived from Rust types or inferred from documents, for validation and for comparing two versions.

pub(crate) mod canonical;
mod compare;
pub(crate) mod derive;
pub(crate) mod reference;
mod seen;
mod trace;
mod validate;

pub use canonical::CanonicalError;
pub use compare::Change;
pub use compare::Class;
pub use compare::Contract;
pub use compare::ContractError;
pub use compare::Side;
pub(crate) use derive::of_input;
pub use derive::of_type;
pub(crate) use derive::pin;
#[cfg(feature = "cli")]
pub(crate) use derive::to_text;
pub use reference::ReferenceError;
pub use seen::of_documents;
pub(crate) use trace::order_of_type;
pub use validate::SchemaError;
pub use validate::Validator;
pub use validate::Violation;
