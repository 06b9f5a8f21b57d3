//! Transfers between bank accounts.
#![expect(clippy::exhaustive_structs, reason = "a test builds the payloads that it sends")]

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::providers::orum::payloads::Currency;
use crate::providers::orum::payloads::FailedSides;
use crate::providers::orum::payloads::Metadata;
use crate::providers::orum::payloads::ReferenceId;
use crate::providers::orum::payloads::Time;
use crate::providers::orum::payloads::Uuid;

/// The data of an event about a transfer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TransferData {
    /// The transfer after the event.
    pub transfer: Transfer,
}

/// Money on its way from one bank account to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Transfer {
    /// Orum's id of the transfer.
    pub id: Uuid,
    /// The client's own id of the transfer.
    #[schemars(length(min = 1))]
    pub transfer_reference_id: String,
    /// Cents; a hundred are a dollar.
    #[schemars(range(min = 1))]
    pub amount: u64,
    /// Currency of the amount.
    pub currency: Currency,
    /// How fast it is to be.
    pub speed: Speed,
    /// The account that is debited, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Party")]
    pub source: Option<Party>,
    /// The account that is credited, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Party")]
    pub destination: Option<Party>,
    /// How far it has come. Events may arrive in another order.
    pub status: TransferStatus,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<FailedSides<NetworkReason>>")]
    pub status_reasons: Option<Vec<FailedSides<NetworkReason>>>,
    /// What both banks may print; 10 characters by ACH and 140 by RTP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub account_statement_descriptor: Option<String>,
    /// The day on which the money should arrive; its time is midnight and means nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Time")]
    pub estimated_funds_delivery_date: Option<Time>,
    /// When the transfer was made.
    pub created_at: Time,
    /// When the transfer last changed: what puts two events in order.
    pub updated_at: Time,
    /// The client's own notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Metadata")]
    pub metadata: Option<Metadata>,
    /// The group that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Uuid")]
    pub transfer_group_id: Option<Uuid>,
    /// The schedule that made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Uuid")]
    pub schedule_id: Option<Uuid>,
    /// The client's own id of the subledger.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ReferenceId")]
    pub subledger_reference_id: Option<ReferenceId>,
}

/// One side of a transfer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    /// The client's own id of the owner.
    pub customer_reference_id: String,
    /// The client's own id of the account.
    pub account_reference_id: String,
    /// The name on the bank statement; 16 characters by ACH and 140 by RTP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub statement_display_name: Option<String>,
    /// The bank's number for the payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub trace_number: Option<String>,
    /// The bank's number for its return.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub return_trace_number: Option<String>,
}

/// A reason of Orum's, and that of the network behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NetworkReason {
    /// The reason for a program, such as `insufficient_funds`; the list is open.
    pub reason_code: String,
    /// The reason for a person.
    pub reason_code_message: String,
    /// The network's own code, such as `R01`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub network_reason_code: Option<String>,
    /// The network's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub network_reason_code_message: Option<String>,
    /// The network, RTP or ACH.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub network_reason_code_rail_type: Option<String>,
}

/// How fast a transfer is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum Speed {
    Asap,
    Standard,
    SameDay,
    Wire,
}

/// How far a transfer has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum TransferStatus {
    Created,
    Pending,
    Settled,
    Completed,
    Failed,
}
