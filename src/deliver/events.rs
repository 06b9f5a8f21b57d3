//! Events to emit: generated from the schemas, or produced by a story.

use std::sync::Arc;

use thiserror::Error;

use crate::deliver::engine::Engine;
use crate::generate::{CompileError, Generator, seeded};
use crate::model::{Json, Timestamp, lock};
use crate::provider::{IdSource, Kind, Payload, Provider, UnknownName, UnknownStory};
use crate::schema::Violation;
use crate::story::{StoryError, StoryRunner};

/// A request to emit events.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct EmitRequest {
    /// Name of an event or of a story.
    pub what: What,
    /// Number of repetitions.
    pub count: u32,
    /// Seed for the shapes; `None` means the seed of the engine.
    pub seed: Option<u64>,
    /// Fields with fixed values, by JSON pointer.
    pub set: Vec<(String, Json)>,
    /// Time in the events; `None` means the time of the emission.
    pub at: Option<Timestamp>,
}

/// A single event, or a story of several related events.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum What {
    /// The event with this name.
    Event(String),
    /// The events of the story with this name, in order.
    Story(String),
}

/// An event that cannot be created.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum EventError {
    /// The provider has no event with this name.
    #[error(transparent)]
    Unknown(#[from] UnknownName),
    /// The provider has no story with this name.
    #[error(transparent)]
    UnknownStory(#[from] UnknownStory),
    /// The payload is never sent to a consumer.
    #[error("`{0}` is nothing that is sent to a consumer: name an event or a notice")]
    NotSent(String),
    /// The schema does not support generation.
    #[error("no event can be generated")]
    Compile(#[from] CompileError),
    /// The story cannot be run.
    #[error(transparent)]
    Story(#[from] StoryError),
    /// A field cannot be set, because its parent does not exist.
    #[error("`{pointer}` has no place in `{event}`: its parent is not there")]
    NoPlace {
        /// The event.
        event: String,
        /// The JSON pointer.
        pointer: String,
    },
    /// The set values violate the schema.
    #[error("{event} with the values that were set is not valid: at `{}`: {}", .violation.pointer, .violation.message)]
    Invalid {
        /// The event.
        event: String,
        /// The first violation.
        violation: Violation,
    },
}

impl EmitRequest {
    /// Requests one event with this name.
    pub fn event(name: impl Into<String>) -> Self {
        Self { what: What::Event(name.into()), count: 1, seed: None, set: Vec::new(), at: None }
    }

    /// Requests one run of the story with this name.
    pub fn story(name: impl Into<String>) -> Self {
        Self { what: What::Story(name.into()), ..Self::event("") }
    }

    /// Sets the number of repetitions.
    #[must_use]
    pub const fn count(mut self, count: u32) -> Self {
        self.count = count;
        self
    }

    /// Sets the seed.
    #[must_use]
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Sets the time in the events.
    #[must_use]
    pub const fn at(mut self, time: Timestamp) -> Self {
        self.at = Some(time);
        self
    }

    /// Sets a field to a fixed value.
    #[must_use]
    pub fn with(mut self, pointer: impl Into<String>, value: impl Into<Json>) -> Self {
        self.set.push((pointer.into(), value.into()));
        self
    }
}

impl Engine {
    /// Creates the events of a request, each with its name. A different `turn` gives different events for the same
    /// request.
    ///
    /// # Errors
    /// Returns an error if a name is unknown, a field cannot be set, or the set values violate the schema.
    pub fn events(
        &self,
        provider: &Provider,
        request: &EmitRequest,
        turn: u64,
        now: Timestamp,
    ) -> Result<Vec<(String, Json)>, EventError> {
        let seed = request.seed.unwrap_or(self.seed);
        let mut made = Vec::new();
        // Compiles the schemas of the story once, for all of its runs.
        let story = match &request.what {
            What::Story(name) => Some(StoryRunner::new(provider, provider.story(name)?)?),
            What::Event(_) => None,
        };
        for case in 0..request.count {
            // Only the seed determines the shapes; ids differ from turn to turn.
            let key = format!("{turn}.{case}");
            match &request.what {
                What::Event(name) => {
                    let payload = provider.payload(name)?;
                    let mut document = self.event(provider, payload, seed, case)?;
                    // Only events have the envelope: a notice may have a field with the same name.
                    if payload.kind == Kind::Event {
                        let ids = IdSource::new(seed, &self.salt, &["emit", &provider.id, name, &key]);
                        if provider.envelope.id.is_some() {
                            provider.renew(name, &mut document, &ids, now);
                        } else {
                            // The id in a header follows from the content, which must differ.
                            provider.renew_as_new(payload, &mut document, &ids, now);
                            provider.make_consistent(name, &mut document);
                        }
                    }
                    made.push((name.clone(), document));
                }
                What::Story(_) => {
                    let Some(story) = &story else { continue };
                    let salt = format!("{}.{key}", self.salt);
                    let events = story.run(seed, &salt, now)?;
                    made.extend(events.into_iter().map(|event| (event.event, event.document)));
                }
            }
        }
        for (name, document) in &mut made {
            set(provider, name, document, &request.set)?;
        }
        Ok(made)
    }

    fn event(&self, provider: &Provider, payload: &Payload, seed: u64, case: u32) -> Result<Json, EventError> {
        if !payload.kind.is_delivered() {
            return Err(EventError::NotSent(payload.name.clone()));
        }
        let key = (provider.id.clone(), payload.name.clone());
        let known = lock(&self.generators).get(&key).cloned();
        let generator = if let Some(generator) = known {
            generator
        } else {
            let compiled = Arc::new(Generator::compile(payload.schema(), payload.order())?);
            lock(&self.generators).insert(key, Arc::clone(&compiled));
            compiled
        };
        Ok(generator.plausible(&mut seeded(seed, &["emit", &payload.name, &case.to_string()])))
    }
}

/// Sets the given fields, and checks that the event still matches the schema.
fn set(provider: &Provider, name: &str, document: &mut Json, fields: &[(String, Json)]) -> Result<(), EventError> {
    if fields.is_empty() {
        return Ok(());
    }
    let put = |document: &mut Json| {
        for (pointer, value) in fields {
            if !document.set(pointer, value.clone()) {
                return Err(EventError::NoPlace { event: name.to_owned(), pointer: pointer.clone() });
            }
        }
        Ok(())
    };
    put(document)?;
    // Update the fields that depend on the set fields, then set these again so that they keep their values.
    provider.make_consistent(name, document);
    put(document)?;
    if let Ok(payload) = provider.payload(name) {
        payload.order().sort(document);
    }
    match provider.violations(name, &document.to_value()).into_iter().next() {
        Some(violation) => Err(EventError::Invalid { event: name.to_owned(), violation }),
        None => Ok(()),
    }
}
