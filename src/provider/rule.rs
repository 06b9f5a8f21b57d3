//! Consistency rules: the values of one event that must agree.
//!
//! They affect only generation. A schema describes everything that a consumer must be ready for; a rule describes the
//! subset that a real provider would send.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::{BodyStyle, Json};
use crate::provider::fact::Basis;
use crate::provider::source::Source;

/// A consistency rule for the values of an event, and how it is known.
///
/// ```
/// use hookproof::model::Json;
/// use hookproof::provider::{Form, Rule, Source};
/// use hookproof::providers;
///
/// let source = Source::read("our reading of the names", "2026-11-21");
/// let rule = Rule::assumed("closed", source, Form::holds("/status", ["closed"])).on(&["*_closed"]);
/// assert_eq!(rule.to_string(), "/status is \"closed\", in *_closed");
///
/// let mut event = Json::parse(br#"{"event_type":"person_closed","event_data":{"person":{"status":"created"}}}"#).unwrap();
/// providers::orum().make_consistent("person_closed", &mut event);
/// assert_eq!(event.pointer("/event_data/person/status"), Some(&Json::from("closed")));
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Rule {
    /// Name, unique within its provider.
    pub name: String,
    /// Event types that it applies to; `*` matches any characters.
    pub events: Vec<String>,
    /// Event types among those that it does not apply to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<String>,
    /// JSON pointer of the object that the other pointers start from; `*` matches any field or item, and each match is
    /// checked separately. Empty for the whole document.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub within: String,
    /// The rule applies only if this condition holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// The rule does not apply if this condition holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unless: Option<Condition>,
    /// The requirement.
    pub form: Form,
    /// The basis of the rule: how it is known.
    pub basis: Basis,
    /// Source of the rule; for an assumption, what it is based on.
    pub source: String,
    /// Day on which the source was read, `2026-11-21`.
    pub date: String,
}

/// A condition that a field holds one of some values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Condition {
    /// JSON pointer, relative to the start of the rule.
    pub pointer: String,
    /// The values; if empty, the field only has to be present and not null.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Json>,
}

/// The requirement of a rule, which also defines how a document that breaks it is repaired. Pointers are relative to
/// the start of the rule. Fields that are absent or null break only [`Form::Present`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Form {
    /// These fields hold the same value. The first one that is present and not null decides; a null field gets its
    /// value too.
    Agree {
        /// JSON pointers; `*` matches any field or item.
        pointers: Vec<String>,
    },
    /// Times in ascending order; a time that is later than the next one is moved back.
    InOrder {
        /// JSON pointers, earliest first; `*` matches any field or item.
        times: Vec<String>,
    },
    /// A number that is not less than another; the smaller one is raised.
    AtLeast {
        /// JSON pointer of the larger.
        pointer: String,
        /// JSON pointer of the smaller.
        least: String,
    },
    /// A number that counts the items of a list.
    Counts {
        /// JSON pointer of the number.
        pointer: String,
        /// JSON pointer of the list.
        list: String,
    },
    /// A field that holds one of these values if it is present. The same wrong value always gets the same replacement.
    Holds {
        /// JSON pointer.
        pointer: String,
        /// The values.
        values: Vec<Json>,
    },
    /// A field that is absent.
    Absent {
        /// JSON pointer.
        pointer: String,
    },
    /// A field that is present and not null; otherwise it gets the value of another.
    Present {
        /// JSON pointer.
        pointer: String,
        /// JSON pointer of the other.
        like: String,
    },
}

impl Rule {
    /// Creates a rule that the vendor states.
    #[must_use]
    pub fn documented(name: &str, source: Source<'_>, form: Form) -> Self {
        Self::new(Basis::Documented, name, source, form)
    }

    /// Creates a rule that published or recorded payloads follow.
    #[must_use]
    pub fn observed(name: &str, source: Source<'_>, form: Form) -> Self {
        Self::new(Basis::Observed, name, source, form)
    }

    /// Creates a rule that we infer from the names of fields.
    #[must_use]
    pub fn assumed(name: &str, source: Source<'_>, form: Form) -> Self {
        Self::new(Basis::Assumed, name, source, form)
    }

    fn new(basis: Basis, name: &str, source: Source<'_>, form: Form) -> Self {
        Self {
            name: name.to_owned(),
            events: vec!["*".to_owned()],
            except: Vec::new(),
            within: String::new(),
            when: None,
            unless: None,
            form,
            basis,
            source: source.location.to_owned(),
            date: source.day.to_owned(),
        }
    }

    /// Limits the rule to these event types.
    #[must_use]
    pub fn on(mut self, events: &[&str]) -> Self {
        self.events = owned(events);
        self
    }

    /// Excludes these event types.
    #[must_use]
    pub fn except(mut self, events: &[&str]) -> Self {
        self.except = owned(events);
        self
    }

    /// Sets the pointer that the other pointers start from.
    #[must_use]
    pub fn within(mut self, pointer: &str) -> Self {
        pointer.clone_into(&mut self.within);
        self
    }

