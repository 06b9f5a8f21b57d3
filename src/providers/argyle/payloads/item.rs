//! Items: employers and platforms that a user can connect to.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::Nullable;
use crate::provider::payloads;

payloads! {
    /// Something about an item is another than before.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct ItemUpdated {
        /// The item, such as `item_000000001`.
        pub item: String,
        /// Name of the item.
        pub name: String,
        /// How the item works, such as `healthy` or `issues`; the list is open.
        pub status: String,
        /// More about it; null if all is well.
        pub status_details: Nullable<String>,
        /// How well it is known whose it is, such as `verified`; the list is open.
        pub mapping_status: Nullable<String>,
        /// What cannot be read; null if nothing is known.
        pub known_limitations: Nullable<String>,
        /// Where its logo is; the samples leave out the scheme.
        pub logo_url: Nullable<String>,
        /// What it can do; older pages lack it.
        pub features: Option<ItemFeatures>,
    }

    /// An item is gone.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct ItemRemoved {
        /// The item, such as `item_000000001`.
        pub item: String,
    }

    /// What an item can do.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct ItemFeatures {
        /// How its data is read; only the API prints it.
        pub data_retrieval: Option<DataRetrieval>,
        /// Sets of data, each with its fields and whether they can be read: `{"supported": true}`, false or null; fields may have fields.
        pub field_coverage: BTreeMap<String, Map<String, Value>>,
        /// How direct deposits can be switched.
        pub direct_deposit_switch: SwitchFeatures,
    }

    /// How the data of an item is read.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct DataRetrieval {
        /// How often, such as `5h`.
        pub refresh_frequency: Nullable<String>,
    }

    /// How direct deposits can be switched. Null is what is not known yet.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct SwitchFeatures {
        /// To cards.
        pub card: Option<Nullable<CardSwitch>>,
        /// To bank accounts.
        pub deposit_account: Option<Nullable<AccountSwitch>>,
    }

    /// How direct deposits can be switched to cards.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct CardSwitch {
        /// Whether they can.
        pub supported: Nullable<bool>,
        /// To how many at once, as a string.
        pub max_allocations: Nullable<String>,
    }

    /// How direct deposits can be switched to bank accounts.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct AccountSwitch {
        /// Kinds of switches, such as `ach_deposit_account`.
        pub types: Vec<String>,
        /// Whether they can.
        pub supported: Nullable<bool>,
        /// To how many at once, as a string.
        pub max_allocations: Nullable<String>,
        /// Whether an amount can be set.
        pub amount_allocation: Nullable<bool>,
        /// Whether a share can be set.
        pub percent_allocation: Nullable<bool>,
        /// The smallest step of an amount, as a string.
        pub amount_precision: Nullable<String>,
        /// The smallest step of a share, as a string.
        pub percent_precision: Nullable<String>,
    }
}
