//! Persons.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::provider::payloads;
use crate::providers::orum::payloads::shared::registered;
use crate::providers::orum::payloads::{Address, Contact, Metadata, ReferenceId, Status, StatusReason, Time, Uuid};

payloads! {
    /// The data of an event about a person.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct PersonData {
        /// The person after the event.
        pub person: Person,
    }

    /// A person who sends or receives money. The social security number is never sent.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct Person {
        /// Orum's id of the person.
        pub id: Uuid,
        /// The client's own id of the person.
        pub customer_reference_id: ReferenceId,
        /// First name.
        pub first_name: String,
        /// Middle name.
        pub middle_name: Option<String>,
        /// Last name.
        pub last_name: String,
        /// Date of birth, year first.
        #[schemars(extend("format" = "date"))]
        pub date_of_birth: Option<String>,
        /// Status of the person.
        pub status: Status,
        /// The address: one, if it is known.
        #[schemars(length(min = 1, max = 1))]
        pub addresses: Option<Vec<Address>>,
        /// Ways to reach the person: one or two.
        #[schemars(length(min = 1, max = 2))]
        pub contacts: Option<Vec<Contact<PersonContactKind>>>,
        /// Why the status is what it is.
        pub status_reasons: Option<Vec<StatusReason>>,
        ..registered!("person"),
    }
}

/// Kind of a contact of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum PersonContactKind {
    Email,
    Phone,
}
