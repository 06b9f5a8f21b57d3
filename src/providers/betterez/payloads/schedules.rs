//! Schedules.
#![expect(clippy::exhaustive_structs, reason = "a test builds the payloads that it sends")]

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Number;

use crate::providers::betterez::payloads::ObjectId;
use crate::providers::betterez::payloads::Uuid;
use crate::providers::betterez::payloads::present;

/// A schedule. An older page prints most of its members, newer ones add the vehicle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Schedule {
    /// The schedule.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Name that is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub display_name: Option<String>,
    /// When it leaves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub time: Option<String>,
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub from_date: Option<String>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub to_date: Option<String>,
    /// Stations at which the time is watched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<ControlPoint>")]
    pub control_points: Option<Vec<ControlPoint>>,
    /// The first day, year first.
    #[serde(rename = "fromDateYYYYMMDD", default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub from_date_yyyymmdd: Option<String>,
    /// The last day, year first.
    #[serde(rename = "toDateYYYYMMDD", default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub to_date_yyyymmdd: Option<String>,
    /// For each day of the week, and for holidays, `Y` or `N`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "BTreeMap<String, String>")]
    pub dow: Option<BTreeMap<String, String>>,
    /// Seats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "i64")]
    pub capacity: Option<i64>,
    /// Ways from one station to the next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<Leg>")]
    pub legs: Option<Vec<Leg>>,
    /// Name of the first station.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub from: Option<String>,
    /// Name of the last station.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub to: Option<String>,
    /// The first station.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub from_id: Option<String>,
    /// The last station.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub to_id: Option<String>,
    /// The brand.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub brand_id: Option<Option<String>>,
    /// Name of the brand.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub brand_name: Option<Option<String>>,
    /// The company that drives.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub operating_company_id: Option<Option<String>>,
    /// Name of that company.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub operating_company_name: Option<Option<String>>,
    /// What a printed ticket says about it.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub operating_company_info_on_printed_ticket: Option<Option<String>>,
    /// The group of amenities.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub amenity_group_id: Option<Option<String>>,
    /// The inventory.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub inventory_id: Option<Option<String>>,
    /// The seat map.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub seat_map_id: Option<Option<String>>,
    /// Whether it runs beside the regular ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub is_extra_run: Option<bool>,
    /// The number of the service.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub service_number_id: Option<Option<String>>,
    /// The user who made it.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub created_by: Option<Option<String>>,
    /// How long it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Number")]
    pub duration: Option<Number>,
    /// The route.
    pub route_id: String,
    /// The groups of amenities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<String>")]
    pub amenity_group_ids: Option<Vec<String>>,
    /// Status of a new manifest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub default_manifest_status: Option<String>,
    /// Places to stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Number")]
    pub standing_passenger_capacity: Option<Number>,
    /// The vehicle; null where there is none yet.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub vehicle: Option<Option<Vehicle>>,
}

/// A vehicle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Vehicle {
    /// The vehicle.
    #[serde(rename = "_id")]
    pub id: String,
    /// Name.
    pub name: String,
}

/// A way from one station to the next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Leg {
    /// Its place among the legs, from 0.
    pub legord: i64,
    /// When it leaves, such as `10:00`.
    pub departure: String,
    /// When it arrives, such as `11:30`.
    pub arrival: String,
    /// The station it leaves.
    pub from_id: String,
    /// The station at which it arrives.
    pub to_id: String,
    /// Name of the station it leaves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub from: Option<String>,
    /// Name of the station at which it arrives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub to: Option<String>,
}

/// A station at which the time is watched.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ControlPoint {
    /// When it should be reached.
    pub expected_offset: i64,
    /// The station.
    pub station_id: ObjectId,
}

/// What is left of a schedule that was deleted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScheduleDeleted {
    /// The schedule that is gone.
    pub id: Uuid,
    /// Stations at which the time was watched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<ControlPoint>")]
    pub control_points: Option<Vec<ControlPoint>>,
}
