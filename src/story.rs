//! Runs stories: sequences of events about one entity, with equal ids, increasing times and valid transitions.
//!
//! The steps of a story are data in the provider ([`Story`]). This module turns them into documents: generated from the
//! schemas, with the ids and times of the story, and consistent with the provider's rules.

use std::time::Duration;

use thiserror::Error;

use crate::generate::{CompileError, Generator, seeded};
use crate::model::{Json, Timestamp};
use crate::provider::{Bindings, IdSource, Payload, Provider, Step, Story, UnknownName};
use crate::schema::{Validator, Violation};

/// An event that a story produced.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct StoryEvent {
    /// The event type.
    pub event: String,
    /// Time of the event, as in its envelope.
    pub at: Timestamp,
    /// The document that is sent.
    pub document: Json,
}

/// A story that cannot be run.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoryError {
    /// It names an event type that its provider does not have.
    #[error("the story `{story}` cannot be run")]
    Event {
        /// The story.
        story: String,
        /// The unknown name.
        source: UnknownName,
    },
    /// No documents can be generated from the schema of an event.
    #[error("step {step} of the story `{story}` cannot be drawn")]
    Draw {
        /// The story.
        story: String,
        /// Number of the step, from 1.
        step: usize,
        /// The reason.
        source: CompileError,
    },
    /// No generated document has a field that the step requires.
    #[error("step {step} of the story `{story}`: no document that was drawn has `{pointer}`")]
    Lacks {
        /// The story.
        story: String,
        /// Number of the step, from 1.
        step: usize,
        /// The field.
        pointer: String,
    },
    /// A field cannot be set, because its parent is not an object.
    #[error("step {step} of the story `{story}`: there is no place for `{pointer}`")]
    NoPlace {
        /// The story.
        story: String,
        /// Number of the step, from 1.
        step: usize,
        /// The field.
        pointer: String,
    },
    /// A document with the values of the story violates its schema.
    #[error("step {step} of the story `{story}` breaks the schema at `{}`: {}", .violation.pointer, .violation.message)]
    Invalid {
        /// The story.
        story: String,
        /// Number of the step, from 1.
        step: usize,
        /// The violation.
        violation: Violation,
    },
}

/// A runner that runs a story any number of times. It compiles the schemas only once.
#[derive(Debug)]
pub struct StoryRunner<'a> {
    provider: &'a Provider,
    story: &'a Story,
    steps: Vec<CompiledStep<'a>>,
}

/// A step, with the generator and the validator for its documents.
#[derive(Debug)]
struct CompiledStep<'a> {
    step: &'a Step,
    payload: &'a Payload,
    generator: Generator,
    validator: Validator,
}

/// The maximum number of documents that are generated for a step before it fails.
const DRAWS: usize = 256;

/// Runs a story once, starting at `now`. The same seed, salt and time give the same documents. Another seed gives a
/// story about another entity; another salt does so too, but with the same shapes.
///
/// # Errors
/// Returns an error if the story does not fit its provider. The error names the step and the location.
pub fn run(
    provider: &Provider,
    story: &Story,
    seed: u64,
    salt: &str,
    now: Timestamp,
) -> Result<Vec<StoryEvent>, StoryError> {
    StoryRunner::new(provider, story)?.run(seed, salt, now)
}

impl<'a> StoryRunner<'a> {
    /// Compiles the schemas that a story needs.
    ///
    /// # Errors
    /// Returns an error if the story names an event that its provider does not have, or if nothing can be generated
    /// from the schema of an event.
    pub fn new(provider: &'a Provider, story: &'a Story) -> Result<Self, StoryError> {
        let step = |(at, step): (usize, &'a Step)| {
            let payload = provider
                .payload(&step.event)
                .map_err(|source| StoryError::Event { story: story.name.clone(), source })?;
            let draw = |source| StoryError::Draw { story: story.name.clone(), step: at + 1, source };
            let generator = Generator::compile(payload.schema(), payload.order()).map_err(draw)?;
            let validator = Validator::compile(payload.schema()).map_err(|error| draw(error.into()))?;
            Ok(CompiledStep { step, payload, generator, validator })
        };
        let steps = story.steps.iter().enumerate().map(step).collect::<Result<_, StoryError>>()?;
        Ok(Self { provider, story, steps })
    }

    /// Runs the story, starting at `now`.
    ///
    /// # Errors
    /// Returns an error if a step does not fit its schema. The error names the step and the location.
    pub fn run(&self, seed: u64, salt: &str, now: Timestamp) -> Result<Vec<StoryEvent>, StoryError> {
        let key = [self.provider.id.as_str(), "story", self.story.name.as_str()];
        let ids = IdSource::new(seed, salt, &key);
        let mut bindings = Bindings::of(self.story, &ids);
        let mut events = Vec::new();
        let mut at = now;
        for number in 0..self.steps.len() {
            at = later(at, self.steps[number].step.after);
            let document = self.step(number, seed, salt, at, &mut bindings)?;
            events.push(StoryEvent { event: self.steps[number].step.event.clone(), at, document });
        }
        Ok(events)
    }

    fn step(
        &self,
        number: usize,
        seed: u64,
        salt: &str,
        at: Timestamp,
        bindings: &mut Bindings,
    ) -> Result<Json, StoryError> {
        let CompiledStep { step, payload, validator, .. } = &self.steps[number];
        let (story, name) = (&self.story.name, number.to_string());
        let no_place =
            |pointer: &str| StoryError::NoPlace { story: story.clone(), step: number + 1, pointer: pointer.to_owned() };
        let mut document = self.draw(number, seed)?;
        let key = [self.provider.id.as_str(), "story", story.as_str(), name.as_str()];
        self.provider.envelope.renew_ids(&mut document, &IdSource::new(seed, salt, &key));
        bindings.put(step, &mut document).map_err(no_place)?;
        self.provider.envelope.renew_times(&mut document, at);
        for time in &step.times {
            let slot = &time.slot;
            if !document.set(&slot.pointer, slot.spell(earlier(at, time.before))) {
                return Err(no_place(&slot.pointer));
            }
        }
        self.provider.make_consistent(&step.event, &mut document);
        payload.order().sort(&mut document);
        bindings.note(step, &document);
        match validator.errors(&document.to_value()).into_iter().next() {
            None => Ok(document),
            Some(violation) => Err(StoryError::Invalid { story: story.clone(), step: number + 1, violation }),
        }
    }

    /// Generates a document that has all the fields that a step requires.
    fn draw(&self, number: usize, seed: u64) -> Result<Json, StoryError> {
        let CompiledStep { step, generator, .. } = &self.steps[number];
        let mut rng = seeded(seed, &[&self.provider.id, "story", &self.story.name, &number.to_string()]);
        let mut lacks = String::new();
        for _ in 0..DRAWS {
            let document = generator.sample(&mut rng);
            let is_missing = |pointer: &&String| document.pointer(pointer).is_none_or(|value| *value == Json::Null);
            match step.has.iter().find(is_missing) {
                None => return Ok(document),
                Some(pointer) => lacks.clone_from(pointer),
            }
        }
        Err(StoryError::Lacks { story: self.story.name.clone(), step: number + 1, pointer: lacks })
    }
}

fn later(at: Timestamp, by: Duration) -> Timestamp {
    Timestamp::from_micros(at.micros().saturating_add(micros(by)))
}

fn earlier(at: Timestamp, by: Duration) -> Timestamp {
    Timestamp::from_micros(at.micros().saturating_sub(micros(by)))
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}
