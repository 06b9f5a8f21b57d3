//! How payloads grow without a new version.

use serde::Deserialize;
use serde::Serialize;

/// What a provider may begin to send although today's schema does not name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Growth {
    /// Members that no object had before.
    pub members: bool,
    /// Values that no list had before.
    pub values: bool,
}

impl Default for Growth {
    /// Both may come: no provider that we know of promises otherwise.
    fn default() -> Self {
        Self { members: true, values: true }
    }
}
