//! The management API: subscriptions, for clients and for partners.
#![expect(clippy::exhaustive_structs, reason = "a test builds the payloads that it sends")]

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;
use serde_json::json;

use crate::model::SecretText;
use crate::providers::argyle::events;
use crate::providers::argyle::payloads::Time;
use crate::providers::argyle::payloads::Uuid;
use crate::providers::argyle::payloads::present;

/// Subscribes a URL to events. The events of items want the items in `config`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("if" = asks_for_items(), "then" = names_items()))]
pub struct CreateSubscription {
    /// The events, or `*` for all but those of items.
    pub events: Vec<EventChoice>,
    /// Name of the subscription; every delivery repeats it.
    pub name: String,
    /// Where events are to be sent, unencoded; http will do.
    pub url: String,
    /// What deliveries are signed with; without one they are not signed.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub secret: Option<Option<SecretText>>,
    /// What is special to some events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "SubscriptionConfig")]
    pub config: Option<SubscriptionConfig>,
}

/// Subscribes a partner's URL to events. No list of their names is part of it; older pages know
/// `verifications.updated` and `verifications.creation_failed` alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CreatePartnerSubscription {
    /// The events.
    pub events: Vec<String>,
    /// Name of the subscription; every delivery repeats it.
    pub name: String,
    /// Where events are to be sent.
    #[schemars(extend("format" = "uri"))]
    pub url: String,
    /// What deliveries are signed with; without one they are not signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "SecretText")]
    pub secret: Option<SecretText>,
    /// What is special to some events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "SubscriptionConfig")]
    pub config: Option<SubscriptionConfig>,
}

/// What is special to some events. It is a free object; these are the members that pages name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SubscriptionConfig {
    /// Whether deliveries carry the resource: the account, the verification and some others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub include_resource: Option<bool>,
    /// For `*.partially_synced`: how many days back must have been read; 30 of pay statements where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "u64")]
    pub days_synced: Option<u64>,
    /// For `items.*`: the items, such as `item_000000001`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Vec<String>", length(max = 30))]
    pub items: Option<Vec<String>>,
}

/// A URL that is subscribed to events. The specification calls no member required; that all are there is
/// our assumption, after its samples.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Subscription {
    /// The subscription.
    pub id: Uuid,
    /// Name of the subscription; every delivery repeats it.
    pub name: String,
    /// The events.
    pub events: Vec<String>,
    /// What is special to some events, empty where nothing is.
    pub config: SubscriptionConfig,
    /// What deliveries are signed with, in clear; null where they are not signed.
    pub secret: Option<SecretText>,
    /// Where events are sent.
    #[schemars(extend("format" = "uri"))]
    pub url: String,
    /// When the subscription was made.
    pub created_at: Time,
    /// When the subscription last changed.
    pub updated_at: Time,
    /// When the last event was sent; null where none was.
    pub last_sent_at: Option<Time>,
}

/// A page of subscriptions. The specification calls no member required; that all are there is our
/// assumption, after its samples.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SubscriptionPage {
    /// Whole URL of the next page; null on the last one.
    #[schemars(extend("format" = "uri"))]
    pub next: Option<String>,
    /// Whole URL of the page before; null on the first one.
    #[schemars(extend("format" = "uri"))]
    pub previous: Option<String>,
    /// The subscriptions.
    pub results: Vec<Subscription>,
}

/// A refusal in one sentence. It is documented for 401; that others look like it is our assumption.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Refusal {
    /// The reason for a person.
    pub detail: String,
}

/// A refusal of wrong members: a 400. No page prints one; reasons by member are our assumption.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("minProperties" = 1))]
pub struct InvalidMembers(pub BTreeMap<String, Vec<String>>);

/// Name of an event, or `*`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct EventChoice(#[schemars(extend("enum" = events::choices()))] pub String);

fn asks_for_items() -> Value {
    let of_items = json!({"enum": ["items.updated", "items.removed"]});
    let events = json!({"contains": of_items, "description": "One of them is of items."});
    json!({"properties": {"events": events}, "required": ["events"]})
}

fn names_items() -> Value {
    let config = json!({"required": ["items"], "description": "It names the items."});
    json!({"properties": {"config": config}, "required": ["config"]})
}
