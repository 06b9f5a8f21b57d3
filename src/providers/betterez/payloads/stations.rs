//! Stations, their classes, and garages.
#![expect(clippy::exhaustive_structs, reason = "a test builds the payloads that it sends")]

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;

use crate::providers::betterez::payloads::BzDate;
use crate::providers::betterez::payloads::ObjectId;
use crate::providers::betterez::payloads::Uuid;
use crate::providers::betterez::payloads::present;

/// A station. Its example could be read in part, so there may be more in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Station {
    /// The station.
    #[serde(rename = "_id")]
    pub id: ObjectId,
    /// The account that owns the station.
    pub account_id: ObjectId,
    /// Name.
    pub name: String,
    /// When the station was made.
    pub created_at: BzDate,
    /// When the station last changed: all that puts two updates in order.
    pub updated_at: BzDate,
    /// The user who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub user_id: Option<ObjectId>,
    /// Whether it is switched off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub disabled: Option<bool>,
    /// Whether it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub deleted: Option<bool>,
    /// More about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub details: Option<String>,
    /// Short name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub shortcode: Option<String>,
    /// Street and number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub address: Option<String>,
    /// City.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub city: Option<String>,
    /// Province.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub province: Option<String>,
    /// Country, as an ISO code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub country: Option<String>,
    /// Postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub zip: Option<String>,
    /// Zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub zone: Option<String>,
    /// Latitude, as a string.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub latitude: Option<String>,
    /// Longitude, as a string.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub longitude: Option<String>,
    /// Time zone, such as `America/Toronto`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub time_zone: Option<String>,
    /// Difference to the time of the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "i64")]
    pub time_zone_diff: Option<i64>,
    /// Kind of the station.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "StationType")]
    pub kind: Option<StationType>,
    /// Whether a border is crossed there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub is_border: Option<bool>,
    /// Whether parcels can be sent to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub can_receive: Option<bool>,
    /// Whether parcels can be sent from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub can_send: Option<bool>,
    /// Its currency; null for that of the account.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub primary_currency_code: Option<Option<String>>,
    /// Other currencies that it takes.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub accepted_currencies: Option<Option<Vec<String>>>,
    /// Currencies that it shows.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub displayed_currencies: Option<Option<Vec<String>>>,
    /// Other names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<AlternativeName>")]
    pub alternative_names: Option<Vec<AlternativeName>>,
    /// Terminals; the sample has none, so what one looks like is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<Value>")]
    pub terminals: Option<Vec<Value>>,
    /// Cost centre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub cost_center: Option<String>,
    /// The company that runs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub operating_company_id: Option<String>,
    /// Name of that company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub operating_company_name: Option<String>,
    /// Another system's id of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub external_id: Option<String>,
    /// The account's own fields, where it has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<CustomField>")]
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
    /// Whether it is gone; null where it is not.
    pub deleted: Option<bool>,
}

/// One of the account's own fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CustomField {
    /// The field.
    pub internal_id: String,
    /// Its value.
    pub value: Option<String>,
}

/// A class of stations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct StationClass {
    /// The class.
    #[serde(rename = "_id")]
    pub id: ObjectId,
    /// The account that owns the class.
    pub account_id: ObjectId,
    /// When the class was made.
    pub created_at: BzDate,
    /// When the class last changed: all that puts two updates in order.
    pub updated_at: BzDate,
    /// The user who made the class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub created_by: Option<ObjectId>,
    /// The user who changed the class last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub updated_by: Option<ObjectId>,
    /// Another system's id of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
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
    /// The garage.
    #[serde(rename = "_id")]
    pub id: ObjectId,
    /// The account that owns the garage.
    pub account_id: ObjectId,
    /// Name.
    pub name: String,
    /// Where it is, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub location: Option<String>,
    /// The station that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub station_id: Option<ObjectId>,
    /// When the garage was made.
    pub created_at: BzDate,
    /// When the garage last changed: all that puts two updates in order.
    pub updated_at: BzDate,
    /// The user who made the garage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub created_by: Option<ObjectId>,
    /// The user who changed the garage last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub updated_by: Option<ObjectId>,
}
