//! Accounts: from a password to a token; and what is answered when a call is refused.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{Nullable, SecretText};
use crate::provider::payloads;
use crate::providers::socotra::payloads::Milliseconds;

payloads! {
    /// Asks for a token. The tenant of a user is named by `hostName` or `tenantName`, here or in the query.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct AuthenticateRequest {
        /// The user's password.
        pub password: SecretText,
        /// The user.
        pub username: String,
        /// Host name of the tenant; clients were seen to send `null`.
        pub host_name: Option<Nullable<String>>,
        /// Name of the tenant; clients were seen to send `null`.
        pub tenant_name: Option<Nullable<String>>,
    }
}

payloads! {
    /// Asks for the token of a client, by single sign-on.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct SsoClientAuthenticateRequest {
        /// The client. That it is not empty is an assumption.
        #[schemars(length(min = 1))]
        pub client_id: String,
        /// The client's secret.
        pub client_secret: SecretText,
        /// Host name of the tenant.
        pub host_name: Option<String>,
    }

    /// A token.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct AuthenticateResponse {
        /// When it expires.
        pub expires_timestamp: Milliseconds,
        /// The token, for the header `Authorization`.
        pub authorization_token: SecretText,
    }

    /// A refusal. No page prints one: every field is an assumption.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct ErrorResponse {
        /// The status code of the answer.
        #[schemars(range(min = 400, max = 599))]
        pub http_status: u16,
        /// What is wrong, for a person.
        pub message: String,
    }
}
