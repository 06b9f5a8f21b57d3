//! Conditions of a run, as needed to repeat it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Conditions of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Provenance {
    /// Start time, in UTC.
    pub started: String,
    /// Version of hookproof.
    pub version: String,
    /// The commit that this hookproof was built from, if its build named one (`HOOKPROOF_COMMIT`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// The provider.
    pub provider: String,
    /// SHA-256 of the provider's description, with every override of this run.
    pub provider_digest: String,
    /// The endpoint.
    pub target: String,
    /// The user's label for this run: a revision of the endpoint, a build.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Size of the run: `smoke`, `pr` or `full`.
    pub profile: String,
    /// Flags of the command line, except those that have a field here. They contain no secret.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
    /// Checks and families that were selected, if not all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
    /// Checks and families that were left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skip: Vec<String>,
    /// Fixes the shapes of what was sent.
    pub seed: u64,
    /// With the seed, fixes its bytes.
    pub salt: String,
    /// Generated payloads for each event type.
    pub cases: u32,
    /// Known failures, which do not fail the run.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<String>,
    /// Checks that were not judged, with the reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<SkippedCheck>,
}

/// A check that was not judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct SkippedCheck {
    /// Its id.
    pub check: String,
    /// Reason.
    pub reason: String,
}

impl SkippedCheck {
    pub(crate) fn new(check: &str, reason: Option<&str>) -> Self {
        Self { check: check.to_owned(), reason: reason.unwrap_or_default().to_owned() }
    }
}
