//! An event on its way to a provider file.

use serde_json::Value;

/// An event on its way to a provider file.
pub(crate) struct Draft {
    pub(crate) name: String,
    pub(super) key: String,
    /// The place in the document.
    pub(crate) from: String,
    pub(super) about: String,
    pub(super) schema: Option<Value>,
    pub(crate) examples: Vec<Value>,
    pub(super) headers: Vec<(String, Option<String>)>,
}
