//! JSON Schemas: of Rust types, of documents, and what they say about a value.

mod derive;
mod trace;

pub use derive::of_type;
pub use derive::pin;
pub use trace::order_of_type;
