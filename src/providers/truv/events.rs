//! The nineteen events, with every example that could be read.

use crate::provider::{Example, events};
use crate::providers::truv::payloads;

pub(super) const TASKS: &str = "https://docs.truv.com/api-reference/tasks/events";
pub(super) const ORDERS: &str = "https://docs.truv.com/api-reference/orders/events";
pub(super) const ORDERS_2022: &str = "https://docs.truv.com/reference/orders-1";
const LINKS: &str = "https://docs.truv.com/api-reference/links/events";
const LINKS_OLDER: &str = "https://truv.com/docs/api-reference/links/events";
const EMPLOYMENTS: &str = "https://docs.truv.com/api-reference/employment/events";
const PROFILES: &str = "https://docs.truv.com/api-reference/identity/events";
const PROFILES_OLDER: &str = "https://docs.truv.com/reference/identity-1";
const STATEMENTS: &str = "https://docs.truv.com/api-reference/statements/events";
const STATEMENTS_OLDER: &str = "https://docs.truv.com/reference/pay-statements-webhook";
const SHIFTS: &str = "https://truv.com/docs/api-reference/shifts/events";
const ACCOUNTS: &str = "https://docs.truv.com/api-reference/bank-accounts/events";
const ACCOUNTS_OLDER: &str = "https://truv.com/docs/api-reference/bank-accounts/events";
const DESCRIPTIONS: &str = "https://docs.truv.com/reference/webhook-event-descriptions";
pub(super) const HISTORY: &str = "https://truv.com/docs/api-reference/webhooks/webhook_requests_list";

events! {
    /// An event of Truv's, to match on.
    ///
    /// ```
    /// use hookproof::providers::truv::Event;
    ///
    /// let body = br#"{"event_type": "order-archived", "order_id": "1"}"#;
    /// let text = match serde_json::from_slice(body)? {
    ///     Event::OrderCreated(order) => format!("a new order {:?}", order.order_id),
    ///     Event::Other(event) => format!("nothing that we know: {}", event["event_type"]),
    ///     _ => "nothing that we want".to_owned(),
    /// };
    /// assert_eq!(text, r#"nothing that we know: "order-archived""#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub enum Event of "truv" named by "event_type" {
        /// A task has reached another status.
        TaskStatusUpdated(payloads::TaskStatusUpdated) = "task-status-updated" in TASKS
            .example(printed!("task-status-updated", TASKS))
            .example(printed!("task-status-updated.2022-no-user-id", DESCRIPTIONS)),
        /// An order was made and waits for its person.
        OrderCreated(payloads::OrderCreated) = "order-created" in ORDERS.example(printed!("order-created", ORDERS)),
        /// A suborder has reached another status.
        OrderStatusUpdated(payloads::OrderUpdated) = "order-status-updated" in ORDERS
            .example(printed!("order-status-updated.expired-2022", ORDERS_2022))
            .example(printed!("order-status-updated.2026-request-history", HISTORY)),
        /// A refresh of an order failed; the status says how.
        OrderRefreshFailed(payloads::OrderUpdated) = "order-refresh-failed" in ORDERS,
        /// An order is final and will not change again.
        OrderFinalized(payloads::OrderClosed) = "order-finalized" in ORDERS,
        /// The certification that an order asked for is done.
        CertificationCompleted(payloads::OrderClosed) = "certification-completed" in ORDERS,
        /// A user's link to a source of data is connected.
        LinkConnected(payloads::LinkChanged) = "link-connected" in LINKS
            .example(printed!("link-connected", LINKS))
            .example(printed!("link-connected.with-updated-at", LINKS_OLDER))
            .example(printed!("link-connected.2024", DESCRIPTIONS))
            .example(printed!("link-connected.2022-null-user", DESCRIPTIONS)),
        /// A link could not be refreshed and lost its connection.
        LinkDisconnected(payloads::LinkChanged) = "link-disconnected" in LINKS
            .example(printed!("link-disconnected", LINKS))
            .example(printed!("link-disconnected.with-updated-at", LINKS_OLDER)),
        /// A link went, with its personal data and credentials.
        LinkDeleted(payloads::LinkChanged) = "link-deleted" in LINKS
            .example(printed!("link-deleted.with-updated-at", LINKS_OLDER)),
        /// A task that is no refresh found an employment.
        EmploymentCreated(payloads::RecordChanged) = "employment-created" in EMPLOYMENTS
            .example(printed!("employment-created", EMPLOYMENTS)),
        /// A refresh read an employment again.
        EmploymentUpdated(payloads::RecordChanged) = "employment-updated" in EMPLOYMENTS
            .example(printed!("employment-updated", EMPLOYMENTS)),
        /// A task that is no refresh found a profile.
        ProfileCreated(payloads::RecordChanged) = "profile-created" in PROFILES
            .example(printed!("profile-created", PROFILES))
            .example(printed!("profile-created.older-no-user-id", PROFILES_OLDER)),
        /// A refresh read a profile again.
        ProfileUpdated(payloads::RecordChanged) = "profile-updated" in PROFILES
            .example(printed!("profile-updated", PROFILES)),
        /// A task that is no refresh found pay statements.
        StatementsCreated(payloads::StatementsChanged) = "statements-created" in STATEMENTS
            .example(printed!("statements-created", STATEMENTS))
            .example(printed!("statements-created.older-no-data-source", STATEMENTS_OLDER)),
        /// A refresh found another number of statements.
        StatementsUpdated(payloads::StatementsChanged) = "statements-updated" in STATEMENTS,
        /// A task that is no refresh found shifts.
        ShiftsCreated(payloads::CountChanged) = "shifts-created" in SHIFTS.example(printed!("shifts-created", SHIFTS)),
        /// A refresh found another number of shifts.
        ShiftsUpdated(payloads::CountChanged) = "shifts-updated" in SHIFTS,
        /// A task that is no refresh found bank accounts.
        BankAccountsCreated(payloads::CountChanged) = "bank-accounts-created" in ACCOUNTS
            .example(printed!("bank-accounts-created", ACCOUNTS))
            .example(printed!("bank-accounts-created.with-template-id", ACCOUNTS_OLDER)),
        /// A refresh found another number of accounts.
        BankAccountsUpdated(payloads::CountChanged) = "bank-accounts-updated" in ACCOUNTS,
    }
}
