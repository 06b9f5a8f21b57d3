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

#[cfg(feature = "cli")]
pub(crate) use find::known;

pub use error::ProviderFileError;
pub use find::{Described, describe, find};
pub use schema::schema;
pub use vectors::Vector;

/// Reads a YAML document. Aliases, and values that are nested too deep, are errors.
#[cfg(feature = "cli")]
pub(crate) fn yaml_value(file: &str, text: &str) -> Result<serde_json::Value, ProviderFileError> {
    yaml::parse(file, text).map(|node| node.to_value())
}

/// Returns the form of an id that looks like an example, as a provider file has it.
#[cfg(feature = "cli")]
pub(crate) fn id_form_like(example: &str) -> Option<String> {
    use crate::provider::IdForm;
    Some(match slots::form_like(example)? {
        IdForm::Uuid => "uuid".to_owned(),
        IdForm::Hex32 => "hex32".to_owned(),
        IdForm::Hex24 => "hex24".to_owned(),
        IdForm::Pattern(pattern) => pattern.to_string(),
        _ => return None,
    })
}
