//! Paystubs, gigs and shifts: an event has their number and their first and last time, not their content.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::model::Nullable;
use crate::provider::payloads;
use crate::providers::argyle::payloads::shared::{account, available};
use crate::providers::argyle::payloads::{Time, Uuid};

/// Declares payloads about records that were updated or removed: all are alike but for the names of their fields.
macro_rules! changed {
    ($($name:ident($things:literal, $changed:literal): $count:ident, $list:ident, $from:ident, $to:ident;)+) => {
        payloads! {$(
            #[doc = concat!("Some ", $things, " were ", $changed, ".")]
            #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
            #[schemars(extend("oneOf" = null_at_zero()))]
            pub struct $name {
                ..account!(),
                ..available!(),
                #[doc = concat!("How many were ", $changed, ".")]
                #[schemars(range(min = 1))]
                pub $count: u64,
                #[doc = concat!("The ", $things, " that were ", $changed, ".")]
                #[schemars(length(min = 1))]
                pub $list: Vec<Uuid>,
                /// The earliest of them.
                pub $from: Time,
                /// The latest of them.
                pub $to: Time,
            }
        )+}
    };
}

payloads! {
    /// New ones were found while data was refreshed.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[schemars(extend("oneOf" = null_at_zero()))]
    pub struct Added {
        ..account!(),
        ..available!(),
        /// How many were found.
        #[schemars(range(min = 1))]
        pub added_count: u64,
        /// The earliest of them.
        pub added_from: Time,
        /// The latest of them.
        pub added_to: Time,
    }
}

changed! {
    PaystubsUpdated("pay statements", "updated"): updated_count, updated_paystubs, updated_from, updated_to;
    GigsUpdated("gigs", "updated"): updated_count, updated_gigs, updated_from, updated_to;
    GigsRemoved("gigs", "removed"): removed_count, removed_gigs, removed_from, removed_to;
    ShiftsUpdated("shifts", "updated"): updated_count, updated_shifts, updated_from, updated_to;
    ShiftsRemoved("shifts", "removed"): removed_count, removed_shifts, removed_from, removed_to;
}

payloads! {
    /// The first reading of an account has come as far back as the subscription wants to know.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[schemars(extend("oneOf" = null_at_zero()))]
    pub struct PartiallySynced {
        ..account!(),
        /// The item; no page names it, and a recorded delivery about gigs has it.
        pub item_id: Option<String>,
        ..available!(),
        /// Days that were read: at least as many as the subscription names, and as a rule more.
        pub days_synced: u64,
    }

    /// The first reading of an account has come to its end.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[schemars(extend("oneOf" = null_at_zero()))]
    pub struct FullySynced {
        ..account!(),
        ..available!(),
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
