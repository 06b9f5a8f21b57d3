//! The places of the name, the ids and the times of an event.

use serde::{Deserialize, Serialize};

use crate::model::{Json, TimeForm};
use crate::provider::ids::IdForm;
use crate::provider::name_source::NameSource;

/// The places of the parts of an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Envelope {
    /// Places of the event's name.
    pub name: NameSource,
    /// The event's id, which stays the same in all attempts.
    pub id: Option<Slot>,
    /// The event's id in a header, if it is not in the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header_id: Option<HeaderSlot>,
    /// The attempt's id, which is new in every attempt.
    pub attempt: Option<Slot>,
    /// The attempt's id in a header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header_attempt: Option<HeaderSlot>,
    /// Times that change with every event: the time of emission first, then the time when its resource changed.
    pub times: Vec<TimeSlot>,
    /// Times in headers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub header_times: Vec<HeaderTime>,
    /// Ids in the payload that identify the event if it has no event id.
    pub identity: Vec<Slot>,
    /// Fields whose values are secrets, masked in every report.
    pub secrets: Vec<String>,
}

/// A field that holds an id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Slot {
    /// JSON pointer.
    pub pointer: String,
    /// Form of the id.
    pub form: IdForm,
}

/// A header that holds an id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HeaderSlot {
    /// Name of the header.
    pub header: String,
    /// Form of the id.
    pub form: IdForm,
}

/// A field that holds a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TimeSlot {
    /// JSON pointer.
    pub pointer: String,
    /// Spelling.
    pub form: TimeForm,
    /// Whether a count since 1970 is written as a string.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quoted: bool,
    /// Whether it is the time of sending, which is new in each attempt, and not a time of the event.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sent: bool,
}

/// A header that holds a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HeaderTime {
    /// Name of the header.
    pub header: String,
    /// Spelling.
    pub form: TimeForm,
    /// Whether it is the time of sending, which is new in each attempt, and not the time of the event.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sent: bool,
}

impl Envelope {
    /// Creates an envelope with only the pointer to the event's name.
    #[must_use]
    pub fn named(pointer: &str) -> Self {
        Self::named_by(NameSource::pointer(pointer))
    }

    /// Creates an envelope with only the places of the event's name.
    #[must_use]
    pub const fn named_by(name: NameSource) -> Self {
        Self {
            name,
            id: None,
            header_id: None,
            attempt: None,
            header_attempt: None,
            times: Vec::new(),
            header_times: Vec::new(),
            identity: Vec::new(),
            secrets: Vec::new(),
        }
    }

    /// Sets the event's id.
    #[must_use]
    pub fn id(mut self, pointer: &str, form: IdForm) -> Self {
        self.id = Some(Slot { pointer: pointer.to_owned(), form });
        self
    }

    /// Sets a header that carries the event's id. The id follows from the content of the event, so it stays the same
    /// in all attempts.
    #[must_use]
    pub fn header_id(mut self, header: &str, form: IdForm) -> Self {
        self.header_id = Some(HeaderSlot { header: header.to_owned(), form });
        self
    }

    /// Returns whether events have an id, in the body or in a header.
    #[must_use]
    pub const fn has_id(&self) -> bool {
        self.id.is_some() || self.header_id.is_some()
    }

    /// Sets a header that carries the attempt's id.
    #[must_use]
    pub fn header_attempt(mut self, header: &str, form: IdForm) -> Self {
        self.header_attempt = Some(HeaderSlot { header: header.to_owned(), form });
        self
    }

    /// Sets the attempt's id.
    #[must_use]
    pub fn attempt(mut self, pointer: &str, form: IdForm) -> Self {
        self.attempt = Some(Slot { pointer: pointer.to_owned(), form });
        self
    }

    /// Adds a time of the event.
    #[must_use]
    pub fn time(mut self, pointer: &str, form: TimeForm) -> Self {
        self.times.push(TimeSlot { pointer: pointer.to_owned(), form, quoted: false, sent: false });
        self
    }

    /// Adds a header with the time of the event, which is the same in all attempts.
    #[must_use]
    pub fn header_time(mut self, header: &str, form: TimeForm) -> Self {
        self.header_times.push(HeaderTime { header: header.to_owned(), form, sent: false });
        self
    }

    /// Adds a header with the time of sending, which is new in each attempt.
    #[must_use]
    pub fn sent_header(mut self, header: &str, form: TimeForm) -> Self {
        self.header_times.push(HeaderTime { header: header.to_owned(), form, sent: true });
        self
    }

    /// Adds a time of the event that is a count in a string.
    #[must_use]
    pub fn quoted_time(mut self, pointer: &str, form: TimeForm) -> Self {
        self.times.push(TimeSlot { pointer: pointer.to_owned(), form, quoted: true, sent: false });
        self
    }

    /// Makes the time that was added last the time of sending, which is new in each attempt.
    #[must_use]
    pub fn sent(mut self) -> Self {
        if let Some(slot) = self.times.last_mut() {
            slot.sent = true;
        }
        self
    }

    /// Returns the times of sending.
    pub(crate) fn sent_times(&self) -> impl Iterator<Item = &TimeSlot> {
        self.times.iter().filter(|slot| slot.sent)
    }

    /// Adds an id that identifies the event.
    #[must_use]
    pub fn identity(mut self, pointer: &str, form: IdForm) -> Self {
        self.identity.push(Slot { pointer: pointer.to_owned(), form });
        self
    }

    /// Adds a secret field.
    #[must_use]
    pub fn secret(mut self, pointer: &str) -> Self {
        self.secrets.push(pointer.to_owned());
        self
    }
}

impl Slot {
    /// Returns the id in a document, as text.
    #[must_use]
    pub fn read(&self, document: &Json) -> Option<String> {
        match document.pointer(&self.pointer)? {
            Json::String(text) => Some(text.clone()),
            Json::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }
}
