//! Stories: sequences of events about one entity, as data. `story` in the crate's root tells them.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;
use serde::Serialize;
use thiserror::Error;

use crate::model::Json;
use crate::model::Placed;
use crate::model::TimeForm;
use crate::model::did_you_mean;
use crate::provider::delivery::seconds;
use crate::provider::dispatch::IdSource;
use crate::provider::fact::Basis;
use crate::provider::sheet::IdForm;
use crate::provider::sheet::Provider;
use crate::provider::sheet::TimeSlot;
use crate::provider::source::Source;

/// A sequence of events about one entity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Story {
    /// Name, unique within its provider.
    pub name: String,
    /// What happens, in a sentence.
    pub about: String,
    /// How the sequence is known.
    pub basis: Basis,
    /// Where it is written; for an assumption, what it leans on.
    pub source: String,
    /// Day on which the source was read, `2026-11-21`.
    pub date: String,
    /// The ids that are drawn for the story, another one in every telling.
    pub ids: Vec<Role>,
    /// What is sent, in order.
    pub steps: Vec<Step>,
}

/// An id that is drawn for a story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Role {
    /// Name of the role, such as `order`.
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
    /// How long after the step before.
    #[serde(with = "seconds")]
    pub after: Duration,
    /// Members that the document has, though its schema may not ask for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub has: Vec<String>,
    /// What is put into the document, in this order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub puts: Vec<Put>,
    /// Members that hold a time of the story beside those of the envelope.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub times: Vec<Moment>,
}

/// Something that is put into a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Put {
    /// A value.
    Value {
        /// JSON pointer of the member.
        pointer: String,
        /// What it holds.
        value: Json,
    },
    /// What a role holds: the id that was drawn for it, or what the member held that played it last. The
    /// first that plays a role without an id gives it what it holds. It may be a whole object.
    Role {
        /// JSON pointer of the member.
        pointer: String,
        /// Name of the role.
        role: String,
    },
}

/// A member that holds a time of the story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Moment {
    /// The member and its spelling.
    #[serde(flatten)]
    pub slot: TimeSlot,
    /// How long before the step.
    #[serde(with = "seconds")]
    pub before: Duration,
}

/// A story that a provider does not have.
#[derive(Debug, Error)]
#[error("{provider} has no story `{name}`{}", did_you_mean(.nearest))]
#[non_exhaustive]
pub struct UnknownStory {
    /// The provider.
    pub provider: String,
    /// What was asked for.
    pub name: String,
    /// What it may have been meant to be.
    pub nearest: Vec<String>,
}

impl Story {
    /// A story that the vendor tells.
    #[must_use]
    pub fn documented(name: &str, about: &str, source: Source<'_>) -> Self {
        Self::new(Basis::Documented, name, about, source)
    }

    /// A story that was seen in real traffic.
    #[must_use]
    pub fn observed(name: &str, about: &str, source: Source<'_>) -> Self {
        Self::new(Basis::Observed, name, about, source)
    }

    /// A story that is our reading of what the events say.
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

    /// With an id to be drawn.
    #[must_use]
    pub fn id(mut self, role: &str, form: IdForm) -> Self {
        self.ids.push(Role { name: role.to_owned(), form });
        self
    }

    /// With one more event.
    #[must_use]
    pub fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }
}

impl Step {
    /// An event this many seconds after the step before.
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

    /// With a member that the document has.
    #[must_use]
    pub fn has(mut self, pointer: &str) -> Self {
        self.has.push(pointer.to_owned());
        self
    }

    /// With a member that holds a value.
    #[must_use]
    pub fn set(mut self, pointer: &str, value: impl Into<Json>) -> Self {
        self.puts.push(Put::Value { pointer: pointer.to_owned(), value: value.into() });
        self
    }

    /// With a member that plays a role.
    #[must_use]
    pub fn play(mut self, pointer: &str, role: &str) -> Self {
        self.puts.push(Put::Role { pointer: pointer.to_owned(), role: role.to_owned() });
        self
    }

    /// With a member that holds the time of the step, or this many seconds before it.
    #[must_use]
    pub fn time(mut self, pointer: &str, form: TimeForm, before: u64) -> Self {
        let slot = TimeSlot { pointer: pointer.to_owned(), form, quoted: false };
        self.times.push(Moment { slot, before: Duration::from_secs(before) });
        self
    }
}

/// What plays the roles of a story while it is told.
#[derive(Clone, Debug)]
pub(crate) struct Cast(BTreeMap<String, Json>);

impl Cast {
    /// The ids that are drawn for a story.
    pub(crate) fn of(story: &Story, ids: &IdSource) -> Self {
        let drawn = |role: &Role| (role.name.clone(), Json::String(ids.id(&role.name, role.form)));
        Self(story.ids.iter().map(drawn).collect())
    }

    /// Puts into a document what its step wants there.
    ///
    /// # Errors
    /// The pointer of the first member that the document has no place for.
    pub(crate) fn put<'a>(&self, step: &'a Step, document: &mut Json) -> Result<(), &'a str> {
        for put in &step.puts {
            let (pointer, value) = match put {
                Put::Value { pointer, value } => (pointer, Some(value)),
                Put::Role { pointer, role } => (pointer, self.0.get(role)),
            };
            if let Some(value) = value
                && document.set(pointer, value.clone()) == Placed::No
            {
                return Err(pointer);
            }
        }
        Ok(())
    }

    /// Takes note of what plays the roles in a document, for the steps that follow.
    pub(crate) fn note(&mut self, step: &Step, document: &Json) {
        for put in &step.puts {
            if let Put::Role { pointer, role } = put
                && let Some(value) = document.pointer(pointer)
            {
                self.0.insert(role.clone(), value.clone());
            }
        }
    }
}

impl Provider {
    /// A story by its name.
    ///
    /// # Errors
    /// When there is none; the error names the nearest.
    pub fn story(&self, name: &str) -> Result<&Story, UnknownStory> {
        self.stories.iter().find(|story| story.name == name).ok_or_else(|| UnknownStory {
            provider: self.id.clone(),
            name: name.to_owned(),
            nearest: crate::model::nearest(name, self.stories.iter().map(|story| story.name.as_str())),
        })
    }
}
