//! JSON Schemas: derived from Rust types or inferred from documents, for validation and for comparing two versions.

pub(crate) mod canonical;
mod compare;
mod deep_stack;
pub(crate) mod derive;
pub(crate) mod dialect;
mod endless;
mod inferred;
pub(crate) mod reference;
mod texts;
mod typed;
mod validate;

pub use canonical::CanonicalError;
pub use compare::{Change, Class, Contract, ContractError, Side};
pub(crate) use deep_stack::on_deep_stack;
pub use derive::of_type;
#[cfg(feature = "cli")]
pub(crate) use derive::to_text;
pub(crate) use derive::{field_at, of_input, pin};
pub(crate) use dialect::is_like_schema;
pub use inferred::of_documents;
pub use reference::ReferenceError;
pub(crate) use texts::{is_of_objects, nested_field, read_texts};
pub(crate) use typed::{order_of_type, read_as};
pub use validate::{SchemaError, Validator, Violation};
