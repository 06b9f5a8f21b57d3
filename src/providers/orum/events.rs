//! The 22 events, family by family, with what was printed and the one delivery that was recorded.

use crate::provider::{Basis, Example, events};
use crate::providers::orum::payloads;

pub(super) const EVENTS: &str = "https://docs.orum.io/reference/event-types-and-payloads";
/// Orum's own OpenAPI document: the resource of each family, as `POST /webhooks/invoke` accepts it.
pub(super) const SPEC: &str = "api-evangelist/orum:openapi/_original/orum-openapi-original.yml";
/// The resource is documented, the name under which the event carries it is not.
const KEY_UNKNOWN: &str =
    "api-evangelist/orum:openapi/_original/orum-openapi-original.yml; the member of event_data is printed nowhere";
pub(super) const RECORDED: &str = "zenobia-pay/core:sam/inputs/orum-webhook.json";

/// Names that mean several events in a subscription; no event has such a name.
pub(super) const WILDCARDS: [&str; 7] = [
    "subscribe_all",
    "person_all",
    "business_all",
    "external_account_all",
    "transfer_all",
    "subledger_all",
    "book_transfer_all",
];

events! {
    /// An event of Orum's, to match on.
    ///
    /// ```
    /// use hookproof::events;
    /// use hookproof::providers::orum;
    /// use hookproof::providers::orum::Event;
    ///
    /// let sent = events::of(orum().event("transfer_updated").unwrap()).minimal();
    /// match serde_json::from_slice(sent.body())? {
    ///     Event::TransferUpdated(event) => assert!(!event.event_data.transfer.id.0.is_empty()),
    ///     Event::Other(event) => panic!("nothing that we know: {}", event["event_type"]),
    ///     _ => panic!("nothing that we want"),
    /// }
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub enum Event of "orum" named by "event_type" {
        /// A person was registered and cannot move money yet.
        PersonCreated(payloads::Event<payloads::PersonData>) = "person_created" in EVENTS.example(recorded()),
        /// A person passed the identity check and can move money.
        PersonVerified(payloads::Event<payloads::PersonData>) = "person_verified" in EVENTS,
        /// A person failed the identity check.
        PersonRejected(payloads::Event<payloads::PersonData>) = "person_rejected" in EVENTS,
        /// A person was found on a sanctions list.
        PersonRestricted(payloads::Event<payloads::PersonData>) = "person_restricted" in EVENTS,
        /// A person's data changed and must be checked again.
        PersonUnverified(payloads::Event<payloads::PersonData>) = "person_unverified" in EVENTS,
        /// A person was closed; the record stays.
        PersonClosed(payloads::Event<payloads::PersonData>) = "person_closed" in EVENTS,
        /// A business was registered and cannot move money yet.
        BusinessCreated(payloads::Event<payloads::BusinessData>) = "business_created" in SPEC,
        /// A business passed the check and can move money.
        BusinessVerified(payloads::Event<payloads::BusinessData>) = "business_verified" in SPEC,
        /// A business failed the check.
        BusinessRejected(payloads::Event<payloads::BusinessData>) = "business_rejected" in SPEC,
        /// A business was found on a sanctions list.
        BusinessRestricted(payloads::Event<payloads::BusinessData>) = "business_restricted" in SPEC,
        /// A business' data changed and must be checked again.
        BusinessUnverified(payloads::Event<payloads::BusinessData>) = "business_unverified" in SPEC,
        /// A business was closed; the record stays.
        BusinessClosed(payloads::Event<payloads::BusinessData>) = "business_closed" in SPEC,
        /// A bank account was registered and cannot be used yet.
        ExternalAccountCreated(payloads::Event<payloads::ExternalAccountData>) = "external_account_created" in EVENTS
            .example(printed()),
        /// A bank account passed the check and can be used.
        ExternalAccountVerified(payloads::Event<payloads::ExternalAccountData>) = "external_account_verified" in SPEC,
        /// A bank account failed the check.
        ExternalAccountRejected(payloads::Event<payloads::ExternalAccountData>) = "external_account_rejected" in SPEC,
        /// A bank account may not be used, like its owner.
        ExternalAccountRestricted(payloads::Event<payloads::ExternalAccountData>) = "external_account_restricted" in SPEC,
        /// A bank account changed and must be checked again.
        ExternalAccountUnverified(payloads::Event<payloads::ExternalAccountData>) = "external_account_unverified" in SPEC,
        /// A bank account was closed; the record stays.
        ExternalAccountClosed(payloads::Event<payloads::ExternalAccountData>) = "external_account_closed" in SPEC,
        /// A transfer has reached another status.
        TransferUpdated(payloads::Event<payloads::TransferData>) = "transfer_updated" in SPEC,
        /// More is known about an account.
        VerifyAccountUpdated(payloads::Event<payloads::VerifyAccountData>) = "verify_account_updated" in KEY_UNKNOWN
            .known(Basis::Assumed),
        /// A subledger was made.
        SubledgerCreated(payloads::Event<payloads::SubledgerData>) = "subledger_created" in SPEC,
        /// A book transfer has reached another status.
        BookTransferUpdated(payloads::Event<payloads::BookTransferData>) = "book_transfer_updated" in SPEC,
    }
}

/// Names that a client may subscribe to.
pub(super) fn subscribable() -> Vec<&'static str> {
    WILDCARDS.iter().chain(NAMES).copied().collect()
}

/// The family of an event: its name without what happened.
pub(super) fn family(name: &str) -> &str {
    name.rsplit_once('_').map_or(name, |(family, _)| family)
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
