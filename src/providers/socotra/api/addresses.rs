//! The addresses of integrations: URL, headers and secret.

use crate::model::{Headers, SecretText};
use crate::provider::api::State;
use crate::provider::of_the_connection;
use crate::providers::socotra::payloads::ExternalServiceIntegrationResponse;

pub(super) type Integration = ExternalServiceIntegrationResponse;

/// Returns the integrations of an account.
pub(super) fn all(state: &State) -> Vec<Integration> {
    state.rest()
}

pub(super) fn find<'a>(integrations: &'a [Integration], name: &str) -> Option<&'a Integration> {
    integrations.iter().find(|integration| integration.name == name)
}

/// The URL of an integration, with the headers and the secret of messages to it.
pub(super) struct Address {
    pub(super) url: String,
    /// Headers that can be sent.
    pub(super) headers: Vec<(String, String)>,
    /// Secret that signs.
    pub(super) secret: Option<SecretText>,
    /// Whether certificates are not checked.
    pub(super) any_certificate: bool,
}

/// Returns the address of an integration.
pub(super) fn address(integration: &Integration) -> Address {
    let sent = integration.headers.iter().filter(|(name, value)| can_be_sent(name, value.expose()));
    let headers = sent.map(|(name, value)| (name.clone(), value.expose().to_owned())).collect();
    let security = integration.security_spec.as_ref();
    let signing = security.filter(|security| security.hmac_enabled == Some(true));
    let secret = signing.and_then(|security| security.secret.clone()).filter(|secret| !secret.expose().is_empty());
    let any_certificate = security.is_some_and(|security| security.secure_ssl == Some(false));
    Address { url: integration.url.clone(), headers, secret, any_certificate }
}

pub(super) fn can_be_sent(name: &str, value: &str) -> bool {
    let is_text = |byte: u8| byte == b'\t' || (b' '..=b'~').contains(&byte);
    Headers::is_name(name) && !of_the_connection(name) && value.bytes().all(is_text)
}
