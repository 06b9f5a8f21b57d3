//! Classes of seats, and what they cost.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Number;

use crate::provider::payloads;
use crate::providers::betterez::payloads::shared::{authors, times};
use crate::providers::betterez::payloads::{BzDate, ObjectId};

payloads! {
    /// A class of seats.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct SeatClass {
        /// The class.
        #[serde(rename = "_id")]
        pub id: ObjectId,
        /// Name.
        pub name: String,
        /// Description.
        pub description: Option<String>,
        /// Whether it is gone.
        pub deleted: Option<bool>,
        /// Its colour, such as `#d4eaf0`.
        pub bgcolor: Option<String>,
        /// Its words in the lexicon.
        pub lexicon_keys: Option<BTreeMap<String, Word>>,
        ..times!("class"),
        ..authors!("class"),
    }

    /// A word in the lexicon.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct Word {
        /// Its name.
        pub key: String,
        /// The word in each language.
        pub values: BTreeMap<String, String>,
    }

    /// What is left of a class that was deleted.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct SeatClassId {
        /// The class that is gone.
        pub seat_class_id: ObjectId,
    }

    /// Price of a seat in addition to the ticket.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct SeatFee {
        /// The fee.
        #[serde(rename = "_id")]
        pub id: ObjectId,
        /// Short name, such as `PRM`.
        pub short_name: Option<String>,
        /// Whether its value is money or a share, `$` or `%`.
        #[serde(rename = "type")]
        pub kind: String,
        /// How much.
        pub value: Number,
        /// Whether it is switched off.
        pub disabled: Option<bool>,
        /// Its colour, such as `#d4eaf0`.
        pub bgcolor: Option<String>,
        /// Name.
        pub name: String,
        /// Its words in the lexicon.
        pub lexicon_keys: Option<BTreeMap<String, Word>>,
        ..times!("fee"),
        ..authors!("fee"),
    }
}
