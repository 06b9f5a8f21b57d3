//! The built-in providers. Each is a value in its own folder and does not depend on the others.
//!
//! # Building payloads in a test
//!
//! The payload types are `#[non_exhaustive]`: a newly documented field does not break your code. Build one in a test from
//! JSON, then set its fields. An `Option` may be absent; a [`Nullable`](crate::model::Nullable) may be null.
//!
//! ```
//! use hookproof::providers::truv::payloads::UpdateWebhook;
//!
//! let mut request: UpdateWebhook = serde_json::from_value(serde_json::json!({"enabled": true})).unwrap();
//! request.name = Some("orders".to_owned());
//! assert_eq!(serde_json::to_string(&request).unwrap(), r#"{"name":"orders","enabled":true}"#);
//! ```
//!
//! [`events`](crate::events) has the JSON of an event: the smallest, the fullest, or a random one.
//!
//! ```
//! use hookproof::events;
//! use hookproof::providers::truv;
//! use hookproof::providers::truv::payloads::OrderCreated;
//!
//! let events = events::of(truv().event("order-created").unwrap());
//! let mut order: OrderCreated = serde_json::from_value(events.maximal().json()).unwrap();
//! order.product = "income".to_owned();
//! assert_eq!(order.status, "pending");
//! ```

pub mod argyle;
pub mod betterez;
pub(crate) mod catalog;
pub mod orum;
pub mod socotra;
pub mod truv;

use serde_json::{Value, json};
use thiserror::Error;

use crate::model::did_you_mean;
use crate::provider::{Payload, Provider};

pub use argyle::argyle;
pub use betterez::betterez;
pub use orum::orum;
pub use socotra::socotra;
pub use truv::truv;

/// Every built-in provider. To add one, add its folder and a line here.
pub const ALL: &[fn() -> Provider] = &[truv, argyle, orum, betterez, socotra];

/// Returns the content of `schemas/index.json`: a row for every payload of these providers, with its provider, kind, name,
/// file and basis.
///
/// ```
/// let index = hookproof::providers::index(&[hookproof::providers::truv()]);
/// assert_eq!(index[0]["file"], "truv/task-status-updated.json");
/// ```
#[must_use]
pub fn index(providers: &[Provider]) -> Value {
    let row = |provider: &Provider, payload: &Payload| {
        json!({
            "provider": provider.id,
            "kind": payload.kind,
            "name": payload.name,
            "file": format!("{}/{}", provider.id, payload.file()),
            "basis": payload.basis,
        })
    };
    providers.iter().flat_map(|provider| provider.payloads.iter().map(move |payload| row(provider, payload))).collect()
}

/// The error for an unknown provider.
#[derive(Debug, Error)]
#[error("unknown provider `{id}`{}", did_you_mean(.nearest))]
#[non_exhaustive]
pub struct UnknownProvider {
    /// The id that was given.
    pub id: String,
    /// The most similar ids.
    pub nearest: Vec<String>,
}

/// Finds the provider of this id.
///
/// ```
/// assert_eq!(hookproof::providers::named("truv").unwrap().name, "Truv");
/// assert_eq!(hookproof::providers::named("turv").unwrap_err().nearest, ["truv"]);
/// ```
///
/// # Errors
/// When the provider does not exist; the error lists the nearest ids.
pub fn named(id: &str) -> Result<Provider, UnknownProvider> {
    let mut known: Vec<Provider> = ALL.iter().map(|provider| provider()).collect();
    match known.iter().position(|provider| provider.id == id) {
        Some(at) => Ok(known.swap_remove(at)),
        None => Err(UnknownProvider {
            id: id.to_owned(),
            nearest: crate::model::nearest(id, known.iter().map(|provider| provider.id.as_str())),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_provider_names_its_events_once() {
        for provider in ALL {
            let provider = provider();
            let names: Vec<&str> = provider.events().map(|event| event.name.as_str()).collect();
            let distinct: std::collections::BTreeSet<&&str> = names.iter().collect();
            assert_eq!(distinct.len(), names.len(), "{}", provider.id);
            assert!(provider.events().all(|event| event.about.ends_with('.')), "{}", provider.id);
        }
    }
}
