//! Events to emit: generated from the schemas, or told as a story.

use std::sync::Arc;

use thiserror::Error;

use crate::deliver::engine::Engine;
use crate::generate::CompileError;
use crate::generate::Generator;
use crate::generate::seeded;
use crate::model::Json;
use crate::model::Placed;
use crate::model::Timestamp;
use crate::model::lock;
use crate::provider::IdSource;
use crate::provider::Kind;
use crate::provider::Payload;
use crate::provider::Provider;
use crate::provider::UnknownName;
use crate::provider::UnknownStory;
use crate::schema::Violation;
use crate::story;
use crate::story::StoryError;

/// What is to be emitted.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Wish {
    /// Name of an event or of a story.
    pub what: What,
    /// How often.
    pub count: u32,
    /// What decides the shapes; the engine's seed where there is none.
    pub seed: Option<u64>,
    /// Members that are as they are told, by JSON pointer.
    pub set: Vec<(String, Json)>,
    /// The time that the events carry; that of the emission where there is none.
    pub at: Option<Timestamp>,
}

/// An event, or several that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum What {
    /// An event of this name.
    Event(String),
    /// The events of the story of this name, in its order.
    Story(String),
}

/// An event that cannot be made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum EventError {
    /// There is none of this name.
    #[error(transparent)]
    Unknown(#[from] UnknownName),
    /// There is no story of this name.
    #[error(transparent)]
    UnknownStory(#[from] UnknownStory),
    /// The payload is sent to nobody.
    #[error("`{0}` is nothing that is sent to a consumer: name an event or a notice")]
    NotSent(String),
    /// The schema cannot be generated from.
    #[error("no event can be generated")]
    Compile(#[from] CompileError),
    /// The story cannot be told.
    #[error(transparent)]
    Story(#[from] StoryError),
    /// A member that is to be set has no place.
    #[error("`{pointer}` has no place in `{event}`: its parent is not there")]
    NoPlace {
        /// The event.
        event: String,
        /// The JSON pointer.
        pointer: String,
    },
    /// What was set breaks the schema.
    #[error("{event} with what is set is not valid: at `{}`: {}", .violation.pointer, .violation.message)]
    Invalid {
        /// The event.
        event: String,
        /// What it breaks first.
        violation: Violation,
    },
}

impl Wish {
    /// One event of this name.
    pub fn event(name: impl Into<String>) -> Self {
        Self { what: What::Event(name.into()), count: 1, seed: None, set: Vec::new(), at: None }
    }

    /// The story of this name, once.
    pub fn story(name: impl Into<String>) -> Self {
        Self { what: What::Story(name.into()), ..Self::event("") }
    }

    /// So often.
    #[must_use]
    pub const fn count(mut self, count: u32) -> Self {
        self.count = count;
        self
    }

    /// With this seed.
    #[must_use]
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// With this time in the events.
    #[must_use]
    pub const fn at(mut self, time: Timestamp) -> Self {
        self.at = Some(time);
        self
    }

    /// With a member as it is told.
    #[must_use]
    pub fn with(mut self, pointer: impl Into<String>, value: impl Into<Json>) -> Self {
        self.set.push((pointer.into(), value.into()));
        self
    }
}

impl Engine {
    /// The events of a wish, each with its name; `turn` makes them other events than those of the same wish
    /// before.
    ///
    /// # Errors
    /// When a name is unknown, a member has no place, or what is set breaks the schema.
    pub fn events(
        &self,
        provider: &Provider,
        wish: &Wish,
        turn: u64,
        now: Timestamp,
    ) -> Result<Vec<(String, Json)>, EventError> {
        let seed = wish.seed.unwrap_or(self.seed);
        let mut made = Vec::new();
        for case in 0..wish.count {
            // The seed alone decides the shapes; ids differ from turn to turn.
            let key = format!("{turn}.{case}");
            match &wish.what {
                What::Event(name) => {
                    let payload = provider.payload(name)?;
                    let mut document = self.event(provider, payload, seed, case)?;
                    // The envelope is that of events: a notice may have a member of the same name.
                    if payload.kind == Kind::Event {
                        let ids = IdSource::new(seed, &self.salt, &["emit", &provider.id, name, &key]);
                        provider.renew(name, &mut document, &ids, now);
                    }
                    made.push((name.clone(), document));
                }
                What::Story(name) => {
                    let salt = format!("{}.{key}", self.salt);
                    let told = story::tell(provider, provider.story(name)?, seed, &salt, now)?;
                    made.extend(told.into_iter().map(|told| (told.event, told.document)));
                }
            }
        }
        for (name, document) in &mut made {
            set(provider, name, document, &wish.set)?;
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

/// Puts the told members in, and looks whether the schema still takes the event.
fn set(provider: &Provider, name: &str, document: &mut Json, told: &[(String, Json)]) -> Result<(), EventError> {
    if told.is_empty() {
        return Ok(());
    }
    let put = |document: &mut Json| {
        for (pointer, value) in told {
            if document.set(pointer, value.clone()) == Placed::No {
                return Err(EventError::NoPlace { event: name.to_owned(), pointer: pointer.clone() });
            }
        }
        Ok(())
    };
    put(document)?;
    // What depends on a told member follows it; the told members themselves stay.
    provider.cohere(name, document);
    put(document)?;
    if let Ok(payload) = provider.payload(name) {
        payload.order().sort(document);
    }
    match provider.violations(name, &document.to_value()).into_iter().next() {
        Some(violation) => Err(EventError::Invalid { event: name.to_owned(), violation }),
        None => Ok(()),
    }
}
