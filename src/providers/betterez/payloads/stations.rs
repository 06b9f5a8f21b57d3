//! Stations, their classes, and garages.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::Nullable;
use crate::provider::payloads;
use crate::providers::betterez::payloads::shared::{authors, owned, times};
use crate::providers::betterez::payloads::{BzDate, ObjectId, Uuid};

payloads! {
    /// A station. Its example could be read in part, so there may be more in it.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct Station {
        ..owned!("station"),
        /// Name.
        pub name: String,
        ..times!("station"),
        /// The user who made it.
        pub user_id: Option<ObjectId>,
        /// Whether it is switched off.
        pub disabled: Option<bool>,
        /// Whether it is gone.
        pub deleted: Option<bool>,
        /// More about it.
        pub details: Option<String>,
        /// Short name.
        pub shortcode: Option<String>,
        /// Street and number.
        pub address: Option<String>,
        /// City.
        pub city: Option<String>,
        /// Province.
        pub province: Option<String>,
        /// Country, as an ISO code.
        pub country: Option<String>,
        /// Postal code.
        pub zip: Option<String>,
        /// Zone.
        pub zone: Option<String>,
        /// Latitude, as a string.
        pub latitude: Option<String>,
        /// Longitude, as a string.
        pub longitude: Option<String>,
        /// Time zone, such as `America/Toronto`.
        pub time_zone: Option<String>,
        /// Difference to the time of the account.
        pub time_zone_diff: Option<i64>,
        /// Kind of the station.
        #[serde(rename = "type")]
        pub kind: Option<StationType>,
        /// Whether a border is crossed there.
        pub is_border: Option<bool>,
        /// Whether parcels can be sent to it.
        pub can_receive: Option<bool>,
        /// Whether parcels can be sent from it.
        pub can_send: Option<bool>,
        /// Its currency; null for that of the account.
        pub primary_currency_code: Option<Nullable<String>>,
        /// Other currencies that it takes.
        pub accepted_currencies: Option<Nullable<Vec<String>>>,
        /// Currencies that it shows.
        pub displayed_currencies: Option<Nullable<Vec<String>>>,
        /// Other names.
        pub alternative_names: Option<Vec<AlternativeName>>,
        /// Terminals; the sample has none, so what one looks like is open.
        pub terminals: Option<Vec<Value>>,
        /// Cost centre.
        pub cost_center: Option<String>,
        /// The company that runs it.
        pub operating_company_id: Option<String>,
        /// Name of that company.
        pub operating_company_name: Option<String>,
        /// Another system's id of it.
        pub external_id: Option<String>,
        /// The account's own fields, if it has any.
        pub custom_fields: Option<Vec<CustomField>>,
    }

    /// Kind of a station.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct StationType {
        /// Name for programs; may be empty.
        pub code: String,
        /// Name; may be empty.
        pub name: String,
    }

    /// Another name of a station.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct AlternativeName {
        /// The name's id.
        pub id: Uuid,
        /// The name.
        pub name: String,
        /// Whether it is gone; null if it is not.
        pub deleted: Nullable<bool>,
    }

    /// One of the account's own fields.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct CustomField {
        /// The field.
        pub internal_id: String,
        /// Its value.
        pub value: Nullable<String>,
    }

    /// A class of stations.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct StationClass {
        ..owned!("class"),
        ..times!("class"),
        ..authors!("class"),
        /// Another system's id of it.
        pub external_id: Option<String>,
        /// Name.
        pub name: String,
    }

    /// What is left of a class that was deleted.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct StationClassId {
        /// The class that is gone.
        pub station_class_id: ObjectId,
    }

    /// A garage.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct Garage {
        ..owned!("garage"),
        /// Name.
        pub name: String,
        /// Where it is, in words.
        pub location: Option<String>,
        /// The station that it belongs to.
        pub station_id: Option<ObjectId>,
        ..times!("garage"),
        ..authors!("garage"),
    }
}
