//! Webhooks as they are set up and listed, and the events that were diverted.
#![expect(clippy::exhaustive_structs, reason = "a new type around one value stays that")]

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::provider::payloads;
use crate::providers::socotra::payloads::names::EventName;
use crate::providers::socotra::payloads::{EventStreamData, Milliseconds};

payloads! {
    /// Creates the webhook of this name, or changes it. No default is documented; that a webhook which is there
    /// keeps what is left out is an assumption.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct WebhookRequest {
        /// The name by which the webhook is addressed. That it is not empty is an assumption.
        #[schemars(length(min = 1))]
        pub name: String,
        /// The integration that hears of failures.
        pub alert_integration_name: Option<String>,
        /// The name for people.
        pub display_name: Option<String>,
        /// Whether events are delivered.
        pub enabled: Option<bool>,
        /// The events that are delivered.
        pub events: Option<Vec<EventName>>,
        /// What is done with a delivery that failed.
        pub failure_handling: Option<FailureHandlingRequest>,
        /// The integration that events are delivered to: it has the URL, the headers and the secret.
        pub integration_name: Option<String>,
        /// Whether `alertIntegrationName` is removed, so that failures are no longer reported. The documentation gives
        /// only the name of this field.
        pub reset_alert_integration_name: Option<bool>,
        /// How often a failed delivery is tried again.
        pub retry_strategy: Option<RetryStrategy>,
    }

    /// A webhook.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct WebhookResponse {
        /// The name by which the webhook is addressed.
        pub name: String,
        /// Whether events are delivered.
        pub enabled: bool,
        /// The events that are delivered.
        pub events: Vec<EventName>,
        /// What is done with a delivery that failed.
        pub failure_handling: FailureHandlingResponse,
        /// The integration that events are delivered to.
        pub integration_name: String,
        /// How often a failed delivery is tried again.
        pub retry_strategy: RetryStrategy,
        /// Whether failures have suspended it; it may be enabled all the same.
        pub suspended: bool,
        /// When it was suspended.
        pub suspended_timestamp: Option<Milliseconds>,
        /// The integration that hears of failures.
        pub alert_integration_name: Option<String>,
        /// The name for people.
        pub display_name: Option<String>,
    }

    /// All webhooks; the list has no pages.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct WebhooksResponse {
        /// The webhooks.
        pub webhooks: Vec<WebhookResponse>,
    }

    /// What is to be done with a delivery that failed.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct FailureHandlingRequest {
        /// Answers that count as a failure to be handled.
        pub act_on_status_codes: Option<Vec<FailureStatus>>,
        /// Whether an answer that comes too late is one.
        pub act_on_timeout: Option<bool>,
        /// What is done.
        pub mode: Option<FailureMode>,
    }

    /// What is done with a delivery that failed.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct FailureHandlingResponse {
        /// Answers that count as a failure to be handled.
        pub act_on_status_codes: Vec<FailureStatus>,
        /// Whether an answer that comes too late is one.
        pub act_on_timeout: bool,
        /// What is done.
        pub mode: FailureMode,
    }
}

/// A status code, or a class of them: `404`, `4xx`, `5xx`. The documentation types it as a string; these
/// forms are those of the newer product, and an assumption here.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct FailureStatus(#[schemars(regex(pattern = "^([1-5][0-9]{2}|[45]xx)$"))] pub String);

/// What is done with a delivery that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum FailureMode {
    None,
    Divert,
    Suspend,
}

/// How often a failed delivery is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum RetryStrategy {
    None,
    One,
    Three,
}

payloads! {
    /// A page of diverted events. Nothing in it shows whether more follow: a short page is the last.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct WebhookDivertedEventsResponse {
        /// The events.
        pub events: Vec<WebhookDivertedEventResponse>,
        /// The webhook that they were meant for.
        pub webhook_name: String,
    }

    /// An event that could not be delivered and was parked.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct WebhookDivertedEventResponse {
        /// Name of the event.
        pub event_type: EventName,
        /// When it happened.
        pub timestamp: Milliseconds,
        /// What it happened to.
        pub data: EventStreamData,
        /// Identifies the event.
        pub event_id: String,
        /// The transaction that raised it, by which the record is deleted and sent again.
        pub transaction_id: String,
        /// The user whose action raised it.
        pub username: Option<String>,
    }
}
