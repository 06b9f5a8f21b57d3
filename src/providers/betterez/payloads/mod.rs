//! What Betterez sends: an envelope in alphabetical order, and data in one of two shapes.
#![expect(clippy::exhaustive_structs, reason = "a new type around one value stays that")]

mod accounts;
mod management;
mod operations;
mod people;
mod pricing;
mod products;
mod promos;
mod routes;
mod sales;
mod schedules;
mod seats;
mod segments;
mod settings;
mod shared;
mod stations;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::model::SecretText;

pub use accounts::{Agency, Application, ApplicationId, CreditLimit, Invitation, Network};
pub use management::{
    EmitRequest, Error, EventName, EventsResponse, NewPerson, PeopleResponse, PersonChanges, PersonCreateRequest,
    PersonDeleteResponse, PersonResponse, PersonUpdateRequest, PostedEvent, SubscriptionRequest, SubscriptionResponse,
    SubscriptionsResponse, UndeliveredListResponse, UndeliveredPatchRequest, UndeliveredResponse,
};
pub use operations::{
    BulkError, BulkOutcome, ClosingUser, Closure, ClosureComment, Deposit, ManifestStatus, Payments, Shift, ShiftUser,
};
pub use people::{Person, PersonId};
pub use pricing::{ClassProperties, ControlClass, Fee, Label, PriceModifier};
pub use products::{PriceAdjustment, Product, ProductType, Quantity};
pub use promos::{Period, Promo};
pub use routes::Route;
pub use sales::{CompletedTransaction, ExternalBooking, GiftCertificate, ImageId, Rounding, ShownCurrency, Tax};
pub use schedules::{ControlPoint, Leg, Schedule, ScheduleDeleted, Vehicle};
pub use seats::{SeatClass, SeatClassId, SeatFee, Word};
pub use segments::{SegmentInformation, TravelRoute};
pub use settings::{Lexicon, OperationSettings, SalesforceSettings, ShiftSettings};
pub use stations::{AlternativeName, CustomField, Garage, Station, StationClass, StationClassId, StationType};

use crate::model::Nullable;
use crate::provider::payloads;
use crate::schema;

payloads! {
    /// Something happened.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct Event<D> {
        /// Identifies the act of posting; another one for every subscriber.
        #[serde(rename = "attemptId")]
        pub attempt_id: Uuid,
        /// When the event was emitted, in seconds since 1970.
        pub created: u64,
        /// What it happened to.
        pub data: D,
        /// Name of the event, in the letter case of the documentation.
        pub event: String,
        /// Identifies the event; the same for every subscriber.
        pub id: Uuid,
        /// Whether the account is live.
        pub livemode: bool,
    }
}

/// An object whose fields are not known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Open(pub Map<String, Value>);

/// The data of an event. The documentation allows both shapes; a field `apiKey` next to a field `data` means the first.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
#[expect(clippy::exhaustive_enums, reason = "the documentation names these two shapes")]
pub enum Data<T> {
    /// With the account and the API key of the call.
    Nested(Nested<T>),
    /// Only the resource.
    Flat(T),
}

payloads! {
    /// A resource, with the account and the key of the call that changed it.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct Nested<T> {
        /// The account that owns the resource.
        #[serde(rename = "providerId")]
        pub provider_id: ObjectId,
        /// The `X-API-KEY` header of the call: a secret.
        #[serde(rename = "apiKey")]
        pub api_key: SecretText,
        /// The resource.
        pub data: T,
    }

    /// A station, as a part of what was done there. Any field may be there, and any text may be empty.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    #[serde(rename_all = "camelCase")]
    pub struct Location {
        /// Name.
        pub name: Option<String>,
        /// The station.
        pub station_id: Option<String>,
        /// Country, as an ISO code.
        pub country: Option<String>,
        /// Province.
        pub province: Option<String>,
        /// Short name.
        pub shortcode: Option<String>,
        /// Latitude, as a string.
        pub latitude: Option<String>,
        /// Longitude, as a string.
        pub longitude: Option<String>,
        /// Cost centre.
        pub cost_center: Option<String>,
        /// The company that runs it.
        pub operating_company_id: Option<String>,
        /// Name of that company.
        pub operating_company_name: Option<String>,
        /// Limits of what can be bought there; an open map.
        pub location_purchase_limits: Option<Map<String, Value>>,
        /// Its currency.
        pub primary_currency_code: Option<Nullable<String>>,
        /// Other currencies that it takes; what one looks like is open.
        pub accepted_currencies: Option<Nullable<Vec<Value>>>,
        /// Another system's id of it.
        pub external_id: Option<String>,
        /// Time zone, such as `America/Toronto`.
        pub time_zone: Option<String>,
        /// The region; only newer pages have it.
        pub region_id: Option<String>,
        /// Name of the region; only newer pages have it.
        pub region_name: Option<String>,
    }
}

/// Names of words in the lexicon, by what they are for.
pub type LexiconKeys = BTreeMap<String, String>;

payloads! {
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
            schema::read_as(&data).map(Self::Nested).map_err(D::Error::custom)
        } else {
            schema::read_as(&data).map(Self::Flat).map_err(D::Error::custom)
        }
    }
}
