//! Agencies, applications and the network between carriers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};

use crate::provider::payloads;
use crate::providers::betterez::payloads::shared::{authors, owned, times};
use crate::providers::betterez::payloads::{BzDate, ObjectId};

payloads! {
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
        pub agency_id: Option<String>,
        /// The menu that is shown first.
        pub default_menu: Option<String>,
        /// Name that is shown.
        pub display: Option<String>,
        /// Domain of the agency.
        pub domain: Option<String>,
        /// E-mail address.
        pub email: Option<String>,
        /// First name.
        pub first_name: Option<String>,
        /// Language.
        pub language: Option<String>,
        /// Last name.
        pub last_name: Option<String>,
        /// Location that is offered first.
        pub preferred_location_id: Option<String>,
        /// Station that is offered first.
        pub preferred_station_id: Option<String>,
        /// Domain of the carrier.
        pub root_domain: Option<String>,
        /// Key of the scanner.
        pub scanner_key: Option<String>,
        /// Whether it is gone.
        pub deleted: Option<bool>,
        ..times!("agency"),
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
        pub override_limit: Option<Number>,
        /// What is left of the limit.
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
        pub user_id: Option<ObjectId>,
        /// The account that owns it.
        pub account_id: ObjectId,
        /// Name.
        pub name: String,
        /// Description.
        pub description: Option<String>,
        /// Whether it is one of Betterez' own.
        pub internal: Option<bool>,
        /// Its public key.
        pub key: Option<String>,
        /// Settings; an open map.
        pub settings: Option<Map<String, Value>>,
        /// Where it is called.
        pub request_endpoint: Option<String>,
        /// Whether users can sign on with it.
        pub enable_user_sign_on: Option<bool>,
        /// Channels through which it sells.
        pub channels: Option<Vec<String>>,
        /// Roles; an open map.
        pub roles: Option<Map<String, Value>>,
        ..times!("application"),
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
        pub account_name: Option<String>,
        /// Whether it is in force.
        pub enabled: Option<bool>,
        /// Domain of the carrier that is asked.
        pub provider_domain: Option<String>,
        /// E-mail address of the carrier that is asked.
        pub provider_email: Option<String>,
        /// The account that is asked.
        pub provider_id: Option<ObjectId>,
        /// Name of the carrier that is asked.
        pub provider_name: Option<String>,
        /// How far it has come, such as `pending`; the list is open.
        pub status: String,
        ..times!("invitation"),
        ..authors!("invitation"),
    }

    /// What one carrier may sell for another.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct Network {
        ..owned!("agreement"),
        /// Whether it is in use.
        pub active: Option<bool>,
        /// Whether it is gone.
        pub deleted: Option<bool>,
        /// Whether it is switched off.
        pub disabled: Option<bool>,
        /// The fares that may be sold.
        pub fares: Option<Vec<ObjectId>>,
        /// Whether its trips are found without being named.
        pub global_search: Option<bool>,
        /// Payment providers; the sample has none, so what one looks like is open.
        pub payment_providers: Option<Vec<Value>>,
        /// Settings of payments; an open map.
        pub payment_settings: Option<Map<String, Value>>,
        /// The products that may be sold.
        pub product_ids: Option<Vec<ObjectId>>,
        /// The account whose tickets are sold.
        pub provider_id: Option<ObjectId>,
        /// Name of the carrier whose tickets are sold.
        pub provider_name: Option<String>,
        /// The account that sells.
        pub seller_id: Option<ObjectId>,
        /// Name of the carrier that sells.
        pub seller_name: Option<String>,
        /// Kind of the agreement, such as `interline`; the list is open.
        #[serde(rename = "type")]
        pub kind: Option<String>,
        ..times!("agreement"),
        /// The user who changed it last.
        pub updated_by: Option<ObjectId>,
        /// The user who made it.
        pub user_id: Option<ObjectId>,
        /// What the seller gets.
        pub value: Option<Number>,
        /// Whether that is money or a share, `$` or `%`.
        pub value_type: Option<String>,
    }
}
