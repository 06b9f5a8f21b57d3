//! Accounts under verification.
#![expect(clippy::exhaustive_structs, reason = "a new type around one value stays that")]

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::provider::payloads;
use crate::providers::orum::payloads::{AccountNumber, RoutingNumber, Time, Uuid};

payloads! {
    /// The data of an event about a verification. No page prints one: the field is named as the API wraps it.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct VerifyAccountData {
        /// The account after the event.
        pub account: VerifyAccount,
    }

    /// A bank account whose existence, owner or control is verified.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct VerifyAccount {
        /// Orum's id of the verification.
        pub id: Uuid,
        /// When the verification was asked for.
        pub created_at: Time,
        /// When the verification last changed: it puts two events in order.
        pub updated_at: Time,
        /// Number of the account.
        pub account_number: AccountNumber,
        /// Number of the bank.
        pub routing_number: RoutingNumber,
        /// Name of the owner.
        pub account_holder_name: AccountName,
        /// Who is informed that a code was put on the statement.
        #[schemars(extend("format" = "email"))]
        pub email: Option<String>,
        /// Whether the account is there.
        pub verification_status: VerificationStatus,
        /// Why it could not be verified.
        pub status_reason: Option<VerificationReason>,
        /// Whether it belongs to whom the client thinks.
        pub ownership_status: Option<OwnershipStatus>,
        /// What matches, if the owner is a person.
        pub person: Option<OwningPerson>,
        /// What matches, if the owner is a business.
        pub business: Option<OwningBusiness>,
        /// Whether the owner could read the code on the statement.
        pub control_status: Option<ControlStatus>,
        /// Whether it can be debited.
        pub debit_status: Option<DebitStatus>,
        /// Why it cannot be debited.
        pub debit_status_reason: Option<DebitReason>,
        /// The day on which all should be known; its time is midnight and means nothing.
        pub estimated_verification_date: Option<Time>,
        /// Who asks, as it is printed on the statement.
        pub sender_name: Option<AccountName>,
    }
}

/// A name as banks can print it: 1 to 255 letters and signs of Latin script, without a backslash.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AccountName(#[schemars(length(min = 1, max = 255), regex(pattern = r"^[ -\[\]-~¡-¬®-ſ’]*$"))] pub String);

payloads! {
    /// What the bank says about a person.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct OwningPerson {
        /// First name that was asked about.
        pub first_name: String,
        /// Last name that was asked about.
        pub last_name: String,
        /// Telephone number that was asked about.
        pub phone_number: Option<String>,
        /// Whether the first name matches.
        pub first_name_match: Option<Match>,
        /// Whether the last name matches.
        pub last_name_match: Option<Match>,
        /// Whether the telephone number matches.
        pub phone_number_match: Option<Match>,
        /// Whether the social security number matches; the number itself is not sent.
        pub ssn_match: Option<Match>,
    }

    /// What the bank says about a business.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct OwningBusiness {
        /// Name that was asked about.
        pub business_name: String,
        /// Telephone number that was asked about.
        pub phone_number: Option<String>,
        /// Whether the name matches.
        pub business_name_match: Option<Match>,
        /// Whether the telephone number matches.
        pub phone_number_match: Option<Match>,
        /// Whether the tax number matches; the number itself is not sent.
        pub tax_id_match: Option<Match>,
    }
}

/// Whether the bank knows it so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum Match {
    Match,
    NotAMatch,
    NotFound,
}

/// Whether an account is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum VerificationStatus {
    Pending,
    Valid,
    Closed,
    Invalid,
    Failed,
}

/// Whether an account belongs to whom the client thinks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum OwnershipStatus {
    Pending,
    Full,
    Partial,
    NotAMatch,
    NotFound,
}

/// Whether the owner has shown control.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum ControlStatus {
    Pending,
    Valid,
    Canceled,
}

/// Whether an account can be debited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum DebitStatus {
    Pending,
    Valid,
    Blocked,
    Failed,
}

/// Why an account could not be verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "Orum lists these names without explaining them")]
#[non_exhaustive]
pub enum VerificationReason {
    BlockedAccount,
    ClosedAccount,
    DeceasedParty,
    DuplicatedTransfer,
    InvalidAccount,
    InvalidField,
    InvalidRouting,
    RegulatoryError,
    UnavailableFinancialInstitution,
    UnexpectedError,
    UnsupportedTransfer,
}

/// Why an account cannot be debited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "Orum lists these names without explaining them")]
#[non_exhaustive]
pub enum DebitReason {
    BlockedAccount,
    ClosedAccount,
    DeceasedParty,
    DuplicatedTransfer,
    InvalidAccount,
    InvalidField,
    InvalidRouting,
    RegulatoryError,
    UnavailableFinancialInstitution,
    UnexpectedError,
    UnsupportedTransfer,
    DebitBlocked,
    UnauthorizedTransfer,
}
