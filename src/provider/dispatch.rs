//! From a document to what goes on the wire: fresh ids and times, the provider's headers, the signature.

use bytes::Bytes;
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

    /// An id for a purpose that looks like another one: of the same form, or, if that is none of the known ones, with
    /// other digits and letters in the same places. A text too short for that stays as it is.
    ///
    /// ```
    /// use hookproof::provider::IdSource;
    ///
    /// let ids = IdSource::new(7, "salt", &["redelivery-same"]);
    /// let like = ids.like("policy", "01JQYC3EXT");
    /// assert!(like != "01JQYC3EXT" && like.len() == 10 && like.starts_with(|one: char| one.is_ascii_digit()));
    /// assert_eq!(ids.like("policy", "A1"), "A1");
    /// ```
    #[must_use]
    pub fn like(&self, purpose: &str, text: &str) -> String {
        if let Some(form) = IdForm::of(text) {
            return self.id(purpose, form);
        }
        if text.chars().filter(char::is_ascii_alphanumeric).count() < LEAST_ID {
            return text.to_owned();
        }
        let digest = self.0.clone().chain_update(purpose.as_bytes()).finalize();
        let drawn = digest.iter().cycle().enumerate();
        let other = |(one, (nth, byte)): (char, (usize, &u8))| {
            // Texts longer than the digest do not repeat themselves.
            let byte = usize::from(byte.wrapping_add(u8::try_from(nth / digest.len() % 256).unwrap_or_default()));
            let of = |set: &str| set.chars().nth(byte % set.len()).unwrap_or(one);
            match one {
                '0'..='9' => of("0123456789"),
                'a'..='z' => of("abcdefghijklmnopqrstuvwxyz"),
                'A'..='Z' => of("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
                _ => one,
            }
        };
        text.chars().zip(drawn).map(other).collect()
    }

    /// The id for a purpose.
    #[must_use]
    pub fn id(&self, purpose: &str, form: IdForm) -> String {
        let digest = self.0.clone().chain_update(purpose.as_bytes()).finalize();
        let hex = const_hex::encode(&digest[..16]);
        match form {
            IdForm::Hex32 => hex,
            IdForm::Hex24 => hex[..24].to_owned(),
            IdForm::Item9 => format!("item_{:09}", number(&digest) % 1_000_000_000),
            IdForm::Digits9 => (100_000_000 + number(&digest) % 900_000_000).to_string(),
            // Version 4, variant 1: validators look at these two digits.
            IdForm::Uuid => {
                format!("{}-{}-4{}-a{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..])
            }
        }
    }
}

/// Characters of which an id must have so many letters and digits that another one can be made like it.
const LEAST_ID: usize = 6;

/// The first eight bytes as a number.
fn number(digest: &[u8]) -> u64 {
    digest[..8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

impl IdForm {
    /// Every form, those that little else looks like first.
    pub const ALL: [Self; 5] = [Self::Uuid, Self::Hex32, Self::Hex24, Self::Item9, Self::Digits9];

    /// The form that a text has.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.fits(text))
    }

    /// Whether a text has this form.
    #[must_use]
    pub fn fits(self, text: &str) -> bool {
        let hex = |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let digits = |text: &str| text.len() == 9 && text.bytes().all(|byte| byte.is_ascii_digit());
        match self {
            Self::Hex32 => hex(text, 32),
            Self::Hex24 => hex(text, 24),
            Self::Item9 => text.strip_prefix("item_").is_some_and(digits),
            Self::Digits9 => digits(text),
            Self::Uuid => {
                let lengths = [8, 4, 4, 4, 12];
                let mut groups = text.split('-');
                lengths.iter().all(|length| groups.next().is_some_and(|group| hex(group, *length)))
                    && groups.next().is_none()
            }
        }
    }
}

impl Envelope {
    /// Makes a document another event: fresh ids and times. [`Provider::renew`] mends what no longer agrees.
    pub fn renew(&self, document: &mut Json, ids: &IdSource, now: Timestamp) {
        self.renew_ids(document, ids);
        self.renew_times(document, now);
    }

    /// Moves the times of an event to `now` and leaves its ids.
    pub fn renew_times(&self, document: &mut Json, now: Timestamp) {
        for slot in &self.times {
            if document.pointer(&slot.pointer).is_some() {
                document.set(&slot.pointer, slot.spell(now));
            }
        }
    }

    /// Gives a document fresh ids and leaves its times. An id that stands in several places is the same new
    /// one in all of them.
    pub fn renew_ids(&self, document: &mut Json, ids: &IdSource) {
        let known = self.identities().filter_map(|slot| {
            let old = document.pointer(&slot.pointer)?.as_str().filter(|old| slot.form.fits(old))?;
            Some((old.to_owned(), ids.id(&slot.pointer, slot.form)))
        });
        replace(document, &known.collect::<Vec<_>>());
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

/// A text with another last letter or digit, which a hexadecimal number may have, too.
fn varied(text: &str) -> String {
    let Some((at, last)) = text.char_indices().rev().find(|(_, one)| one.is_ascii_alphanumeric()) else {
        return text.to_owned();
    };
    let other = match last {
        '9' => '8',
        '0'..='8' => '9',
        'b' => 'c',
        'a'..='z' => 'b',
        'B' => 'C',
        _ => 'B',
    };
    format!("{}{other}{}", &text[..at], &text[at + 1..])
}

/// Whether the last name of a pointer says that its value is an id.
fn is_named_as_id(pointer: &str) -> bool {
    let name = pointer.rsplit('/').next().unwrap_or_default();
    let lower = name.to_ascii_lowercase();
    lower == "id" || lower.ends_with("_id") || name.ends_with("Id") || lower.ends_with("locator")
}

/// Puts a new text wherever one of the old texts stands as a whole.
fn replace(document: &mut Json, texts: &[(String, String)]) {
    match document {
        Json::String(text) => {
            if let Some((_, new)) = texts.iter().find(|(old, _)| old == text) {
                text.clone_from(new);
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|item| replace(item, texts)),
        Json::Object(members) => members.iter_mut().for_each(|(_, value)| replace(value, texts)),
        _ => {}
    }
}

impl Provider {
    /// Pointers of the ids of the entities that a document is about, without the ids of the event and of the attempt.
    /// They are told by the provider's list of entities, or by their name and form.
    #[must_use]
    pub fn entity_ids(&self, document: &Json) -> Vec<String> {
        let known: Vec<String> =
            self.entities.iter().flat_map(|pattern| crate::provider::cohere::places(document, pattern)).collect();
        let own: Vec<&str> =
            self.envelope.id.iter().chain(&self.envelope.attempt).map(|slot| slot.pointer.as_str()).collect();
        let mut found = Vec::new();
        document.walk(&mut |pointer, value| {
            let Some(text) = value.as_str() else { return };
            // Nine digits may be anything, a bank's number for one.
            let is_id = || IdForm::of(text).is_some_and(|form| form != IdForm::Digits9) && is_named_as_id(pointer);
            if !own.contains(&pointer) && (known.iter().any(|known| known == pointer) || is_id()) {
                found.push(pointer.to_owned());
            }
        });
        found
    }

    /// Makes a document be about other entities: every id in it becomes another one of its form, the same wherever the
    /// same id stands. Ids that tell events from each other are left to [`Envelope::renew_ids`].
    pub fn renew_entities(&self, document: &mut Json, ids: &IdSource) {
        let is_identity = |pointer: &String| self.envelope.identity.iter().any(|slot| slot.pointer == *pointer);
        let texts: Vec<(String, String)> = self
            .entity_ids(document)
            .into_iter()
            .filter(|pointer| !is_identity(pointer))
            .filter_map(|pointer| {
                let old = document.pointer(&pointer)?.as_str()?.to_owned();
                let new = ids.like(&format!("entity {old}"), &old);
                Some((old, new))
            })
            .collect();
        replace(document, &texts);
    }

    /// Gives each id of a document that stands for several things a value of its own. Examples agree where they should;
    /// the smallest document of a schema holds one id everywhere.
    pub fn tell_ids_apart(&self, document: &mut Json) {
        let own = self.envelope.identities().map(|slot| slot.pointer.clone());
        let mut seen: Vec<String> =
            own.filter_map(|pointer| document.pointer(&pointer)?.as_str().map(str::to_owned)).collect();
        for pointer in self.entity_ids(document) {
            let Some(known) = document.pointer(&pointer).and_then(Json::as_str).map(str::to_owned) else { continue };
            if seen.contains(&known) {
                let other = IdSource::new(0, "apart", &[&pointer]).like(&known, &known);
                document.set(&pointer, Json::String(other));
            } else {
                seen.push(known);
            }
        }
    }

    /// Changes every id of a document in its last character only: it is another event about other entities.
    pub(crate) fn vary_ids(&self, document: &mut Json) {
        let own = self.envelope.identities().map(|slot| slot.pointer.clone());
        let known: Vec<String> = own.chain(self.entity_ids(document)).collect();
        let texts: Vec<(String, String)> = known
            .iter()
            .filter_map(|pointer| document.pointer(pointer)?.as_str())
            .map(|text| (text.to_owned(), varied(text)))
            .collect();
        replace(document, &texts);
    }

    /// Makes a document of an event type another event, as it would be delivered: fresh ids and times, and
    /// by the provider's rules coherent. What is to be wrong about a delivery is put in after this.
    pub fn renew(&self, event: &str, document: &mut Json, ids: &IdSource, now: Timestamp) {
        self.envelope.renew(document, ids, now);
        self.cohere(event, document);
    }

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
