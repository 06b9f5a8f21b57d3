//! A subscription that a consumer has registered.

use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::SecretText;
use crate::retry::RetryPlan;
use crate::schema;

/// A URL that is registered for events: the settings that every delivery needs, and the provider's own object. Its
/// `Debug` hides that object and the values of headers, which may hold secrets.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Subscription {
    /// Unique within its account.
    pub id: String,
    /// URL that events are delivered to.
    pub url: String,
    /// Event types that it subscribes to.
    pub wants: Vec<EventFilter>,
    /// Whether events are delivered.
    pub active: bool,
    /// Signing secret; if absent, the account's secret is used.
    pub secret: Option<SecretText>,
    /// Headers in addition to the provider's.
    pub headers: Vec<(String, String)>,
    /// Whether any certificate of an https URL is accepted.
    #[serde(default)]
    pub any_certificate: bool,
    /// Retry plan, if it differs from the provider's.
    pub retry: Option<RetryPlan>,
    /// The provider's own object for it.
    pub detail: Value,
}

/// The events that a subscription selects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum EventFilter {
    /// Every event.
    All,
    /// Every event except those whose name has this prefix.
    AllBut(String),
    /// Events whose name has this prefix.
    Prefix(String),
    /// The event of this name.
    Named(String),
}

impl Subscription {
    /// Creates an active subscription that selects no events yet.
    pub fn new(id: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            url: url.into(),
            wants: Vec::new(),
            active: true,
            secret: None,
            headers: Vec::new(),
            any_certificate: false,
            retry: None,
            detail: Value::Null,
        }
    }

    /// Sets the events that it selects.
    #[must_use]
    pub fn wanting(mut self, wants: impl IntoIterator<Item = EventFilter>) -> Self {
        self.wants = wants.into_iter().collect();
        self
    }

    /// Sets the provider's own object.
    #[must_use]
    pub fn detailed<T: Serialize>(mut self, detail: &T) -> Self {
        self.detail = serde_json::to_value(detail).unwrap_or_default();
        self
    }

    /// Returns the provider's own object; `None` if it has another type.
    #[must_use]
    pub fn detail<T: DeserializeOwned>(&self) -> Option<T> {
        schema::read_as(&self.detail).ok()
    }

    /// Returns whether an event of this name is delivered to this subscription.
    #[must_use]
    pub fn takes(&self, event: &str) -> bool {
        self.active && self.wants.iter().any(|wanted| wanted.covers(event))
    }
}

impl fmt::Display for EventFilter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => formatter.write_str("*"),
            Self::AllBut(prefix) => write!(formatter, "* but {prefix}*"),
            Self::Prefix(prefix) => write!(formatter, "{prefix}*"),
            Self::Named(name) => formatter.write_str(name),
        }
    }
}

impl fmt::Debug for Subscription {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        formatter
            .debug_struct("Subscription")
            .field("id", &self.id)
            .field("url", &self.url)
            .field("wants", &self.wants)
            .field("active", &self.active)
            .field("secret", &self.secret)
            .field("headers", &headers)
            .field("any_certificate", &self.any_certificate)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

impl EventFilter {
    /// Reads the name of an event, `*`, or a prefix and `*`.
    #[must_use]
    pub fn read(text: &str) -> Self {
        match text.strip_suffix('*') {
            Some("") => Self::All,
            Some(prefix) => Self::Prefix(prefix.to_owned()),
            None => Self::Named(text.to_owned()),
        }
    }

    /// Returns whether the selection contains an event of this name.
    #[must_use]
    pub fn covers(&self, event: &str) -> bool {
        match self {
            Self::All => true,
            Self::AllBut(prefix) => !event.starts_with(prefix.as_str()),
            Self::Prefix(prefix) => event.starts_with(prefix.as_str()),
            Self::Named(name) => event == name,
        }
    }
}
