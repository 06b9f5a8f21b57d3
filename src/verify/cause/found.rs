//! A cause that was found in a run, with its texts, so that old reports stay readable.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::verify::cause::finding::Harm;

/// A cause that was found in a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct FoundCause {
    /// Stable name, for `hookproof help ID`.
    pub id: String,
    /// Problem of the endpoint or of the set-up.
    pub title: String,
    /// Observation in the run.
    pub seen: String,
    /// Consequence in production.
    pub why: String,
    /// Change that fixes it.
    pub fix: String,
    /// Change in some frameworks: a name and a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub frameworks: Vec<(String, String)>,
    /// Kind of harm.
    pub harm: Harm,
    /// What decided it: what the checks saw, or the delivery of a probe; absent if it is only the most likely cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
    /// Ids of the failed checks that it explains, the one that shows it best first; none if it is about the set-up of a
    /// run in which no check could be judged.
    pub checks: Vec<String>,
}

impl FoundCause {
    /// Whether it is about the set-up of the run and not about the endpoint.
    #[must_use]
    pub fn is_set_up(&self) -> bool {
        self.harm == Harm::SetUp
    }
}
