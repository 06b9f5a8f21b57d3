//! What a consumer has registered.

use std::fmt;

use serde::Deserialize;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::model::SecretText;
use crate::retry::RetryPlan;

/// A URL that is registered for events: what every delivery needs to know, and the provider's own object. Its
/// `Debug` hides that object and the values of headers, which may hold secrets.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Subscription {
    /// Unique within its account.
    pub id: String,
    /// Where events go.
    pub url: String,
    /// Which events.
    pub wants: Vec<Wanted>,
    /// Whether anything is sent at all.
    pub active: bool,
    /// What signs; the account's secret where there is none.
    pub secret: Option<SecretText>,
    /// Headers beside the provider's.
    pub headers: Vec<(String, String)>,
    /// Whether an https URL may show any certificate.
    #[serde(default)]
    pub any_certificate: bool,
    /// When failures are tried again, where it is not the provider's plan.
    pub retry: Option<RetryPlan>,
    /// What the provider keeps about it.
    pub detail: Value,
}

/// Events that a subscription wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Wanted {
    /// Every one.
    All,
    /// Every one but those whose name begins so.
    AllBut(String),
    /// Those whose name begins so.
    Prefix(String),
    /// The one of this name.
    Named(String),
}

impl Subscription {
    /// An active subscription that wants nothing yet.
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

    /// Wants these.
    #[must_use]
    pub fn wanting(mut self, wants: impl IntoIterator<Item = Wanted>) -> Self {
        self.wants = wants.into_iter().collect();
        self
    }

    /// With the provider's own object.
    #[must_use]
    pub fn detailed<T: Serialize>(mut self, detail: &T) -> Self {
        self.detail = serde_json::to_value(detail).unwrap_or_default();
        self
    }

    /// The provider's own object; `None` where it is of another type.
    #[must_use]
    pub fn detail<T: DeserializeOwned>(&self) -> Option<T> {
        T::deserialize(&self.detail).ok()
    }

    /// Whether an event of this name goes there.
    #[must_use]
    pub fn takes(&self, event: &str) -> bool {
        self.active && self.wants.iter().any(|wanted| wanted.covers(event))
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

impl Wanted {
    /// Whether an event of this name is among them.
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
