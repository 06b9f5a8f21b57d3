//! A provider from a file, or from the catalogue.
//!
//! A file is TOML; JSON and YAML have the same shape. Six lines suffice:
//!
//! ```toml
//! signature = "Acme-Signature: t={time},v1={hmac-sha256}"
//! signs     = "{time}.{body}"
//! event     = "/type"
//! id        = "/id evt_[A-Za-z0-9]{24}"
//! retry     = "5s 5m 30m"
//! payloads  = ["examples/*.json"]
//! ```

mod build;
mod document;
mod error;
mod facts;
mod fields;
mod find;
mod folder;
mod handshake;
mod keys;
mod node;
mod payloads;
mod retry;
mod schema;
mod signature;
mod slots;
mod toml;
mod vectors;
mod yaml;

pub use error::ProviderFileError;
pub use find::{Described, describe, find};
pub use schema::schema;
pub use vectors::Vector;
