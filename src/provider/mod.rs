//! What a provider is: a value that can be printed, compared, overridden and rebuilt from a document.
//!
//! Nothing downstream may tell a provider that was written in Rust from one that was read from a file,
//! so nothing downstream matches on a provider's name.

mod dispatch;
mod example;
mod fact;
mod payload;
mod settings;
mod sheet;

pub use dispatch::IdSource;
pub use example::Contradiction;
pub use example::Example;
pub use example::Origin;
pub use fact::Basis;
pub use fact::Fact;
pub use payload::Decoder;
pub use payload::Kind;
pub use payload::Payload;
pub use settings::AssumeError;
pub use sheet::Delivery;
pub use sheet::Envelope;
pub use sheet::IdForm;
pub use sheet::Provider;
pub use sheet::Redirects;
pub use sheet::Signing;
pub use sheet::Slot;
pub use sheet::TimeSlot;
pub use sheet::UnknownName;
