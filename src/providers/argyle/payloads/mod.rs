//! What Argyle sends: a name, the subscription, and the ids of what to fetch. Nothing tells two deliveries apart.
#![expect(clippy::exhaustive_structs, reason = "a new type around one value stays that")]

mod account;
mod connection_error;
mod item;
mod management;
mod record;
mod report;
mod shared;
mod switch;
mod sync;
mod user;
mod verification;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

pub use account::Account;
pub use account::AccountFailed;
pub use account::AccountIds;
pub use account::Availability;
pub use account::Connection;
pub use account::ConnectionStatus;
pub use account::DataSet;
pub use account::DataSetStatus;
pub use account::DepositSwitch;
pub use account::DepositSwitchStatus;
pub use account::OngoingRefresh;
pub use account::RefreshStatus;
pub use connection_error::ConnectionError;
pub use item::AccountSwitch;
pub use item::CardSwitch;
pub use item::DataRetrieval;
pub use item::ItemFeatures;
pub use item::ItemRemoved;
pub use item::ItemUpdated;
pub use item::SwitchFeatures;
pub use management::CreatePartnerSubscription;
pub use management::CreateSubscription;
pub use management::EventChoice;
pub use management::Events;
pub use management::InvalidMembers;
pub use management::Refusal;
pub use management::Star;
pub use management::Subscription;
pub use management::SubscriptionConfig;
pub use management::SubscriptionPage;
pub use record::DepositDestinationIds;
pub use record::IdentityIds;
pub use record::PayrollDocumentIds;
pub use record::RatingIds;
pub use record::UserFormIds;
pub use record::UserUploadIds;
pub use record::VehicleIds;
pub use report::Billing;
pub use report::CustomField;
pub use report::Date;
pub use report::Employment;
pub use report::EmploymentStatus;
pub use report::Loan;
pub use report::Report;
pub use report::ReportConfiguration;
pub use report::ReportKind;
pub use switch::SwitchCompleted;
pub use switch::SwitchFailed;
pub use sync::Added;
pub use sync::FullySynced;
pub use sync::GigsRemoved;
pub use sync::GigsUpdated;
pub use sync::PartiallySynced;
pub use sync::PaystubsUpdated;
pub use sync::ShiftsRemoved;
pub use sync::ShiftsUpdated;
pub use user::ReportBasis;
pub use user::ReportGenerated;
pub use user::ReportReady;
pub use user::SyncedAccount;
pub use user::SyncedUser;
pub use user::UserFullySynced;
pub use verification::AddedConnection;
pub use verification::Channel;
pub use verification::ConnectionAdded;
pub use verification::CreationFailed;
pub use verification::DataSource;
pub use verification::ErrorResource;
pub use verification::FailedAttempt;
pub use verification::Verification;
pub use verification::VerificationCode;
pub use verification::VerificationError;
pub use verification::VerificationState;
pub use verification::VerificationStatus;
pub use verification::VerificationUpdated;

use crate::provider::payloads;

payloads! {
    /// Something happened. There is no id, time or number of the delivery in it.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct Event<D> {
        /// Name of the event.
        pub event: String,
        /// Name that the client gave to the subscription.
        pub name: String,
        /// What happened to whom.
        pub data: D,
    }
}

/// A UUID, its version left open.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Uuid(#[schemars(extend("format" = "uuid"))] pub String);

/// A time in UTC; printed ones have three decimals or none, recorded ones six or none.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Time(#[schemars(extend("format" = "date-time"))] pub String);
