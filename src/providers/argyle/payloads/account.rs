//! Connected accounts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Nullable;
use crate::provider::payloads;
use crate::providers::argyle::payloads::shared::account;
use crate::providers::argyle::payloads::{ConnectionError, Time, Uuid};

payloads! {
    /// Which account it is, and the account itself for subscriptions that ask for it.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct AccountIds {
        ..account!(),
        /// The account, if the subscription has `include_resource`.
        pub resource: Option<Account>,
    }

    /// Which account could not be connected, and why.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct AccountFailed {
        ..account!(),
        /// The reason for a program.
        pub error_code: ConnectionError,
        /// The reason for a person.
        pub error_message: String,
        /// The account, if the subscription has `include_resource`.
        pub resource: Option<Account>,
    }

    /// An account at a payroll system.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct Account {
        /// The account.
        pub id: Uuid,
        /// The user who connected the account.
        pub user: Uuid,
        /// Names of the employers, as a rule one.
        pub employers: Vec<String>,
        /// The item through which it was connected, such as `item_000029932`.
        pub item: String,
        /// The payroll system.
        pub source: String,
        /// When the user connected it.
        pub created_at: Time,
        /// When it last changed: it puts two events in order.
        pub updated_at: Time,
        /// When it was last read; null or 1970 if it never was.
        pub scanned_at: Nullable<Time>,
        /// State of the connection.
        pub connection: Connection,
        /// State of a switch of the direct deposit.
        pub direct_deposit_switch: DepositSwitch,
        /// What could be read so far.
        pub availability: Availability,
        /// Whether it is read again and again.
        pub ongoing_refresh: OngoingRefresh,
    }

    /// State of the connection to a payroll system.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct Connection {
        /// The status.
        pub status: ConnectionStatus,
        /// What is wrong, for a program; null if nothing is.
        pub error_code: Nullable<ConnectionError>,
        /// What is wrong, for a person; null if nothing is.
        pub error_message: Nullable<String>,
        /// When the status last changed.
        pub updated_at: Time,
    }
}

/// Status of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum ConnectionStatus {
    Connecting,
    Connected,
    Error,
}

payloads! {
    /// State of a switch of the direct deposit.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct DepositSwitch {
        /// The status.
        pub status: DepositSwitchStatus,
        /// What is wrong, for a program; two lists of these codes disagree, so it is open.
        pub error_code: Nullable<String>,
        /// What is wrong, for a person; null if nothing is.
        pub error_message: Nullable<String>,
        /// When the status last changed.
        pub updated_at: Time,
    }
}

/// Status of a switch of the direct deposit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum DepositSwitchStatus {
    Idle,
    AwaitingConfirmation,
    AwaitingUserAction,
    AwaitingConnection,
    Scanning,
    Updating,
    Success,
    Error,
}

payloads! {
    /// What could be read of an account so far. A set that has nothing yet is null or absent.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct Availability {
        /// Shifts; not in recorded traffic.
        pub shifts: Option<Nullable<DataSet>>,
        /// Gigs.
        pub gigs: Option<Nullable<DataSet>>,
        /// Pay statements.
        pub paystubs: Option<Nullable<DataSet>>,
        /// Payroll documents.
        pub payroll_documents: Option<Nullable<DataSet>>,
        /// Identities.
        pub identities: Option<Nullable<DataSet>>,
        /// Ratings.
        pub ratings: Option<Nullable<DataSet>>,
        /// Vehicles.
        pub vehicles: Option<Nullable<DataSet>>,
        /// Deposit destinations.
        pub deposit_destinations: Option<Nullable<DataSet>>,
        /// Forms that the user filled in.
        pub user_forms: Option<Nullable<DataSet>>,
        /// Documents that the user uploaded; not in recorded traffic.
        pub user_uploads: Option<Nullable<DataSet>>,
    }

    /// What could be read of one set of data.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct DataSet {
        /// The status.
        pub status: DataSetStatus,
        /// When the set last changed.
        pub updated_at: Time,
        /// How many there are, of sets that are counted.
        pub available_count: Option<u64>,
        /// The earliest, null if there is none.
        pub available_from: Option<Nullable<Time>>,
        /// The latest, null if there is none.
        pub available_to: Option<Nullable<Time>>,
        /// How many documents were uploaded.
        pub files_count: Option<u64>,
        /// How many uploads or forms are not submitted yet.
        pub in_progress_count: Option<u64>,
    }
}

/// Status of a set of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum DataSetStatus {
    InProgress,
    Synced,
    SyncFailed,
}

payloads! {
    /// Whether an account is read again and again.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct OngoingRefresh {
        /// The status; `idle` until a first connection has succeeded.
        pub status: RefreshStatus,
    }
}

/// Status of the refresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum RefreshStatus {
    Idle,
    Enabled,
    Disabled,
}
