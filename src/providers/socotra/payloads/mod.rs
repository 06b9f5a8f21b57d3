//! What Socotra Core sends: one envelope for every event, its data as thin as a locator; and the bodies
//! of its management API.
#![expect(clippy::exhaustive_structs, reason = "a new type around one value stays that")]

mod account;
mod integrations;
mod management;
mod names;
mod notices;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::provider::payloads;

pub use account::{AuthenticateRequest, AuthenticateResponse, ErrorResponse, SsoClientAuthenticateRequest};
pub use integrations::{
    ExternalServiceIntegrationAddRequest, ExternalServiceIntegrationResponse, ExternalServiceIntegrationUpdateRequest,
    ExternalServiceIntegrationsResponse, IntegrationKind, SecuritySpecification,
};
pub use management::{
    FailureHandlingRequest, FailureHandlingResponse, FailureMode, FailureStatus, RetryStrategy,
    WebhookDivertedEventResponse, WebhookDivertedEventsResponse, WebhookRequest, WebhookResponse, WebhooksResponse,
};
pub use names::EventName;
pub use notices::{ActualStatus, EventStreamWebhookSuspendedData, ExpectedStatus, FailureMessage};

payloads! {
    /// Something happened in a tenant. The documentation types every event like this and does not print what
    /// the data of a single one holds.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct WebhookPayload<D> {
        /// Identifies the event.
        pub id: String,
        /// When it happened, in milliseconds since 1970, as a string.
        pub timestamp: Milliseconds,
        /// What it happened to.
        pub data: D,
        /// The transaction that raised the event; a diverted event is addressed by it.
        #[serde(rename = "transactionId")]
        pub transaction_id: String,
        /// Name of the event.
        #[serde(rename = "type")]
        pub kind: String,
        /// The user whose action raised the event.
        pub username: String,
    }
}

/// Data of an event: an object of its own for each type, whose fields are not public.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct EventStreamData(pub Map<String, Value>);

payloads! {
    /// Data of an event of a policy. One real `policy.create` held a `policyLocator` and nothing else; that the
    /// other events of the family hold one too is an assumption.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct PolicyData {
        /// The policy; the one that was seen is a decimal number in a string.
        #[serde(rename = "policyLocator")]
        pub policy_locator: Option<String>,
        /// Fields that are not public.
        #[serde(flatten)]
        pub others: Map<String, Value>,
    }
}

/// Milliseconds since 1970 in decimal digits, as far as the year 33658.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Milliseconds(#[schemars(regex(pattern = "^(0|[1-9][0-9]{0,14})$"))] pub String);
