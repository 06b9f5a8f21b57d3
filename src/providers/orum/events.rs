//! The events about persons, with the one delivery that was recorded.

use crate::provider::Example;
use crate::provider::Payload;
use crate::providers::orum::payloads::PersonEvent;

const EVENTS: &str = "https://docs.orum.io/reference/event-types-and-payloads";
const RECORDED: &str = "zenobia-pay/core:sam/inputs/orum-webhook.json";

pub(super) fn events() -> Vec<Payload> {
    vec![
        event("person_created", "A person was registered and cannot move money yet.").example(recorded()),
        event("person_verified", "A person passed the identity check and can move money."),
        event("person_rejected", "A person failed the identity check."),
        event("person_restricted", "A person was found on a sanctions list."),
        event("person_unverified", "A person's data changed and must be checked again."),
        event("person_closed", "A person was closed; the record stays."),
    ]
}

fn event(name: &str, about: &str) -> Payload {
    Payload::event::<PersonEvent>("orum", "/event_type", name).described(EVENTS, about)
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
