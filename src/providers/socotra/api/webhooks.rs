//! Webhooks: create or update, list, read, delete, unsuspend.

use crate::provider::Provider;
use crate::provider::api::{Call, Command, EventFilter, Reply, State, Subscription};
use crate::providers::socotra::api::addresses::Address;
use crate::providers::socotra::api::{addresses, refusal};
use crate::providers::socotra::payloads::{
    ExternalServiceIntegrationResponse, FailureHandlingRequest, FailureHandlingResponse, FailureMode, FailureStatus,
    IntegrationKind, RetryStrategy, WebhookRequest, WebhookResponse, WebhooksResponse,
};
use crate::retry::RetryPlan;

pub(super) fn list(state: &State) -> Reply {
    let webhooks = state.subscriptions().filter_map(Subscription::detail).collect();
    Reply::json(200, "WebhooksResponse", &WebhooksResponse { webhooks })
}

pub(super) fn read(state: &State, name: &str) -> Reply {
    known(state, name).map_or_else(unknown, |webhook| answer(&webhook))
}

/// Creates the webhook of a name, or changes it: what is left out stays as it is.
pub(super) fn put(provider: &Provider, state: &mut State, call: &Call<'_>) -> Reply {
    let request: WebhookRequest = match call.read_as(provider, "WebhookRequest") {
        Ok(request) => request,
        Err(why) => return refusal::unreadable(call, "WebhookRequest", &why),
    };
    let integrations = addresses::all(state);
    let mut webhook = match (known(state, &request.name), &request.integration_name) {
        (Some(webhook), _) => webhook,
        (None, Some(integration)) => new(provider, &request.name, integration),
        (None, None) => return refusal::wrong("integrationName is missing: a new webhook needs one"),
    };
    if request.reset_alert_integration_name == Some(true) {
        webhook.alert_integration_name = None;
    }
    webhook.alert_integration_name = request.alert_integration_name.or(webhook.alert_integration_name);
    webhook.display_name = request.display_name.or(webhook.display_name);
    webhook.enabled = request.enabled.unwrap_or(webhook.enabled);
    webhook.events = request.events.unwrap_or(webhook.events);
    webhook.integration_name = request.integration_name.unwrap_or(webhook.integration_name);
    webhook.retry_strategy = request.retry_strategy.unwrap_or(webhook.retry_strategy);
    if let Some(handling) = request.failure_handling {
        change(&mut webhook.failure_handling, handling);
    }
    let Some(integration) = usable(&integrations, &webhook.integration_name) else {
        return refusal::wrong("integrationName names no integration of the type webhook");
    };
    if webhook.alert_integration_name.as_ref().is_some_and(|alert| usable(&integrations, alert).is_none()) {
        return refusal::wrong("alertIntegrationName names no integration of the type webhook");
    }
    keep(provider, state, &webhook, integration);
    let reply = answer(&webhook);
    if webhook.events.is_empty() { reply.finding("a webhook without events is sent nothing") } else { reply }
}

/// Takes a webhook away, with what was diverted from it.
pub(super) fn delete(state: &mut State, call: &Call<'_>, name: &str) -> Reply {
    if state.remove(name).is_none() {
        return unknown();
    }
    let parked = call.history.parked.iter().filter(|parked| parked.last.subscription == name);
    parked
        .fold(Reply::empty(200), |reply, parked| reply.command(Command::Discard { delivery: parked.delivery.clone() }))
}

pub(super) fn unsuspend(provider: &Provider, state: &mut State, name: &str) -> Reply {
    let Some(mut webhook) = known(state, name) else { return unknown() };
    webhook.suspended = false;
    webhook.suspended_timestamp = None;
    keep_as_it_is(provider, state, &webhook);
    answer(&webhook)
}

pub(super) fn known(state: &State, name: &str) -> Option<WebhookResponse> {
    state.subscription(name).and_then(Subscription::detail)
}

