//! The request of a delivery: the provider's headers, then the signature's.

use bytes::Bytes;

use crate::model::{Headers, Request};
use crate::provider::definition::Provider;
use crate::provider::ids::{IdForm, IdSource};
use crate::sign::{Material, Part, Renderer, SignError, Signer, Template};

impl Provider {
    /// Returns a request as it is sent: with the signature in the body, if it belongs there.
    pub(crate) fn on_wire(&self, mut request: Request) -> Request {
        if let Some(placed) = self.signing.recipe.placed(&mut request.headers, &request.body, self.body.layout) {
            request.body = Bytes::from(placed);
        }
        request
    }

    /// Builds the request for a body: the provider's headers, then the signature's.
    ///
    /// # Errors
    /// When a header or the signature needs a field that the body lacks, or the key cannot sign.
    pub fn request(&self, signer: Option<&Signer>, material: &Material<'_>) -> Result<Request, SignError> {
        let nonce = self.nonce(material);
        let material = &material.nonce(&nonce);
        let renderer = Renderer::new(*material, material.time.unix().to_string());
        let mut headers = Headers::new();
        for (name, value) in &self.delivery.headers {
            headers.push(name, filled(value, &renderer)?);
        }
        if material.retry > 0 {
            for (name, value) in &self.delivery.retry_headers {
                headers.set(name, filled(value, &renderer)?);
            }
        }
        for (name, value) in self.envelope.name.headers(material.event_name) {
            headers.set(&name, value);
        }
        if let Some(slot) = &self.envelope.header_id {
            headers.set(&slot.header, material.id);
        }
        for slot in &self.envelope.header_times {
            let at = if slot.sent { material.time } else { material.event_time.unwrap_or(material.time) };
            headers.set(&slot.header, at.write(slot.form));
        }
        if let Some(slot) = &self.envelope.header_attempt {
            let own = (!material.attempt.is_empty()).then(|| material.attempt.to_owned());
            // Without an id of its own, the first attempt at an event is meant.
            let first = || {
                let body = String::from_utf8_lossy(material.body);
                IdSource::new(0, "attempt", &[material.id, &body]).id(&slot.header, &slot.form)
            };
            headers.set(&slot.header, own.unwrap_or_else(first));
        }
        if let Some(signer) = signer {
            for (name, value) in signer.headers(material)?.iter() {
                headers.remove(name);
                headers.push(name, value);
            }
        }
        Ok(Request::new(self.delivery.method.as_str(), headers, Bytes::copy_from_slice(material.body)))
    }
}

impl Provider {
    /// Returns whether each attempt has a value that is new.
    pub(crate) fn sends_nonce(&self) -> bool {
        let is_in_header = |(_, value): &(String, String)| value.contains("{nonce}");
        self.signing.recipe.parts().any(|part| *part == Part::Nonce) || self.delivery.headers.iter().any(is_in_header)
    }

    /// Returns the nonce of an attempt, which follows from the rest if it has no other; empty if the scheme has none.
    pub(crate) fn nonce(&self, material: &Material<'_>) -> String {
        if !material.nonce.is_empty() || !self.sends_nonce() {
            return material.nonce.to_owned();
        }
        let (body, time) = (String::from_utf8_lossy(material.body), material.time.to_string());
        IdSource::new(0, "nonce", &[material.id, &time, &body]).id("nonce", &IdForm::Hex32)
    }
}

/// Fills the placeholders of a header's value. A value that is not a template is plain text.
fn filled(value: &str, renderer: &Renderer<'_>) -> Result<String, SignError> {
    match value.parse::<Template>() {
        Ok(template) => renderer.text(&template),
        Err(_) => Ok(value.to_owned()),
    }
}
