//! Tells stories: sequences of events about one entity, with equal ids, rising times and legal transitions.
//!
//! What happens is data in the provider ([`Story`]). Here it becomes documents: drawn from the schemas, with
//! the ids and times of the story, coherent by the provider's rules.
//!
//! ```
//! use hookproof::{providers, story};
//!
//! let orum = providers::orum();
//! let now = "2026-01-31T09:30:00Z".parse().unwrap();
//! let told = story::tell(&orum, orum.story("person-rejected").unwrap(), 7, "salt", now).unwrap();
//!
//! let id = |at: usize| told[at].document.pointer("/event_data/person/id");
//! assert_eq!((told[0].event.as_str(), told[1].event.as_str()), ("person_created", "person_rejected"));
//! assert_eq!(id(0), id(1));
//! assert!(told[0].at < told[1].at);
//! ```

use std::time::Duration;

use thiserror::Error;

use crate::generate::CompileError;
use crate::generate::Generator;
use crate::generate::seeded;
use crate::model::Json;
use crate::model::Placed;
use crate::model::Timestamp;
use crate::provider::Cast;
use crate::provider::IdSource;
use crate::provider::Payload;
use crate::provider::Provider;
use crate::provider::Step;
use crate::provider::Story;
use crate::provider::UnknownName;
use crate::schema::Validator;
use crate::schema::Violation;

/// An event of a story that was told.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Told {
    /// The event type.
    pub event: String,
    /// When it happens: the time of its envelope.
    pub at: Timestamp,
    /// What is sent.
    pub document: Json,
}

/// A story that cannot be told.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StoryError {
    /// It names an event type that its provider does not have.
    #[error("the story `{story}` cannot be told")]
    Event {
        /// The story.
        story: String,
        /// What it names.
        source: UnknownName,
    },
    /// The schema of an event yields no documents.
    #[error("step {step} of the story `{story}` cannot be drawn")]
    Draw {
        /// The story.
        story: String,
        /// Number of the step, from 1.
        step: usize,
        /// Why.
        source: CompileError,
    },
    /// No document that was drawn has a member that the step asks for.
    #[error("step {step} of the story `{story}`: no document that was drawn has `{pointer}`")]
    Lacks {
        /// The story.
        story: String,
        /// Number of the step, from 1.
        step: usize,
        /// The member.
        pointer: String,
    },
    /// A member is put where there is no object.
    #[error("step {step} of the story `{story}`: there is no place for `{pointer}`")]
    NoPlace {
        /// The story.
        story: String,
        /// Number of the step, from 1.
        step: usize,
        /// The member.
        pointer: String,
    },
    /// What the story makes of a document breaks its schema.
    #[error("step {step} of the story `{story}` breaks the schema at `{}`: {}", .violation.pointer, .violation.message)]
    Invalid {
        /// The story.
        story: String,
        /// Number of the step, from 1.
        step: usize,
        /// How.
        violation: Violation,
    },
}

/// Tells a story as often as one likes; the schemas are compiled once.
#[derive(Debug)]
pub struct Teller<'a> {
    provider: &'a Provider,
    story: &'a Story,
    scenes: Vec<Scene<'a>>,
}

/// A step with what its documents come from.
#[derive(Debug)]
struct Scene<'a> {
    step: &'a Step,
    payload: &'a Payload,
    generator: Generator,
    validator: Validator,
}

/// Documents drawn for a step before it is given up.
const DRAWS: usize = 256;

/// Tells a story once, from `now` on. The same seed, salt and time give the same documents; another seed
/// tells it of another entity, another salt with the same shapes too.
///
/// # Errors
/// When the story does not suit its provider; the error names the step and the place.
pub fn tell(
    provider: &Provider,
    story: &Story,
    seed: u64,
    salt: &str,
    now: Timestamp,
) -> Result<Vec<Told>, StoryError> {
    Teller::new(provider, story)?.tell(seed, salt, now)
}

impl<'a> Teller<'a> {
    /// Compiles what a story needs.
    ///
    /// # Errors
    /// When the story names an event that its provider does not have, or one whose schema yields nothing.
    pub fn new(provider: &'a Provider, story: &'a Story) -> Result<Self, StoryError> {
        let scene = |(at, step): (usize, &'a Step)| {
            let payload = provider
                .payload(&step.event)
                .map_err(|source| StoryError::Event { story: story.name.clone(), source })?;
            let draw = |source| StoryError::Draw { story: story.name.clone(), step: at + 1, source };
            let generator = Generator::compile(payload.schema(), payload.order()).map_err(draw)?;
            let validator = Validator::compile(payload.schema()).map_err(|error| draw(error.into()))?;
            Ok(Scene { step, payload, generator, validator })
        };
        let scenes = story.steps.iter().enumerate().map(scene).collect::<Result<_, StoryError>>()?;
        Ok(Self { provider, story, scenes })
    }

    /// Tells it, from `now` on.
    ///
    /// # Errors
    /// When a step does not suit its schema; the error names the step and the place.
    pub fn tell(&self, seed: u64, salt: &str, now: Timestamp) -> Result<Vec<Told>, StoryError> {
        let key = [self.provider.id.as_str(), "story", self.story.name.as_str()];
        let ids = IdSource::new(seed, salt, &key);
        let mut cast = Cast::of(self.story, &ids);
        let mut told = Vec::new();
        let mut at = now;
        for number in 0..self.scenes.len() {
            at = later(at, self.scenes[number].step.after);
            let document = self.step(number, seed, salt, at, &mut cast)?;
            told.push(Told { event: self.scenes[number].step.event.clone(), at, document });
        }
        Ok(told)
    }

    fn step(&self, number: usize, seed: u64, salt: &str, at: Timestamp, cast: &mut Cast) -> Result<Json, StoryError> {
        let Scene { step, payload, validator, .. } = &self.scenes[number];
        let (story, name) = (&self.story.name, number.to_string());
        let no_place =
            |pointer: &str| StoryError::NoPlace { story: story.clone(), step: number + 1, pointer: pointer.to_owned() };
        let mut document = self.draw(number, seed)?;
        let key = [self.provider.id.as_str(), "story", story.as_str(), name.as_str()];
        self.provider.envelope.renew_ids(&mut document, &IdSource::new(seed, salt, &key));
        cast.put(step, &mut document).map_err(no_place)?;
        self.provider.envelope.renew_times(&mut document, at);
        for moment in &step.times {
            let slot = &moment.slot;
            if document.set(&slot.pointer, slot.spell(earlier(at, moment.before))) == Placed::No {
                return Err(no_place(&slot.pointer));
            }
        }
        self.provider.cohere(&step.event, &mut document);
        payload.order().sort(&mut document);
        cast.note(step, &document);
        match validator.errors(&document.to_value()).into_iter().next() {
            None => Ok(document),
            Some(violation) => Err(StoryError::Invalid { story: story.clone(), step: number + 1, violation }),
        }
    }

    /// A document with all the members that a step asks for.
    fn draw(&self, number: usize, seed: u64) -> Result<Json, StoryError> {
        let Scene { step, generator, .. } = &self.scenes[number];
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
