//! Data objects: the result of a finished task, as an id or a count, never the data.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Nullable;
use crate::provider::payloads;
use crate::providers::truv::payloads::{DataSource, EventTime, Hex32, UpdateTime};

/// The notification, and how its objects were fetched.
macro_rules! fetched {
    ($struct:tt ($them:literal, $they_were:literal) $($rest:tt)*) => {
        payloads! {
            @insert $struct
            /// Identifies this notification.
            pub webhook_id: Hex32,
            #[doc = concat!("The task that fetched ", $them, ".")]
            pub task_id: Hex32,
            #[doc = concat!("The link through which ", $they_were, " fetched.")]
            pub link_id: Hex32,
            /// What was bought, such as `income` or `employment`; the list is open.
            pub product: String,
            $($rest)*
        }
    };
}

/// The event, and the time at which its objects changed.
macro_rules! notified {
    ($struct:tt ($objects:literal) $($rest:tt)*) => {
        payloads! {
            @insert $struct
            /// Whatever the client put into the bridge token; null if there is none.
            pub tracking_info: Nullable<String>,
            /// Name of the event.
            pub event_type: String,
            /// When the notification was made.
            pub event_created_at: EventTime,
            #[doc = concat!("When the ", $objects, " last changed; the newest pages do not print it.")]
            pub updated_at: Option<UpdateTime>,
            $($rest)*
        }
    };
}

/// The number of objects, and their owner.
macro_rules! counted {
    ($struct:tt () $($rest:tt)*) => {
        payloads! {
            @insert $struct
            /// How many there are.
            pub objects_count: u64,
            /// The employment to which they belong.
            pub employment_id: Hex32,
            /// The user; absent or null in older deliveries.
            pub user_id: Option<Nullable<Hex32>>,
            /// The bridge template, null if none was used; the newest pages no longer print it.
            pub template_id: Option<Nullable<Hex32>>,
            $($rest)*
        }
    };
}

payloads! {
    /// An employment or a profile is there: for the first time, or again after a refresh.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct RecordChanged {
        ..fetched!("it", "it was"),
        /// Where the data comes from.
        pub data_source: DataSource,
        ..notified!("object"),
        /// The employment or the profile, by which it can be read from the API.
        pub object_id: Hex32,
        /// The user; absent in older deliveries.
        pub user_id: Option<Nullable<Hex32>>,
        /// The bridge template, null if none was used; the newest pages no longer print it.
        pub template_id: Option<Nullable<Hex32>>,
    }

    /// Shifts or bank accounts of an employment are there, or their number is another one after a refresh.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct CountChanged {
        ..fetched!("them", "they were"),
        /// Where the data comes from.
        pub data_source: DataSource,
        ..notified!("objects"),
        ..counted!(),
    }

    /// Pay statements of an employment are there, or their number is another one after a refresh. Their older
    /// page is the only one that prints no `data_source`.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct StatementsChanged {
        ..fetched!("them", "they were"),
        /// Where the data comes from; absent in older deliveries.
        pub data_source: Option<DataSource>,
        ..notified!("statements"),
        ..counted!(),
    }
}
