//! JSON Schemas: derived from Rust types or inferred from documents, for validation and for comparing two versions.

pub(crate) mod canonical;
mod compare;
pub(crate) mod derive;
pub(crate) mod reference;
mod seen;
mod trace;
mod validate;

pub use canonical::CanonicalError;
pub use compare::{Change, Class, Contract, ContractError, Side};
pub use derive::of_type;
#[cfg(feature = "cli")]
pub(crate) use derive::to_text;
pub(crate) use derive::{of_input, pin};
pub use reference::ReferenceError;
pub use seen::of_documents;
pub(crate) use trace::order_of_type;
pub use validate::{SchemaError, Validator, Violation};