    /// Limits the rule to documents in which a field is present and not null.
    #[must_use]
    pub fn when_there(mut self, pointer: &str) -> Self {
        self.when = Some(Condition { pointer: pointer.to_owned(), values: Vec::new() });
        self
    }

    /// Limits the rule to documents in which a field holds one of these values.
    #[must_use]
    pub fn when<V: Into<Json>>(mut self, pointer: &str, values: impl IntoIterator<Item = V>) -> Self {
        self.when = Some(Condition::new(pointer, values));
        self
    }

    /// Excludes documents in which a field holds one of these values.
    #[must_use]
    pub fn unless<V: Into<Json>>(mut self, pointer: &str, values: impl IntoIterator<Item = V>) -> Self {
        self.unless = Some(Condition::new(pointer, values));
        self
    }

    /// Returns whether the rule applies to an event type.
    #[must_use]
    pub fn is_about(&self, event: &str) -> bool {
        let named = |patterns: &[String]| patterns.iter().any(|pattern| matches(pattern, event));
        named(&self.events) && !named(&self.except)
    }
}

impl Condition {
    fn new<V: Into<Json>>(pointer: &str, values: impl IntoIterator<Item = V>) -> Self {
        Self { pointer: pointer.to_owned(), values: values.into_iter().map(Into::into).collect() }
    }
}

impl Form {
    /// Requires that these fields hold the same value.
    #[must_use]
    pub fn agree(pointers: &[&str]) -> Self {
        Self::Agree { pointers: owned(pointers) }
    }

    /// Requires that each of these times is not later than the next.
    #[must_use]
    pub fn in_order(times: &[&str]) -> Self {
        Self::InOrder { times: owned(times) }
    }

    /// Requires that the number at `pointer` is not less than the one at `least`.
    #[must_use]
    pub fn at_least(pointer: &str, least: &str) -> Self {
        Self::AtLeast { pointer: pointer.to_owned(), least: least.to_owned() }
    }

    /// Requires that the number at `pointer` is the number of items at `list`.
    #[must_use]
    pub fn counts(pointer: &str, list: &str) -> Self {
        Self::Counts { pointer: pointer.to_owned(), list: list.to_owned() }
    }

    /// Requires that the field holds one of these values.
    #[must_use]
    pub fn holds<V: Into<Json>>(pointer: &str, values: impl IntoIterator<Item = V>) -> Self {
        Self::Holds { pointer: pointer.to_owned(), values: values.into_iter().map(Into::into).collect() }
    }

    /// Requires that the field is absent.
    #[must_use]
    pub fn absent(pointer: &str) -> Self {
        Self::Absent { pointer: pointer.to_owned() }
    }

    /// Requires that the field is present and not null.
    #[must_use]
    pub fn present(pointer: &str, like: &str) -> Self {
        Self::Present { pointer: pointer.to_owned(), like: like.to_owned() }
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Returns whether a name matches a pattern, in which every `*` matches any characters.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, rest)) => name.strip_prefix(start).is_some_and(|name| {
            let mut ends = name.char_indices().map(|(at, _)| at).chain([name.len()]);
            ends.any(|at| matches(rest, &name[at..]))
        }),
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.form.fmt(formatter)?;
        if let Some(condition) = &self.when {
            write!(formatter, ", where {condition}")?;
        }
        if let Some(condition) = &self.unless {
            write!(formatter, ", unless {condition}")?;
        }
        if !self.within.is_empty() {
            write!(formatter, ", within {}", self.within)?;
        }
        if self.events != ["*"] {
            write!(formatter, ", in {}", self.events.join(", "))?;
        }
        if !self.except.is_empty() {
            write!(formatter, ", not in {}", self.except.join(", "))?;
        }
        Ok(())
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.values.is_empty() {
            write!(formatter, "{} is there", self.pointer)
        } else {
            write!(formatter, "{} is {}", self.pointer, listed(&self.values))
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Agree { pointers } => write!(formatter, "{}", pointers.join(" = ")),
            Self::InOrder { times } => write!(formatter, "{}", times.join(" <= ")),
            Self::AtLeast { pointer, least } => write!(formatter, "{pointer} >= {least}"),
            Self::Counts { pointer, list } => write!(formatter, "{pointer} counts {list}"),
            Self::Holds { pointer, values } => write!(formatter, "{pointer} is {}", listed(values)),
            Self::Absent { pointer } => write!(formatter, "{pointer} is absent"),
            Self::Present { pointer, like } => write!(formatter, "{pointer} is there, else it is {like}"),
        }
    }
}

fn listed(values: &[Json]) -> String {
    let text = |value: &Json| String::from_utf8_lossy(&value.write(BodyStyle::COMPACT)).into_owned();
    values.iter().map(text).collect::<Vec<_>>().join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_letters() {
        for (pattern, name, fits) in [
            ("*", "", true),
            ("person_*", "person_created", true),
            ("*_verified", "person_verified", true),
            ("*_verified", "person_unverified", false),
            ("*a*b", "xaayb", true),
            ("*a*b", "xaaybc", false),
            ("é*", "éa", true),
        ] {
            assert_eq!(matches(pattern, name), fits, "{pattern} {name}");
        }
    }
}
