//! Stories: sequences of events about one entity, as data. The module `story` in the crate root runs them.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::model::{Json, TimeForm, did_you_mean};
use crate::provider::delivery::seconds;
use crate::provider::envelope::TimeSlot;
use crate::provider::fact::Basis;
use crate::provider::ids::{IdForm, IdSource};
use crate::provider::source::Source;

/// A sequence of events about one entity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Story {
    /// Name, unique within its provider.
    pub name: String,
    /// Description in one sentence.
    pub about: String,
    /// The basis of the sequence: how it is known.
    pub basis: Basis,
    /// Source of the story; for an assumption, what it is based on.
    pub source: String,
    /// Day on which the source was read, `2026-11-21`.
    pub date: String,
    /// The ids that are generated for the story, new in every run.
    pub ids: Vec<Variable>,
    /// The events, in order.
    pub steps: Vec<Step>,
}

/// An id that is generated for a story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Variable {
    /// Name of the variable, such as `order`.
    pub name: String,
    /// Form of the id.
    pub form: IdForm,
}

/// An event of a story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Step {
    /// The event type.
    pub event: String,
    /// Delay after the previous step.
    #[serde(with = "seconds")]
    pub after: Duration,
    /// Fields that the document contains even if its schema does not require them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub has: Vec<String>,
    /// Values that are set in the document, in this order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub puts: Vec<Put>,
    /// Fields that hold a time of the story in addition to those of the envelope.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub times: Vec<StoryTime>,
}

/// A value that is set in a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Put {
    /// A value.
    Value {
        /// JSON pointer of the field.
        pointer: String,
        /// The value.
        value: Json,
    },
    /// The value of a variable: the id that was generated for it, or the value of the last field that used it. If a
    /// variable has no id, the first field that uses it defines its value, which may be a whole object.
    Variable {
        /// JSON pointer of the field.
        pointer: String,
        /// Name of the variable.
        variable: String,
    },
}

/// A field that holds a time of the story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StoryTime {
    /// The field and its spelling.
    #[serde(flatten)]
    pub slot: TimeSlot,
    /// Duration by which the time precedes the step.
    #[serde(with = "seconds")]
    pub before: Duration,
}

/// The error for a story that a provider does not have.
#[derive(Debug, Error)]
#[error("{provider} has no story `{name}`{}", did_you_mean(.nearest))]
#[non_exhaustive]
pub struct UnknownStory {
    /// The provider.
    pub provider: String,
    /// The name that was given.
    pub name: String,
    /// The most similar names.
    pub nearest: Vec<String>,
}

impl Story {
    /// Creates a story that the vendor describes.
    #[must_use]
    pub fn documented(name: &str, about: &str, source: Source<'_>) -> Self {
        Self::new(Basis::Documented, name, about, source)
    }

    /// Creates a story that was observed in real traffic.
    #[must_use]
    pub fn observed(name: &str, about: &str, source: Source<'_>) -> Self {
        Self::new(Basis::Observed, name, about, source)
    }

    /// Creates a story that we infer from the events.
    #[must_use]
    pub fn assumed(name: &str, about: &str, source: Source<'_>) -> Self {
        Self::new(Basis::Assumed, name, about, source)
    }

    fn new(basis: Basis, name: &str, about: &str, source: Source<'_>) -> Self {
        Self {
            name: name.to_owned(),
            about: about.to_owned(),
            basis,
            source: source.location.to_owned(),
            date: source.day.to_owned(),
            ids: Vec::new(),
            steps: Vec::new(),
        }
    }

    /// Adds an id to be generated.
    #[must_use]
    pub fn id(mut self, variable: &str, form: IdForm) -> Self {
        self.ids.push(Variable { name: variable.to_owned(), form });
        self
    }

    /// Adds an event.
    #[must_use]
    pub fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }
}

impl Step {
    /// Creates an event this many seconds after the previous step.
    #[must_use]
    pub fn of(event: &str, after: u64) -> Self {
        Self {
            event: event.to_owned(),
            after: Duration::from_secs(after),
            has: Vec::new(),
            puts: Vec::new(),
            times: Vec::new(),
        }
    }

    /// Adds a field that the document contains.
    #[must_use]
    pub fn has(mut self, pointer: &str) -> Self {
        self.has.push(pointer.to_owned());
        self
    }

    /// Adds a field with a fixed value.
    #[must_use]
    pub fn set(mut self, pointer: &str, value: impl Into<Json>) -> Self {
        self.puts.push(Put::Value { pointer: pointer.to_owned(), value: value.into() });
        self
    }

    /// Adds a field that holds the value of a variable.
    #[must_use]
    pub fn play(mut self, pointer: &str, variable: &str) -> Self {
        self.puts.push(Put::Variable { pointer: pointer.to_owned(), variable: variable.to_owned() });
        self
    }

    /// Adds a field that holds the time of the step, or a time this many seconds before it.
    #[must_use]
    pub fn time(mut self, pointer: &str, form: TimeForm, before: u64) -> Self {
        let slot = TimeSlot { pointer: pointer.to_owned(), form, quoted: false, sent: false };
        self.times.push(StoryTime { slot, before: Duration::from_secs(before) });
        self
    }
}

/// The values of a story's variables while the story runs.
#[derive(Clone, Debug)]
pub(crate) struct Bindings(BTreeMap<String, Json>);

impl Bindings {
    /// Generates the ids of a story.
    pub(crate) fn of(story: &Story, ids: &IdSource) -> Self {
        let drawn = |variable: &Variable| (variable.name.clone(), Json::String(ids.id(&variable.name, &variable.form)));
        Self(story.ids.iter().map(drawn).collect())
    }

    /// Sets the values of a step in a document.
    ///
    /// # Errors
    /// Returns the pointer of the first field that cannot be set in the document.
    pub(crate) fn put<'a>(&self, step: &'a Step, document: &mut Json) -> Result<(), &'a str> {
        for put in &step.puts {
            let (pointer, value) = match put {
                Put::Value { pointer, value } => (pointer, Some(value)),
                Put::Variable { pointer, variable } => (pointer, self.0.get(variable)),
            };
            if let Some(value) = value
                && !document.set(pointer, value.clone())
            {
                return Err(pointer);
            }
        }
        Ok(())
    }

    /// Stores the values of the variables in a document, for the steps that follow.
    pub(crate) fn note(&mut self, step: &Step, document: &Json) {
        for put in &step.puts {
            if let Put::Variable { pointer, variable } = put
                && let Some(value) = document.pointer(pointer)
            {
                self.0.insert(variable.clone(), value.clone());
            }
        }
    }
}
