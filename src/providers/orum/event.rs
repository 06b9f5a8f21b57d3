//! Every event in one type, for a consumer that wants to match on it.

use crate::provider::typed_events;
use crate::providers::orum::payloads;

typed_events! {
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
    pub enum Event named by "event_type" {
        /// A person was registered and cannot move money yet.
        PersonCreated(payloads::Event<payloads::PersonData>) = "person_created",
        /// A person passed the identity check and can move money.
        PersonVerified(payloads::Event<payloads::PersonData>) = "person_verified",
        /// A person failed the identity check.
        PersonRejected(payloads::Event<payloads::PersonData>) = "person_rejected",
        /// A person was found on a sanctions list.
        PersonRestricted(payloads::Event<payloads::PersonData>) = "person_restricted",
        /// A person's data changed and must be checked again.
        PersonUnverified(payloads::Event<payloads::PersonData>) = "person_unverified",
        /// A person was closed; the record stays.
        PersonClosed(payloads::Event<payloads::PersonData>) = "person_closed",
        /// A business was registered and cannot move money yet.
        BusinessCreated(payloads::Event<payloads::BusinessData>) = "business_created",
        /// A business passed the check and can move money.
        BusinessVerified(payloads::Event<payloads::BusinessData>) = "business_verified",
        /// A business failed the check.
        BusinessRejected(payloads::Event<payloads::BusinessData>) = "business_rejected",
        /// A business was found on a sanctions list.
        BusinessRestricted(payloads::Event<payloads::BusinessData>) = "business_restricted",
        /// A business' data changed and must be checked again.
        BusinessUnverified(payloads::Event<payloads::BusinessData>) = "business_unverified",
        /// A business was closed; the record stays.
        BusinessClosed(payloads::Event<payloads::BusinessData>) = "business_closed",
        /// A bank account was registered and cannot be used yet.
        ExternalAccountCreated(payloads::Event<payloads::ExternalAccountData>) = "external_account_created",
        /// A bank account passed the check and can be used.
        ExternalAccountVerified(payloads::Event<payloads::ExternalAccountData>) = "external_account_verified",
        /// A bank account failed the check.
        ExternalAccountRejected(payloads::Event<payloads::ExternalAccountData>) = "external_account_rejected",
        /// A bank account may not be used, like its owner.
        ExternalAccountRestricted(payloads::Event<payloads::ExternalAccountData>) = "external_account_restricted",
        /// A bank account changed and must be checked again.
        ExternalAccountUnverified(payloads::Event<payloads::ExternalAccountData>) = "external_account_unverified",
        /// A bank account was closed; the record stays.
        ExternalAccountClosed(payloads::Event<payloads::ExternalAccountData>) = "external_account_closed",
        /// A transfer has reached another status.
        TransferUpdated(payloads::Event<payloads::TransferData>) = "transfer_updated",
        /// More is known about an account.
        VerifyAccountUpdated(payloads::Event<payloads::VerifyAccountData>) = "verify_account_updated",
        /// A subledger was made.
        SubledgerCreated(payloads::Event<payloads::SubledgerData>) = "subledger_created",
        /// A book transfer has reached another status.
        BookTransferUpdated(payloads::Event<payloads::BookTransferData>) = "book_transfer_updated",
    }
}
