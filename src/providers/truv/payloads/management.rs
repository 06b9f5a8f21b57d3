//! The management API: webhooks, which are Truv's word for subscriptions, and the log of what was sent.
#![expect(clippy::exhaustive_structs, reason = "a new type around one value stays that")]

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::Nullable;
use crate::provider::payloads;
use crate::providers::truv::events;

payloads! {
    /// Registers a URL for the events of one environment. Fields that only Truv may set are ignored.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct CreateWebhook {
        /// Name of the webhook, for people.
        #[schemars(length(max = 128))]
        pub name: String,
        /// Where events are to be sent; http will do.
        pub webhook_url: WebhookUrl,
        /// The environment whose events are sent.
        pub env_type: Environment,
        /// The events to send. Left out it means all of them: our assumption, no page says it.
        pub events: Option<Vec<EventName>>,
        /// Whether to send anything; only the newest pages have it. If it is left out, it means yes: our assumption.
        pub enabled: Option<bool>,
    }

    /// Changes a webhook; what is left out stays. Of its body only `enabled` could be read, the other fields are those
    /// of a new webhook.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct UpdateWebhook {
        /// Name of the webhook, for people.
        #[schemars(length(max = 128))]
        pub name: Option<String>,
        /// Where events are to be sent.
        pub webhook_url: Option<WebhookUrl>,
        /// The environment whose events are sent.
        pub env_type: Option<Environment>,
        /// The events to send, in place of those before.
        pub events: Option<Vec<EventName>>,
        /// Whether to send anything: `true` revives a webhook that Truv has disabled.
        pub enabled: Option<bool>,
    }

    /// A URL that is registered for events.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct Webhook {
        /// Identifies the webhook: 32 hexadecimal digits in the newer samples.
        #[schemars(length(max = 32), extend("readOnly" = true))]
        pub id: String,
        /// Name of the webhook, for people.
        #[schemars(length(max = 128))]
        pub name: String,
        /// Where events are sent.
        pub webhook_url: WebhookUrl,
        /// The events that are sent.
        pub events: Vec<EventName>,
        /// The environment whose events are sent.
        pub env_type: Environment,
        /// Whether anything is sent; older pages do not print it.
        pub enabled: Option<bool>,
        /// When the webhook was made.
        #[schemars(extend("readOnly" = true))]
        pub created_at: Time,
        /// When the webhook last changed.
        #[schemars(extend("readOnly" = true))]
        pub updated_at: Time,
    }
}

/// All webhooks. The page about the list could not be read whole; Truv's own code has met both shapes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[expect(clippy::exhaustive_enums, reason = "these two shapes were seen")]
pub enum WebhookList {
    /// Inside an object.
    Wrapped(WebhookPage),
    /// Without an object.
    Bare(Vec<Webhook>),
}

payloads! {
    /// All webhooks inside an object. Whether there is anything else is not known.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct WebhookPage {
        /// The webhooks.
        pub results: Vec<Webhook>,
    }

    /// A page of the log, which keeps 30 days.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct WebhookRequestPage {
        /// Leads to the next page. Null on the last one is our assumption: the sample has placeholders.
        pub next: Nullable<String>,
        /// Leads to the page before. Null on the first one is our assumption: the sample has placeholders.
        pub previous: Nullable<String>,
        /// What was sent.
        pub results: Vec<WebhookRequest>,
    }

    /// An attempt to deliver an event.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct WebhookRequest {
        /// The webhook, it seems: the sample prints the id of one here, and another id in the payload.
        pub webhook_id: String,
        /// Name of the event.
        pub event_type: EventName,
        /// When the event was made.
        pub event_created_at: Time,
        /// What the URL answered. Null if it did not answer is our assumption; so are the bounds, which are those of
        /// the filter by status.
        #[schemars(range(min = 100, max = 599))]
        pub status_code: Nullable<u16>,
        /// What went wrong; null if nothing did.
        pub error_message: Nullable<String>,
        /// The event as it was sent.
        pub webhook_payload: Map<String, Value>,
        /// Where it was sent.
        pub webhook_url: WebhookUrl,
    }

    /// A refusal as the newer pages print it. A 404 has another shape.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct RequestError {
        /// What is wrong.
        pub error: RequestErrorBody,
    }

    /// What is wrong with a request.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct RequestErrorBody {
        /// The reason for a program, such as `incorrect_parameters` or `throttled`; not every status has a known one.
        pub code: String,
        /// The reason for a person.
        pub message: String,
        /// More about it, only with status 400.
        pub extra: Option<RequestErrorExtra>,
    }

    /// Which fields of a request are wrong.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct RequestErrorExtra {
        /// The fields; the sample has none, so what one looks like is open.
        #[serde(rename = "invalid-params")]
        pub invalid_params: Vec<Value>,
    }

    /// A refusal of wrong fields as the older page prints it.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct ValidationError {
        /// What is wrong.
        pub error: ValidationErrorBody,
    }

    /// What is wrong with the fields of a request.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct ValidationErrorBody {
        /// Always `validation_error`.
        #[schemars(extend("const" = "validation_error"))]
        pub code: String,
        /// The reason for a person.
        pub message: String,
        /// More about it.
        pub extra: ValidationErrorExtra,
    }

    /// Which fields of a request are wrong, and why.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct ValidationErrorExtra {
        /// The fields.
        #[serde(rename = "invalid-params")]
        pub invalid_params: Vec<InvalidParam>,
    }

    /// A field that is wrong.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct InvalidParam {
        /// Name of the field.
        pub field: String,
        /// What is wrong with it.
        pub message: String,
    }

    /// There is nothing here: a 404.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct NotFound {
        /// The reason for a person, `Not Found.` in the sample.
        pub detail: String,
    }
}

/// An environment of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "Truv lists these names without explaining them")]
#[non_exhaustive]
pub enum Environment {
    Sandbox,
    Dev,
    Prod,
}

/// Where events are sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct WebhookUrl(#[schemars(length(max = 2048), extend("format" = "uri"))] pub String);

/// A time in UTC; the samples have three decimals or none.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Time(#[schemars(extend("format" = "date-time"))] pub String);

/// Name of an event.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct EventName(#[schemars(extend("enum" = events::NAMES))] pub String);
