//! Segments, and routes as travellers see them.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Number;

use crate::provider::payloads;
use crate::providers::betterez::payloads::BzDate;
use crate::providers::betterez::payloads::ObjectId;

payloads! {
    /// What is known of the way between two stations.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct SegmentInformation {
        /// The segment.
        #[serde(rename = "_id")]
        pub id: ObjectId,
        /// The account that owns the segment.
        pub account_id: ObjectId,
        /// Whether it holds for the way back too.
        pub bi_directional: Option<bool>,
        /// When the segment was made.
        pub created_at: BzDate,
        /// When the segment last changed: all that puts two updates in order.
        pub updated_at: BzDate,
        /// The user who made the segment.
        pub created_by: Option<ObjectId>,
        /// The user who changed the segment last.
        pub updated_by: Option<ObjectId>,
        /// Name of the station at its end.
        pub destination: String,
        /// The station at its end.
        pub destination_id: ObjectId,
        /// How far it is.
        pub distance: Option<Number>,
        /// How long it takes.
        pub duration: Option<Number>,
        /// Name of the station at its start.
        pub origin: String,
        /// The station at its start.
        pub origin_id: ObjectId,
    }

    /// A route as travellers see it.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct TravelRoute {
        /// The route.
        #[serde(rename = "_id")]
        pub id: ObjectId,
        /// The account that owns the route.
        pub account_id: ObjectId,
        /// Its colour, such as `#998877`.
        pub colour: Option<String>,
        /// When the route was made.
        pub created_at: BzDate,
        /// When the route last changed: all that puts two updates in order.
        pub updated_at: BzDate,
        /// The user who made the route.
        pub created_by: Option<ObjectId>,
        /// The user who changed the route last.
        pub updated_by: Option<ObjectId>,
        /// Whether it is shown.
        pub enabled: Option<bool>,
        /// Another system's id of it; may be empty.
        pub external_id: Option<String>,
        /// Name.
        pub name: String,
    }
}
