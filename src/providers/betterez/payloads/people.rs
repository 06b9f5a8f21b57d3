//! People in the lookup.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::provider::payloads;
use crate::providers::betterez::payloads::{BzDate, ObjectId};

payloads! {
    /// A person as the lookup keeps it. Which fields may be absent is not documented: those that creating one does not
    /// need are optional here.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct Person {
        /// The person.
        #[serde(rename = "_id")]
        pub id: ObjectId,
        /// The account that owns the lookup.
        pub account_id: ObjectId,
        /// The kind of identity document.
        pub document_type_id: ObjectId,
        /// Number of the identity document.
        pub document_number: String,
        /// First name.
        pub first_name: Option<String>,
        /// Last name.
        pub last_name: Option<String>,
        /// First and last name.
        pub full_name: Option<String>,
        /// E-mail address.
        pub email: Option<String>,
        /// Telephone number.
        pub phone: Option<String>,
        /// The account's own forms, filled in; an open map.
        pub dynamic_forms: Option<Map<String, Value>>,
        /// The single fields of those forms; an open map.
        pub dynamic_forms_fields: Option<Map<String, Value>>,
        /// The user who added the person.
        pub created_by: Option<ObjectId>,
        /// The user who changed the person last.
        pub updated_by: Option<ObjectId>,
        /// When the person was added.
        pub created_at: BzDate,
        /// When the person was last changed: the only field that puts two updates in order.
        pub updated_at: BzDate,
    }

    /// What is left of a person who was taken out.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct PersonId {
        /// The person who is gone.
        #[serde(rename = "personId")]
        pub person_id: ObjectId,
    }
}
