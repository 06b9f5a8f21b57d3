//! The nineteen events, with every example that could be read.

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::provider::Example;
use crate::provider::Payload;
use crate::providers::truv::payloads::CountChanged;
use crate::providers::truv::payloads::LinkChanged;
use crate::providers::truv::payloads::OrderClosed;
use crate::providers::truv::payloads::OrderCreated;
use crate::providers::truv::payloads::OrderUpdated;
use crate::providers::truv::payloads::RecordChanged;
use crate::providers::truv::payloads::StatementsChanged;
use crate::providers::truv::payloads::TaskStatusUpdated;

const TASKS: &str = "https://docs.truv.com/api-reference/tasks/events";
const ORDERS: &str = "https://docs.truv.com/api-reference/orders/events";
const ORDERS_2022: &str = "https://docs.truv.com/reference/orders-1";
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
const HISTORY: &str = "https://truv.com/docs/api-reference/webhooks/webhook_requests_list";

pub(super) fn events() -> Vec<Payload> {
    [tasks_and_orders(), links(), records()].concat()
}

/// What a webhook may ask for.
pub(super) fn names() -> Vec<String> {
    events().into_iter().map(|event| event.name).collect()
}

fn event<T>(name: &str, source: &str, about: &str) -> Payload
where
    T: JsonSchema + Serialize + DeserializeOwned + 'static,
{
    Payload::event::<T>("truv", "/event_type", name).described(source, about)
}

fn tasks_and_orders() -> Vec<Payload> {
    vec![
        event::<TaskStatusUpdated>("task-status-updated", TASKS, "A task has reached another status.")
            .example(printed!("task-status-updated", TASKS))
            .example(printed!("task-status-updated.2022-no-user-id", DESCRIPTIONS)),
        event::<OrderCreated>("order-created", ORDERS, "An order was made and waits for its person.")
            .example(printed!("order-created", ORDERS)),
        event::<OrderUpdated>("order-status-updated", ORDERS, "A suborder has reached another status.")
            .example(printed!("order-status-updated.expired-2022", ORDERS_2022))
            .example(printed!("order-status-updated.2026-request-history", HISTORY)),
        event::<OrderUpdated>("order-refresh-failed", ORDERS, "A refresh of an order failed; the status says how."),
        event::<OrderClosed>("order-finalized", ORDERS, "An order is final and will not change again."),
        event::<OrderClosed>("certification-completed", ORDERS, "The certification that an order asked for is done."),
    ]
}

fn links() -> Vec<Payload> {
    vec![
        event::<LinkChanged>("link-connected", LINKS, "A user's link to a source of data is connected.")
            .example(printed!("link-connected", LINKS))
            .example(printed!("link-connected.with-updated-at", LINKS_OLDER))
            .example(printed!("link-connected.2024", DESCRIPTIONS))
            .example(printed!("link-connected.2022-null-user", DESCRIPTIONS)),
        event::<LinkChanged>("link-disconnected", LINKS, "A link could not be refreshed and lost its connection.")
            .example(printed!("link-disconnected", LINKS))
            .example(printed!("link-disconnected.with-updated-at", LINKS_OLDER)),
        event::<LinkChanged>("link-deleted", LINKS, "A link went, with its personal data and credentials.")
            .example(printed!("link-deleted.with-updated-at", LINKS_OLDER)),
    ]
}

fn records() -> Vec<Payload> {
    vec![
        event::<RecordChanged>("employment-created", EMPLOYMENTS, "A task that is no refresh found an employment.")
            .example(printed!("employment-created", EMPLOYMENTS)),
        event::<RecordChanged>("employment-updated", EMPLOYMENTS, "A refresh read an employment again.")
            .example(printed!("employment-updated", EMPLOYMENTS)),
        event::<RecordChanged>("profile-created", PROFILES, "A task that is no refresh found a profile.")
            .example(printed!("profile-created", PROFILES))
            .example(printed!("profile-created.older-no-user-id", PROFILES_OLDER)),
        event::<RecordChanged>("profile-updated", PROFILES, "A refresh read a profile again.")
            .example(printed!("profile-updated", PROFILES)),
        event::<StatementsChanged>("statements-created", STATEMENTS, "A task that is no refresh found pay statements.")
            .example(printed!("statements-created", STATEMENTS))
            .example(printed!("statements-created.older-no-data-source", STATEMENTS_OLDER)),
        event::<StatementsChanged>("statements-updated", STATEMENTS, "A refresh found another number of statements."),
        event::<CountChanged>("shifts-created", SHIFTS, "A task that is no refresh found shifts.")
            .example(printed!("shifts-created", SHIFTS)),
        event::<CountChanged>("shifts-updated", SHIFTS, "A refresh found another number of shifts."),
        event::<CountChanged>("bank-accounts-created", ACCOUNTS, "A task that is no refresh found bank accounts.")
            .example(printed!("bank-accounts-created", ACCOUNTS))
            .example(printed!("bank-accounts-created.with-template-id", ACCOUNTS_OLDER)),
        event::<CountChanged>("bank-accounts-updated", ACCOUNTS, "A refresh found another number of accounts."),
    ]
}
