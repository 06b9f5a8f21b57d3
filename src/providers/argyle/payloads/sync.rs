//! Paystubs, gigs and shifts: an event tells how many there are and from when to when, not what is in them.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;
use serde_json::json;

use crate::model::Nullable;
use crate::provider::payloads;
use crate::providers::argyle::payloads::Time;
use crate::providers::argyle::payloads::Uuid;

payloads! {
    /// New ones were found while data was refreshed.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[schemars(extend("oneOf" = null_at_zero()))]
    pub struct Added {
        /// The connected account.
        pub account: Uuid,
        /// The user who connected the account.
        pub user: Uuid,
        /// The earliest that there is; null where there is none.
        pub available_from: Nullable<Time>,
        /// The latest that there is; null where there is none.
        pub available_to: Nullable<Time>,
        /// How many there are.
        pub available_count: u64,
        /// How many were found.
        #[schemars(range(min = 1))]
        pub added_count: u64,
        /// The earliest of them.
        pub added_from: Time,
        /// The latest of them.
        pub added_to: Time,
    }

    /// Some pay statements were updated.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[schemars(extend("oneOf" = null_at_zero()))]
    pub struct PaystubsUpdated {
        /// The connected account.
        pub account: Uuid,
        /// The user who connected the account.
        pub user: Uuid,
        /// The earliest that there is; null where there is none.
        pub available_from: Nullable<Time>,
        /// The latest that there is; null where there is none.
        pub available_to: Nullable<Time>,
        /// How many there are.
        pub available_count: u64,
        /// How many were updated.
        #[schemars(range(min = 1))]
        pub updated_count: u64,
        /// The pay statements that were updated.
        #[schemars(length(min = 1))]
        pub updated_paystubs: Vec<Uuid>,
        /// The earliest of them.
        pub updated_from: Time,
        /// The latest of them.
        pub updated_to: Time,
    }

    /// Some gigs were updated.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[schemars(extend("oneOf" = null_at_zero()))]
    pub struct GigsUpdated {
        /// The connected account.
        pub account: Uuid,
        /// The user who connected the account.
        pub user: Uuid,
        /// The earliest that there is; null where there is none.
        pub available_from: Nullable<Time>,
        /// The latest that there is; null where there is none.
        pub available_to: Nullable<Time>,
        /// How many there are.
        pub available_count: u64,
        /// How many were updated.
        #[schemars(range(min = 1))]
        pub updated_count: u64,
        /// The gigs that were updated.
        #[schemars(length(min = 1))]
        pub updated_gigs: Vec<Uuid>,
        /// The earliest of them.
        pub updated_from: Time,
        /// The latest of them.
        pub updated_to: Time,
    }

    /// Some gigs were removed.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[schemars(extend("oneOf" = null_at_zero()))]
    pub struct GigsRemoved {
        /// The connected account.
        pub account: Uuid,
        /// The user who connected the account.
        pub user: Uuid,
        /// The earliest that there is; null where there is none.
        pub available_from: Nullable<Time>,
        /// The latest that there is; null where there is none.
        pub available_to: Nullable<Time>,
        /// How many there are.
        pub available_count: u64,
        /// How many were removed.
        #[schemars(range(min = 1))]
        pub removed_count: u64,
        /// The gigs that were removed.
        #[schemars(length(min = 1))]
        pub removed_gigs: Vec<Uuid>,
        /// The earliest of them.
        pub removed_from: Time,
        /// The latest of them.
        pub removed_to: Time,
    }

    /// Some shifts were updated.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[schemars(extend("oneOf" = null_at_zero()))]
    pub struct ShiftsUpdated {
        /// The connected account.
        pub account: Uuid,
        /// The user who connected the account.
        pub user: Uuid,
        /// The earliest that there is; null where there is none.
        pub available_from: Nullable<Time>,
        /// The latest that there is; null where there is none.
        pub available_to: Nullable<Time>,
        /// How many there are.
        pub available_count: u64,
        /// How many were updated.
        #[schemars(range(min = 1))]
        pub updated_count: u64,
        /// The shifts that were updated.
        #[schemars(length(min = 1))]
        pub updated_shifts: Vec<Uuid>,
        /// The earliest of them.
        pub updated_from: Time,
        /// The latest of them.
        pub updated_to: Time,
    }

    /// Some shifts were removed.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[schemars(extend("oneOf" = null_at_zero()))]
    pub struct ShiftsRemoved {
        /// The connected account.
        pub account: Uuid,
        /// The user who connected the account.
        pub user: Uuid,
        /// The earliest that there is; null where there is none.
        pub available_from: Nullable<Time>,
        /// The latest that there is; null where there is none.
        pub available_to: Nullable<Time>,
        /// How many there are.
        pub available_count: u64,
        /// How many were removed.
        #[schemars(range(min = 1))]
        pub removed_count: u64,
        /// The shifts that were removed.
        #[schemars(length(min = 1))]
        pub removed_shifts: Vec<Uuid>,
        /// The earliest of them.
        pub removed_from: Time,
        /// The latest of them.
        pub removed_to: Time,
    }

    /// The first reading of an account has come as far back as the subscription wants to know.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[schemars(extend("oneOf" = null_at_zero()))]
    pub struct PartiallySynced {
        /// The connected account.
        pub account: Uuid,
        /// The user who connected the account.
        pub user: Uuid,
        /// The item; no page names it, and a recorded delivery about gigs has it.
        pub item_id: Option<String>,
        /// The earliest that there is; null where there is none.
        pub available_from: Nullable<Time>,
        /// The latest that there is; null where there is none.
        pub available_to: Nullable<Time>,
        /// How many there are.
        pub available_count: u64,
        /// Days that were read: at least as many as the subscription names, and as a rule more.
        pub days_synced: u64,
    }

    /// The first reading of an account has come to its end.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[schemars(extend("oneOf" = null_at_zero()))]
    pub struct FullySynced {
        /// The connected account.
        pub account: Uuid,
        /// The user who connected the account.
        pub user: Uuid,
        /// The earliest that there is; null where there is none.
        pub available_from: Nullable<Time>,
        /// The latest that there is; null where there is none.
        pub available_to: Nullable<Time>,
        /// How many there are.
        pub available_count: u64,
    }
}

/// Where there is nothing, there is no first and no last. Seen in recorded traffic; the pages do not say it.
fn null_at_zero() -> Value {
    let case = |count: Value, bound: &Value| json!({"properties": {"available_count": count, "available_from": bound, "available_to": bound}});
    let nothing = json!({"const": 0, "description": "None."});
    let something = json!({"minimum": 1, "description": "One or more."});
    json!([
        case(nothing, &json!({"type": "null", "description": "Nothing has no time."})),
        case(something, &json!({"type": "string", "description": "A time."})),
    ])
}
