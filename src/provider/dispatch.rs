//! From a document to an HTTP request: new ids and times, the provider's headers, the signature.

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

/// A source of new ids: the same source gives the same ids.
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
    /// Creates the id source of one delivery of a run, from the `seed` and `salt` of the run and a key that identifies
    /// the delivery.
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

    /// Returns an id for a purpose in the same form as `text`. If the form is unknown, only letters and digits are
    /// replaced, at the same positions. A text that is too short for that stays unchanged.
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
            // Texts longer than the digest must not repeat themselves.
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

    /// Returns the id for a purpose.
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

/// Minimum number of letters and digits in an id of unknown form that can be replaced by a similar one.
const LEAST_ID: usize = 6;

/// Returns the first eight bytes as a number.
fn number(digest: &[u8]) -> u64 {
    digest[..8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

impl IdForm {
    /// Every form, the most distinctive first.
    pub const ALL: [Self; 5] = [Self::Uuid, Self::Hex32, Self::Hex24, Self::Item9, Self::Digits9];

    /// Returns the form of a text.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.fits(text))
    }

    /// Returns whether a text has this form.
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
    /// Turns a document into another event: new ids and times. [`Provider::renew`] also repairs values that no longer
    /// agree.
    pub fn renew(&self, document: &mut Json, ids: &IdSource, now: Timestamp) {
        self.renew_ids(document, ids);
        self.renew_times(document, now);
    }

    /// Moves the times of an event to `now` and keeps its ids.
    pub fn renew_times(&self, document: &mut Json, now: Timestamp) {
        for slot in &self.times {
            if document.pointer(&slot.pointer).is_some() {
                document.set(&slot.pointer, slot.spell(now));
            }
        }
    }

    /// Gives a document new ids and keeps its times. An id that occurs several times is replaced by the same new id
    /// everywhere.
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

    /// Turns a document into another attempt at the same event.
    pub fn renew_attempt(&self, document: &mut Json, ids: &IdSource) {
        if let Some(slot) = &self.attempt {
            fill(document, slot, ids);
        }
    }

    /// Returns the fields that identify an event: its id, or the ids in its payload.
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

/// Returns the text with its last letter or digit changed. Hexadecimal texts stay hexadecimal.
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

/// Returns whether the last name of a pointer indicates that its value is an id.
fn is_named_as_id(pointer: &str) -> bool {
    let name = pointer.rsplit('/').next().unwrap_or_default();
    let lower = name.to_ascii_lowercase();
    lower == "id" || lower.ends_with("_id") || name.ends_with("Id") || lower.ends_with("locator")
}

/// Replaces every string value that equals one of the old texts with the new text.
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
    /// Returns the pointers of the ids of the entities in a document, without the ids of the event and of the attempt.
    /// They are found by the provider's list of entities, or by their name and form.
    #[must_use]
    pub fn entity_ids(&self, document: &Json) -> Vec<String> {
        let known: Vec<String> =
            self.entities.iter().flat_map(|pattern| crate::provider::cohere::places(document, pattern)).collect();
        let own: Vec<&str> =
            self.envelope.id.iter().chain(&self.envelope.attempt).map(|slot| slot.pointer.as_str()).collect();
        let mut found = Vec::new();
        document.walk(&mut |pointer, value| {
            let Some(text) = value.as_str() else { return };
            // Nine digits may be something else, such as a bank account number.
            let is_id = || IdForm::of(text).is_some_and(|form| form != IdForm::Digits9) && is_named_as_id(pointer);
            if !own.contains(&pointer) && (known.iter().any(|known| known == pointer) || is_id()) {
                found.push(pointer.to_owned());
            }
        });
        found
    }

    /// Makes a document describe other entities: every id is replaced by another of the same form, and equal ids stay
    /// equal. Ids that identify the event are left to [`Envelope::renew_ids`].
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

    /// Gives each id that occurs at several pointers of a document a value of its own. Examples agree as they should,
    /// but the smallest document of a schema has the same id everywhere.
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

    /// Changes only the last character of every id: the result is another event about other entities.
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

    /// Turns a document of an event type into another event, as it would be delivered: new ids and times, consistent by
    /// the provider's rules. Deliberate errors in a delivery are added after this.
    pub fn renew(&self, event: &str, document: &mut Json, ids: &IdSource, now: Timestamp) {
        self.envelope.renew(document, ids, now);
        self.cohere(event, document);
    }

    /// Builds the request for a body: the provider's headers, then the signature's.
    ///
    /// # Errors
    /// When the scheme signs a field that the body lacks, or the key cannot sign.
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
