//! Records of an account: an event names one, and its content is fetched from the API.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::provider::payloads;
use crate::providers::argyle::payloads::Uuid;
use crate::providers::argyle::payloads::shared::account;

payloads! {
    /// Where to find an identity.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct IdentityIds {
        ..account!(),
        /// The identity.
        pub identity: Uuid,
    }

    /// Where to find a payroll document.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct PayrollDocumentIds {
        ..account!(),
        /// The document.
        pub payroll_document: Uuid,
    }

    /// Where to find a deposit destination.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct DepositDestinationIds {
        ..account!(),
        /// The destination.
        pub deposit_destination: Uuid,
    }

    /// Where to find a vehicle.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct VehicleIds {
        ..account!(),
        /// The vehicle.
        pub vehicle: Uuid,
    }

    /// Where to find a rating.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct RatingIds {
        ..account!(),
        /// The rating.
        pub rating: Uuid,
    }

    /// Where to find an upload.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct UserUploadIds {
        ..account!(),
        /// The uploaded document.
        pub user_upload: Uuid,
    }

    /// Where to find a form.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct UserFormIds {
        ..account!(),
        /// The form.
        pub user_form: Uuid,
    }
}
