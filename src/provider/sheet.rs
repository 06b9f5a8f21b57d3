//! The data sheet of a provider: everything that generation, signing, delivery and judgement need.

use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;
use thiserror::Error;

use crate::model::BodyStyle;
use crate::model::Growth;
use crate::model::TimeForm;
use crate::model::did_you_mean;
use crate::provider::api::Api;
use crate::provider::delivery::Delivery;
use crate::provider::fact::Fact;
use crate::provider::fact::ROUTE;
use crate::provider::payload::Kind;
use crate::provider::payload::Payload;
use crate::provider::rule::Rule;
use crate::provider::story::Story;
use crate::retry::RetryPlan;
use crate::schema::Violation;
use crate::sign::Recipe;

/// A provider.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Provider {
    /// Name on the command line: `truv`.
    pub id: String,
    /// Name for people: `Truv`.
    pub name: String,
    /// What it does, in a sentence.
    pub about: String,
    /// Layout of its bodies.
    pub body: BodyStyle,
    /// What it may add to its payloads without a new version.
    #[serde(default)]
    pub growth: Growth,
    /// Where the name, ids and times of an event stand.
    pub envelope: Envelope,
    /// How deliveries are signed.
    pub signing: Signing,
    /// How deliveries are made.
    pub delivery: Delivery,
    /// When a failed delivery is tried again.
    pub retry: RetryPlan,
    /// Every documented payload.
    pub payloads: Vec<Payload>,
    /// Everything known, with its source.
    pub facts: Vec<Fact>,
    /// Pointers to the ids of what events are about: the first that an event has tells it. `*` is any member.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<String>,
    /// What agrees with what inside one event, in the order in which it is mended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    /// Sequences of events about one entity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stories: Vec<Story>,
    /// Its management API, where there is one: code, which no document carries.
    #[serde(skip)]
    pub api: Option<Api>,
}

/// Where the parts of an event stand in its body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Envelope {
    /// JSON pointer of the event's name.
    pub name: String,
    /// The event's id, which stays through all attempts.
    pub id: Option<Slot>,
    /// The attempt's id, new with every attempt.
    pub attempt: Option<Slot>,
    /// Times that move with every event: the time of emission first, then when its resource changed.
    pub times: Vec<TimeSlot>,
    /// Ids inside the payload that make it another event where there is no event id.
    pub identity: Vec<Slot>,
    /// Members whose values are secrets, masked in every report.
    pub secrets: Vec<String>,
}

/// A member that carries an id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Slot {
    /// JSON pointer.
    pub pointer: String,
    /// Form of the id.
    pub form: IdForm,
}

/// Form of an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum IdForm {
    /// A UUID with dashes, lower case.
    Uuid,
    /// 32 lower-case hexadecimal digits.
    Hex32,
    /// 24 lower-case hexadecimal digits.
    Hex24,
    /// `item_` and nine decimal digits.
    Item9,
    /// Nine decimal digits, the first no zero.
    Digits9,
}

/// A member that carries a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TimeSlot {
    /// JSON pointer.
    pub pointer: String,
    /// Spelling.
    pub form: TimeForm,
    /// Whether a count since 1970 stands in a string.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quoted: bool,
}

/// How deliveries are signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Signing {
    /// The recipe.
    pub recipe: Recipe,
    /// Whether the provider may send unsigned, so that a consumer may have no secret.
    pub optional: bool,
}

/// A name that a provider does not know.
#[derive(Debug, Error)]
#[error("{provider} has no payload `{name}`{}", did_you_mean(.nearest))]
#[non_exhaustive]
pub struct UnknownName {
    /// The provider.
    pub provider: String,
    /// What was asked for.
    pub name: String,
    /// What it may have been meant to be.
    pub nearest: Vec<String>,
}