pub(super) fn unknown() -> Reply {
    refusal::not_found("there is no webhook of this name")
}

/// Whether a webhook sends anything to the integration of this name.
pub(super) fn use_it(state: &State, integration: &str) -> bool {
    let webhooks = state.subscriptions().filter_map(Subscription::detail::<WebhookResponse>);
    let mut names = webhooks.flat_map(|webhook| [Some(webhook.integration_name), webhook.alert_integration_name]);
    names.any(|name| name.as_deref() == Some(integration))
}

/// Sends what the webhooks of an integration send to where it is now.
pub(super) fn readdress(provider: &Provider, state: &mut State, integration: &str) {
    let webhooks = state.subscriptions().filter_map(Subscription::detail::<WebhookResponse>);
    let touched: Vec<_> = webhooks.filter(|webhook| webhook.integration_name == integration).collect();
    for webhook in touched {
        keep_as_it_is(provider, state, &webhook);
    }
}

/// Keeps a webhook whose integration is known.
pub(super) fn keep_as_it_is(provider: &Provider, state: &mut State, webhook: &WebhookResponse) {
    let integrations = addresses::all(state);
    if let Some(integration) = addresses::find(&integrations, &webhook.integration_name) {
        keep(provider, state, webhook, integration);
    }
}

fn keep(
    provider: &Provider,
    state: &mut State,
    webhook: &WebhookResponse,
    integration: &ExternalServiceIntegrationResponse,
) {
    let Address { url, headers, secret, any_certificate } = addresses::address(integration);
    let wants = webhook.events.iter().map(|event| EventFilter::Named(event.0.clone()));
    let mut subscription = Subscription::new(webhook.name.as_str(), url).wanting(wants).detailed(webhook);
    subscription.active = webhook.enabled && !webhook.suspended;
    subscription.secret = secret;
    subscription.headers = headers;
    subscription.any_certificate = any_certificate;
    let retries = match webhook.retry_strategy {
        RetryStrategy::None => 0,
        RetryStrategy::One => 1,
        RetryStrategy::Three => 3,
    };
    subscription.retry = Some(RetryPlan { retries, ..provider.retry.clone() });
    state.put(subscription);
}

/// A webhook as it is before anything is said of it but its name and integration.
fn new(provider: &Provider, name: &str, integration: &str) -> WebhookResponse {
    let retry_strategy = match provider.retry.retries {
        0 => RetryStrategy::None,
        1 => RetryStrategy::One,
        _ => RetryStrategy::Three,
    };
    let statuses = ["4xx", "5xx"].map(|status| FailureStatus(status.to_owned()));
    WebhookResponse {
        name: name.to_owned(),
        enabled: true,
        events: Vec::new(),
        failure_handling: FailureHandlingResponse {
            act_on_status_codes: statuses.into(),
            act_on_timeout: true,
            mode: FailureMode::None,
        },
        integration_name: integration.to_owned(),
        retry_strategy,
        suspended: false,
        suspended_timestamp: None,
        alert_integration_name: None,
        display_name: None,
    }
}

fn change(handling: &mut FailureHandlingResponse, request: FailureHandlingRequest) {
    let FailureHandlingRequest { act_on_status_codes, act_on_timeout, mode } = request;
    handling.act_on_status_codes =
        act_on_status_codes.unwrap_or_else(|| std::mem::take(&mut handling.act_on_status_codes));
    handling.act_on_timeout = act_on_timeout.unwrap_or(handling.act_on_timeout);
    handling.mode = mode.unwrap_or(handling.mode);
}

fn usable<'a>(
    integrations: &'a [ExternalServiceIntegrationResponse],
    name: &str,
) -> Option<&'a ExternalServiceIntegrationResponse> {
    addresses::find(integrations, name).filter(|integration| integration.kind == IntegrationKind::Webhook)
}

fn answer(webhook: &WebhookResponse) -> Reply {
    Reply::json(200, "WebhookResponse", webhook)
}
