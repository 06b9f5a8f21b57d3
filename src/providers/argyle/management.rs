//! What goes to the management API and comes from it. A deletion has no body either way.

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::provider::{Basis, Example, Kind, Payload};
use crate::providers::argyle::payloads::{
    CreatePartnerSubscription, CreateSubscription, InvalidMembers, Refusal, Subscription, SubscriptionPage,
};

/// The vendor's own OpenAPI document in an archive.
const SPEC: &str = "api-evangelist/argyle9a25@19f9820:openapi/argyle9a25-webhook-management-api-openapi.yml";
const IDENTITIES: &str = "https://docs.argyle.com/api-reference/identities-webhooks";
const LEGACY: &str = "https://docs.argyle.com/legacy/api-reference/webhooks";
const INTRODUCTION: &str = "https://docs.argyle.com/guides/reference/introduction";
/// Made of an answer by an integrator, not byte for byte.
const FIXTURES: &str = "DSACMS/iv-cbv-payroll@e6346af:app/spec/support/fixtures/argyle/";

macro_rules! printed {
    ($name:literal, $source:expr, $file:literal) => {
        Example::documented($name, $source, include_str!(concat!("examples/api.", $file, ".json")))
    };
}

pub(super) fn payloads() -> Vec<Payload> {
    [requests(), answers(), errors()].concat()
}

fn payload<T>(kind: Kind, name: &str, source: &str, about: &str) -> Payload
where
    T: JsonSchema + Serialize + DeserializeOwned + 'static,
{
    Payload::of::<T>(kind, "argyle", name).described(source, about)
}

fn requests() -> Vec<Payload> {
    let create = "Subscribes a URL to events.";
    let partner = "Subscribes a partner's URL to events.";
    vec![
        payload::<CreateSubscription>(Kind::Request, "CreateSubscription", SPEC, create)
            .example(printed!("include-resource", SPEC, "webhooks.create-request"))
            .example(printed!("identities.added", IDENTITIES, "webhooks.create-request.identities.added"))
            .example(printed!("identities.updated", IDENTITIES, "webhooks.create-request.identities.updated")),
        payload::<CreatePartnerSubscription>(Kind::Request, "CreatePartnerSubscription", SPEC, partner),
    ]
}

fn answers() -> Vec<Payload> {
    let subscription = "A subscription: the answer to making and reading one.";
    let page = "A page of subscriptions, in the order that was asked for.";
    vec![
        payload::<Subscription>(Kind::Response, "Subscription", SPEC, subscription)
            .example(printed!("printed", SPEC, "webhooks.create-response"))
            .example(printed!("fixture-of-an-integrator", FIXTURES, "webhooks.create-response.fixture-2025"))
            .example(
                printed!("version-1", LEGACY, "webhooks.object.v1")
                    .contradicts("/config", "null is not of type \"object\"")
                    .contradicts("", "\"last_sent_at\" is a required property"),
            ),
        payload::<SubscriptionPage>(Kind::Response, "SubscriptionPage", SPEC, page).example(printed!(
            "printed",
            SPEC,
            "webhooks.list-response"
        )),
    ]
}

fn errors() -> Vec<Payload> {
    let refusal = "A request is refused, with the reason in one sentence.";
    let invalid = "Members of a request are wrong, with the reasons by member.";
    vec![
        payload::<Refusal>(Kind::Error, "Refusal", INTRODUCTION, refusal)
            .example(printed!("wrong-credentials", INTRODUCTION, "error.401.invalid-credentials"))
            .example(printed!("wrong-environment", INTRODUCTION, "error.401.invalid-environment")),
        payload::<InvalidMembers>(Kind::Error, "InvalidMembers", INTRODUCTION, invalid).known(Basis::Assumed),
    ]
}
