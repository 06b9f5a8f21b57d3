//! Every event in one type, for a consumer that wants to match on it.

use crate::provider::typed_events;
use crate::providers::truv::payloads;

typed_events! {
    /// An event of Truv's, to match on.
    ///
    /// ```
    /// use hookproof::providers::truv::Event;
    ///
    /// let body = br#"{"event_type": "order-archived", "order_id": "1"}"#;
    /// let told = match serde_json::from_slice(body)? {
    ///     Event::OrderCreated(order) => format!("a new order {:?}", order.order_id),
    ///     Event::Other(event) => format!("nothing that we know: {}", event["event_type"]),
    ///     _ => "nothing that we want".to_owned(),
    /// };
    /// assert_eq!(told, r#"nothing that we know: "order-archived""#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub enum Event named by "event_type" {
        /// A task has reached another status.
        TaskStatusUpdated(payloads::TaskStatusUpdated) = "task-status-updated",
        /// An order was made and waits for its person.
        OrderCreated(payloads::OrderCreated) = "order-created",
        /// A suborder has reached another status.
        OrderStatusUpdated(payloads::OrderUpdated) = "order-status-updated",
        /// A refresh of an order failed; the status says how.
        OrderRefreshFailed(payloads::OrderUpdated) = "order-refresh-failed",
        /// An order is final and will not change again.
        OrderFinalized(payloads::OrderClosed) = "order-finalized",
        /// The certification that an order asked for is done.
        CertificationCompleted(payloads::OrderClosed) = "certification-completed",
        /// A user's link to a source of data is connected.
        LinkConnected(payloads::LinkChanged) = "link-connected",
        /// A link could not be refreshed and lost its connection.
        LinkDisconnected(payloads::LinkChanged) = "link-disconnected",
        /// A link went, with its personal data and credentials.
        LinkDeleted(payloads::LinkChanged) = "link-deleted",
        /// A task that is no refresh found an employment.
        EmploymentCreated(payloads::RecordChanged) = "employment-created",
        /// A refresh read an employment again.
        EmploymentUpdated(payloads::RecordChanged) = "employment-updated",
        /// A task that is no refresh found a profile.
        ProfileCreated(payloads::RecordChanged) = "profile-created",
        /// A refresh read a profile again.
        ProfileUpdated(payloads::RecordChanged) = "profile-updated",
        /// A task that is no refresh found pay statements.
        StatementsCreated(payloads::StatementsChanged) = "statements-created",
        /// A refresh found another number of statements.
        StatementsUpdated(payloads::StatementsChanged) = "statements-updated",
        /// A task that is no refresh found shifts.
        ShiftsCreated(payloads::CountChanged) = "shifts-created",
        /// A refresh found another number of shifts.
        ShiftsUpdated(payloads::CountChanged) = "shifts-updated",
        /// A task that is no refresh found bank accounts.
        BankAccountsCreated(payloads::CountChanged) = "bank-accounts-created",
        /// A refresh found another number of accounts.
        BankAccountsUpdated(payloads::CountChanged) = "bank-accounts-updated",
    }
}
