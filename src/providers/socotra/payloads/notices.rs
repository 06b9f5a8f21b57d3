//! What reaches a consumer's URL though it is no event.
#![expect(clippy::exhaustive_structs, reason = "a new type around one value stays that")]

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::provider::payloads;
use crate::providers::socotra::payloads::EventStreamData;
use crate::providers::socotra::payloads::names::EventName;

payloads! {
    /// A delivery failed for good. When it is sent, and where to, is an assumption made from the names: after
    /// the last attempt, to the alert integration.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct FailureMessage {
        /// What came instead of a success.
        pub actual_status: ActualStatus,
        /// The data of the event; its name and id are not sent.
        pub event_data: EventStreamData,
        /// What would have been a success.
        pub expected_status: ExpectedStatus,
        /// Where the event was delivered to.
        pub url: String,
        /// The webhook. The documentation types it as an object here and as a string everywhere else; that it is
        /// a string here too is an assumption.
        pub webhook_name: String,
    }
}

/// The status code of the answer, or `timeout` if there was none in time. The documentation types it as a string; the
/// form is an assumption.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ActualStatus(#[schemars(regex(pattern = "^([1-9][0-9]{2}|timeout)$"))] pub String);

/// What counts as a success. The documentation types it as a string; that it is `2xx` is an assumption.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ExpectedStatus(#[schemars(extend("const" = "2xx"))] pub String);

payloads! {
    /// A webhook was suspended. The documentation has the type and no event that carries it; that it is sent to
    /// the alert integration is an assumption.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct EventStreamWebhookSuspendedData {
        /// Name of the event whose delivery failed.
        pub event: EventName,
        /// The integration that it was delivered to.
        pub integration_name: String,
        /// The webhook.
        pub webhook_name: String,
    }
}
