//! Agencies, applications and the network between carriers.
#![expect(clippy::exhaustive_structs, reason = "a test builds the payloads that it sends")]

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Map;
use serde_json::Number;
use serde_json::Value;

use crate::providers::betterez::payloads::BzDate;
use crate::providers::betterez::payloads::ObjectId;

/// An agency that sells for the carrier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Agency {
    /// The agency's user.
    #[serde(rename = "_id")]
    pub id: ObjectId,
    /// The account of the carrier.
    pub account_id: ObjectId,
    /// The agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub agency_id: Option<String>,
    /// The menu that is shown first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub default_menu: Option<String>,
    /// Name that is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub display: Option<String>,
    /// Domain of the agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub domain: Option<String>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub email: Option<String>,
    /// First name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub first_name: Option<String>,
    /// Language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub language: Option<String>,
    /// Last name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub last_name: Option<String>,
    /// Location that is offered first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub preferred_location_id: Option<String>,
    /// Station that is offered first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub preferred_station_id: Option<String>,
    /// Domain of the carrier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub root_domain: Option<String>,
    /// Key of the scanner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub scanner_key: Option<String>,
    /// Whether it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub deleted: Option<bool>,
    /// When the agency was made.
    pub created_at: BzDate,
    /// When the agency last changed: all that puts two updates in order.
    pub updated_at: BzDate,
}

/// How much a seller may owe a provider.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreditLimit {
    /// The limit.
    #[serde(rename = "_id")]
    pub id: ObjectId,
    /// The account that sells.
    pub seller_id: String,
    /// The account whose tickets are sold.
    pub provider_id: String,
    /// Whether there is no limit at all.
    pub unlimited: bool,
    /// The limit that was set by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Number")]
    pub override_limit: Option<Number>,
    /// What is left of the limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Number")]
    pub current_limit: Option<Number>,
}

/// An application that calls the API. Its private key is never sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Application {
    /// The application.
    #[serde(rename = "_id")]
    pub id: ObjectId,
    /// The user who owns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub user_id: Option<ObjectId>,
    /// The account that owns it.
    pub account_id: ObjectId,
    /// Name.
    pub name: String,
    /// Description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub description: Option<String>,
    /// Whether it is one of Betterez' own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub internal: Option<bool>,
    /// Its public key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub key: Option<String>,
    /// Settings; an open map.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Map<String, Value>")]
    pub settings: Option<Map<String, Value>>,
    /// Where it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub request_endpoint: Option<String>,
    /// Whether users can sign on with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub enable_user_sign_on: Option<bool>,
    /// Channels through which it sells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<String>")]
    pub channels: Option<Vec<String>>,
    /// Roles; an open map.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Map<String, Value>")]
    pub roles: Option<Map<String, Value>>,
    /// When the application was made.
    pub created_at: BzDate,
    /// When the application last changed: all that puts two updates in order.
    pub updated_at: BzDate,
}

/// What is left of an application that was deleted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationId {
    /// The application that is gone.
    pub id: ObjectId,
}

/// An invitation to sell the tickets of another carrier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    /// The invitation.
    #[serde(rename = "_id")]
    pub id: ObjectId,
    /// The account that asks.
    pub account_id: ObjectId,
    /// Name of the account that asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub account_name: Option<String>,
    /// Whether it is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub enabled: Option<bool>,
    /// Domain of the carrier that is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub provider_domain: Option<String>,
    /// E-mail address of the carrier that is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub provider_email: Option<String>,
    /// The account that is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub provider_id: Option<ObjectId>,
    /// Name of the carrier that is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub provider_name: Option<String>,
    /// How far it has come, such as `pending`; the list is open.
    pub status: String,
    /// When the invitation was made.
    pub created_at: BzDate,
    /// When the invitation last changed: all that puts two updates in order.
    pub updated_at: BzDate,
    /// The user who made the invitation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub created_by: Option<ObjectId>,
    /// The user who changed the invitation last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub updated_by: Option<ObjectId>,
}

/// What one carrier may sell for another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Network {
    /// The agreement.
    #[serde(rename = "_id")]
    pub id: ObjectId,
    /// The account that owns the agreement.
    pub account_id: ObjectId,
    /// Whether it is in use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub active: Option<bool>,
    /// Whether it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub deleted: Option<bool>,
    /// Whether it is switched off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub disabled: Option<bool>,
    /// The fares that may be sold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<ObjectId>")]
    pub fares: Option<Vec<ObjectId>>,
    /// Whether its trips are found without being named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub global_search: Option<bool>,
    /// Payment providers; the sample has none, so what one looks like is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<Value>")]
    pub payment_providers: Option<Vec<Value>>,
    /// Settings of payments; an open map.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Map<String, Value>")]
    pub payment_settings: Option<Map<String, Value>>,
    /// The products that may be sold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<ObjectId>")]
    pub product_ids: Option<Vec<ObjectId>>,
    /// The account whose tickets are sold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub provider_id: Option<ObjectId>,
    /// Name of the carrier whose tickets are sold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub provider_name: Option<String>,
    /// The account that sells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub seller_id: Option<ObjectId>,
    /// Name of the carrier that sells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub seller_name: Option<String>,
    /// Kind of the agreement, such as `interline`; the list is open.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub kind: Option<String>,
    /// When the agreement was made.
    pub created_at: BzDate,
    /// When the agreement last changed: all that puts two updates in order.
    pub updated_at: BzDate,
    /// The user who changed it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub updated_by: Option<ObjectId>,
    /// The user who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub user_id: Option<ObjectId>,
    /// What the seller gets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Number")]
    pub value: Option<Number>,
    /// Whether that is money or a share, `$` or `%`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub value_type: Option<String>,
}
