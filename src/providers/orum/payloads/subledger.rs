//! Subledgers, and the transfers between them, which no bank sees.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::provider::payloads;
use crate::providers::orum::payloads::{
    Currency, CustomerKind, FailedSides, Metadata, ReferenceId, StatusReason, Time, Uuid,
};

payloads! {
    /// The data of an event about a subledger.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct SubledgerData {
        /// The subledger after the event.
        pub subledger: Subledger,
    }

    /// A part of the client's own balance, kept for one customer.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct Subledger {
        /// Orum's id of the subledger.
        pub id: Uuid,
        /// The client's own id of the subledger.
        pub subledger_reference_id: ReferenceId,
        /// The client's own id of the customer.
        pub customer_reference_id: ReferenceId,
        /// What the customer is.
        pub customer_resource_type: CustomerKind,
        /// Status of the subledger.
        pub status: SubledgerStatus,
        /// When the subledger was made.
        pub created_at: Time,
        /// When the subledger last changed: it puts two events in order.
        pub updated_at: Time,
        /// When the subledger was closed.
        pub closed_at: Option<Time>,
    }
}

/// Status of a subledger; the documentation knows one status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum SubledgerStatus {
    Created,
}

payloads! {
    /// The data of an event about a book transfer.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct BookTransferData {
        /// The book transfer after the event.
        pub book_transfer: BookTransfer,
    }

    /// Money that moves from one subledger to another.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct BookTransfer {
        /// Orum's id of the book transfer.
        pub id: Uuid,
        /// When the book transfer was made.
        pub created_at: Time,
        /// When the book transfer last changed: it puts two events in order.
        pub updated_at: Time,
        /// The client's own id of the book transfer.
        #[schemars(length(min = 1))]
        pub book_transfer_reference_id: String,
        /// Cents; a hundred are a dollar.
        #[schemars(range(min = 1))]
        pub amount: u64,
        /// Currency of the amount.
        pub currency: Currency,
        /// How far it has come.
        pub status: BookTransferStatus,
        /// Why it failed.
        pub status_reasons: Option<Vec<FailedSides<StatusReason>>>,
        /// The client's own notes.
        pub metadata: Option<Metadata>,
        /// The subledger that is debited.
        pub source: Option<SubledgerParty>,
        /// The subledger that is credited.
        pub destination: Option<SubledgerParty>,
    }

    /// One side of a book transfer.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct SubledgerParty {
        /// The client's own id of the subledger.
        #[schemars(length(min = 1))]
        pub subledger_reference_id: String,
    }
}

/// How far a book transfer has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum BookTransferStatus {
    Created,
    Completed,
    Failed,
}
