//! Schedules.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Number;

use crate::model::Nullable;
use crate::provider::payloads;
use crate::providers::betterez::payloads::{ObjectId, Uuid};

payloads! {
    /// A schedule. An older page prints most of its fields, newer ones add the vehicle.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct Schedule {
        /// The schedule.
        pub id: Uuid,
        /// Name.
        pub name: String,
        /// Name that is shown.
        pub display_name: Option<String>,
        /// When it leaves.
        pub time: Option<String>,
        /// The first day.
        pub from_date: Option<String>,
        /// The last day.
        pub to_date: Option<String>,
        /// Stations at which the time is watched.
        pub control_points: Option<Vec<ControlPoint>>,
        /// The first day, year first.
        #[serde(rename = "fromDateYYYYMMDD")]
        pub from_date_yyyymmdd: Option<String>,
        /// The last day, year first.
        #[serde(rename = "toDateYYYYMMDD")]
        pub to_date_yyyymmdd: Option<String>,
        /// For each day of the week, and for holidays, `Y` or `N`.
        pub dow: Option<BTreeMap<String, String>>,
        /// Seats.
        pub capacity: Option<i64>,
        /// Ways from one station to the next.
        pub legs: Option<Vec<Leg>>,
        /// Name of the first station.
        pub from: Option<String>,
        /// Name of the last station.
        pub to: Option<String>,
        /// The first station.
        pub from_id: Option<String>,
        /// The last station.
        pub to_id: Option<String>,
        /// The brand.
        pub brand_id: Option<Nullable<String>>,
        /// Name of the brand.
        pub brand_name: Option<Nullable<String>>,
        /// The company that drives.
        pub operating_company_id: Option<Nullable<String>>,
        /// Name of that company.
        pub operating_company_name: Option<Nullable<String>>,
        /// What a printed ticket says about it.
        pub operating_company_info_on_printed_ticket: Option<Nullable<String>>,
        /// The group of amenities.
        pub amenity_group_id: Option<Nullable<String>>,
        /// The inventory.
        pub inventory_id: Option<Nullable<String>>,
        /// The seat map.
        pub seat_map_id: Option<Nullable<String>>,
        /// Whether it runs in addition to the regular ones.
        pub is_extra_run: Option<bool>,
        /// The number of the service.
        pub service_number_id: Option<Nullable<String>>,
        /// The user who made it.
        pub created_by: Option<Nullable<String>>,
        /// How long it takes.
        pub duration: Option<Number>,
        /// The route.
        pub route_id: String,
        /// The groups of amenities.
        pub amenity_group_ids: Option<Vec<String>>,
        /// Status of a new manifest.
        pub default_manifest_status: Option<String>,
        /// Places to stand.
        pub standing_passenger_capacity: Option<Number>,
        /// The vehicle; null if there is none yet.
        pub vehicle: Option<Nullable<Vehicle>>,
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
        pub from: Option<String>,
        /// Name of the station at which it arrives.
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
        pub control_points: Option<Vec<ControlPoint>>,
    }
}
