//! Integrations: list, add, update, remove. They have the URL, the headers and the secret of webhooks.

use serde::de::DeserializeOwned;

use crate::model::{Scheme, Target};
use crate::provider::Provider;
use crate::provider::api::{Call, Finding, Reply, State, Unreadable};
use crate::providers::socotra::api::addresses::{Integration, address, all, can_be_sent, find};
use crate::providers::socotra::api::{refusal, webhooks};
use crate::providers::socotra::payloads::{
    ExternalServiceIntegrationAddRequest, ExternalServiceIntegrationUpdateRequest, ExternalServiceIntegrationsResponse,
    IntegrationKind,
};
use crate::schema;

pub(super) fn list(state: &State) -> Reply {
    answer(all(state))
}

pub(super) fn add(provider: &Provider, state: &mut State, call: &Call<'_>) -> Reply {
    let (request, excused): (ExternalServiceIntegrationAddRequest, _) =
        match read(provider, call, "ExternalServiceIntegrationAddRequest") {
            Ok(read) => read,
            Err(refused) => return *refused,
        };
    let mut integrations = all(state);
    if find(&integrations, &request.name).is_some() {
        return refusal::conflict("an integration of this name is there already: PUT /integrations/{name} changes it");
    }
    let integration = Integration {
        name: request.name,
        headers: request.headers.unwrap_or_default(),
        tenant_locator: state.name().to_owned(),
        kind: request.kind.unwrap_or(IntegrationKind::Webhook),
        url: request.url,
        security_spec: request.security_spec,
    };
    let odd = remarks(&integration);
    integrations.push(integration);
    state.set_rest(&integrations);
    answer(integrations).remarking(excused).remarking(odd)
}

pub(super) fn update(provider: &Provider, state: &mut State, call: &Call<'_>, name: &str) -> Reply {
    let mut integrations = all(state);
    let Some(known) = integrations.iter_mut().find(|known| known.name == name) else { return unknown() };
    let (request, excused): (ExternalServiceIntegrationUpdateRequest, _) =
        match read(provider, call, "ExternalServiceIntegrationUpdateRequest") {
            Ok(read) => read,
            Err(refused) => return *refused,
        };
    // What is left out goes back to its default.
    known.url = request.url;
    known.headers = request.headers.unwrap_or_default();
    known.security_spec = request.security_spec;
    let odd = remarks(known);
    state.set_rest(&integrations);
    webhooks::readdress(provider, state, name);
    answer(integrations).remarking(excused).remarking(odd)
}

pub(super) fn remove(state: &mut State, name: &str) -> Reply {
    let mut integrations = all(state);
    let count = integrations.len();
    integrations.retain(|known| known.name != name);
    if integrations.len() == count {
        return unknown();
    }
    if webhooks::use_it(state, name) {
        return refusal::conflict("a webhook uses this integration");
    }
    state.set_rest(&integrations);
    Reply::empty(200)
}

/// The body of a call. `securitySpec` needs https, but nothing would be signed here if that held for this
/// machine, too.
fn read<T: DeserializeOwned>(
    provider: &Provider,
    call: &Call<'_>,
    request: &str,
) -> Result<(T, Option<Finding>), Box<Reply>> {
    let why = match call.read_as(provider, request) {
        Ok(read) => return Ok((read, None)),
        Err(why) => why,
    };
    let refused = || Box::new(refusal::unreadable(call, request, &why));
    let Unreadable::Breaks(violations) = &why else { return Err(refused()) };
    let is_about_https = violations.iter().all(|violation| violation.schema_pointer.starts_with("/then/"));
    let document: serde_json::Value = serde_json::from_slice(call.body).map_err(|_| refused())?;
    let target: Option<Target> = document["url"].as_str().and_then(|url| url.parse().ok());
    if !is_about_https || !target.is_some_and(|target| target.scheme == Scheme::Http && target.is_loopback()) {
        return Err(refused());
    }
    let read = schema::read_as(&document).map_err(|_| refused())?;
    Ok((read, Some(Finding::at("/url", "securitySpec needs an https URL; http to this machine is accepted only here"))))
}

/// Settings that are accepted although they cannot work.
fn remarks(integration: &Integration) -> Vec<Finding> {
    let mut odd = Vec::new();
    if integration.url.parse::<Target>().is_err() {
        odd.push(Finding::at("/url", "no http or https URL that can be delivered to"));
    }
    let unsent = integration.headers.iter().filter(|(name, value)| !can_be_sent(name, value.expose()));
    odd.extend(unsent.map(|_| Finding::at("/headers", "a header that cannot be sent with a message is left out")));
    let asks = integration.security_spec.as_ref().is_some_and(|security| security.hmac_enabled == Some(true));
    if asks && address(integration).secret.is_none() {
        odd.push(Finding::at("/securitySpec", "hmacEnabled without a secret: nothing is signed"));
    }
    odd
}

fn answer(integrations: Vec<Integration>) -> Reply {
    let response = ExternalServiceIntegrationsResponse { external_service_integrations: integrations };
    Reply::json(200, "ExternalServiceIntegrationsResponse", &response)
}

fn unknown() -> Reply {
    refusal::not_found("there is no integration of this name")
}
