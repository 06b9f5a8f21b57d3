//! The payloads of the API, with what is printed of them. 201 of `POST /webhooks/invoke` and 204 of a
//! deletion have none.

use crate::provider::{Example, Kind, Payload};
use crate::providers::orum::payloads::{
    BookTransfer, Business, ConfigurationRequest, ConfigurationResponse, ConfigurationsResponse, Error,
    ExternalAccount, ExternalAccountResponse, Invocation, InvokeRequest, SecretResponse, Subledger, TokenRequest,
    TokenResponse, Transfer, VerifyAccount,
};

/// Orum's own OpenAPI document, in an archive of July 2026.
const SPEC: &str = "api-evangelist/orum:openapi/_original/orum-openapi-original.yml";
const CONFIGURATIONS: &str = "https://docs.orum.io/api-reference/webhooks/post-webhook-configuration";
const INVOKE: &str = "https://docs.orum.io/api-reference/webhooks/post-invoke";
const ERRORS: &str = "https://docs.orum.io/guides/errors";
const LIMITS: &str = "https://docs.orum.io/guides/deliver/rate-limits";
const DELETING: &str = "https://docs.orum.io/docs/deleting-resources";

pub(super) fn payloads() -> Vec<Payload> {
    [tokens(), configurations(), deliveries(), answers()].concat()
}

fn tokens() -> Vec<Payload> {
    vec![
        Payload::of::<TokenRequest>(Kind::Request, "orum", "TokenRequest")
            .described(SPEC, "Asks for an access token: `POST /oauth/token`."),
        Payload::of::<TokenResponse>(Kind::Response, "orum", "TokenResponse")
            .described(SPEC, "Answers with an access token: 200."),
    ]
}

fn configurations() -> Vec<Payload> {
    let request = include_str!("examples/api.webhooks.configurations.create-request.json");
    let response = include_str!("examples/api.webhooks.configurations.create-response.json");
    vec![
        Payload::of::<ConfigurationRequest>(Kind::Request, "orum", "ConfigurationRequest")
            .described(CONFIGURATIONS, "Subscribes a URL to events, or replaces such a configuration as a whole.")
            .example(Example::documented("printed", CONFIGURATIONS, request)),
        Payload::of::<ConfigurationResponse>(Kind::Response, "orum", "ConfigurationResponse")
            .described(CONFIGURATIONS, "Answers with the configuration that was created or replaced: 200.")
            .example(Example::documented("printed", CONFIGURATIONS, response)),
        Payload::of::<ConfigurationsResponse>(Kind::Response, "orum", "ConfigurationsResponse")
            .described(SPEC, "Lists every configuration of the enterprise: 200."),
    ]
}

fn deliveries() -> Vec<Payload> {
    let invoke = include_str!("examples/api.invoke.request.person_created.json");
    vec![
        Payload::of::<SecretResponse>(Kind::Response, "orum", "SecretResponse")
            .described(SPEC, "Answers with the public half of the key pair that signs: 200."),
        Payload::of::<InvokeRequest>(Kind::Request, "orum", "InvokeRequest")
            .described(INVOKE, "Asks for a test event: `POST /webhooks/invoke`.")
            .example(Example::documented("printed", INVOKE, invoke))
            .ordered_like::<Invocation<Business>>()
            .ordered_like::<Invocation<ExternalAccount>>()
            .ordered_like::<Invocation<Transfer>>()
            .ordered_like::<Invocation<VerifyAccount>>()
            .ordered_like::<Invocation<Subledger>>()
            .ordered_like::<Invocation<BookTransfer>>(),
    ]
}

fn answers() -> Vec<Payload> {
    let closed = include_str!("examples/api.external_account.close-response.json");
    let template = include_str!("examples/api.error.401.template.json");
    let missing = include_str!("examples/api.error.missing_first_name.json");
    let too_many = include_str!("examples/api.error.429.json");
    vec![
        Payload::of::<ExternalAccountResponse>(Kind::Response, "orum", "ExternalAccountResponse")
            .described(DELETING, "Answers with a bank account, here with one that was closed.")
            .example(Example::documented("closed", DELETING, closed)),
        Payload::of::<Error>(Kind::Error, "orum", "Error")
            .described(ERRORS, "Tells why a call was refused.")
            .example(Example::documented("missing-first-name", ERRORS, missing))
            .example(Example::documented("too-many-requests", LIMITS, too_many))
            .example(Example::documented("unauthorized", INVOKE, template)),
    ]
}
