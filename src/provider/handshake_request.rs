//! From a handshake to an HTTP request, and to the answer that confirms it.

use crate::model::{Request, Timestamp};
use crate::provider::definition::Provider;
use crate::provider::handshake::Handshake;
use crate::provider::handshake_answer::ExpectedAnswer;
use crate::provider::handshake_text::HandshakeValues;
use crate::provider::ids::{IdForm, IdSource};
use crate::sign::{Material, SignError, Signer};

/// The key and the address of a handshake.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HandshakeParties<'a> {
    /// Signs as the provider does.
    pub(crate) signer: Option<&'a Signer>,
    /// The text that provider and consumer agreed on.
    pub(crate) token: &'a str,
    /// The endpoint.
    pub(crate) url: &'a str,
}

impl Provider {
    /// Builds the request of a handshake, and the answer that confirms it.
    ///
    /// # Errors
    /// When the key cannot sign.
    pub(crate) fn handshake_request(
        &self,
        handshake: &Handshake,
        parties: HandshakeParties<'_>,
        ids: &IdSource,
        now: Timestamp,
    ) -> Result<(Request, ExpectedAnswer), SignError> {
        let (challenge, id) = (ids.id("challenge", &handshake.challenge), ids.id("handshake", &IdForm::Uuid));
        let time = self.envelope.times.first().map_or_else(|| now.unix().to_string(), |slot| now.write(slot.form));
        let HandshakeParties { signer, token, url } = parties;
        let values = HandshakeValues { challenge: &challenge, token, time: &time, id: &id, signer };
        let query = handshake.query_of(&values)?;
        let body = handshake.body.as_ref().map_or_else(|| Ok(String::new()), |text| text.fill(&values))?;
        let url = crate::model::with_query(url, &query);
        let material = Material::of(body.as_bytes()).at(now).id(&id).url(&url).method(&handshake.method);
        let mut request = self.request(signer.filter(|_| handshake.signed), &material)?;
        if handshake.body.is_none() {
            request.headers.remove("content-type");
        }
        for (name, text) in &handshake.headers {
            request.headers.set(name, text.fill(&values)?.as_str());
        }
        handshake.method.clone_into(&mut request.method);
        request.query = query;
        Ok((request, handshake.expected(&values)?))
    }
}
