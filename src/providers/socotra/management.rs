//! The payloads that are no events: what travels to and from the management API, and the notices.
//!
//! The seed of the webhooks API prints the types of webhooks; unsuspend and resend have no body.

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::provider::{Basis, Kind, Payload};
use crate::providers::socotra::payloads::{
    AuthenticateRequest, AuthenticateResponse, ErrorResponse, EventStreamWebhookSuspendedData,
    ExternalServiceIntegrationAddRequest, ExternalServiceIntegrationUpdateRequest, ExternalServiceIntegrationsResponse,
    FailureHandlingRequest, FailureHandlingResponse, FailureMessage, SsoClientAuthenticateRequest,
    WebhookDivertedEventResponse, WebhookDivertedEventsResponse, WebhookRequest, WebhookResponse, WebhooksResponse,
};

const API: &str = "https://docs.socotra.com/production/api/webhooks.html";
const INTEGRATIONS: &str = "https://ccdocs.socotra.com/api/integrations.html";
const ACCOUNT: &str = "https://ccdocs.socotra.com/api/account.html";

pub(super) fn payloads() -> Vec<Payload> {
    [webhooks(), notices(), integrations(), account()].concat()
}

fn of<T>(kind: Kind, name: &str) -> Payload
where
    T: JsonSchema + Serialize + DeserializeOwned + 'static,
{
    Payload::of::<T>(kind, "socotra", name)
}

fn webhooks() -> Vec<Payload> {
    vec![
        of::<WebhookRequest>(Kind::Request, "WebhookRequest")
            .described(API, "Creates or changes a webhook, by `PUT /webhooks`."),
        of::<WebhookResponse>(Kind::Response, "WebhookResponse")
            .described(API, "A webhook, as `PUT /webhooks` and `GET /webhooks/{name}` answer it."),
        of::<WebhooksResponse>(Kind::Response, "WebhooksResponse")
            .described(API, "All webhooks, as `GET /webhooks` answers them."),
        of::<FailureHandlingRequest>(Kind::Request, "FailureHandlingRequest")
            .described(API, "The failure handling inside a WebhookRequest."),
        of::<FailureHandlingResponse>(Kind::Response, "FailureHandlingResponse")
            .described(API, "The failure handling inside a WebhookResponse."),
        of::<WebhookDivertedEventsResponse>(Kind::Response, "WebhookDivertedEventsResponse")
            .described(API, "A page of diverted events, as `GET /webhooks/{name}/diverted` answers it."),
        of::<WebhookDivertedEventResponse>(Kind::Response, "WebhookDivertedEventResponse")
            .described(API, "A diverted event, inside such a page."),
    ]
}

fn notices() -> Vec<Payload> {
    vec![
        of::<FailureMessage>(Kind::Notice, "FailureMessage")
            .described(API, "Tells the alert integration that a delivery failed for good."),
        of::<EventStreamWebhookSuspendedData>(Kind::Notice, "EventStreamWebhookSuspendedData")
            .described(API, "Tells the alert integration that a webhook was suspended."),
    ]
}

fn integrations() -> Vec<Payload> {
    let answer = "All integrations, as every call of `/integrations` but the removal answers them.";
    vec![
        of::<ExternalServiceIntegrationAddRequest>(Kind::Request, "ExternalServiceIntegrationAddRequest")
            .described(INTEGRATIONS, "Adds an integration, by `POST /integrations`."),
        of::<ExternalServiceIntegrationUpdateRequest>(Kind::Request, "ExternalServiceIntegrationUpdateRequest")
            .described(INTEGRATIONS, "Sets an integration anew, by `PUT /integrations/{integrationName}`."),
        of::<ExternalServiceIntegrationsResponse>(Kind::Response, "ExternalServiceIntegrationsResponse")
            .described(INTEGRATIONS, answer),
    ]
}

fn account() -> Vec<Payload> {
    let request = "Asks for a token, by `POST /account/authenticate` or `POST /account/authenticateAdmin`.";
    let client = "Asks for the token of a client, by `POST /account/sso/authenticateClient`.";
    vec![
        of::<AuthenticateRequest>(Kind::Request, "AuthenticateRequest").described(ACCOUNT, request),
        of::<SsoClientAuthenticateRequest>(Kind::Request, "SsoClientAuthenticateRequest").described(ACCOUNT, client),
        of::<AuthenticateResponse>(Kind::Response, "AuthenticateResponse")
            .described(ACCOUNT, "A token, as the three of these calls and the renewal answer it."),
        of::<ErrorResponse>(Kind::Error, "ErrorResponse")
            .described(API, "A refusal, whose shape no page prints.")
            .known(Basis::Assumed),
    ]
}
