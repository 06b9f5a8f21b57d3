//! The 22 events, family by family, with what was printed and the one delivery that was recorded.

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::provider::Basis;
use crate::provider::Example;
use crate::provider::Payload;
use crate::providers::orum::payloads::BookTransferData;
use crate::providers::orum::payloads::BusinessData;
use crate::providers::orum::payloads::Event;
use crate::providers::orum::payloads::ExternalAccountData;
use crate::providers::orum::payloads::PersonData;
use crate::providers::orum::payloads::SubledgerData;
use crate::providers::orum::payloads::TransferData;
use crate::providers::orum::payloads::VerifyAccountData;

const EVENTS: &str = "https://docs.orum.io/reference/event-types-and-payloads";
/// Orum's own OpenAPI document: the resource of each family, as `POST /webhooks/invoke` takes it.
const SPEC: &str = "api-evangelist/orum:openapi/_original/orum-openapi-original.yml";
/// The resource is documented, the name under which the event carries it is not.
const KEY_UNKNOWN: &str =
    "api-evangelist/orum:openapi/_original/orum-openapi-original.yml; the member of event_data is printed nowhere";
const RECORDED: &str = "zenobia-pay/core:sam/inputs/orum-webhook.json";

/// Names that stand for several events where a client subscribes; nothing is sent under them.
pub(super) const WILDCARDS: [&str; 7] = [
    "subscribe_all",
    "person_all",
    "business_all",
    "external_account_all",
    "transfer_all",
    "subledger_all",
    "book_transfer_all",
];

pub(super) fn events() -> Vec<Payload> {
    [persons(), businesses(), external_accounts(), movements()].concat()
}

/// Names of the events.
pub(super) fn names() -> Vec<String> {
    events().into_iter().map(|event| event.name).collect()
}

/// Names that a client may subscribe to.
pub(super) fn subscribable() -> Vec<String> {
    WILDCARDS.into_iter().map(str::to_owned).chain(names()).collect()
}

/// The family of an event: its name without what happened.
pub(super) fn family(name: &str) -> &str {
    name.rsplit_once('_').map_or(name, |(family, _)| family)
}

fn persons() -> Vec<Payload> {
    let event = event::<PersonData>;
    vec![
        event("person_created", EVENTS, "A person was registered and cannot move money yet.").example(recorded()),
        event("person_verified", EVENTS, "A person passed the identity check and can move money."),
        event("person_rejected", EVENTS, "A person failed the identity check."),
        event("person_restricted", EVENTS, "A person was found on a sanctions list."),
        event("person_unverified", EVENTS, "A person's data changed and must be checked again."),
        event("person_closed", EVENTS, "A person was closed; the record stays."),
    ]
}

fn businesses() -> Vec<Payload> {
    let event = event::<BusinessData>;
    vec![
        event("business_created", SPEC, "A business was registered and cannot move money yet."),
        event("business_verified", SPEC, "A business passed the check and can move money."),
        event("business_rejected", SPEC, "A business failed the check."),
        event("business_restricted", SPEC, "A business was found on a sanctions list."),
        event("business_unverified", SPEC, "A business' data changed and must be checked again."),
        event("business_closed", SPEC, "A business was closed; the record stays."),
    ]
}

fn external_accounts() -> Vec<Payload> {
    let event = event::<ExternalAccountData>;
    vec![
        event("external_account_created", EVENTS, "A bank account was registered and cannot be used yet.")
            .example(printed()),
        event("external_account_verified", SPEC, "A bank account passed the check and can be used."),
        event("external_account_rejected", SPEC, "A bank account failed the check."),
        event("external_account_restricted", SPEC, "A bank account may not be used, like its owner."),
        event("external_account_unverified", SPEC, "A bank account changed and must be checked again."),
        event("external_account_closed", SPEC, "A bank account was closed; the record stays."),
    ]
}

fn movements() -> Vec<Payload> {
    vec![
        event::<TransferData>("transfer_updated", SPEC, "A transfer has reached another status."),
        event::<VerifyAccountData>("verify_account_updated", KEY_UNKNOWN, "More is known about an account.")
            .known(Basis::Assumed),
        event::<SubledgerData>("subledger_created", SPEC, "A subledger was made."),
        event::<BookTransferData>("book_transfer_updated", SPEC, "A book transfer has reached another status."),
    ]
}

fn event<D>(name: &str, source: &str, about: &str) -> Payload
where
    D: JsonSchema + Serialize + DeserializeOwned + 'static,
{
    Payload::event::<Event<D>>("orum", "/event_type", name).described(source, about)
}

/// The only event that is printed. Its ids look like UUIDs and are none.
fn printed() -> Example {
    Example::documented("printed", EVENTS, include_str!("examples/external_account_created.json"))
        .contradicts("/event_data/external_account/id", "\"95f3cv3d-asc3-46b8-a7be-056b903bfd54\" is not a \"uuid\"")
}

/// A test event of the sandbox. It repeats what the caller of `POST /webhooks/invoke` sent, so it lacks
/// what Orum itself would have filled in.
fn recorded() -> Example {
    let text = include_str!("examples/person_created.recorded-2025-04-06.json");
    let (person, address, contact) =
        ("/event_data/person", "/event_data/person/addresses/0", "/event_data/person/contacts/0");
    Example::recorded("recorded-2025-04-06", RECORDED, text)
        .contradicts(person, "\"id\" is a required property")
        .contradicts(person, "\"status\" is a required property")
        .contradicts(person, "\"created_at\" is a required property")
        .contradicts(person, "\"updated_at\" is a required property")
        .contradicts(address, "\"id\" is a required property")
        .contradicts(address, "\"type\" is a required property")
        .contradicts(address, "\"created_at\" is a required property")
        .contradicts(address, "\"updated_at\" is a required property")
        .contradicts(contact, "\"id\" is a required property")
        .contradicts(contact, "\"type\" is a required property")
        .contradicts(contact, "\"created_at\" is a required property")
        .contradicts(contact, "\"updated_at\" is a required property")
}
