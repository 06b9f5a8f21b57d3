//! The management API: subscriptions, for clients and for partners.
#![expect(clippy::exhaustive_structs, reason = "a new type around one value stays that")]

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::model::{Nullable, SecretText};
use crate::provider::payloads;
use crate::providers::argyle::events;
use crate::providers::argyle::payloads::{Time, Uuid};

payloads! {
    /// Subscribes a URL to events. The events of items want the items in `config`.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    #[schemars(extend("if" = asks_for_items(), "then" = names_items()))]
    pub struct CreateSubscription {
        /// The events, or `*` for all but those of items.
        pub events: Events<EventChoice>,
        /// Name of the subscription; every delivery repeats it.
        pub name: String,
        /// Where events are to be sent, unencoded; http will do.
        #[schemars(regex(pattern = "^https?://."))]
        pub url: String,
        /// What deliveries are signed with; without one they are not signed.
        pub secret: Option<Nullable<SecretText>>,
        /// What is special to some events.
        pub config: Option<SubscriptionConfig>,
    }

    /// Subscribes a partner's URL to events. No list of their names is part of it; older pages know only
    /// `verifications.updated` and `verifications.creation_failed`.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct CreatePartnerSubscription {
        /// The events.
        pub events: Events<String>,
        /// Name of the subscription; every delivery repeats it.
        pub name: String,
        /// Where events are to be sent.
        #[schemars(regex(pattern = "^https?://."), extend("format" = "uri"))]
        pub url: String,
        /// What deliveries are signed with; without one they are not signed.
        pub secret: Option<SecretText>,
        /// What is special to some events.
        pub config: Option<SubscriptionConfig>,
    }

    /// What is special to some events. It is a free object; these are the fields that pages name.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct SubscriptionConfig {
        /// Whether deliveries carry the resource: the account, the verification and some others.
        pub include_resource: Option<bool>,
        /// For `*.partially_synced`: how many days back must have been read; 30 of pay statements if left out.
        pub days_synced: Option<u64>,
        /// For `items.*`: the items, such as `item_000000001`.
        #[schemars(length(max = 30))]
        pub items: Option<Vec<String>>,
        /// Fields that no page names; they are given back.
        #[serde(flatten)]
        pub others: Map<String, Value>,
    }

    /// A URL that is subscribed to events. The specification calls no field required; that all are there is our
    /// assumption, after its samples.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct Subscription {
        /// The subscription.
        pub id: Uuid,
        /// Name of the subscription; every delivery repeats it.
        pub name: String,
        /// The events.
        pub events: Vec<String>,
        /// What is special to some events, empty if nothing is.
        pub config: SubscriptionConfig,
        /// What deliveries are signed with, in clear; null if they are not signed.
        pub secret: Nullable<SecretText>,
        /// Where events are sent, as it was given. The specification calls it a URI; that a URL which was given
        /// unencoded comes back so is our assumption.
        pub url: String,
        /// When the subscription was made.
        pub created_at: Time,
        /// When the subscription last changed.
        pub updated_at: Time,
        /// When the last event was sent; null if none was.
        pub last_sent_at: Nullable<Time>,
    }

    /// A page of subscriptions. The specification calls no field required; that all are there is our assumption, after
    /// its samples.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct SubscriptionPage {
        /// Whole URL of the next page; null on the last one.
        #[schemars(extend("format" = "uri"))]
        pub next: Nullable<String>,
        /// Whole URL of the page before; null on the first one.
        #[schemars(extend("format" = "uri"))]
        pub previous: Nullable<String>,
        /// The subscriptions.
        pub results: Vec<Subscription>,
    }

    /// A refusal in one sentence. It is documented for 401; that others look like it is our assumption.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
    pub struct Refusal {
        /// The reason for a person.
        pub detail: String,
    }
}

/// A refusal of wrong fields: a 400. No page prints one; reasons by field are our assumption.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("minProperties" = 1))]
pub struct InvalidMembers(pub BTreeMap<String, Vec<String>>);

/// Which events are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[expect(clippy::exhaustive_enums, reason = "the pages write it in these two ways")]
pub enum Events<N> {
    /// These, by their names.
    Named(Vec<N>),
    /// All but those of items, written without a list: only a text about version 1 does so.
    Star(Star),
}

/// A bare `*`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Star(#[schemars(extend("const" = "*"))] pub String);

/// Name of an event, or `*`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct EventChoice(#[schemars(extend("enum" = events::choices()))] pub String);

impl<N> From<Events<N>> for Vec<String>
where
    String: From<N>,
{
    fn from(events: Events<N>) -> Self {
        match events {
            Events::Named(names) => names.into_iter().map(String::from).collect(),
            Events::Star(star) => vec![star.0],
        }
    }
}

impl From<EventChoice> for String {
    fn from(name: EventChoice) -> Self {
        name.0
    }
}

fn asks_for_items() -> Value {
    let of_items = json!({"enum": ["items.updated", "items.removed"]});
    let events = json!({"type": "array", "contains": of_items, "description": "One of them is of items."});
    json!({"properties": {"events": events}, "required": ["events"]})
}

fn names_items() -> Value {
    let config = json!({"required": ["items"], "description": "It names the items."});
    json!({"properties": {"config": config}, "required": ["config"]})
}
