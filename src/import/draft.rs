//! An event on its way to a provider file.

use serde_json::Value;

use crate::provider::Basis;

/// An event on its way to a provider file.
pub(crate) struct Draft {
    pub(crate) name: String,
    pub(super) key: String,
    /// The place in the document.
    pub(crate) from: String,
    pub(super) about: String,
    pub(super) schema: Option<Value>,
    pub(crate) examples: Vec<Value>,
    pub(super) headers: Vec<Header>,
    /// How sure it is that the body is a list of events, if it is one.
    pub(super) in_list: Option<Basis>,
    /// Whether its schema is that of several events, whose names a field lists.
    pub(super) is_one_of: bool,
}

/// A header of a delivery.
#[derive(Clone)]
pub(super) struct Header {
    pub(super) name: String,
    /// Its value, if the document gives one.
    pub(super) value: Option<String>,
    /// Whether the value is the only one that is allowed, and not just an example.
    pub(super) is_only: bool,
}

impl Header {
    /// Returns whether this is the name of the header; letter case does not count.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Returns whether the name ends like one of these, which are in lower case.
    pub(super) fn ends_with(&self, ends: &[&str]) -> bool {
        let name = self.name.to_ascii_lowercase();
        ends.iter().any(|end| name.ends_with(end))
    }
}
