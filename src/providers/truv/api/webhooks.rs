//! Webhooks: list, create, read, change, delete.

use crate::model::TimeForm;
use crate::provider::api::{Call, EventFilter, Reply, State, Subscription};
use crate::provider::{IdForm, Provider};
use crate::providers::truv::api::refusal;
use crate::providers::truv::payloads::{
    CreateWebhook, Environment, EventName, Time, UpdateWebhook, Webhook, WebhookPage,
};

pub(super) fn list(state: &State) -> Reply {
    let results = state.subscriptions().filter_map(Subscription::detail).collect();
    Reply::json(200, "WebhookList", &WebhookPage { results })
}

pub(super) fn create(provider: &Provider, state: &mut State, call: &Call<'_>) -> Reply {
    let request: CreateWebhook = match call.read_as(provider, "CreateWebhook") {
        Ok(request) => request,
        Err(why) => return refusal::unreadable(call, "CreateWebhook", &why),
    };
    if is_taken(state, &request.webhook_url.0, request.env_type, "") {
        return taken(request.env_type);
    }
    let now = Time(call.now.write(TimeForm::Millis));
    let webhook = Webhook {
        id: call.ids.id("webhook", &IdForm::Hex32),
        name: request.name,
        webhook_url: request.webhook_url,
        // Left out it means all of them, and the answer says which these are.
        events: request.events.unwrap_or_else(|| all(provider)),
        env_type: request.env_type,
        enabled: Some(request.enabled.unwrap_or(true)),
        created_at: now.clone(),
        updated_at: now,
    };
    keep(state, &webhook);
    Reply::json(201, "Webhook", &webhook)
}

pub(super) fn read(state: &State, id: &str) -> Reply {
    match known(state, id) {
        Some(webhook) => Reply::json(200, "Webhook", &webhook),
        None => refusal::not_found(),
    }
}

pub(super) fn update(provider: &Provider, state: &mut State, call: &Call<'_>, id: &str) -> Reply {
    let Some(mut webhook) = known(state, id) else { return refusal::not_found() };
    let request: UpdateWebhook = match call.read_as(provider, "UpdateWebhook") {
        Ok(request) => request,
        Err(why) => return refusal::unreadable(call, "UpdateWebhook", &why),
    };
    let UpdateWebhook { name, webhook_url, env_type, events, enabled } = request;
    webhook.name = name.unwrap_or(webhook.name);
    webhook.webhook_url = webhook_url.unwrap_or(webhook.webhook_url);
    webhook.env_type = env_type.unwrap_or(webhook.env_type);
    webhook.events = events.unwrap_or(webhook.events);
    webhook.enabled = enabled.or(webhook.enabled);
    if is_taken(state, &webhook.webhook_url.0, webhook.env_type, id) {
        return taken(webhook.env_type);
    }
    webhook.updated_at = Time(call.now.write(TimeForm::Millis));
    keep(state, &webhook);
    Reply::json(200, "Webhook", &webhook)
}

pub(super) fn delete(state: &mut State, id: &str) -> Reply {
    match state.remove(id) {
        Some(_) => Reply::empty(204),
        None => refusal::not_found(),
    }
}

fn known(state: &State, id: &str) -> Option<Webhook> {
    state.subscription(id).and_then(Subscription::detail)
}

fn all(provider: &Provider) -> Vec<EventName> {
    provider.events().map(|event| EventName(event.name.clone())).collect()
}

fn keep(state: &mut State, webhook: &Webhook) {
    let wants = webhook.events.iter().map(|event| EventFilter::Named(event.0.clone()));
    let mut subscription =
        Subscription::new(webhook.id.as_str(), webhook.webhook_url.0.as_str()).wanting(wants).detailed(webhook);
    subscription.active = webhook.enabled != Some(false);
    state.put(subscription);
}

/// One URL an environment.
fn is_taken(state: &State, url: &str, environment: Environment, but: &str) -> bool {
    state
        .subscriptions_to(url)
        .filter(|known| known.id != but)
        .any(|known| known.detail::<Webhook>().is_some_and(|webhook| webhook.env_type == environment))
}

fn taken(environment: Environment) -> Reply {
    let environment = match environment {
        Environment::Sandbox => "sandbox",
        Environment::Dev => "dev",
        Environment::Prod => "prod",
    };
    refusal::wrong("webhook_url", &format!("Webhook url for {environment} already registered"))
}
