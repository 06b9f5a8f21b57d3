//! Products.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::provider::payloads;
use crate::providers::betterez::payloads::{LexiconKeys, ObjectId};

payloads! {
    /// A product.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct Product {
        /// The product.
        #[serde(rename = "_id")]
        pub id: ObjectId,
        /// The account that owns it.
        pub account_id: ObjectId,
        /// Whether each channel sells it.
        pub available_channels: Option<BTreeMap<String, bool>>,
        /// Description.
        pub description: Option<String>,
        /// Name of its icon.
        pub icon: Option<String>,
        /// Whether it is a bundle.
        pub is_bundle: Option<bool>,
        /// Whether it is a pass with a number of rides.
        pub is_flex_pass: Option<bool>,
        /// Whether it is a parcel.
        pub is_parcel: Option<bool>,
        /// Whether it is a pass.
        pub is_pass: Option<bool>,
        /// Names of its words in the lexicon.
        pub lexicon_keys: Option<LexiconKeys>,
        /// Name.
        pub name: String,
        /// Whether the way back has no date.
        pub open_return: Option<bool>,
        /// The bundle of such a way back; empty if there is none.
        pub open_return_bundle_id: Option<String>,
        /// Its place in lists.
        pub ord: Option<i64>,
        /// The kinds in which it is sold.
        pub products: Option<Vec<ProductType>>,
        /// Whether it cannot be changed.
        pub read_only: Option<bool>,
        /// Where its taxes come from, such as `any`.
        pub tax_product_from: Option<String>,
        /// Terms.
        pub terms: Option<String>,
        /// Kind of the product, such as `paid_in`; the list is open.
        #[serde(rename = "type")]
        pub kind: String,
    }

    /// A kind in which a product is sold.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct ProductType {
        /// Whether each channel sells it.
        pub channels: Option<BTreeMap<String, bool>>,
        /// How long it lasts.
        pub expire: Option<i64>,
        /// In which unit, such as `days`.
        pub expire_unit: Option<String>,
        /// Name.
        pub name: String,
        /// What it does to the price.
        pub price_adjustment: Option<PriceAdjustment>,
        /// How many can be bought at once.
        pub qty: Option<Quantity>,
        /// Whether the way back has a date from the start.
        pub return_date_default: Option<bool>,
        /// Name for programs.
        #[serde(rename = "type")]
        pub kind: String,
        /// How often it can be used.
        pub uses: Option<i64>,
    }

    /// What a kind of a product does to the price.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct PriceAdjustment {
        /// How often it is applied.
        pub times: Option<i64>,
        /// Whether it is money or a share; empty for neither.
        #[serde(rename = "type")]
        pub kind: String,
        /// How much.
        pub value: i64,
    }

    /// How many can be bought at once.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct Quantity {
        /// At most.
        pub max: i64,
        /// At least.
        pub min: i64,
    }
}
