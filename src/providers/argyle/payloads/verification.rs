//! Verifications: one question of a lender, answered by a report.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Nullable;
use crate::provider::payloads;
use crate::providers::argyle::payloads::{Billing, Employment, Loan, Report, Time, Uuid};

payloads! {
    /// A verification has come further, or must wait.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct VerificationUpdated {
        /// The user.
        pub user: Uuid,
        /// The verification.
        pub verification: Uuid,
        /// The client of a partner; only partners get it.
        pub client: Option<Uuid>,
        /// The verification, if the subscription has `include_resource`.
        pub resource: Option<Verification>,
    }

    /// The user has connected one more source.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct ConnectionAdded {
        /// The user.
        pub user: Uuid,
        /// The verification.
        pub verification: Uuid,
        /// The source.
        pub connection: AddedConnection,
    }

    /// A source that was connected.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct AddedConnection {
        /// The connection, no UUID: the sample is `102168`.
        pub id: String,
        /// Where the data comes from.
        pub data_source: DataSource,
        /// When it was connected.
        pub connected_at: Time,
    }

    /// A verification could not be made.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct CreationFailed {
        /// The user.
        pub user: Uuid,
        /// The client of a partner; only partners get it.
        pub client: Option<Uuid>,
        /// What was asked for.
        pub context: FailedAttempt,
    }

    /// What was asked for in vain.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct FailedAttempt {
        /// The user.
        pub user: Uuid,
        /// When it was asked for.
        pub attempted_at: Time,
        /// By which way, such as `encompass`.
        pub channel: String,
        /// Where the data was to come from, such as `banking`.
        pub data_source: String,
        /// Kind of the report, such as `voa`.
        pub report_type: String,
        /// The loan that it was for.
        pub loan: Option<Loan>,
        /// Who pays.
        pub billing: Option<Billing>,
    }

    /// A verification.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct Verification {
        /// The verification.
        pub id: Uuid,
        /// The user.
        pub user: Uuid,
        /// The client of a partner; only partners get it.
        pub client: Option<Uuid>,
        /// When it was asked for.
        pub created_at: Time,
        /// When it last changed: it puts two events in order.
        pub updated_at: Time,
        /// By which way it was asked for; `source` on older pages.
        pub channel: Channel,
        /// How far it has come.
        pub status: VerificationStatus,
        /// What comes of it.
        pub report: Report,
        /// Employments, if documents are the source.
        pub employments: Option<Vec<Employment>>,
        /// The loan that it is for.
        pub loan: Option<Loan>,
        /// Who pays.
        pub billing: Option<Billing>,
        /// Where the data comes from; older pages lack it.
        pub data_source: Option<DataSource>,
    }
}

/// By which way a verification was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum Channel {
    Api,
    Encompass,
}

/// Where the data of a verification comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum DataSource {
    Payroll,
    Banking,
    Documents,
}

payloads! {
    /// How far a verification has come.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct VerificationStatus {
        /// In broad steps; events have `PROCESSING`, `PAUSED` and `COMPLETED`.
        pub state: VerificationState,
        /// In small steps.
        pub code: VerificationCode,
        /// What holds it up, or makes its report worth less.
        pub errors: Vec<VerificationError>,
    }
}

/// How far a verification has come, in broad steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum VerificationState {
    Pending,
    Processing,
    Paused,
    Cancelled,
    Completed,
}

/// How far a verification has come, in small steps; which there are depends on the data source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum VerificationCode {
    Pending,
    DocumentsProcessing,
    MoreDataRequired,
    ReportAvailable,
    WaitingOnThirdParty,
    ReportGenerating,
    ArgyleTimeout,
    CancelledByClient,
    Completed,
    CompletedWithErrors,
    UserSessionStarted,
    Authenticated,
}

payloads! {
    /// What holds a verification up.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct VerificationError {
        /// The reason for a program, such as `self-employed_income`; the list is open.
        pub code: String,
        /// The reason in a few words.
        pub title: String,
        /// The reason for a person.
        pub message: String,
        /// What it is about.
        pub resources: Vec<ErrorResource>,
    }

    /// What an error is about.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct ErrorResource {
        /// Its id; null if it has none.
        pub id: Nullable<String>,
        /// What it is, such as `employments`.
        #[serde(rename = "type")]
        pub kind: String,
        /// Its name.
        pub name: String,
    }
}
