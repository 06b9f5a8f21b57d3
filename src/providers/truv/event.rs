//! Every event in one type, for a consumer that wants to match on it.

use serde::Deserialize;
use serde::Deserializer;
use serde::de::DeserializeOwned;
use serde::de::Error;
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
    /// An event of a name that this list does not have: Truv adds some without a word.
    Other(Value),
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let document = Value::deserialize(deserializer)?;
        let name = document.get("event_type").and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok(match name.as_str() {
            "task-status-updated" => Self::TaskStatusUpdated(read(document)?),
            "order-created" => Self::OrderCreated(read(document)?),
            "order-status-updated" => Self::OrderStatusUpdated(read(document)?),
            "order-refresh-failed" => Self::OrderRefreshFailed(read(document)?),
            "order-finalized" => Self::OrderFinalized(read(document)?),
            "certification-completed" => Self::CertificationCompleted(read(document)?),
            "link-connected" => Self::LinkConnected(read(document)?),
            "link-disconnected" => Self::LinkDisconnected(read(document)?),
            "link-deleted" => Self::LinkDeleted(read(document)?),
            "employment-created" => Self::EmploymentCreated(read(document)?),
            "employment-updated" => Self::EmploymentUpdated(read(document)?),
            "profile-created" => Self::ProfileCreated(read(document)?),
            "profile-updated" => Self::ProfileUpdated(read(document)?),
            "statements-created" => Self::StatementsCreated(read(document)?),
            "statements-updated" => Self::StatementsUpdated(read(document)?),
            "shifts-created" => Self::ShiftsCreated(read(document)?),
            "shifts-updated" => Self::ShiftsUpdated(read(document)?),
            "bank-accounts-created" => Self::BankAccountsCreated(read(document)?),
            "bank-accounts-updated" => Self::BankAccountsUpdated(read(document)?),
            _ => Self::Other(document),
        })
    }
}

fn read<T: DeserializeOwned, E: Error>(document: Value) -> Result<T, E> {
    serde_json::from_value(document).map_err(E::custom)
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
    fn what_does_not_fit_its_type_is_no_event() {
        for body in ["[]", r#"{"event_type":1}"#, r#"{"event_type":"link-renamed"}"#] {
            assert!(matches!(serde_json::from_str::<Event>(body).unwrap(), Event::Other(_)), "{body}");
        }
        let error = serde_json::from_str::<Event>(r#"{"event_type":"order-created"}"#).unwrap_err();
        assert!(error.to_string().contains("missing field"), "{error}");
    }
}
