//! What goes to the management API and comes from it. A deletion has no body either way.

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::provider::{Basis, Example, Kind, Payload};
use crate::providers::truv::payloads::{
    CreateWebhook, NotFound, RequestError, UpdateWebhook, ValidationError, Webhook, WebhookList, WebhookPage,
    WebhookRequestPage,
};

const CREATE: &str = "https://truv.com/docs/api-reference/webhooks/webhooks_create";
const UPDATE: &str = "https://docs.truv.com/api-reference/webhooks/webhooks_partial_update.md";
const OBJECT_OLDER: &str = "https://docs.truv.com/reference/webhooks-1";
const SEEN: &str = "truvhq/demo-apps@d4d1ed6";
const HISTORY: &str = "https://truv.com/docs/api-reference/webhooks/webhook_requests_list";
const ERRORS: &str = "https://truv.com/docs/api-reference/errors";
const ERRORS_OLDER: &str = "https://docs.truv.com/reference/errors";

pub(super) fn payloads() -> Vec<Payload> {
    [requests(), answers(), errors()].concat()
}

fn payload<T>(kind: Kind, name: &str, source: &str, about: &str) -> Payload
where
    T: JsonSchema + Serialize + DeserializeOwned + 'static,
{
    Payload::of::<T>(kind, "truv", name).described(source, about)
}

fn requests() -> Vec<Payload> {
    let create = "Registers a URL for the events of one environment.";
    let update = "Changes a webhook, or revives one that was disabled.";
    vec![
        payload::<CreateWebhook>(Kind::Request, "CreateWebhook", CREATE, create)
            .example(printed!("api.webhooks.create-request", CREATE)),
        payload::<UpdateWebhook>(Kind::Request, "UpdateWebhook", UPDATE, update).known(Basis::Assumed),
    ]
}

fn answers() -> Vec<Payload> {
    let webhook = "A registered URL: the answer to creating, reading and changing it.";
    let list = "All webhooks, inside an object or alone.";
    let page = "A page of the log of deliveries, with an entry an attempt.";
    let long = "\"3fa85f64-5717-4562-b3fc-2c963f66afa6\" is longer than 32 characters";
    vec![
        payload::<Webhook>(Kind::Response, "Webhook", CREATE, webhook)
            .example(printed!("api.webhooks.create-response", CREATE))
            .example(printed!("api.webhooks.object.older", OBJECT_OLDER).contradicts("/id", long)),
        payload::<WebhookList>(Kind::Response, "WebhookList", SEEN, list)
            .known(Basis::Observed)
            .ordered_like::<WebhookPage>()
            .ordered_like::<Vec<Webhook>>(),
        payload::<WebhookRequestPage>(Kind::Response, "WebhookRequestPage", HISTORY, page)
            .example(printed!("api.webhook-requests.list-response", HISTORY)),
    ]
}

fn errors() -> Vec<Payload> {
    let request = "A request is refused, as the newer pages print it.";
    let validation = "Members of a request are wrong, as the older page prints it.";
    let missing = "There is no such webhook, or nothing at this path.";
    vec![
        payload::<RequestError>(Kind::Error, "RequestError", ERRORS, request)
            .example(printed!("api.error.400.incorrect_parameters", ERRORS)),
        payload::<ValidationError>(Kind::Error, "ValidationError", ERRORS_OLDER, validation)
            .example(printed!("api.error.400.validation_error.older", ERRORS_OLDER)),
        payload::<NotFound>(Kind::Error, "NotFound", ERRORS, missing).example(printed!("api.error.404", ERRORS)),
    ]
}
