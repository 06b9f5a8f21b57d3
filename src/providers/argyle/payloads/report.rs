//! What comes of a verification, and what it is for.
#![expect(clippy::exhaustive_structs, reason = "a new type around one value stays that")]

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Nullable;
use crate::provider::payloads;
use crate::providers::argyle::payloads::{Time, Uuid};

payloads! {
    /// The report of a verification.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct Report {
        /// The report; null until the verification is complete.
        pub id: Nullable<Uuid>,
        /// Kind of the report.
        #[serde(rename = "type")]
        pub kind: ReportKind,
        /// Where it can be fetched as PDF; the samples leave out the scheme.
        pub file_url: Nullable<String>,
        /// Where it can be fetched as JSON; the samples leave out the scheme.
        pub json_url: Nullable<String>,
        /// What it was narrowed to.
        pub configuration: Option<ReportConfiguration>,
    }
}

/// Kind of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum ReportKind {
    Voie,
    Voe,
    Voa,
    Voi,
    Voai,
    VoeTransactions,
    DocVoiMortgage,
}

payloads! {
    /// What a report on bank accounts is narrowed to.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct ReportConfiguration {
        /// The accounts that it covers.
        pub bank_accounts: Option<Vec<String>>,
        /// The day on which it starts.
        pub from_date: Option<Time>,
        /// The day on which its income starts.
        pub income_from_date: Option<Time>,
        /// How sure income must be to be in it.
        #[schemars(range(max = 100))]
        pub income_stream_confidence_minimum: Option<u8>,
        /// The client's own fields, at most five.
        #[schemars(length(max = 5))]
        pub report_custom_fields: Option<Vec<CustomField>>,
    }

    /// A field of the client's own.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct CustomField {
        /// Its name.
        pub label: String,
        /// Its value.
        pub value: String,
        /// Whether the PDF shows it.
        pub shown: bool,
    }

    /// An employment.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct Employment {
        /// Name of the employer.
        pub employer: String,
        /// Whether it lasts.
        pub status: EmploymentStatus,
        /// Its first day.
        pub hire_date: Date,
        /// Its last day; null while it lasts.
        pub termination_date: Nullable<Date>,
    }
}

/// Whether an employment lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum EmploymentStatus {
    Active,
    Previous,
}

/// A day, year first.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Date(#[schemars(extend("format" = "date"))] pub String);

payloads! {
    /// A loan, as the lender names it.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct Loan {
        /// Number of the loan.
        pub number: Option<String>,
        /// The borrower.
        pub borrower_id: Option<String>,
        /// The application.
        pub application_id: Option<String>,
        /// Mail address of the lender's officer.
        pub officer_email: Option<String>,
    }

    /// Who pays.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct Billing {
        /// The cost centre.
        pub cost_center: Option<String>,
    }
}
