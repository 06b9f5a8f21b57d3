//! Manifests, shifts, and the closing of stations.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};

use crate::provider::payloads;
use crate::providers::betterez::payloads::shared::{authors, owned, times};
use crate::providers::betterez::payloads::{BzDate, Location, ObjectId, Open, Uuid};

payloads! {
    /// A manifest that has another status.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct ManifestStatus {
        /// The day of the trip.
        pub manifest_date: BzDate,
        /// The manifest.
        pub manifest_id: ObjectId,
        /// The route.
        pub route_id: ObjectId,
        /// The schedule.
        pub schedule_id: Uuid,
        /// The status, such as `paused`; the list is open.
        pub status: String,
    }

    /// What came of a change of many manifests at once.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct BulkOutcome {
        /// The change, as the answer 202 named it.
        pub process_id: Uuid,
        /// The caller's own id of it, if it gave one.
        pub external_process_id: Option<String>,
        /// What went wrong; nothing about what went well.
        pub errors: Vec<BulkError>,
    }

    /// A manifest that could not be changed.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct BulkError {
        /// The schedule.
        pub schedule_id: String,
        /// The day of the trip.
        pub date: String,
        /// Why not; what it looks like could not be read.
        pub err: Open,
    }

    /// The cash of a station, closed.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct Closure {
        ..owned!("closing"),
        ..times!("closing"),
        ..authors!("closing"),
        /// What was taken to a bank.
        pub deposits: Option<Vec<Deposit>>,
        /// The station.
        pub location: Location,
        /// What was taken in, as a table.
        pub payments: Option<Payments>,
        /// The shifts that it covers.
        pub shift_ids: Vec<ObjectId>,
        /// Numbers of these shifts.
        pub shift_numbers: Option<Vec<String>>,
        /// Who closed it.
        pub user: Option<ClosingUser>,
        /// Comments; the sample has none, so what one looks like is open.
        pub user_comments: Option<Vec<Value>>,
    }

    /// Cash that was taken to a bank.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct Deposit {
        /// Number of the account.
        pub account_number: String,
        /// How much, in whole units of the currency.
        pub amount: Number,
        /// The bank.
        pub bank_id: Option<ObjectId>,
        /// Name of the bank.
        pub bank_name: Option<String>,
        /// Currency, as an ISO code.
        pub currency: String,
        /// When it was taken there, in UTC.
        pub operation_date: Option<String>,
        /// The bank's number.
        pub operation_number: Option<String>,
    }

    /// What was taken in, as a table.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct Payments {
        /// Names of the columns.
        pub table_header: BTreeMap<String, String>,
        /// For each way of paying, and for all, currency and columns.
        pub totals_by_payment_method: BTreeMap<String, Open>,
    }

    /// Who closed a station.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct ClosingUser {
        /// The user.
        #[serde(rename = "_id")]
        pub id: ObjectId,
        /// E-mail address.
        pub email: Option<String>,
    }

    /// A comment on a closing. It does not say on which.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct ClosureComment {
        /// The comment.
        pub comment: String,
        /// When it was made.
        pub created_at: BzDate,
        /// The user who made it.
        pub created_by: ObjectId,
        /// Address of that user.
        pub created_by_email: Option<String>,
    }

    /// A shift at a counter.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct Shift {
        ..owned!("shift"),
        /// What is missing or too much in the till.
        pub variance: Option<i64>,
        /// The user who works it.
        pub user_id: Option<ObjectId>,
        /// That user.
        pub user: Option<ShiftUser>,
        /// Number.
        pub shift_number: String,
        /// Where it is.
        pub location: Option<Location>,
        /// The account's own id of it; may be empty.
        pub internal_id: Option<String>,
        /// Deposits; the template has none, so what one looks like is open.
        pub deposits: Option<Vec<Value>>,
        /// Comment.
        pub comment: Option<String>,
        /// When it was closed; the template prints an empty object.
        pub closed_at: Option<Map<String, Value>>,
        /// Whether it is closed.
        pub closed: bool,
        /// The agency.
        pub agency_id: Option<String>,
        /// Whether it is gone.
        pub deleted: Option<bool>,
        ..times!("shift"),
    }

    /// Who works a shift.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct ShiftUser {
        /// Name.
        pub username: String,
        /// E-mail address.
        pub email: Option<String>,
    }
}
