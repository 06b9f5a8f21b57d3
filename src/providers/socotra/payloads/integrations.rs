//! Integrations: where the URL, the headers and the secret of a webhook are set.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::model::SecretText;

use crate::provider::payloads;

payloads! {
    /// Adds an integration. Its security can be set for an https URL only.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    #[schemars(extend("if" = secured(), "then" = encrypted()))]
    pub struct ExternalServiceIntegrationAddRequest {
        /// The name by which webhooks mean it. That it is not empty is an assumption.
        #[schemars(length(min = 1))]
        pub name: String,
        /// Where it is.
        pub url: String,
        /// Headers that go with every message; they may carry a key.
        pub headers: Option<BTreeMap<String, SecretText>>,
        /// How messages are secured.
        pub security_spec: Option<SecuritySpecification>,
        /// What it is for: `webhook` for a webhook.
        #[serde(rename = "type")]
        pub kind: Option<IntegrationKind>,
    }

    /// Sets an integration anew: what is left out goes back to its default. That the rule for https holds here
    /// too is an assumption.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    #[schemars(extend("if" = secured(), "then" = encrypted()))]
    pub struct ExternalServiceIntegrationUpdateRequest {
        /// Where it is.
        pub url: String,
        /// Headers that go with every message; they may carry a key.
        pub headers: Option<BTreeMap<String, SecretText>>,
        /// How messages are secured.
        pub security_spec: Option<SecuritySpecification>,
    }
}

fn secured() -> Value {
    json!({"required": ["securitySpec"]})
}

fn encrypted() -> Value {
    json!({"properties": {"url": {"description": "An https URL.", "pattern": "^https://"}}})
}

payloads! {
    /// How messages are secured. Whether `hmacEnabled` without a secret is refused is not documented.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    #[schemars(extend("dependentRequired" = json!({"tag": ["secret"]})))]
    pub struct SecuritySpecification {
        /// Whether the header `socotra-signature` goes with every message.
        pub hmac_enabled: Option<bool>,
        /// The secret that signs.
        pub secret: Option<SecretText>,
        /// Whether the certificate of the URL is checked.
        #[serde(rename = "secureSSL")]
        pub secure_ssl: Option<bool>,
        /// Shows which secret is in use; absent without one.
        pub tag: Option<String>,
    }
}

/// What an integration is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum IntegrationKind {
    ExternalRater,
    DataAutofill,
    Webhook,
}

payloads! {
    /// All integrations of the tenant.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct ExternalServiceIntegrationsResponse {
        /// The integrations.
        pub external_service_integrations: Vec<ExternalServiceIntegrationResponse>,
    }

    /// An integration.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct ExternalServiceIntegrationResponse {
        /// The name by which webhooks mean it.
        pub name: String,
        /// Headers that go with every message; they may carry a key.
        pub headers: BTreeMap<String, SecretText>,
        /// The tenant that it belongs to.
        pub tenant_locator: String,
        /// What it is for.
        #[serde(rename = "type")]
        pub kind: IntegrationKind,
        /// Where it is.
        pub url: String,
        /// How messages are secured.
        pub security_spec: Option<SecuritySpecification>,
    }
}
