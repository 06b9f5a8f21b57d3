//! People in the lookup.
#![expect(clippy::exhaustive_structs, reason = "a test builds the payloads that it sends")]

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Map;
use serde_json::Value;

use crate::providers::betterez::payloads::BzDate;
use crate::providers::betterez::payloads::ObjectId;

/// A person as the lookup keeps it. Which members may be absent is not documented: those that creating
/// one does not need are optional here.
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub last_name: Option<String>,
    /// First and last name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub full_name: Option<String>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub email: Option<String>,
    /// Telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub phone: Option<String>,
    /// The account's own forms, filled in; an open map.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Map<String, Value>")]
    pub dynamic_forms: Option<Map<String, Value>>,
    /// The single fields of those forms; an open map.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Map<String, Value>")]
    pub dynamic_forms_fields: Option<Map<String, Value>>,
    /// The user who added the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub created_by: Option<ObjectId>,
    /// The user who changed the person last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "ObjectId")]
    pub updated_by: Option<ObjectId>,
    /// When the person was added.
    pub created_at: BzDate,
    /// When the person was last changed: all that puts two updates in order.
    pub updated_at: BzDate,
}

/// What is left of a person who was taken out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PersonId {
    /// The person who is gone.
    #[serde(rename = "personId")]
    pub person_id: ObjectId,
}
