//! What Argyle sends: a name, the subscription, and the ids of what to fetch. Nothing distinguishes two deliveries.
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
use serde::{Deserialize, Serialize};

pub use account::{
    Account, AccountFailed, AccountIds, Availability, Connection, ConnectionStatus, DataSet, DataSetStatus,
    DepositSwitch, DepositSwitchStatus, OngoingRefresh, RefreshStatus,
};
pub use connection_error::ConnectionError;
pub use item::{AccountSwitch, CardSwitch, DataRetrieval, ItemFeatures, ItemRemoved, ItemUpdated, SwitchFeatures};
pub use management::{
    CreatePartnerSubscription, CreateSubscription, EventChoice, Events, InvalidMembers, Refusal, Star, Subscription,
    SubscriptionConfig, SubscriptionPage,
};
pub use record::{
    DepositDestinationIds, IdentityIds, PayrollDocumentIds, RatingIds, UserFormIds, UserUploadIds, VehicleIds,
};
pub use report::{
    Billing, CustomField, Date, Employment, EmploymentStatus, Loan, Report, ReportConfiguration, ReportKind,
};
pub use switch::{SwitchCompleted, SwitchFailed};
pub use sync::{
    Added, FullySynced, GigsRemoved, GigsUpdated, PartiallySynced, PaystubsUpdated, ShiftsRemoved, ShiftsUpdated,
};
pub use user::{ReportBasis, ReportGenerated, ReportReady, SyncedAccount, SyncedUser, UserFullySynced};
pub use verification::{
    AddedConnection, Channel, ConnectionAdded, CreationFailed, DataSource, ErrorResource, FailedAttempt, Verification,
    VerificationCode, VerificationError, VerificationState, VerificationStatus, VerificationUpdated,
};

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
