//! Routes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::provider::payloads;
use crate::providers::betterez::payloads::shared::{owned, times};
use crate::providers::betterez::payloads::{BzDate, ObjectId};

payloads! {
    /// A route.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct Route {
        ..owned!("route"),
        /// Buckets; the sample has none, so what one looks like is open.
        pub buckets: Option<Vec<Value>>,
        ..times!("route"),
        /// Whether it is gone.
        pub deleted: Option<bool>,
        /// Whether it is switched off.
        pub disabled: Option<bool>,
        /// Name.
        pub name: String,
        /// The products that are sold on it.
        pub product_ids: Option<Vec<ObjectId>>,
        /// Kind of these products, such as `reservation`.
        pub product_type: Option<String>,
        /// The stations, in order.
        pub stops_ids: Vec<ObjectId>,
        /// The user who made it.
        pub user_id: Option<ObjectId>,
    }
}
