//! Links: a user's connection to one source of data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Nullable;
use crate::provider::payloads;
use crate::providers::truv::payloads::{DataSource, EventTime, Hex32, UpdateTime};

payloads! {
    /// A link was connected, lost its connection, or was deleted with all personal data.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct LinkChanged {
        /// Identifies this notification.
        pub webhook_id: Hex32,
        /// Name of the event.
        pub event_type: String,
        /// When the notification was made.
        pub event_created_at: EventTime,
        /// When the link last changed; the newest pages no longer print it.
        pub updated_at: Option<UpdateTime>,
        /// The link.
        pub link_id: Hex32,
        /// What was bought, such as `income` or `employment`; the list is open.
        pub product: String,
        /// Where the data comes from.
        pub data_source: DataSource,
        /// Whatever the client put into the bridge token; null if there is none.
        pub tracking_info: Nullable<String>,
        /// The user; null in a delivery of 2022.
        pub user_id: Option<Nullable<Hex32>>,
        /// The bridge template, null if none was used; the newest pages no longer print it.
        pub template_id: Option<Nullable<Hex32>>,
    }
}
