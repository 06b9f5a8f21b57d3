//! What Orum sends: an envelope with the resource under its own name, complete as the API would answer it.
//! No member is documented as nullable; what is not known is absent.
#![expect(clippy::exhaustive_structs, reason = "a test builds the payloads that it sends")]

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use serde_json::json;

/// Something happened to a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PersonEvent {
    /// Identifies the event, the same in every attempt: what a consumer remembers. A UUID where it was
    /// recorded; the printed samples look like one and are none.
    pub event_id: String,
    /// Name of the event.
    pub event_type: String,
    /// When the event happened. Its text is signed behind the body.
    pub created_at: EventTime,
    /// The resource, under its own name.
    pub event_data: PersonData,
}

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
    #[schemars(length(min = 1, max = 255))]
    pub customer_reference_id: String,
    /// First name.
    pub first_name: String,
    /// Middle name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub middle_name: Option<String>,
    /// Last name.
    pub last_name: String,
    /// Date of birth, year first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("format" = "date"))]
    pub date_of_birth: Option<String>,
    /// Where the person stands.
    pub status: PersonStatus,
    /// The address: none or one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<Address>", length(max = 1))]
    pub addresses: Option<Vec<Address>>,
    /// Ways to reach the person: one or two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<Contact>", length(min = 1, max = 2))]
    pub contacts: Option<Vec<Contact>>,
    /// Why the status is what it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<StatusReason>")]
    pub status_reasons: Option<Vec<StatusReason>>,
    /// When the person was registered.
    pub created_at: Time,
    /// When the person last changed: what puts two events in order.
    pub updated_at: Time,
    /// When the person was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Time")]
    pub closed_at: Option<Time>,
    /// The client's own notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Metadata")]
    pub metadata: Option<Metadata>,
}

/// Where a person stands. After a change that needs another check it is `created` again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the events of the same names tell what they mean")]
#[non_exhaustive]
pub enum PersonStatus {
    Created,
    Verified,
    Rejected,
    Restricted,
    Closed,
}

/// An address in the United States.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Address {
    /// Orum's id of the address.
    pub id: Uuid,
    /// What kind of address it is.
    #[serde(rename = "type")]
    pub kind: AddressKind,
    /// Street and number.
    #[schemars(length(max = 255))]
    pub address1: String,
    /// Flat, floor or the like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", length(max = 255))]
    pub address2: Option<String>,
    /// City.
    #[schemars(length(max = 255))]
    pub city: String,
    /// State, in two capitals.
    #[schemars(regex(pattern = "^[A-Z]{2}$"))]
    pub state: String,
    /// Always `US`.
    #[schemars(extend("const" = "US"))]
    pub country: String,
    /// ZIP code, five digits.
    #[schemars(regex(pattern = "^[0-9]{5}$"))]
    pub zip5: String,
    /// When the address was added.
    pub created_at: Time,
    /// When the address last changed.
    pub updated_at: Time,
}

/// Kind of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum AddressKind {
    Home,
    Legal,
}

/// A way to reach a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Contact {
    /// Orum's id of the contact.
    pub id: Uuid,
    /// What kind of contact it is.
    #[serde(rename = "type")]
    pub kind: ContactKind,
    /// The e-mail address or the telephone number.
    pub value: String,
    /// When the contact was added.
    pub created_at: Time,
    /// When the contact last changed.
    pub updated_at: Time,
}

/// Kind of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum ContactKind {
    Email,
    Phone,
}

/// A reason for a status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StatusReason {
    /// The reason for a program, such as `invalid_address`; the list is open.
    pub reason_code: String,
    /// The reason for a person.
    pub reason_code_message: String,
}

/// Notes of the client: at most five, names up to 20 and values up to 50 characters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Metadata(
    #[schemars(extend(
        "maxProperties" = 5,
        "propertyNames" = json!({"maxLength": 20}),
        "additionalProperties" = json!({"type": "string", "maxLength": 50})
    ))]
    pub BTreeMap<String, String>,
);

/// A UUID.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Uuid(#[schemars(extend("format" = "uuid"))] pub String);

/// A time of an event, in UTC with three decimals.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct EventTime(
    #[schemars(
        regex(pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$"),
        extend("format" = "date-time")
    )]
    pub String,
);

/// A time inside a resource; samples have none, three or six decimals.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Time(#[schemars(extend("format" = "date-time"))] pub String);
