//! Promotions.
#![expect(clippy::exhaustive_structs, reason = "a test builds the payloads that it sends")]

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;

use crate::providers::betterez::payloads::BzDate;
use crate::providers::betterez::payloads::ObjectId;

/// A promotion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Promo {
    /// The promotion.
    #[serde(rename = "_id")]
    pub id: ObjectId,
    /// The account that owns the promotion.
    pub account_id: ObjectId,
    /// Whether its value is money or a share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub value_type: Option<String>,
    /// How much.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "i64")]
    pub value: Option<i64>,
    /// When it can be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Period")]
    pub valid_period: Option<Period>,
    /// The user who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub user_id: Option<ObjectId>,
    /// Address of the user who changed it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub updated_by_user_email: Option<String>,
    /// The last day of travel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub to: Option<String>,
    /// Rules; the template has none, so what one looks like is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<Value>")]
    pub rules: Option<Vec<Value>>,
    /// How many there are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "i64")]
    pub qty: Option<i64>,
    /// Kind of the products that it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub product_type: Option<String>,
    /// Name.
    pub name: String,
    /// The account's own id of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub internal_id: Option<String>,
    /// The first day of travel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub from: Option<String>,
    /// The fare that it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub fare: Option<String>,
    /// Whether it is switched off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub disabled: Option<bool>,
    /// Address of the user who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub created_by_user_email: Option<String>,
    /// The campaign.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub campaign: Option<String>,
    /// How many are left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "i64")]
    pub available: Option<i64>,
    /// Whether one must be logged in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub applies_only_when_logged_in: Option<bool>,
    /// Whether it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub deleted: Option<bool>,
    /// When the promotion was made.
    pub created_at: BzDate,
    /// When the promotion last changed: all that puts two updates in order.
    pub updated_at: BzDate,
    /// The user who made the promotion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub created_by: Option<ObjectId>,
    /// The user who changed the promotion last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub updated_by: Option<ObjectId>,
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
