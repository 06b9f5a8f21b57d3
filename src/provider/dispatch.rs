//! From a document to what goes on the wire: fresh ids and times, the provider's headers, the signature.

use bytes::Bytes;
use serde_json::Number;
use sha2::Digest;
use sha2::Sha256;

use crate::model::Headers;
use crate::model::Json;
use crate::model::Placed;
use crate::model::Request;
use crate::model::Timestamp;
use crate::provider::sheet::Envelope;
use crate::provider::sheet::IdForm;
use crate::provider::sheet::Provider;
use crate::provider::sheet::Slot;
use crate::provider::sheet::TimeSlot;
use crate::sign::Material;
use crate::sign::SignError;
use crate::sign::Signer;

/// Where fresh ids come from: the same source gives the same ids.
///
/// ```
/// use hookproof::provider::{IdForm, IdSource};
///
/// let ids = IdSource::new(7, "salt", &["redelivery-same", "order-created"]);
/// assert_eq!(ids.id("event", IdForm::Hex32), ids.id("event", IdForm::Hex32));
/// assert_ne!(ids.id("event", IdForm::Hex32), ids.id("attempt", IdForm::Hex32));
/// assert_eq!(ids.id("event", IdForm::Uuid).len(), 36);
/// ```
#[derive(Clone, Debug)]
pub struct IdSource(Sha256);

impl IdSource {
    /// Ids for one delivery of a run: `seed` and `salt` of the run, and what tells the delivery from others.
    #[must_use]
    pub fn new(seed: u64, salt: &str, key: &[&str]) -> Self {
        let mut state = Sha256::new();
        state.update(seed.to_le_bytes());
        for part in std::iter::once(salt).chain(key.iter().copied()) {
            // Lengths keep ("ab", "c") and ("a", "bc") apart.
            state.update((part.len() as u64).to_le_bytes());
            state.update(part.as_bytes());
        }
        Self(state)
    }

    /// The id for a purpose.
    #[must_use]
    pub fn id(&self, purpose: &str, form: IdForm) -> String {
        let digest = self.0.clone().chain_update(purpose.as_bytes()).finalize();
        let hex = const_hex::encode(&digest[..16]);
        match form {
            IdForm::Hex32 => hex,
            IdForm::Hex24 => hex[..24].to_owned(),
            IdForm::Item9 => {
                let number = digest[..8].iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
                format!("item_{:09}", number % 1_000_000_000)
            }
            // Version 4, variant 1: validators look at these two digits.
            IdForm::Uuid => {
                format!("{}-{}-4{}-a{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
            }
        }
    }
}

impl Envelope {
    /// Makes a document another event: fresh ids and times.
    pub fn renew(&self, document: &mut Json, ids: &IdSource, now: Timestamp) {
        self.renew_ids(document, ids);
        for slot in &self.times {
            if document.pointer(&slot.pointer).is_some() {
                document.set(&slot.pointer, spell(slot, now));
            }
        }
    }

    /// Gives a document fresh ids and leaves its times.
    pub fn renew_ids(&self, document: &mut Json, ids: &IdSource) {
        for slot in self.identities() {
            fill(document, slot, ids);
        }
        self.renew_attempt(document, ids);
    }

    /// Makes a document another attempt at the same event.
    pub fn renew_attempt(&self, document: &mut Json, ids: &IdSource) {
        if let Some(slot) = &self.attempt {
            fill(document, slot, ids);
        }
    }

    /// The members that make two bodies the same event: its id, or the ids inside it.
    pub fn identities(&self) -> impl Iterator<Item = &Slot> {
        self.id.iter().chain(&self.identity)
    }
}

fn fill(document: &mut Json, slot: &Slot, ids: &IdSource) {
    if document.pointer(&slot.pointer).is_some_and(|known| *known != Json::Null) {
        let placed = document.set(&slot.pointer, Json::String(ids.id(&slot.pointer, slot.form)));
        debug_assert_eq!(placed, Placed::Yes, "it was found a moment before");
    }
}

fn spell(slot: &TimeSlot, now: Timestamp) -> Json {
    let text = now.write(slot.form);
    match text.parse::<i64>() {
        Ok(count) if !slot.quoted => Json::Number(Number::from(count)),
        _ => Json::String(text),
    }
}

impl Provider {
    /// The request that carries a body: the provider's headers, then the signature's.
    ///
    /// # Errors
    /// When the scheme signs a member that the body lacks, or the key cannot sign.
    pub fn request(&self, signer: Option<&Signer>, material: &Material<'_>) -> Result<Request, SignError> {
        let mut headers: Headers =
            self.delivery.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        if let Some(signer) = signer {
            for (name, value) in signer.headers(material)?.iter() {
                headers.push(name, value);
            }
        }
        Ok(Request::new(self.delivery.method.as_str(), headers, Bytes::copy_from_slice(material.body)))
    }
}