impl Provider {
    /// A provider with its obligatory parts; what has a sensible default can be set afterwards.
    #[must_use]
    pub fn new(id: &str, name: &str, about: &str, envelope: Envelope, signing: Signing, delivery: Delivery) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            about: about.to_owned(),
            body: BodyStyle::COMPACT,
            growth: Growth::default(),
            envelope,
            signing,
            delivery,
            retry: RetryPlan::never(),
            payloads: Vec::new(),
            facts: Vec::new(),
            entities: Vec::new(),
            rules: Vec::new(),
            stories: Vec::new(),
            api: None,
        }
    }

    /// With a layout of bodies other than compact.
    #[must_use]
    pub const fn body(mut self, style: BodyStyle) -> Self {
        self.body = style;
        self
    }

    /// With a retry plan.
    #[must_use]
    pub fn retry(mut self, plan: RetryPlan) -> Self {
        self.retry = plan;
        self
    }

    /// With payloads.
    #[must_use]
    pub fn payloads(mut self, payloads: impl IntoIterator<Item = Payload>) -> Self {
        self.payloads.extend(payloads);
        self
    }

    /// With facts. Those about a setting or a call get their values from what is set before.
    #[must_use]
    pub fn facts(mut self, facts: impl IntoIterator<Item = Fact>) -> Self {
        for mut fact in facts {
            let routes = self.api.map(|api| api.routes).unwrap_or_default();
            if fact.value.is_empty() {
                fact.value = self.setting(&fact.key).unwrap_or_default();
            } else if let Some(route) = routes.iter().find(|route| route.fact == fact.key) {
                fact.value = fact.value.replace(ROUTE, &format!("{} {}", route.method, route.path));
            }
            self.facts.push(fact);
        }
        self
    }

    /// With the ids of what events are about, the most telling first.
    #[must_use]
    pub fn entities(mut self, pointers: &[&str]) -> Self {
        self.entities.extend(pointers.iter().map(|pointer| (*pointer).to_owned()));
        self
    }

    /// With rules of coherence.
    #[must_use]
    pub fn rules(mut self, rules: impl IntoIterator<Item = Rule>) -> Self {
        self.rules.extend(rules);
        self
    }

    /// With stories.
    #[must_use]
    pub fn stories(mut self, stories: impl IntoIterator<Item = Story>) -> Self {
        self.stories.extend(stories);
        self
    }

    /// With a management API.
    #[must_use]
    pub const fn api(mut self, api: Api) -> Self {
        self.api = Some(api);
        self
    }

    /// The event types, in the provider's order.
    pub fn events(&self) -> impl Iterator<Item = &Payload> {
        self.payloads.iter().filter(|payload| payload.kind == Kind::Event)
    }

    /// A payload by its name.
    ///
    /// # Errors
    /// When there is none; the error names the nearest.
    pub fn payload(&self, name: &str) -> Result<&Payload, UnknownName> {
        self.payloads.iter().find(|payload| payload.name == name).ok_or_else(|| UnknownName {
            provider: self.id.clone(),
            name: name.to_owned(),
            nearest: crate::model::nearest(name, self.payloads.iter().map(|payload| payload.name.as_str())),
        })
    }

    /// Every rule of the payload of this name that a document breaks; none where there is no such payload.
    #[must_use]
    pub fn violations(&self, payload: &str, document: &Value) -> Vec<Violation> {
        self.payload(payload).map(|payload| payload.violations(document)).unwrap_or_default()
    }

    /// A fact by its key.
    #[must_use]
    pub fn fact(&self, key: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.key == key)
    }

    /// Whether a status code is a success for this provider.
    #[must_use]
    pub fn succeeds(&self, status: u16) -> bool {
        (self.delivery.success.0..=self.delivery.success.1).contains(&status)
    }
}

impl Envelope {
    /// An envelope that names its events and nothing else.
    #[must_use]
    pub fn named(pointer: &str) -> Self {
        Self {
            name: pointer.to_owned(),
            id: None,
            attempt: None,
            times: Vec::new(),
            identity: Vec::new(),
            secrets: Vec::new(),
        }
    }

    /// With the event's id.
    #[must_use]
    pub fn id(mut self, pointer: &str, form: IdForm) -> Self {
        self.id = Some(Slot { pointer: pointer.to_owned(), form });
        self
    }

    /// With the attempt's id.
    #[must_use]
    pub fn attempt(mut self, pointer: &str, form: IdForm) -> Self {
        self.attempt = Some(Slot { pointer: pointer.to_owned(), form });
        self
    }

    /// With a time of the event.
    #[must_use]
    pub fn time(mut self, pointer: &str, form: TimeForm) -> Self {
        self.times.push(TimeSlot { pointer: pointer.to_owned(), form, quoted: false });
        self
    }

    /// With a time of the event that is a count inside a string.
    #[must_use]
    pub fn quoted_time(mut self, pointer: &str, form: TimeForm) -> Self {
        self.times.push(TimeSlot { pointer: pointer.to_owned(), form, quoted: true });
        self
    }

    /// With an id that makes the payload another event.
    #[must_use]
    pub fn identity(mut self, pointer: &str, form: IdForm) -> Self {
        self.identity.push(Slot { pointer: pointer.to_owned(), form });
        self
    }

    /// With a secret member.
    #[must_use]
    pub fn secret(mut self, pointer: &str) -> Self {
        self.secrets.push(pointer.to_owned());
        self
    }
}

impl Signing {
    /// Always signed.
    #[must_use]
    pub const fn always(recipe: Recipe) -> Self {
        Self { recipe, optional: false }
    }

    /// Signed where a secret was agreed on.
    #[must_use]
    pub const fn optional(recipe: Recipe) -> Self {
        Self { recipe, optional: true }
    }
}
