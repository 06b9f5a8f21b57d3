//! What the signature headers of a delivery say.

use crate::model::Headers;
use crate::sign::capture::capture;
use crate::sign::error::Refusal;
use crate::sign::recipe::{Recipe, SignatureHeader};
use crate::sign::template::Part;

/// The values in the signature headers of a delivery.
#[derive(Clone, Default)]
pub(super) struct Sent<'a> {
    pub(super) time: Option<&'a str>,
    pub(super) id: Option<&'a str>,
    pub(super) event: Option<&'a str>,
    pub(super) nonce: Option<&'a str>,
    /// The secret, in schemes that send it next to a signature.
    pub(super) secrets: Vec<&'a str>,
    pub(super) signatures: Vec<&'a str>,
    /// The name of the signature header.
    pub(super) carrier: &'a str,
}

impl<'a> Sent<'a> {
    /// Reads the signature headers.
    pub(super) fn read(recipe: &'a Recipe, headers: &'a Headers) -> Result<Self, Refusal> {
        let mut sent = Self::default();
        for header in recipe.headers.iter().filter(|header| header.second.is_none()) {
            sent.take(recipe, header, headers)?;
        }
        Ok(sent)
    }

    /// Adds the values in one header.
    pub(super) fn take(
        &mut self,
        recipe: &'a Recipe,
        header: &'a SignatureHeader,
        headers: &'a Headers,
    ) -> Result<(), Refusal> {
        for (part, text) in capture(recipe, header, headers)? {
            if recipe.is_signature(&part) {
                self.signatures.push(text);
                self.carrier = &header.name;
            } else if part == Part::Secret {
                self.secrets.push(text);
            } else if !self.agrees(&part, text) {
                return Err(Refusal::Form { header: header.name.clone(), form: header.value.to_string() });
            }
        }
        Ok(())
    }

    /// Keeps the text of a placeholder. Returns whether it is the only text of that placeholder: with two different
    /// texts, a consumer might check one of them and use the other.
    fn agrees(&mut self, part: &Part, text: &'a str) -> bool {
        let slot = match part {
            Part::Time => &mut self.time,
            Part::Id => &mut self.id,
            Part::Event => &mut self.event,
            Part::Nonce => &mut self.nonce,
            _ => return true,
        };
        slot.replace(text).is_none_or(|before| before == text)
    }

    /// Returns these values with those of the claims of a token; `None` if they do not agree.
    pub(super) fn with_claims(&self, claims: &'a [(Part, String)]) -> Option<Self> {
        let mut sent = self.clone();
        claims.iter().all(|(part, text)| sent.agrees(part, text)).then_some(sent)
    }
}
