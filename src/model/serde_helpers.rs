//! Helpers for fields that may be left out of a document.

use serde::{Deserialize, Deserializer};

/// Reads null as if the field was left out.
pub(crate) fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}
