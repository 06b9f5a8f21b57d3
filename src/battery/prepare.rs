//! Entities that a consumer has to know before events about them arrive.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::provider::Provider;
use crate::verify::Attempt;

/// Entity of an event: the ids that a consumer may look up.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Entity {
    /// The event type.
    pub event: String,
    /// JSON pointers of the ids in the event, with their values.
    pub ids: BTreeMap<String, Value>,
    /// The whole event.
    pub document: Value,
}

type Preparing = dyn Fn(Vec<Entity>) -> Pin<Box<dyn Future<Output = Result<(), String>> + Send>> + Send + Sync;

/// Tells a consumer about entities.
#[derive(Clone)]
pub(super) struct PrepareHook(Arc<Preparing>);

impl PrepareHook {
    pub(super) fn new<P, F>(prepare: P) -> Self
    where
        P: Fn(Vec<Entity>) -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), String>> + Send + 'static,
    {
        Self(Arc::new(move |entities| Box::pin(prepare(entities))))
    }

    pub(super) async fn call(&self, entities: Vec<Entity>) -> Result<(), String> {
        (self.0)(entities).await
    }
}

impl fmt::Debug for PrepareHook {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PrepareHook")
    }
}

/// Returns the entities of these attempts that are not among the known ones, each once; then they are known.
pub(super) fn unknown<'a>(
    provider: &Provider,
    known: &mut HashSet<String>,
    attempts: impl IntoIterator<Item = &'a Attempt>,
) -> Vec<Entity> {
    let mut entities = Vec::new();
    let events =
        attempts.into_iter().flat_map(|attempt| attempt.documents().map(|document| (&attempt.event, document)));
    for (event, document) in events {
        let ids: BTreeMap<String, Value> = provider
            .entity_ids(document)
            .into_iter()
            .filter_map(|pointer| {
                let value = document.pointer(&pointer)?.to_value();
                Some((pointer, value))
            })
            .collect();
        let key = serde_json::to_string(&ids).unwrap_or_default();
        if !ids.is_empty() && known.insert(key) {
            entities.push(Entity { event: event.clone(), ids, document: document.to_value() });
        }
    }
    entities
}
