//! Segments, and routes as travellers see them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Number;

use crate::provider::payloads;
use crate::providers::betterez::payloads::shared::{authors, owned, times};
use crate::providers::betterez::payloads::{BzDate, ObjectId};

payloads! {
    /// What is known of the way between two stations.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct SegmentInformation {
        ..owned!("segment"),
        /// Whether it holds for the way back too.
        pub bi_directional: Option<bool>,
        ..times!("segment"),
        ..authors!("segment"),
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
        ..owned!("route"),
        /// Its colour, such as `#998877`.
        pub colour: Option<String>,
        ..times!("route"),
        ..authors!("route"),
        /// Whether it is shown.
        pub enabled: Option<bool>,
        /// Another system's id of it; may be empty.
        pub external_id: Option<String>,
        /// Name.
        pub name: String,
    }
}
