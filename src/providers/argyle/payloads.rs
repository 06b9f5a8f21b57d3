//! What Argyle sends: a name, the subscription, and the ids of what to fetch. Nothing tells two deliveries apart.
#![expect(clippy::exhaustive_structs, reason = "a test builds the payloads that it sends")]

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

/// An identity appeared or changed. There is no id, time or number of the delivery in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IdentityChanged {
    /// Name of the event.
    pub event: String,
    /// Name that the client gave to the subscription.
    pub name: String,
    /// What happened to whom.
    pub data: IdentityIds,
}

/// Where to find the identity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IdentityIds {
    /// The connected account that the identity was read from.
    pub account: Uuid,
    /// The user who connected the account.
    pub user: Uuid,
    /// The identity.
    pub identity: Uuid,
}

/// A UUID, its version left open.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Uuid(#[schemars(extend("format" = "uuid"))] pub String);
