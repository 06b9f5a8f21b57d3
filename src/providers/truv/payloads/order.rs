//! Orders: what is to be verified about a person, with one suborder an employer or account.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Nullable;
use crate::provider::payloads;
use crate::providers::truv::payloads::{DataSource, EventTime, Hex32, UpdateTime};

payloads! {
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
        pub link_id: Nullable<Hex32>,
        /// The user; absent or null in older deliveries.
        pub user_id: Option<Nullable<Hex32>>,
        /// Null: nothing has been fetched yet.
        #[schemars(with = "()")]
        pub data_source: Nullable<DataSource>,
        /// The order.
        pub order_id: Hex32,
        /// The client's own number of the order; null if the client gave none.
        pub order_number: Nullable<String>,
        /// Null: no employer has been found yet.
        #[schemars(with = "()")]
        pub employer_id: Nullable<Hex32>,
        /// Always `pending`.
        #[schemars(extend("const" = "pending"))]
        pub status: String,
        /// The template, null if none was used; the pages disagree about which events carry it.
        pub template_id: Option<Nullable<Hex32>>,
    }

    /// A suborder changed its status, or could not be refreshed. The log of deliveries prints it with fewer fields than
    /// the page of its own, so those are optional.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct OrderUpdated {
        /// Identifies this notification.
        pub webhook_id: Hex32,
        /// The order.
        pub order_id: Hex32,
        /// The client's own number of the order; null if the client gave none.
        pub order_number: Option<Nullable<String>>,
        /// The employer of the suborder, null if there is none.
        pub employer_id: Option<Nullable<Hex32>>,
        /// What was bought, such as `income` or `assets`; the list is open.
        pub product: String,
        /// Where the data comes from, null before anything was fetched.
        pub data_source: Option<Nullable<DataSource>>,
        /// The link of the suborder, null before anybody logged in.
        pub link_id: Nullable<Hex32>,
        /// Name of the event.
        pub event_type: String,
        /// When the notification was made.
        pub event_created_at: EventTime,
        /// When the order last changed; notifications about one order are put in order by it.
        pub updated_at: Option<UpdateTime>,
        /// The status now. No page lists them all; `pending`, `completed` and `expired` have been printed.
        pub status: String,
        /// The user; absent or null in older deliveries.
        pub user_id: Option<Nullable<Hex32>>,
        /// The template, null if none was used; the pages disagree about which events carry it.
        pub template_id: Option<Nullable<Hex32>>,
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
        pub user_id: Option<Nullable<Hex32>>,
        /// The order.
        pub order_id: Hex32,
        /// The client's own number of the order; null if the client gave none.
        pub order_number: Nullable<String>,
        /// The template, null if none was used.
        pub template_id: Nullable<Hex32>,
    }
}
