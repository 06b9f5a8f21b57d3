//! Control classes, fees and labels.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Number;

use crate::provider::payloads;
use crate::providers::betterez::payloads::shared::{authors, owned, times};
use crate::providers::betterez::payloads::{BzDate, LexiconKeys, ObjectId};

payloads! {
    /// A class by which seats are sold at different prices.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct ControlClass {
        ..owned!("class"),
        ..times!("class"),
        ..authors!("class"),
        /// Name.
        pub name: String,
        /// The class above it.
        pub parent_id: Option<ObjectId>,
        /// The topmost class.
        pub root_class_id: Option<ObjectId>,
        /// What it applies to.
        pub props: Option<ClassProperties>,
        /// What it does to a price.
        pub price_modifier: Option<PriceModifier>,
    }

    /// What a control class applies to.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct ClassProperties {
        /// The product.
        pub product_id: ObjectId,
        /// The brand.
        pub brand_id: Option<ObjectId>,
        /// The group of amenities.
        pub amenity_group_id: Option<ObjectId>,
    }

    /// What a control class does to a price.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct PriceModifier {
        /// Whether it is money or a share, `$` or `%`.
        #[serde(rename = "type")]
        pub kind: String,
        /// How much; money in steps of 1/100,000.
        pub value: i64,
    }

    /// A fee.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct Fee {
        ..owned!("fee"),
        ..times!("fee"),
        /// Whether it is gone.
        pub deleted: Option<bool>,
        /// The fare class that it is for; empty for all.
        pub fare_class_id: Option<String>,
        /// The account's own id of it.
        pub internal_id: Option<String>,
        /// Whether it is given back.
        pub is_refundable: Option<bool>,
        /// Names of its words in the lexicon.
        pub lexicon_keys: Option<LexiconKeys>,
        /// Name.
        pub name: String,
        /// The products that it is for, each with a 1.
        pub products: Option<BTreeMap<String, Number>>,
        /// The rules by which it is applied, each with a 1.
        pub rules: Option<BTreeMap<String, Number>>,
        /// Whether it is taxed.
        pub taxable: Option<bool>,
        /// The user who made it.
        pub user_id: Option<ObjectId>,
        /// How much; money in steps of 1/100,000.
        pub value: i64,
        /// Whether that is money or a share, `$` or `%`.
        pub value_type: String,
    }

    /// A label.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct Label {
        ..owned!("label"),
        /// Its colour, such as `#4ae852`.
        pub color: Option<String>,
        ..times!("label"),
        /// Description.
        pub description: Option<String>,
        /// Whether it is switched off.
        pub disabled: Option<bool>,
        /// The things that it can be put on, such as `tickets`.
        pub model_name: Option<String>,
        /// Name.
        pub name: String,
        /// Kind of these things, such as `ticket`.
        #[serde(rename = "type")]
        pub kind: Option<String>,
        /// The user who made it.
        pub user_id: Option<ObjectId>,
    }
}
