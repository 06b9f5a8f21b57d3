//! What comes of a verification, and what it is for.
#![expect(clippy::exhaustive_structs, reason = "a test builds the payloads that it sends")]

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::providers::argyle::payloads::Time;
use crate::providers::argyle::payloads::Uuid;

/// The report of a verification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// The report; null until the verification is complete.
    pub id: Option<Uuid>,
    /// Kind of the report.
    #[serde(rename = "type")]
    pub kind: ReportKind,
    /// Where it can be fetched as PDF; the samples leave out the scheme.
    pub file_url: Option<String>,
    /// Where it can be fetched as JSON; the samples leave out the scheme.
    pub json_url: Option<String>,
    /// What it was narrowed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ReportConfiguration")]
    pub configuration: Option<ReportConfiguration>,
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

/// What a report on bank accounts is narrowed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReportConfiguration {
    /// The accounts that it covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<String>")]
    pub bank_accounts: Option<Vec<String>>,
    /// The day on which it starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Time")]
    pub from_date: Option<Time>,
    /// The day on which its income starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Time")]
    pub income_from_date: Option<Time>,
    /// How sure income must be to be in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u8", range(max = 100))]
    pub income_stream_confidence_minimum: Option<u8>,
    /// The client's own fields, at most five.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<CustomField>", length(max = 5))]
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
    pub termination_date: Option<Date>,
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

/// A loan, as the lender names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Loan {
    /// Number of the loan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub number: Option<String>,
    /// The borrower.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub borrower_id: Option<String>,
    /// The application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub application_id: Option<String>,
    /// Mail address of the lender's officer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub officer_email: Option<String>,
}

/// Who pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Billing {
    /// The cost centre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub cost_center: Option<String>,
}
