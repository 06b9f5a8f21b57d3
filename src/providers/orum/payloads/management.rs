//! What travels to and from the API: tokens, configurations, the key pair, and errors.
#![expect(clippy::exhaustive_structs, reason = "a new type around one value stays that")]

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};

use crate::model::{Nullable, SecretText};
use crate::provider::payloads;
use crate::providers::orum::events;
use crate::providers::orum::payloads::ExternalAccount;

payloads! {
    /// Asks for an access token. Sent as JSON, or as a form with the same fields.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct TokenRequest {
        /// The client. That it is not empty is an assumption.
        #[schemars(length(min = 1))]
        pub client_id: String,
        /// The client's secret. That it is not empty is an assumption.
        #[schemars(length(min = 1))]
        pub client_secret: SecretText,
    }

    /// An access token, for the header `Authorization`.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct TokenResponse {
        /// The token.
        pub access_token: SecretText,
        /// What is written before the token.
        pub token_type: TokenType,
        /// Seconds for which the token is good.
        pub expires_in: Number,
    }
}

/// Kind of a token; there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the name is what the header says")]
#[non_exhaustive]
pub enum TokenType {
    Bearer,
}

payloads! {
    /// Subscribes a URL to events, or replaces such a configuration as a whole.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct ConfigurationRequest {
        /// The events, by name or by the names that mean several.
        pub event_types: Vec<Subscribable>,
        /// Where they are sent. Monitor accepts only https; the specification does not say so.
        pub url: String,
        /// Whether they are sent.
        pub enabled: bool,
    }

    /// A configuration, created or replaced.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct ConfigurationResponse {
        /// The configuration as it is now.
        pub webhook_configuration: Configuration,
    }

    /// Every configuration of the enterprise; there are no pages.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct ConfigurationsResponse {
        /// The configurations.
        pub webhook_configurations: Vec<Configuration>,
    }

    /// A URL and the events that are sent to it.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct Configuration {
        /// Orum's id of the configuration: a UUID in the paths that take it, a plain string here.
        pub id: String,
        /// Name of the enterprise.
        pub enterprise_name: String,
        /// Version of the documents that are sent: the `Orum-Version` of the last write.
        pub data_version: DataVersion,
        /// The events, as they were asked for.
        pub event_types: Vec<Subscribable>,
        /// Whether they are sent.
        pub enabled: bool,
        /// Where they are sent.
        pub url: String,
        /// When the configuration was created; no form of the time is declared.
        pub created_at: String,
        /// Who created it.
        pub created_by: String,
        /// When it was last replaced; no form of the time is declared.
        pub updated_at: String,
        /// Who replaced it.
        pub updated_by: String,
    }
}

/// Version of what is sent to a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names are dates")]
#[non_exhaustive]
pub enum DataVersion {
    #[serde(rename = "v2022-09-21")]
    V20220921,
    #[serde(rename = "v2021-10-01")]
    V20211001,
}

payloads! {
    /// The key pair with which deliveries are signed. Its private half never leaves Orum.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct SecretResponse {
        /// The pair.
        pub enterprise_keypair: KeyPair,
    }

    /// A key pair of an enterprise.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct KeyPair {
        /// Orum's id of the pair.
        pub id: String,
        /// Name of the enterprise.
        pub enterprise_name: String,
        /// The public half, RSA-2048; how it is encoded is not written.
        pub public_key: String,
        /// When the pair was made; no form of the time is declared.
        pub created_at: String,
        /// When it last changed; no form of the time is declared.
        pub updated_at: String,
    }

    /// A bank account as the API answers it, here when it was closed.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct ExternalAccountResponse {
        /// The account.
        pub external_account: ExternalAccount,
    }

    /// Why a call was refused.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct Error {
        /// The reason for a program, such as `unauthorized` or `missing_first_name`; the list is open.
        pub error_code: String,
        /// The reason for a person, whose words may change.
        pub message: String,
        /// More about it; what is in it depends on the error.
        pub details: Option<Nullable<Map<String, Value>>>,
    }
}

/// Name of an event.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct EventName(#[schemars(extend("enum" = events::NAMES))] pub String);

/// Name of an event, or one that means several.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Subscribable(#[schemars(extend("enum" = events::subscribable()))] pub String);
