//! Handshakes: what a provider asks an endpoint before it delivers events.

use serde::{Deserialize, Serialize};

use crate::model::StatusSet;
use crate::provider::handshake_answer::{AnswerPart, ExpectedAnswer, ExpectedPart};
use crate::provider::handshake_text::{HandshakePart, HandshakeText, HandshakeValues};
use crate::provider::ids::IdForm;
use crate::sign::SignError;

/// A request by which a provider tests, before it delivers, that an endpoint exists and wants deliveries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Handshake {
    /// Name for people: `url_verification`.
    pub name: String,
    /// HTTP method.
    pub method: String,
    /// Fields of the query, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub query: Vec<(String, HandshakeText)>,
    /// Headers other than those of the signature.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<(String, HandshakeText)>,
    /// Body, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<HandshakeText>,
    /// Form of the challenge.
    pub challenge: IdForm,
    /// Whether it is signed as deliveries are.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub signed: bool,
    /// Statuses of the expected answer.
    pub status: StatusSet,
    /// What the answer must have. There may be several ways to answer, and each needs all of its parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Vec<AnswerPart>>,
    /// Statuses with which a handshake that is not from the provider must be refused, if the provider tests it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<StatusSet>,
}

impl Handshake {
    /// Creates a handshake without a challenge; any success confirms it.
    #[must_use]
    pub fn new(name: &str, method: &str) -> Self {
        Self {
            name: name.to_owned(),
            method: method.to_owned(),
            query: Vec::new(),
            headers: Vec::new(),
            body: None,
            challenge: IdForm::Hex32,
            signed: false,
            status: StatusSet::success(),
            answers: Vec::new(),
            refused: None,
        }
    }

    /// Returns whether the request carries the token that provider and consumer agreed on.
    #[must_use]
    pub fn has_token(&self) -> bool {
        let fields = self.query.iter().chain(&self.headers).map(|(_, text)| text);
        fields.chain(&self.body).any(|text| text.has(&HandshakePart::Token))
    }

    /// Returns whether the answer is computed with the secret.
    #[must_use]
    pub fn needs_secret(&self) -> bool {
        self.answers.iter().flatten().any(|part| part.value.algorithms().next().is_some())
    }

    /// Fills the query.
    pub(super) fn query_of(&self, values: &HandshakeValues<'_>) -> Result<String, SignError> {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, text) in &self.query {
            query.append_pair(name, &text.fill(values)?);
        }
        Ok(query.finish())
    }

    /// Fills what the answer must have.
    pub(super) fn expected(&self, values: &HandshakeValues<'_>) -> Result<ExpectedAnswer, SignError> {
        let part = |part: &AnswerPart| {
            Ok(ExpectedPart {
                location: part.location.clone(),
                value: part.value.fill(values)?,
                about: part.value.about(),
            })
        };
        let ways = self.answers.iter().map(|way| way.iter().map(part).collect()).collect::<Result<_, SignError>>()?;
        let (status, refused) = (self.status.clone(), self.refused.clone());
        Ok(ExpectedAnswer { method: self.method.clone(), status, ways, refused })
    }
}
