//! Settings of an account.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::SecretText;
use crate::provider::payloads;
use crate::providers::betterez::payloads::ObjectId;

payloads! {
    /// A word in the languages of the account.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct Lexicon {
        /// The word.
        #[serde(rename = "_id")]
        pub id: ObjectId,
        /// Its name.
        pub key: String,
        /// The word in each language.
        pub values: BTreeMap<String, String>,
        /// Where it is used, such as `websales`.
        pub context: Option<Vec<String>>,
        /// The account that owns it.
        pub account_id: ObjectId,
    }

    /// Settings of operations.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct OperationSettings {
        /// Whether a bus without a seat map may be on a manifest.
        pub allow_bus_without_seatmap_on_manifest: bool,
        /// Whether schedules take origin and destination from their route.
        pub schedules_oand_dfrom_route: bool,
        /// Status of a new schedule, such as `published`; the list is open.
        pub default_schedule_status: String,
    }

    /// Settings of shifts. The text of their page describes the nested shape, its example is flat.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct ShiftSettings {
        /// Whether agencies close their shifts.
        pub agency_shift_closure: bool,
        /// Whether the cash is counted without knowing what it should be.
        pub blind_cash_out: bool,
        /// The location of a new shift.
        pub default_shift_location_id: ObjectId,
        /// Whether payments are grouped by their commercial name.
        pub group_payments_by_commercial_name: bool,
    }

    /// Settings of the messages that are sent through Salesforce.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct SalesforceSettings {
        /// Whether they are sent.
        pub enabled: bool,
        /// Whether they are sent as SMS.
        pub sms_enabled: bool,
        /// The instance of the Marketing Cloud.
        pub mc_instance_id: Option<String>,
        /// The message.
        pub message_id: Option<String>,
        /// Name of the client there.
        pub client_id: Option<String>,
        /// Secret of the client there; the sample carries one.
        pub client_secret: Option<SecretText>,
        /// Keyword.
        pub message_keyword: Option<String>,
        /// Whether the body below replaces that of the message.
        #[serde(rename = "override")]
        pub overrides: Option<bool>,
        /// The body.
        pub message_body: Option<String>,
        /// Where a ticket is downloaded.
        pub download_url: Option<String>,
        /// Whether a message may be longer than one SMS.
        pub allow_long_texts: Option<bool>,
        /// How often a failed one is sent again.
        pub max_retries: Option<u64>,
        /// Whether a number must be confirmed.
        pub require_phone_number_confirmation: Option<bool>,
        /// What is put in front of numbers.
        pub prefix_phone_number: Option<String>,
        /// Whether passengers agree without being asked.
        pub opt_in_by_default: Option<bool>,
    }
}
