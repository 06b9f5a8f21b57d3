//! The provider value: everything that generation, signing, delivery and judgment need.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

use crate::model::{AdditiveChanges, Body, BodyStyle, Response, did_you_mean};
use crate::provider::api::Api;
use crate::provider::delivery::Delivery;
use crate::provider::envelope::Envelope;
use crate::provider::fact::{Fact, ROUTE};
use crate::provider::handshake::Handshake;
use crate::provider::payload::{Kind, Payload};
use crate::provider::rule::Rule;
use crate::provider::story::{Story, UnknownStory};
use crate::retry::RetryPlan;
use crate::schema::Violation;
use crate::sign::Recipe;

/// A provider, with everything that hookproof knows about it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Provider {
    /// Name on the command line: `truv`.
    pub id: String,
    /// Name for people: `Truv`.
    pub name: String,
    /// Description in one sentence.
    pub about: String,
    /// Form of its bodies.
    pub body: Body,
    /// The additive changes that it may make to payloads without a new version.
    #[serde(default)]
    pub additive_changes: AdditiveChanges,
    /// Pointers to the name, ids and times of an event.
    pub envelope: Envelope,
    /// Signature settings.
    pub signing: Signing,
    /// Delivery settings.
    pub delivery: Delivery,
    /// Handshakes before the first delivery, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handshakes: Vec<Handshake>,
    /// Retry plan for failed deliveries.
    pub retry: RetryPlan,
    /// Every documented payload.
    pub payloads: Vec<Payload>,
    /// Every known fact, with its source.
    pub facts: Vec<Fact>,
    /// Pointers to the ids of entities: the first one present in an event identifies its entity. `*` matches any field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<String>,
    /// Consistency rules of events, in the order in which they are applied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    /// Sequences of events about one entity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stories: Vec<Story>,
    /// Its management API, if it has one. It is code, so a provider document cannot contain it.
    #[serde(skip)]
    #[doc(hidden)]
    pub api: Option<Api>,
    /// Path of the file that describes it, if it was read from one.
    #[serde(skip)]
    pub(crate) file: Option<String>,
}

/// The signature settings of a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Signing {
    /// The recipe.
    pub recipe: Recipe,
    /// Whether the provider may send unsigned deliveries, so that a consumer may have no secret.
    pub optional: bool,
}

/// An unknown name in a provider.
#[derive(Debug, Error)]
#[error("{provider} has no payload `{name}`{}", did_you_mean(.nearest))]
#[non_exhaustive]
pub struct UnknownName {
    /// The provider.
    pub provider: String,
    /// The name that was given.
    pub name: String,
    /// The most similar names.
    pub nearest: Vec<String>,
}

