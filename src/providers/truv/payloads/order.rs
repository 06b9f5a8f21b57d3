//! Orders: what is to be verified about a person, with one suborder an employer or account.
#![expect(clippy::exhaustive_structs, reason = "a test builds the payloads that it sends")]

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::providers::truv::payloads::DataSource;
use crate::providers::truv::payloads::EventTime;
use crate::providers::truv::payloads::Hex32;
use crate::providers::truv::payloads::UpdateTime;
use crate::providers::truv::payloads::present;

/// An order was made. Nobody has logged in yet, so link, source and employer are always null.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OrderCreated {
    /// Identifies this notification.
    pub webhook_id: Hex32,
    /// Name of the event.
    pub event_type: String,
    /// When the notification was made.
    pub event_created_at: EventTime,
    /// When the order last changed.
    pub updated_at: UpdateTime,
    /// What was bought, such as `income` or `assets`; the list is open.
    pub product: String,
    /// Null: there is no link yet.
    #[schemars(with = "()")]
    pub link_id: Option<Hex32>,
    /// The user; absent or null in older deliveries.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Option<Hex32>>,
    /// Null: nothing has been fetched yet.
    #[schemars(with = "()")]
    pub data_source: Option<DataSource>,
    /// The order.
    pub order_id: Hex32,
    /// The client's own number of the order; null where the client gave none.
    pub order_number: Option<String>,
    /// Null: no employer has been found yet.
    #[schemars(with = "()")]
    pub employer_id: Option<Hex32>,
    /// Always `pending`.
    #[schemars(extend("const" = "pending"))]
    pub status: String,
    /// The template, null where none was used; the pages disagree about which events carry it.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub template_id: Option<Option<Hex32>>,
}

/// A suborder changed its status, or could not be refreshed. The log of deliveries prints it with fewer
/// members than the page of its own, so those are optional.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OrderUpdated {
    /// Identifies this notification.
    pub webhook_id: Hex32,
    /// The order.
    pub order_id: Hex32,
    /// The client's own number of the order; null where the client gave none.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub order_number: Option<Option<String>>,
    /// The employer of the suborder, null where there is none.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub employer_id: Option<Option<Hex32>>,
    /// What was bought, such as `income` or `assets`; the list is open.
    pub product: String,
    /// Where the data comes from, null before anything was fetched.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub data_source: Option<Option<DataSource>>,
    /// The link of the suborder, null before anybody logged in.
    pub link_id: Option<Hex32>,
    /// Name of the event.
    pub event_type: String,
    /// When the notification was made.
    pub event_created_at: EventTime,
    /// When the order last changed; notifications about one order are put in order by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "UpdateTime")]
    pub updated_at: Option<UpdateTime>,
    /// The status now. No page lists them all; `pending`, `completed` and `expired` have been printed.
    pub status: String,
    /// The user; absent or null in older deliveries.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Option<Hex32>>,
    /// The template, null where none was used; the pages disagree about which events carry it.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub template_id: Option<Option<Hex32>>,
}

/// An order as a whole came to an end: it is final, or its certification is done. It carries neither a
/// status nor anything about a single employer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OrderClosed {
    /// Identifies this notification.
    pub webhook_id: Hex32,
    /// Name of the event.
    pub event_type: String,
    /// When the notification was made.
    pub event_created_at: EventTime,
    /// When the order last changed.
    pub updated_at: UpdateTime,
    /// The user; absent or null in older deliveries.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Option<Hex32>>,
    /// The order.
    pub order_id: Hex32,
    /// The client's own number of the order; null where the client gave none.
    pub order_number: Option<String>,
    /// The template, null where none was used.
    pub template_id: Option<Hex32>,
}
