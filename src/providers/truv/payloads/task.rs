//! Tasks: one attempt to fetch data through a link.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Nullable;
use crate::provider::payloads;
use crate::providers::truv::payloads::{DataSource, EventTime, Hex32, UpdateTime};

payloads! {
    /// A task has reached another status.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct TaskStatusUpdated {
        /// Identifies this notification.
        pub webhook_id: Hex32,
        /// The task that moved.
        pub task_id: Hex32,
        /// The link through which the task fetches.
        pub link_id: Hex32,
        /// What was bought, such as `income` or `employment`; the list is open.
        pub product: String,
        /// Where the data comes from.
        pub data_source: DataSource,
        /// Whatever the client put into the bridge token, or the employer's id for tasks of an order; null if there is
        /// none.
        pub tracking_info: Nullable<String>,
        /// Name of the event.
        pub event_type: String,
        /// When the notification was made.
        pub event_created_at: EventTime,
        /// When the task last changed; notifications about one task are put in order by it.
        pub updated_at: UpdateTime,
        /// The status that the task has now.
        pub status: TaskStatus,
        /// The user; absent in deliveries of 2022 and for collections of documents.
        pub user_id: Option<Nullable<Hex32>>,
        /// The bridge template, null if none was used; the pages disagree about which events carry it.
        pub template_id: Option<Nullable<Hex32>>,
    }
}

/// Status of a task: `new` to `done` by way of the steps between, or one of the errors. Only older pages have
/// `base_parse`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are Truv's own and say what they mean")]
#[non_exhaustive]
pub enum TaskStatus {
    New,
    Login,
    Mfa,
    Parse,
    BaseParse,
    FullParse,
    SwitchDeposit,
    Done,
    LoginError,
    MfaError,
    ConfigError,
    AccountLocked,
    UnableToReset,
    NoData,
    Unavailable,
    NotSupported,
    Error,
}
