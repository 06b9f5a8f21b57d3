//! An event type with everything that is needed to create events of it.

use std::sync::Arc;

use crate::provider::definition::{Provider, UnknownName};
use crate::provider::payload::Payload;

/// A payload that a provider sends, together with the provider.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EventType {
    /// The sender.
    pub provider: Arc<Provider>,
    /// The payload.
    pub payload: Payload,
}

impl Provider {
    /// Finds the event or notice of this name.
    ///
    /// ```
    /// let truv = hookproof::providers::truv();
    /// assert_eq!(truv.event("order-created").unwrap().payload.name, "order-created");
    /// assert_eq!(truv.event("order-create").unwrap_err().nearest, ["order-created"]);
    /// ```
    ///
    /// # Errors
    /// When no event or notice has this name; the error lists the nearest names.
    pub fn event(&self, name: &str) -> Result<EventType, UnknownName> {
        let sent = || self.payloads.iter().filter(|payload| payload.kind.is_delivered());
        match sent().find(|payload| payload.name == name) {
            Some(payload) => Ok(EventType { provider: Arc::new(self.clone()), payload: payload.clone() }),
            None => Err(UnknownName {
                provider: self.id.clone(),
                name: name.to_owned(),
                nearest: crate::model::nearest(name, sent().map(|payload| payload.name.as_str())),
            }),
        }
    }
}
