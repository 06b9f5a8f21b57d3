//! The answer that confirms a handshake: what it must have, and what is wrong with another one.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::{BodyStyle, Json, Response, StatusSet};
use crate::provider::handshake_text::HandshakeText;

/// A part of the answer to a handshake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AnswerPart {
    /// Where the value is.
    pub location: AnswerLocation,
    /// The value.
    pub value: HandshakeText,
}

/// Where a value is in the answer to a handshake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum AnswerLocation {
    /// The whole body; white space around it does not matter.
    Body,
    /// A field of a JSON body, by its pointer.
    Field(String),
    /// A header.
    Header(String),
}

/// The answer that confirms one handshake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExpectedAnswer {
    pub(super) method: String,
    pub(super) status: StatusSet,
    /// Each way needs all of its parts.
    pub(super) ways: Vec<Vec<ExpectedPart>>,
    pub(super) refused: Option<StatusSet>,
}

/// A part of the answer, with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ExpectedPart {
    pub(super) location: AnswerLocation,
    pub(super) value: String,
    /// The value, for people.
    pub(super) about: String,
}

impl AnswerPart {
    /// Creates a part of an answer.
    #[must_use]
    pub const fn new(location: AnswerLocation, value: HandshakeText) -> Self {
        Self { location, value }
    }
}

impl ExpectedPart {
    fn is_in(&self, response: &Response) -> bool {
        match &self.location {
            AnswerLocation::Body => String::from_utf8_lossy(&response.body).trim() == self.value,
            AnswerLocation::Field(pointer) => {
                Json::parse(&response.body).is_ok_and(|body| match body.pointer(pointer) {
                    Some(Json::String(text)) => *text == self.value,
                    Some(value) => value.write(BodyStyle::COMPACT) == self.value.as_bytes(),
                    None => false,
                })
            }
            AnswerLocation::Header(name) => {
                response.headers.get(name).is_some_and(|value| value.trim_ascii() == self.value.as_bytes())
            }
        }
    }
}

impl fmt::Display for ExpectedPart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { location, about, .. } = self;
        match location {
            AnswerLocation::Body => write!(formatter, "{about} as its body"),
            AnswerLocation::Field(pointer) => write!(formatter, "{about} at {pointer} of its body"),
            AnswerLocation::Header(name) => write!(formatter, "{about} in the header {name}"),
        }
    }
}

impl ExpectedAnswer {
    /// Returns what is wrong with an answer, to be read after "the endpoint"; `None` if it confirms the handshake.
    #[must_use]
    pub(crate) fn fault(&self, response: &Response) -> Option<String> {
        let Response { status, .. } = response;
        if !self.status.contains(*status) {
            return Some(format!("answered {status} to the handshake, a {}", self.method));
        }
        let has_all = |way: &Vec<ExpectedPart>| way.iter().all(|part| part.is_in(response));
        if self.ways.is_empty() || self.ways.iter().any(has_all) {
            return None;
        }
        let missing = self.ways.first()?.iter().find(|part| !part.is_in(response))?;
        Some(format!("answered {status} to the handshake, without {missing}"))
    }

    /// Returns what is wrong with the answer to a handshake that is not from the provider; `None` if it is a refusal.
    #[must_use]
    pub(crate) fn unrefused(&self, response: &Response) -> Option<String> {
        let status = response.status;
        match &self.refused {
            Some(refused) if refused.contains(status) => None,
            Some(refused) => Some(format!("answered {status}; it must refuse with {refused}")),
            None if self.fault(response).is_none() => Some(format!("answered {status}, which confirms it")),
            None if status >= 500 => Some(format!("answered {status} (a refusal is a 4xx)")),
            None => None,
        }
    }

    /// Describes the answer: `the challenge as its body, and 2xx`.
    #[must_use]
    pub(crate) fn describe(&self) -> String {
        let status = self.status.to_string();
        let ways = self.ways.iter().map(|way| way.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and "));
        match ways.collect::<Vec<_>>().join(", or ") {
            ways if ways.is_empty() => status,
            ways => format!("{ways}, and {status}"),
        }
    }

    /// Describes the answer to a handshake that is not from the provider: `401`.
    #[must_use]
    pub(crate) fn describe_refusal(&self) -> String {
        self.refused.as_ref().map_or_else(|| "a refusal".to_owned(), ToString::to_string)
    }
}
