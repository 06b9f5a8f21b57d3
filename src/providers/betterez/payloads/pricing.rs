//! Control classes, fees and labels.
#![expect(clippy::exhaustive_structs, reason = "a test builds the payloads that it sends")]

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Number;

use crate::providers::betterez::payloads::BzDate;
use crate::providers::betterez::payloads::LexiconKeys;
use crate::providers::betterez::payloads::ObjectId;

/// A class by which seats are sold at different prices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ControlClass {
    /// The class.
    #[serde(rename = "_id")]
    pub id: ObjectId,
    /// The account that owns the class.
    pub account_id: ObjectId,
    /// When the class was made.
    pub created_at: BzDate,
    /// When the class last changed: all that puts two updates in order.
    pub updated_at: BzDate,
    /// The user who made the class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub created_by: Option<ObjectId>,
    /// The user who changed the class last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub updated_by: Option<ObjectId>,
    /// Name.
    pub name: String,
    /// The class above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub parent_id: Option<ObjectId>,
    /// The topmost class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub root_class_id: Option<ObjectId>,
    /// What it applies to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ClassProperties")]
    pub props: Option<ClassProperties>,
    /// What it does to a price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "PriceModifier")]
    pub price_modifier: Option<PriceModifier>,
}

/// What a control class applies to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClassProperties {
    /// The product.
    pub product_id: ObjectId,
    /// The brand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub brand_id: Option<ObjectId>,
    /// The group of amenities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
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
    /// The fee.
    #[serde(rename = "_id")]
    pub id: ObjectId,
    /// The account that owns the fee.
    pub account_id: ObjectId,
    /// When the fee was made.
    pub created_at: BzDate,
    /// When the fee last changed: all that puts two updates in order.
    pub updated_at: BzDate,
    /// Whether it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub deleted: Option<bool>,
    /// The fare class that it is for; empty for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub fare_class_id: Option<String>,
    /// The account's own id of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub internal_id: Option<String>,
    /// Whether it is given back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub is_refundable: Option<bool>,
    /// Names of its words in the lexicon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "LexiconKeys")]
    pub lexicon_keys: Option<LexiconKeys>,
    /// Name.
    pub name: String,
    /// The products that it is for, each with a 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "BTreeMap<String, Number>")]
    pub products: Option<BTreeMap<String, Number>>,
    /// The rules by which it is applied, each with a 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "BTreeMap<String, Number>")]
    pub rules: Option<BTreeMap<String, Number>>,
    /// Whether it is taxed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub taxable: Option<bool>,
    /// The user who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
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
    /// The label.
    #[serde(rename = "_id")]
    pub id: ObjectId,
    /// The account that owns the label.
    pub account_id: ObjectId,
    /// Its colour, such as `#4ae852`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub color: Option<String>,
    /// When the label was made.
    pub created_at: BzDate,
    /// When the label last changed: all that puts two updates in order.
    pub updated_at: BzDate,
    /// Description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub description: Option<String>,
    /// Whether it is switched off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub disabled: Option<bool>,
    /// The things that it can be put on, such as `tickets`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub model_name: Option<String>,
    /// Name.
    pub name: String,
    /// Kind of these things, such as `ticket`.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub kind: Option<String>,
    /// The user who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub user_id: Option<ObjectId>,
}