impl Provider {
    /// Creates a provider from its required parts; parts with a default can be set afterwards.
    #[must_use]
    pub fn new(id: &str, name: &str, about: &str, envelope: Envelope, signing: Signing, delivery: Delivery) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            about: about.to_owned(),
            body: Body::json(BodyStyle::COMPACT),
            additive_changes: AdditiveChanges::default(),
            envelope,
            signing,
            delivery,
            handshakes: Vec::new(),
            retry: RetryPlan::never(),
            payloads: Vec::new(),
            facts: Vec::new(),
            entities: Vec::new(),
            rules: Vec::new(),
            stories: Vec::new(),
            api: None,
            file: None,
        }
    }

    /// Returns what names it on the command line: its file, or its id.
    #[must_use]
    pub(crate) fn argument(&self) -> &str {
        self.file.as_deref().unwrap_or(&self.id)
    }

    /// Gives the texts of a form the types that the schema of an event has for them. Other bodies have their types.
    #[cfg(any(feature = "cli", feature = "mock"))]
    pub(crate) fn read_texts(&self, event: &str, document: &mut crate::model::Json) {
        if self.body.format.has_texts_only()
            && let Ok(payload) = self.payload(event)
        {
            crate::schema::read_texts(payload.schema(), document);
        }
    }

    /// Sets a form of bodies other than compact JSON.
    #[must_use]
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        self.body = body.into();
        self
    }

    /// Adds handshakes, which are made in this order before anything is delivered.
    #[must_use]
    pub fn handshakes(mut self, handshakes: impl IntoIterator<Item = Handshake>) -> Self {
        self.handshakes.extend(handshakes);
        self
    }

    /// Sets the retry plan.
    #[must_use]
    pub fn retry(mut self, plan: RetryPlan) -> Self {
        self.retry = plan;
        self
    }

    /// Adds payloads.
    #[must_use]
    pub fn payloads(mut self, payloads: impl IntoIterator<Item = Payload>) -> Self {
        self.payloads.extend(payloads);
        self
    }

    /// Adds facts. Facts about a setting or a call get their values from the parts that were set before.
    #[must_use]
    pub fn facts(mut self, facts: impl IntoIterator<Item = Fact>) -> Self {
        let routes = self.api.map(|api| api.routes).unwrap_or_default();
        for mut fact in facts {
            if fact.value.is_empty() {
                fact.value = self.setting(&fact.key).unwrap_or_default();
            } else if let Some(route) = routes.iter().find(|route| route.fact == fact.key) {
                fact.value = fact.value.replace(ROUTE, &format!("{} {}", route.method, route.path));
            }
            self.facts.push(fact);
        }
        self
    }

    /// Sets the pointers to the ids of entities, the most specific first.
    #[must_use]
    pub fn entities(mut self, pointers: &[&str]) -> Self {
        self.entities.extend(pointers.iter().map(|pointer| (*pointer).to_owned()));
        self
    }

    /// Adds consistency rules.
    #[must_use]
    pub fn rules(mut self, rules: impl IntoIterator<Item = Rule>) -> Self {
        self.rules.extend(rules);
        self
    }

    /// Adds stories.
    #[must_use]
    pub fn stories(mut self, stories: impl IntoIterator<Item = Story>) -> Self {
        self.stories.extend(stories);
        self
    }

    /// Sets the management API.
    #[must_use]
    pub(crate) const fn api(mut self, api: Api) -> Self {
        self.api = Some(api);
        self
    }

    /// Returns the event types, in the provider's order.
    pub fn events(&self) -> impl Iterator<Item = &Payload> {
        self.payloads.iter().filter(|payload| payload.kind == Kind::Event)
    }

    /// Finds a payload by its name.
    ///
    /// # Errors
    /// When the payload does not exist; the error lists the nearest names.
    pub fn payload(&self, name: &str) -> Result<&Payload, UnknownName> {
        self.payloads.iter().find(|payload| payload.name == name).ok_or_else(|| UnknownName {
            provider: self.id.clone(),
            name: name.to_owned(),
            nearest: crate::model::nearest(name, self.payloads.iter().map(|payload| payload.name.as_str())),
        })
    }

    /// Finds a story by its name.
    ///
    /// # Errors
    /// When the story does not exist; the error lists the nearest names.
    pub fn story(&self, name: &str) -> Result<&Story, UnknownStory> {
        self.stories.iter().find(|story| story.name == name).ok_or_else(|| UnknownStory {
            provider: self.id.clone(),
            name: name.to_owned(),
            nearest: crate::model::nearest(name, self.stories.iter().map(|story| story.name.as_str())),
        })
    }

    /// Returns every violation of the payload's schema by a document; empty if the payload does not exist.
    #[must_use]
    pub fn violations(&self, payload: &str, document: &Value) -> Vec<Violation> {
        self.payload(payload).map(|payload| payload.violations(document)).unwrap_or_default()
    }

    /// Finds a fact by its key.
    #[must_use]
    pub fn fact(&self, key: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.key == key)
    }

    /// Returns whether the time of sending is in the body, and consumers are told to check it.
    pub(crate) fn has_sent_time_to_check(&self) -> bool {
        let is_stated = self.fact("signature.replay-window").is_some_and(|fact| !fact.is_open());
        is_stated && self.envelope.sent_times().next().is_some()
    }

    /// Returns whether a status code is a success for this provider.
    #[must_use]
    pub fn succeeds(&self, status: u16) -> bool {
        self.delivery.success.contains(status)
    }

    /// Returns whether an answer is a success for this provider, by its status and its body.
    #[must_use]
    pub fn accepts(&self, answer: &Response) -> bool {
        let is_body = |body: &String| answer.body.trim_ascii() == body.trim().as_bytes();
        self.succeeds(answer.status) && self.delivery.answer.as_ref().is_none_or(is_body)
    }
}

impl Signing {
    /// Returns whether a delivery can carry a signature.
    #[must_use]
    pub const fn signs(&self) -> bool {
        !self.recipe.headers.is_empty()
    }

    /// Creates settings in which every delivery is signed.
    #[must_use]
    pub const fn always(recipe: Recipe) -> Self {
        Self { recipe, optional: false }
    }

    /// Creates settings in which a delivery is signed only if a secret was agreed on.
    #[must_use]
    pub const fn optional(recipe: Recipe) -> Self {
        Self { recipe, optional: true }
    }
}
