//! Users, and the reports about them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::Nullable;
use crate::provider::payloads;
use crate::providers::argyle::payloads::{Time, Uuid};

payloads! {
    /// All that a user has connected has been read. There is no account in it.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct UserFullySynced {
        /// The user.
        pub user: Uuid,
        /// What the user has connected.
        pub resource: SyncedUser,
    }

    /// What a user has connected.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct SyncedUser {
        /// The user.
        pub id: Uuid,
        /// The accounts.
        pub accounts_connected: Vec<Uuid>,
        /// The items, such as `item_000029932`.
        pub items_connected: Vec<String>,
        /// Names of the employers.
        pub employers_connected: Vec<String>,
        /// Whatever the client has noted about the user.
        pub external_metadata: Map<String, Value>,
        /// The client's own id of the user; null if it gave none.
        pub external_id: Nullable<String>,
        /// When the user was made.
        pub created_at: Time,
    }

    /// Enough is known for a report.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct ReportReady {
        /// The user.
        pub user: Uuid,
        /// What the report can rest on.
        pub resource: ReportBasis,
    }

    /// What a report can rest on.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct ReportBasis {
        /// The user.
        pub user: Uuid,
        /// The client's own id of the user; empty or null if it gave none.
        pub external_id: Nullable<String>,
        /// The accounts that were read.
        pub accounts: Vec<SyncedAccount>,
        /// Documents; the samples have none, so what one looks like is open.
        pub documents: Vec<Value>,
    }

    /// An account that was read.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct SyncedAccount {
        /// The account.
        pub id: Uuid,
        /// When it was last read.
        pub last_synced_at: Time,
    }

    /// A report can be fetched. The page could be read as far as these two fields.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct ReportGenerated {
        /// The user.
        pub user: Uuid,
        /// Kind of the report, such as `voie`; the list is open.
        #[serde(rename = "type")]
        pub kind: String,
    }
}
