//! What Betterez sends: an envelope in alphabetical order, and data in one of two shapes.
#![expect(clippy::exhaustive_structs, reason = "a test builds the payloads that it sends")]

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::Error;
use serde_json::Map;
use serde_json::Value;

/// A person was added to the lookup or changed in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PersonSaved {
    /// Identifies the act of posting; another one for every subscriber.
    #[serde(rename = "attemptId")]
    pub attempt_id: Uuid,
    /// When the event was emitted, in seconds since 1970.
    pub created: u64,
    /// The person, alone or beside the account and the API key of the call.
    pub data: Data<Person>,
    /// Name of the event, in the letter case of the documentation.
    pub event: String,
    /// Identifies the event; the same for every subscriber.
    pub id: Uuid,
    /// Whether the account is live.
    pub livemode: bool,
}

/// The member order of the other shape of [`PersonSaved`].
#[derive(Deserialize)]
pub(super) struct FlatPersonSaved {
    #[serde(rename = "data")]
    _data: Person,
}

/// A person was taken out of the lookup.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PersonDeleted {
    /// Identifies the act of posting; another one for every subscriber.
    #[serde(rename = "attemptId")]
    pub attempt_id: Uuid,
    /// When the event was emitted, in seconds since 1970.
    pub created: u64,
    /// The person's id, alone or beside the account and the API key of the call.
    pub data: Data<PersonId>,
    /// Name of the event, in the letter case of the documentation.
    pub event: String,
    /// Identifies the event; the same for every subscriber.
    pub id: Uuid,
    /// Whether the account is live.
    pub livemode: bool,
}

/// The data of an event. The documentation allows both shapes; a member `apiKey` beside a member `data`
/// tells the first.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
#[expect(clippy::exhaustive_enums, reason = "the documentation names these two shapes")]
pub enum Data<T> {
    /// With the account and the API key of the call.
    Nested(Nested<T>),
    /// The resource alone.
    Flat(T),
}

/// A resource beside the account and the key of the call that changed it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Nested<T> {
    /// The account that owns the resource.
    #[serde(rename = "providerId")]
    pub provider_id: ObjectId,
    /// The `X-API-KEY` header of the call: a secret.
    #[serde(rename = "apiKey")]
    pub api_key: String,
    /// The resource.
    pub data: T,
}

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

/// A point in time with the offset of the place it was taken at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BzDate {
    /// The time in UTC, with milliseconds.
    #[schemars(
        regex(pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$"),
        extend("format" = "date-time")
    )]
    pub value: String,
    /// Offset from UTC.
    pub offset: i64,
}

/// An ObjectId: 24 lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ObjectId(#[schemars(regex(pattern = "^[0-9a-f]{24}$"))] pub String);

/// A UUID.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Uuid(#[schemars(extend("format" = "uuid"))] pub String);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Data<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Deciding by the two members keeps the error of the shape that was meant.
        let data = Value::deserialize(deserializer)?;
        if data.get("apiKey").is_some() && data.get("data").is_some() {
            Nested::deserialize(data).map(Self::Nested).map_err(D::Error::custom)
        } else {
            T::deserialize(data).map(Self::Flat).map_err(D::Error::custom)
        }
    }
}
