//! The requests and responses of the API. The vendor's public client shows its requests. No page shows a response, so
//! much of this is our default.
#![expect(clippy::exhaustive_structs, reason = "a new type around one value stays that")]

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::provider::payloads;
use crate::providers::betterez::events;
use crate::providers::betterez::payloads::{BzDate, ObjectId, Person};

payloads! {
    /// Sends an event again. If a URL is given, the event goes only there: its name suggests it.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct EmitRequest {
        /// The resource that the event is about.
        pub id: String,
        /// Name of the event.
        pub event: EventName,
        /// Where it is sent; that it may be left out is assumed.
        #[schemars(regex(pattern = "^https?://."))]
        pub url: Option<String>,
    }

    /// Adds a person to the lookup.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct PersonCreateRequest {
        /// The person.
        pub person: NewPerson,
    }

    /// Who is added to the lookup.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct NewPerson {
        /// The kind of identity document.
        pub document_type_id: ObjectId,
        /// Number of the identity document.
        pub document_number: String,
        /// First name.
        pub first_name: Option<String>,
        /// Last name.
        pub last_name: Option<String>,
        /// E-mail address.
        pub email: Option<String>,
        /// Telephone number.
        pub phone: Option<String>,
        /// The account's own forms, filled in; an open map.
        pub dynamic_forms: Option<Map<String, Value>>,
    }

    /// Changes a person in the lookup.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct PersonUpdateRequest {
        /// What is to be changed.
        pub person: PersonChanges,
    }

    /// What of a person is to be changed. That what is left out stays as it is, is assumed.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct PersonChanges {
        /// The kind of identity document.
        pub document_type_id: Option<ObjectId>,
        /// Number of the identity document.
        pub document_number: Option<String>,
        /// First name.
        pub first_name: Option<String>,
        /// Last name.
        pub last_name: Option<String>,
        /// E-mail address.
        pub email: Option<String>,
        /// Telephone number.
        pub phone: Option<String>,
        /// The account's own forms, filled in; an open map.
        pub dynamic_forms: Option<Map<String, Value>>,
    }

    /// A person who was added, changed or looked up. The client shows only the field; that it is the person of the
    /// event is assumed.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct PersonResponse {
        /// The person as it is now.
        pub person: Person,
    }

    /// People in the lookup. The client shows these fields and pages; that all are on one page is assumed.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct PeopleResponse {
        /// The people.
        pub people: Vec<Person>,
        /// How many there are.
        pub total_records: u64,
    }

    /// A person who was taken out of the lookup.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct PersonDeleteResponse {
        /// The person who is gone.
        pub person_id: ObjectId,
    }

    /// Subscribes a URL to events, or replaces such a subscription. The back office asks for a URL, and for all events
    /// or a chosen list; the fields are assumed.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct SubscriptionRequest {
        /// Where the events are sent.
        #[schemars(regex(pattern = "^https?://."))]
        pub url: String,
        /// The events; all of them if this is left out.
        pub events: Option<Vec<EventName>>,
    }

    /// A URL and the events that are sent to it; every field is assumed.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct SubscriptionResponse {
        /// The subscription.
        #[serde(rename = "_id")]
        pub id: ObjectId,
        /// The account that owns it.
        pub account_id: ObjectId,
        /// Where the events are sent.
        pub url: String,
        /// The events, all of them by name if none were chosen.
        pub events: Vec<EventName>,
        /// When it was created.
        pub created_at: BzDate,
        /// When it was last replaced.
        pub updated_at: BzDate,
    }

    /// Every subscription of the account; the field is assumed.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct SubscriptionsResponse {
        /// The subscriptions.
        pub subscriptions: Vec<SubscriptionResponse>,
    }

    /// The events to which an account may subscribe; the field is assumed.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct EventsResponse {
        /// Their names.
        pub events: Vec<EventName>,
    }

    /// An event that could not be delivered to a URL. The back office shows the URL, the whole event and two columns
    /// about the answer; the names of the fields are assumed.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct UndeliveredResponse {
        /// The record.
        #[serde(rename = "_id")]
        pub id: ObjectId,
        /// Where the event was sent.
        pub url: String,
        /// Why it was not delivered: the column Reason.
        pub reason: String,
        /// Where it went wrong: the column Where.
        #[serde(rename = "where")]
        pub place: String,
        /// The event as it was last posted.
        pub payload: PostedEvent,
        /// When the record was made.
        pub created_at: BzDate,
    }

    /// Every event of the account that could not be delivered; the field is assumed.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct UndeliveredListResponse {
        /// The records.
        pub undelivered: Vec<UndeliveredResponse>,
    }
}

/// An event as it was posted, whatever it was. It may carry secrets.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PostedEvent(#[schemars(extend("properties" = posted_secrets()))] pub Map<String, Value>);

payloads! {
    /// Works on records of undelivered events. The client calls it an operation and passes on any object; that one
    /// with a `url` sends events elsewhere is assumed, because the back office can do that.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct UndeliveredPatchRequest {
        /// The record; every one if it is left out.
        pub id: Option<ObjectId>,
        /// Where its event is to be sent from now on.
        #[schemars(regex(pattern = "^https?://."))]
        pub url: Option<String>,
        /// Unknown fields.
        #[serde(flatten)]
        pub others: Map<String, Value>,
    }

    /// Why a call was refused; every field is assumed.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct Error {
        /// Status of the answer.
        #[schemars(range(min = 400, max = 599))]
        pub status: u16,
        /// The reason for a program.
        pub code: String,
        /// The reason for a person.
        pub message: String,
    }
}

/// Name of an event. The documentation's list is not complete, so there may be more.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct EventName(#[schemars(extend("enum" = events::NAMES))] pub String);

impl fmt::Debug for PostedEvent {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[event]")
    }
}

/// The fields of an event that are secrets, marked as such and not held to any type.
fn posted_secrets() -> Value {
    let secret = json!({"description": "A secret.", "format": "password"});
    let data = json!({
        "description": "What the event is about.",
        "properties": {"apiKey": secret, "clientSecret": secret},
    });
    json!({"data": data})
}
