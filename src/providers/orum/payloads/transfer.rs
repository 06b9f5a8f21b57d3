//! Transfers between bank accounts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::provider::payloads;
use crate::providers::orum::payloads::{Currency, FailedSides, Metadata, ReferenceId, Time, Uuid};

payloads! {
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
        /// The account that is debited, if there is one.
        pub source: Option<Party>,
        /// The account that is credited, if there is one.
        pub destination: Option<Party>,
        /// How far it has come. Events may arrive in another order.
        pub status: TransferStatus,
        /// Why it failed.
        pub status_reasons: Option<Vec<FailedSides<NetworkReason>>>,
        /// What both banks may print; 10 characters by ACH and 140 by RTP.
        pub account_statement_descriptor: Option<String>,
        /// The day on which the money should arrive; its time is midnight and means nothing.
        pub estimated_funds_delivery_date: Option<Time>,
        /// When the transfer was made.
        pub created_at: Time,
        /// When the transfer last changed: it puts two events in order.
        pub updated_at: Time,
        /// The client's own notes.
        pub metadata: Option<Metadata>,
        /// The group that it belongs to.
        pub transfer_group_id: Option<Uuid>,
        /// The schedule that made it.
        pub schedule_id: Option<Uuid>,
        /// The client's own id of the subledger.
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
        pub statement_display_name: Option<String>,
        /// The bank's number for the payment.
        pub trace_number: Option<String>,
        /// The bank's number for its return.
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
        pub network_reason_code: Option<String>,
        /// The network's own words.
        pub network_reason_code_message: Option<String>,
        /// The network, RTP or ACH.
        pub network_reason_code_rail_type: Option<String>,
    }
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
