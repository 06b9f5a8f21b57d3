//! How a run was made: what somebody needs who wants to make it again.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

/// How a run was made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Provenance {
    /// When it began, in UTC.
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
    /// What the user calls this run: a revision of the endpoint, a build.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// How much was run: `smoke`, `pr` or `full`.
    pub profile: String,
    /// Flags of the command line, but for those that have a field here. They hold no secret.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<String>,
    /// Checks and families that alone were to be run.
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
    /// What was not judged, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<SkippedCheck>,
}

/// A check that was not judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct SkippedCheck {
    /// Its id.
    pub check: String,
    /// Why.
    pub reason: String,
}

impl SkippedCheck {
    pub(crate) fn new(check: &str, reason: Option<&str>) -> Self {
        Self { check: check.to_owned(), reason: reason.unwrap_or_default().to_owned() }
    }
}
