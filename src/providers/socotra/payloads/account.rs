//! Accounts: from a password to a token; and what is answered when a call is refused.
#![expect(clippy::exhaustive_structs, reason = "a test builds the bodies that it sends")]

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;

use crate::model::SecretText;
use crate::providers::socotra::payloads::Milliseconds;

/// Asks for a token. The tenant of a user is named by `hostName` or `tenantName`, here or in the query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuthenticateRequest {
    /// The user's password.
    pub password: SecretText,
    /// The user.
    pub username: String,
    /// Host name of the tenant; clients were seen to send `null`.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub host_name: Option<Option<String>>,
    /// Name of the tenant; clients were seen to send `null`.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub tenant_name: Option<Option<String>>,
}

/// Keeps `null` apart from an absent member: both occur, and both must be written as they were read.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
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

/// A refusal. No page prints one: every member is an assumption.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ErrorResponse {
    /// The status code of the answer.
    #[schemars(range(min = 400, max = 599))]
    pub http_status: u16,
    /// What is wrong, for a person.
    pub message: String,
}
