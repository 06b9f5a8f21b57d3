//! Promotions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::provider::payloads;
use crate::providers::betterez::payloads::shared::{authors, owned, times};
use crate::providers::betterez::payloads::{BzDate, ObjectId};

payloads! {
    /// A promotion.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct Promo {
        ..owned!("promotion"),
        /// Whether its value is money or a share.
        pub value_type: Option<String>,
        /// How much.
        pub value: Option<i64>,
        /// When it can be used.
        pub valid_period: Option<Period>,
        /// The user who made it.
        pub user_id: Option<ObjectId>,
        /// Address of the user who changed it last.
        pub updated_by_user_email: Option<String>,
        /// The last day of travel.
        pub to: Option<String>,
        /// Rules; the template has none, so what one looks like is open.
        pub rules: Option<Vec<Value>>,
        /// How many there are.
        pub qty: Option<i64>,
        /// Kind of the products that it is for.
        pub product_type: Option<String>,
        /// Name.
        pub name: String,
        /// The account's own id of it.
        pub internal_id: Option<String>,
        /// The first day of travel.
        pub from: Option<String>,
        /// The fare that it is for.
        pub fare: Option<String>,
        /// Whether it is switched off.
        pub disabled: Option<bool>,
        /// Address of the user who made it.
        pub created_by_user_email: Option<String>,
        /// The campaign.
        pub campaign: Option<String>,
        /// How many are left.
        pub available: Option<i64>,
        /// Whether one must be logged in.
        pub applies_only_when_logged_in: Option<bool>,
        /// Whether it is gone.
        pub deleted: Option<bool>,
        ..times!("promotion"),
        ..authors!("promotion"),
    }

    /// From one day to another.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct Period {
        /// The last day.
        pub to: String,
        /// The first day.
        pub from: String,
    }
}
