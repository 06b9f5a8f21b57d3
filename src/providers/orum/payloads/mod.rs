//! What Orum sends and takes. An event is an envelope with the resource under its own name, complete as the
//! API would answer it. No member of it is documented as nullable; what is not known is absent.
#![expect(clippy::exhaustive_structs, reason = "a new type around one value stays that")]

mod business;
mod external_account;
mod invoke;
mod management;
mod person;
mod shared;
mod subledger;
mod transfer;
mod verify_account;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

pub use business::{Business, BusinessContactKind, BusinessData};
pub use external_account::{AccountKind, ExternalAccount, ExternalAccountData};
pub(in crate::providers::orum) use invoke::Invocation;
pub use invoke::{InvokeRequest, Resource};
pub use management::{
    Configuration, ConfigurationRequest, ConfigurationResponse, ConfigurationsResponse, DataVersion, Error, EventName,
    ExternalAccountResponse, KeyPair, SecretResponse, Subscribable, TokenRequest, TokenResponse, TokenType,
};
pub use person::{Person, PersonContactKind, PersonData};
pub use subledger::{
    BookTransfer, BookTransferData, BookTransferStatus, Subledger, SubledgerData, SubledgerParty, SubledgerStatus,
};
pub use transfer::{NetworkReason, Party, Speed, Transfer, TransferData, TransferStatus};
pub use verify_account::{
    AccountName, ControlStatus, DebitReason, DebitStatus, Match, OwnershipStatus, OwningBusiness, OwningPerson,
    VerificationReason, VerificationStatus, VerifyAccount, VerifyAccountData,
};

use crate::provider::payloads;

payloads! {
    /// Something happened to a resource.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
    pub struct Event<D> {
        /// Identifies the event, the same in every attempt: what a consumer remembers. A UUID in what was recorded; the
        /// printed samples look like one and are none.
        pub event_id: String,
        /// Name of the event.
        pub event_type: String,
        /// When the event happened. Its text is signed after the body.
        pub created_at: EventTime,
        /// The resource, under its own name.
        pub event_data: D,
    }
}

/// Status of a person, a business or an external account. After a change that needs another check it is `created`
/// again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the events of the same names tell what they mean")]
#[non_exhaustive]
pub enum Status {
    Created,
    Verified,
    Rejected,
    Restricted,
    Closed,
}

payloads! {
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
        #[schemars(length(max = 255))]
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

payloads! {
    /// A way to reach somebody; `K` is the list of kinds.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct Contact<K> {
        /// Orum's id of the contact.
        pub id: Uuid,
        /// What kind of contact it is.
        #[serde(rename = "type")]
        pub kind: K,
        /// The address or the number.
        pub value: String,
        /// When the contact was added.
        pub created_at: Time,
        /// When the contact last changed.
        pub updated_at: Time,
    }

    /// A reason for a status.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct StatusReason {
        /// The reason for a program, such as `invalid_address`; the list is open.
        pub reason_code: String,
        /// The reason for a person.
        pub reason_code_message: String,
    }

    /// What went wrong with a transfer, on either side of it.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct FailedSides<R> {
        /// What went wrong at the source.
        #[schemars(with = "R")]
        pub source: Option<R>,
        /// What went wrong at the destination.
        #[schemars(with = "R")]
        pub destination: Option<R>,
    }
}

/// Whose a bank account or a subledger is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
#[non_exhaustive]
pub enum CustomerKind {
    Business,
    Person,
    Enterprise,
}

/// An account number in the United States: 4 to 17 digits, dashes between them allowed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AccountNumber(#[schemars(regex(pattern = "^(?:[0-9]-?){3,16}[0-9]$"))] pub String);

/// A routing number of the American Bankers Association: nine digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RoutingNumber(#[schemars(regex(pattern = "^[0-9]{9}$"))] pub String);

/// A reference id of the client's own, 1 to 255 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ReferenceId(#[schemars(length(min = 1, max = 255))] pub String);

/// US dollars, the only currency there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the name is an ISO code")]
#[non_exhaustive]
pub enum Currency {
    #[serde(rename = "USD")]
    Usd,
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
