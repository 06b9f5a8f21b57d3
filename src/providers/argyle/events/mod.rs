//! The 51 events in the order of the newest specification, with every example that could be read.

mod accounts;
mod others;
mod records;
mod sync;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::provider::Payload;
use crate::providers::argyle::payloads::Event;

/// The vendor's own OpenAPI document in an archive: the names of all events, and examples of some.
pub(super) const SPEC: &str = "api-evangelist/argyle9a25@19f9820:openapi/argyle9a25-webhook-management-api-openapi.yml";
/// The part of an older document that is for partners.
pub(super) const PARTNER: &str = "api-evangelist/argyle:openapi/argyle-webhooks-api-openapi.yml";
/// Deliveries of the sandbox through a tunnel, January 2026.
pub(super) const RECORDED: &str = "DSACMS/iv-cbv-payroll@e6346af:app/spec/fixtures/e2e/";
/// Made of deliveries by the same integrator, not byte for byte.
const FIXTURES: &str = "DSACMS/iv-cbv-payroll@e6346af:app/spec/support/fixtures/argyle/";

pub(super) fn events() -> Vec<Payload> {
    [accounts::accounts(), sync::paystubs(), records::records(), sync::shifts(), others::others()].concat()
}

/// What a subscription may ask for: the events, and all at once.
pub(super) fn choices() -> Vec<String> {
    events().into_iter().map(|event| event.name).chain(["*".to_owned()]).collect()
}

fn event<D>(name: &str, source: &str, about: &str) -> Payload
where
    D: JsonSchema + Serialize + DeserializeOwned + 'static,
{
    Payload::event::<Event<D>>("argyle", "/event", name).described(source, about)
}
