//! Sources of effects: they return the number of all effects, or of the effects of one event.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use serde_json::Value;

#[cfg(feature = "cli")]
use crate::battery::observer::Observer;
use crate::battery::template::Template;
use crate::model::Json;
use crate::net::{Reading, ReadingError};
use crate::provider::Provider;
use crate::verify::Attempt;

type Counting = dyn Fn() -> Pin<Box<dyn Future<Output = u64> + Send>> + Send + Sync;
type CountingOf = dyn Fn(DeliveredEvent) -> Pin<Box<dyn Future<Output = u64> + Send>> + Send + Sync;

/// An event that was or will be delivered, for a source that counts the effects of one event.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct DeliveredEvent {
    /// Its id; `None` if the provider's events have none.
    pub id: Option<String>,
    /// The event type.
    pub name: String,
    /// The whole event.
    pub document: Value,
}

/// Tells how many effects there have been.
#[derive(Clone)]
pub(super) enum Source {
    /// One count of all effects.
    Total(Total),
    /// The effects of one event.
    PerEvent(PerEvent),
}

#[derive(Clone)]
pub(super) enum Total {
    Url(Reading),
    #[cfg(feature = "cli")]
    Observer(Observer),
    Closure(Arc<Counting>),
}

#[derive(Clone)]
pub(super) enum PerEvent {
    Url(Reading, Template),
    #[cfg(feature = "cli")]
    Observer(Observer),
    Closure(Arc<CountingOf>),
}

/// Key by which one event is counted: the rendered URL, or the event itself.
#[derive(Clone, Debug)]
pub(super) struct Key {
    text: String,
    event: DeliveredEvent,
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Source {
    pub(super) fn of_closure<F, C>(count: C) -> Self
    where
        C: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = u64> + Send + 'static,
    {
        Self::Total(Total::Closure(Arc::new(move || Box::pin(count()))))
    }

    pub(super) fn of_events<F, C>(count: C) -> Self
    where
        C: Fn(DeliveredEvent) -> F + Send + Sync + 'static,
        F: Future<Output = u64> + Send + 'static,
    {
        Self::PerEvent(PerEvent::Closure(Arc::new(move |event| Box::pin(count(event)))))
    }
}

impl Total {
    pub(super) async fn count(&self) -> Result<u64, ReadingError> {
        match self {
            Self::Url(reading) => reading.count().await,
            #[cfg(feature = "cli")]
            Self::Observer(observer) => observer.count(&[]).await,
            Self::Closure(count) => Ok(count().await),
        }
    }
}

impl PerEvent {
    /// Returns the keys by which the events of an attempt are counted.
    pub(super) fn keys(&self, provider: &Provider, attempt: &Attempt) -> impl Iterator<Item = Key> {
        attempt.documents().map(|document| self.key_of(provider, &attempt.event, document))
    }

    /// Returns the key by which the event of an attempt is counted.
    pub(super) fn key(&self, provider: &Provider, attempt: &Attempt) -> Key {
        self.key_of(provider, &attempt.event, &attempt.document)
    }

    fn key_of(&self, provider: &Provider, name: &str, document: &Json) -> Key {
        let id = provider.event_id(name, document);
        let event = DeliveredEvent { id: id.clone(), name: name.to_owned(), document: document.to_value() };
        let text = match self {
            Self::Url(_, template) => template.render(id.as_deref(), document),
            #[cfg(feature = "cli")]
            Self::Observer(observer) => Value::Array(observer.values(id.as_deref(), &event.document)).to_string(),
            Self::Closure(_) => id.unwrap_or_else(|| event.document.to_string()),
        };
        Key { text, event }
    }

    /// Counts the effects of the events with these keys.
    pub(super) async fn count(&self, keys: &[Key]) -> Result<u64, ReadingError> {
        let mut sum = 0_u64;
        for key in keys {
            sum = sum.saturating_add(match self {
                // A source that does not know an event yet has counted no effects of it.
                Self::Url(reading, _) => reading.at(&key.text)?.count_or_absent().await?.unwrap_or_default(),
                #[cfg(feature = "cli")]
                Self::Observer(observer) => {
                    observer.count(&observer.values(key.event.id.as_deref(), &key.event.document)).await?
                }
                Self::Closure(count) => count(key.event.clone()).await,
            });
        }
        Ok(sum)
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Total(_) => "Source::Total",
            Self::PerEvent(_) => "Source::PerEvent",
        })
    }
}
