//! Bank accounts outside Orum.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::provider::payloads;
use crate::providers::orum::payloads::shared::registered;
use crate::providers::orum::payloads::{
    AccountNumber, CustomerKind, Metadata, ReferenceId, RoutingNumber, Status, Time, Uuid,
};

payloads! {
    /// The data of an event about a bank account.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct ExternalAccountData {
        /// The account after the event.
        pub external_account: ExternalAccount,
    }

    /// A bank account from which or to which money moves.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct ExternalAccount {
        /// Orum's id of the account; the printed sample is no UUID.
        pub id: Uuid,
        /// The client's own id of the account.
        pub account_reference_id: ReferenceId,
        /// The client's own id of its owner.
        #[schemars(length(max = 255))]
        pub customer_reference_id: String,
        /// What its owner is; samples of 2022 lack it.
        pub customer_resource_type: CustomerKind,
        /// Kind of the account.
        pub account_type: AccountKind,
        /// Number of the account.
        pub account_number: AccountNumber,
        /// Number of the bank.
        pub routing_number: RoutingNumber,
        /// Name of the owner.
        pub account_holder_name: String,
        /// Status of the account.
        pub status: Status,
        ..registered!("account"),
    }
}

/// Kind of a bank account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum AccountKind {
    Checking,
    Savings,
}
