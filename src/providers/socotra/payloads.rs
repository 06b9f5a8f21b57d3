//! What Socotra Core sends: one envelope for every event, its data as thin as a locator.
#![expect(clippy::exhaustive_structs, reason = "a test builds the payloads that it sends")]

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Map;
use serde_json::Value;

/// Something happened in a tenant. The documentation types every event like this and does not print what
/// the data of a single one holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WebhookPayload {
    /// Identifies the event.
    pub id: String,
    /// When it happened, in milliseconds since 1970, as a string.
    pub timestamp: Milliseconds,
    /// What it happened to.
    pub data: EventStreamData,
    /// The transaction that raised the event; a diverted event is addressed by it.
    #[serde(rename = "transactionId")]
    pub transaction_id: String,
    /// Name of the event.
    #[serde(rename = "type")]
    pub kind: String,
    /// The user whose action raised the event.
    pub username: String,
}

/// Data of an event: an object of its own for each type, whose members are not public. One real delivery
/// of `policy.create` held a `policyLocator` and nothing else.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct EventStreamData(pub Map<String, Value>);

/// Milliseconds since 1970 in decimal digits, as far as the year 33658.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Milliseconds(#[schemars(regex(pattern = "^(0|[1-9][0-9]{0,14})$"))] pub String);
