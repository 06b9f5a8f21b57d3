//! What Truv sends: events are flat objects without a wrapper. A member is required where every generation of the
//! documentation prints it, so that one type reads old deliveries and new ones.

mod link;
mod management;
mod order;
mod record;
mod task;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use link::LinkChanged;
pub use management::{
    CreateWebhook, Environment, EventName, InvalidParam, NotFound, RequestError, RequestErrorBody, RequestErrorExtra,
    Time, UpdateWebhook, ValidationError, ValidationErrorBody, ValidationErrorExtra, Webhook, WebhookList, WebhookPage,
    WebhookRequest, WebhookRequestPage, WebhookUrl,
};
pub use order::{OrderClosed, OrderCreated, OrderUpdated};
pub use record::{CountChanged, RecordChanged, StatementsChanged};
pub use task::{TaskStatus, TaskStatusUpdated};

/// An identifier: 32 lower-case hexadecimal digits without dashes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[expect(clippy::exhaustive_structs, reason = "an identifier is its text")]
pub struct Hex32(#[schemars(regex(pattern = "^[0-9a-f]{32}$"))] pub String);

/// A time in UTC with six decimals and the suffix `Z`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[expect(clippy::exhaustive_structs, reason = "a time is its text")]
pub struct EventTime(
    #[schemars(
        regex(pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z$"),
        extend("format" = "date-time")
    )]
    pub String,
);

/// A time in UTC with six decimals and the suffix `+00:00`, next to `Z` in the same body.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[expect(clippy::exhaustive_structs, reason = "a time is its text")]
pub struct UpdateTime(
    #[schemars(
        regex(pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}\+00:00$"),
        extend("format" = "date-time")
    )]
    pub String,
);

/// The kind of place that the data comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "Truv lists these names without explaining them")]
#[non_exhaustive]
pub enum DataSource {
    Payroll,
    Docs,
    Insurance,
    FinancialAccounts,
    Tax,
}
