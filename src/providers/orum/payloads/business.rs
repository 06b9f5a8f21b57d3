//! Businesses.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::provider::payloads;
use crate::providers::orum::payloads::shared::registered;
use crate::providers::orum::payloads::{Address, Contact, Metadata, ReferenceId, Status, Time, Uuid};

payloads! {
    /// The data of an event about a business.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct BusinessData {
        /// The business after the event.
        pub business: Business,
    }

    /// A business that sends or receives money. Unlike a person, it has no reasons for its status.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct Business {
        /// Orum's id of the business.
        pub id: Uuid,
        /// The client's own id of the business.
        pub customer_reference_id: ReferenceId,
        /// The name on its registration.
        pub legal_name: String,
        /// The name under which it trades.
        pub business_name: Option<String>,
        /// Its legal form; the list is open.
        pub entity_type: Option<String>,
        /// Kind of its tax number; the list is open.
        pub tax_id_type: Option<String>,
        /// Its owner or the person in charge.
        pub account_holder_name: Option<String>,
        /// When it was founded, year first.
        #[schemars(extend("format" = "date"))]
        pub incorporation_date: Option<String>,
        /// Status of the business.
        pub status: Status,
        /// The address at which it is registered: one, if it is known.
        #[schemars(length(min = 1, max = 1))]
        pub addresses: Option<Vec<Address>>,
        /// Ways to reach it: one to three.
        #[schemars(length(min = 1, max = 3))]
        pub contacts: Option<Vec<Contact<BusinessContactKind>>>,
        ..registered!("business"),
    }
}

/// Kind of a contact of a business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum BusinessContactKind {
    Email,
    Phone,
    Website,
}
