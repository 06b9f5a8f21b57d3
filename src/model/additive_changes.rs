//! Additive changes that a provider makes to payloads without a new version.

use serde::{Deserialize, Serialize};

/// The additive changes that a provider may make although today's schema does not contain them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AdditiveChanges {
    /// New fields.
    pub fields: bool,
    /// New enum values.
    pub values: bool,
}

impl Default for AdditiveChanges {
    /// Allows both, because no known provider rules them out.
    fn default() -> Self {
        Self { fields: true, values: true }
    }
}
