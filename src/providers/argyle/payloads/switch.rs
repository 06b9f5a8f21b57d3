//! Switches of a direct deposit.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::Nullable;
use crate::provider::payloads;
use crate::providers::argyle::payloads::Uuid;
use crate::providers::argyle::payloads::shared::account;

payloads! {
    /// A direct deposit goes elsewhere now.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct SwitchCompleted {
        ..account!(),
        /// The destination; null if none matches exactly, and `details` says why.
        pub deposit_destination: Nullable<Uuid>,
        /// Whether anything about the destinations of the account is another than before.
        pub direct_deposit_changed: bool,
        /// Kind of the switch, such as `ach_deposit_account`; the list could not be read.
        #[serde(rename = "type")]
        pub kind: String,
        /// Whether a destination was changed or removed, such as `update`; the list could not be read.
        pub flow: String,
        /// Why no destination matches; the list could not be read.
        pub details: Nullable<String>,
        /// The account, if the subscription has `include_resource`; the sample is empty.
        pub resource: Option<Map<String, Value>>,
    }

    /// A direct deposit could not be switched. The update of the account is sent, too.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct SwitchFailed {
        ..account!(),
        /// The reason for a program, such as `confirmation_timeout`; two lists of them disagree.
        pub error_code: String,
        /// The reason for a person.
        pub error_message: String,
        /// The account, if the subscription has `include_resource`; the sample is empty.
        pub resource: Option<Map<String, Value>>,
    }
}
