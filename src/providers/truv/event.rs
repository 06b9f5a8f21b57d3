//! Every event in one type, for a consumer that wants to match on it.

use serde::Deserialize;
use serde::Deserializer;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::providers::truv::payloads::CountChanged;
use crate::providers::truv::payloads::LinkChanged;
use crate::providers::truv::payloads::OrderClosed;
use crate::providers::truv::payloads::OrderCreated;
use crate::providers::truv::payloads::OrderUpdated;
use crate::providers::truv::payloads::RecordChanged;
use crate::providers::truv::payloads::StatementsChanged;
use crate::providers::truv::payloads::TaskStatusUpdated;

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
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A task has reached another status.
    TaskStatusUpdated(TaskStatusUpdated),
    /// An order was made and waits for its person.
    OrderCreated(OrderCreated),
    /// A suborder has reached another status.
    OrderStatusUpdated(OrderUpdated),
    /// A refresh of an order failed; the status says how.
    OrderRefreshFailed(OrderUpdated),
    /// An order is final and will not change again.
    OrderFinalized(OrderClosed),
    /// The certification that an order asked for is done.
    CertificationCompleted(OrderClosed),
    /// A user's link to a source of data is connected.
    LinkConnected(LinkChanged),
    /// A link could not be refreshed and lost its connection.
    LinkDisconnected(LinkChanged),
    /// A link went, with its personal data and credentials.
    LinkDeleted(LinkChanged),
    /// A task that is no refresh found an employment.
    EmploymentCreated(RecordChanged),
    /// A refresh read an employment again.
    EmploymentUpdated(RecordChanged),
    /// A task that is no refresh found a profile.
    ProfileCreated(RecordChanged),
    /// A refresh read a profile again.
    ProfileUpdated(RecordChanged),
    /// A task that is no refresh found pay statements.
    StatementsCreated(StatementsChanged),
    /// A refresh found another number of statements.
    StatementsUpdated(StatementsChanged),
    /// A task that is no refresh found shifts.
    ShiftsCreated(CountChanged),
    /// A refresh found another number of shifts.
    ShiftsUpdated(CountChanged),
    /// A task that is no refresh found bank accounts.
    BankAccountsCreated(CountChanged),
    /// A refresh found another number of accounts.
    BankAccountsUpdated(CountChanged),
    /// An event that today's types do not know: another name, or a member or value that they do not take. Truv adds
    /// such things without a word.
    Other(Value),
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let document = Value::deserialize(deserializer)?;
        let name = document.get("event_type").and_then(Value::as_str).unwrap_or_default().to_owned();
        let known = match name.as_str() {
            "task-status-updated" => read(&document, Self::TaskStatusUpdated),
            "order-created" => read(&document, Self::OrderCreated),
            "order-status-updated" => read(&document, Self::OrderStatusUpdated),
            "order-refresh-failed" => read(&document, Self::OrderRefreshFailed),
            "order-finalized" => read(&document, Self::OrderFinalized),
            "certification-completed" => read(&document, Self::CertificationCompleted),
            "link-connected" => read(&document, Self::LinkConnected),
            "link-disconnected" => read(&document, Self::LinkDisconnected),
            "link-deleted" => read(&document, Self::LinkDeleted),
            "employment-created" => read(&document, Self::EmploymentCreated),
            "employment-updated" => read(&document, Self::EmploymentUpdated),
            "profile-created" => read(&document, Self::ProfileCreated),
            "profile-updated" => read(&document, Self::ProfileUpdated),
            "statements-created" => read(&document, Self::StatementsCreated),
            "statements-updated" => read(&document, Self::StatementsUpdated),
            "shifts-created" => read(&document, Self::ShiftsCreated),
            "shifts-updated" => read(&document, Self::ShiftsUpdated),
            "bank-accounts-created" => read(&document, Self::BankAccountsCreated),
            "bank-accounts-updated" => read(&document, Self::BankAccountsUpdated),
            _ => None,
        };
        Ok(known.unwrap_or(Self::Other(document)))
    }
}

/// The event, if it fits the type of its name.
fn read<T: DeserializeOwned>(document: &Value, variant: fn(T) -> Event) -> Option<Event> {
    T::deserialize(document).ok().map(variant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::Generator;
    use crate::providers::truv;

    /// The name of a variant is that of its event, so none stands under another's.
    #[test]
    fn every_event_has_its_variant() {
        for event in truv().events() {
            let document = Generator::compile(event.schema(), event.order()).unwrap().minimal().to_value();
            let read = serde_json::from_value::<Event>(document).unwrap();
            let told = format!("{read:?}");
            let variant: String = event.name.split('-').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
            assert!(told.starts_with(&format!("{variant}(")), "{} became {told}", event.name);
        }
    }

    #[test]
    fn what_fits_no_type_is_kept_as_it_came() {
        for body in
            ["[]", r#"{"event_type":1}"#, r#"{"event_type":"link-renamed"}"#, r#"{"event_type":"link-deleted"}"#]
        {
            let Event::Other(kept) = serde_json::from_str(body).unwrap() else { panic!("{body}") };
            assert_eq!(kept.to_string(), body);
        }
    }
}
