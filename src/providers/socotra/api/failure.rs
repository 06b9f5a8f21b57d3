//! What becomes of a webhook when the last attempt at a delivery has failed: its mode acts, and the alert
//! integration is told.

use crate::model::{Json, Outcome, TimeForm};
use crate::provider::Provider;
use crate::provider::api::{Attempted, Command, Emission, Recipients, State, Then};
use crate::providers::socotra::api::addresses::Address;
use crate::providers::socotra::api::{addresses, webhooks};
use crate::providers::socotra::payloads::{FailureHandlingResponse, FailureMode, Milliseconds, WebhookResponse};

pub(super) fn attempted(provider: &Provider, state: &mut State, attempted: &Attempted<'_>) -> Vec<Command> {
    if attempted.then != Then::GivenUp {
        return Vec::new();
    }
    // What was aimed at a URL belongs to no webhook: an alert that fails is not followed by another.
    let Some(mut webhook) = webhooks::known(state, &attempted.sent.subscription) else { return Vec::new() };
    let mut commands = Vec::new();
    let mut notices = vec![("FailureMessage", failure(&webhook, attempted))];
    match webhook.failure_handling.mode {
        mode if mode == FailureMode::None || !acts_on(&webhook.failure_handling, &attempted.sent.outcome) => {}
        FailureMode::Divert => commands.push(Command::Park { delivery: attempted.delivery.to_owned() }),
        _ if webhook.suspended => {}
        _ => {
            webhook.suspended = true;
            webhook.suspended_timestamp = Some(Milliseconds(attempted.sent.at.write(TimeForm::UnixMillis)));
            webhooks::keep_as_it_is(provider, state, &webhook);
            notices.push(("EventStreamWebhookSuspendedData", suspension(&webhook, attempted)));
        }
    }
    let integrations = addresses::all(state);
    let alert = webhook.alert_integration_name.and_then(|name| addresses::find(&integrations, &name).cloned());
    if let Some(alert) = alert {
        let Address { url, headers, secret, any_certificate } = addresses::address(&alert);
        let to = Recipients::Url { url, secret, headers, any_certificate };
        commands.extend(
            notices.into_iter().map(|(name, notice)| Command::Emit(Emission::new(name, notice).to(to.clone()))),
        );
    }
    commands
}

/// Whether a failure is one that the mode is for. No answer at all counts as one that comes too late.
fn acts_on(handling: &FailureHandlingResponse, outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Failed(_) => handling.act_on_timeout,
        Outcome::Answered(response) => {
            let (code, class) = (response.status.to_string(), format!("{}xx", response.status / 100));
            handling.act_on_status_codes.iter().any(|status| status.0 == code || status.0 == class)
        }
    }
}

fn failure(webhook: &WebhookResponse, attempted: &Attempted<'_>) -> Json {
    let sent = attempted.sent;
    let status = match &sent.outcome {
        Outcome::Answered(response) => response.status.to_string(),
        Outcome::Failed(_) => "timeout".to_owned(),
    };
    let data = Json::parse(&sent.body).ok().and_then(|mut body| body.remove("/data"));
    let data = data.filter(|data| matches!(data, Json::Object(_))).unwrap_or_else(|| Json::Object(Vec::new()));
    object([
        ("actualStatus", status.as_str().into()),
        ("eventData", data),
        ("expectedStatus", "2xx".into()),
        ("url", sent.url.as_str().into()),
        ("webhookName", webhook.name.as_str().into()),
    ])
}

fn suspension(webhook: &WebhookResponse, attempted: &Attempted<'_>) -> Json {
    object([
        ("event", attempted.sent.event.as_str().into()),
        ("integrationName", webhook.integration_name.as_str().into()),
        ("webhookName", webhook.name.as_str().into()),
    ])
}

fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
    Json::Object(members.into_iter().map(|(name, value)| (name.into(), value)).collect())
}
