//! The identity of an event: its ids and times, and how a document gets new ones.

use crate::model::{Json, Timestamp};
use crate::provider::definition::Provider;
use crate::provider::envelope::{Envelope, Slot};
use crate::provider::ids::{IdForm, IdSource};
use crate::provider::payload::Payload;

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
            let old = document.pointer(&slot.pointer)?.as_str().filter(|old| slot.form.is_form_of(old))?;
            Some((old.to_owned(), ids.id(&slot.pointer, &slot.form)))
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

    /// Sets the times of sending.
    pub(crate) fn renew_sent(&self, document: &mut Json, now: Timestamp) {
        for slot in self.sent_times() {
            if document.pointer(&slot.pointer).is_some() {
                document.set(&slot.pointer, slot.spell(now));
            }
        }
    }

    /// Returns the fields that identify an event: its id, or the ids in its payload.
    pub fn identities(&self) -> impl Iterator<Item = &Slot> {
        self.id.iter().chain(&self.identity)
    }
}

fn fill(document: &mut Json, slot: &Slot, ids: &IdSource) {
    if document.pointer(&slot.pointer).is_some_and(|known| *known != Json::Null) {
        let placed = document.set(&slot.pointer, slot.form.spell(&ids.id(&slot.pointer, &slot.form)));
        debug_assert!(placed, "it was found a moment before");
    }
}

/// Returns the text with its last letter or digit changed. Hexadecimal texts stay hexadecimal.
pub(crate) fn varied(text: &str) -> String {
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

/// A smaller number may be a choice from a list, although its field is named as an id.
const LEAST_NUMBER: u64 = 1_000;

/// Number of texts that are tried when an event is made different.
const TRIES: usize = 32;

/// Returns whether the last name of a pointer indicates that its value is an id.
pub(crate) fn is_named_as_id(pointer: &str) -> bool {
    let name = pointer.rsplit('/').next().unwrap_or_default();
    let ends_with = |end: &str| {
        let start = name.len().checked_sub(end.len());
        start.and_then(|start| name.get(start..)).is_some_and(|last| last.eq_ignore_ascii_case(end))
    };
    name.eq_ignore_ascii_case("id") || ends_with("_id") || name.ends_with("Id") || ends_with("locator")
}

/// Replaces every id that is a number by another with as many digits, and returns whether there was one. Equal numbers
/// stay equal.
fn renew_numbers(document: &mut Json, ids: &IdSource) -> bool {
    let mut found = Vec::new();
    document.walk(&mut |pointer, value| {
        if let Json::Number(number) = value
            && is_named_as_id(pointer)
            && let Some(old) = number.as_u64().filter(|old| *old >= LEAST_NUMBER)
        {
            found.push((pointer.to_owned(), old));
        }
    });
    for (pointer, old) in &found {
        document.set(pointer, Json::Number(ids.number_like(*old).into()));
    }
    !found.is_empty()
}

/// Makes an event without ids differ from the one that it is based on: a text of its body is replaced by a similar one
/// that the schema allows.
fn make_different(payload: &Payload, document: &mut Json, ids: &IdSource) {
    let mut texts = Vec::new();
    document.walk(&mut |pointer, value| texts.extend(value.as_str().map(|text| (pointer.to_owned(), text.to_owned()))));
    let similar = texts.into_iter().filter_map(|(pointer, text)| {
        let other = ids.like(&pointer, &text);
        (other != text).then_some((pointer, other))
    });
    for (pointer, other) in similar.take(TRIES) {
        let mut changed = document.clone();
        changed.set(&pointer, Json::String(other));
        if payload.violations(&changed.to_value()).is_empty() {
            *document = changed;
            return;
        }
    }
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
            self.entities.iter().flat_map(|pattern| crate::provider::consistency::places(document, pattern)).collect();
        let own: Vec<&str> =
            self.envelope.id.iter().chain(&self.envelope.attempt).map(|slot| slot.pointer.as_str()).collect();
        let mut found = Vec::new();
        document.walk(&mut |pointer, value| {
            let Some(text) = value.as_str() else { return };
            // Nine digits may be something else, such as a bank account number.
            let is_id = || is_named_as_id(pointer) && IdForm::of(text).is_some_and(|form| form != IdForm::Digits9);
            if !own.contains(&pointer) && (known.iter().any(|known| known == pointer) || is_id()) {
                found.push(pointer.to_owned());
            }
        });
        found
    }

    /// Makes a document describe other entities: every id is replaced by another of the same form, and equal ids stay
    /// equal. Ids that identify the event are left to [`Envelope::renew_ids`]. Returns whether an id was replaced.
    pub fn renew_entities(&self, document: &mut Json, ids: &IdSource) -> bool {
        let is_identity = |pointer: &String| self.envelope.identity.iter().any(|slot| slot.pointer == *pointer);
        let texts: Vec<(String, String)> = self
            .entity_ids(document)
            .into_iter()
            .filter(|pointer| !is_identity(pointer))
            .filter_map(|pointer| {
                let old = document.pointer(&pointer)?.as_str()?.to_owned();
                let new = ids.like(&format!("entity {old}"), &old);
                (old != new).then_some((old, new))
            })
            .collect();
        replace(document, &texts);
        // Elsewhere the id of the event is in the body, and a number may be anything.
        let has_numbers = self.envelope.header_id.is_some() && renew_numbers(document, ids);
        has_numbers || !texts.is_empty()
    }

    /// Turns a document of an event type into another event about other entities: new ids and times. An event without
    /// any id differs in a text.
    pub(crate) fn renew_as_new(&self, payload: &Payload, document: &mut Json, ids: &IdSource, now: Timestamp) {
        let has_entities = self.renew_entities(document, ids);
        self.envelope.renew(document, ids, now);
        if !has_entities && !self.envelope.identities().any(|slot| document.pointer(&slot.pointer).is_some()) {
            make_different(payload, document, ids);
        }
    }

    /// Gives each id that occurs at several pointers of a document a value of its own. Examples agree as they should,
    /// but the smallest document of a schema has the same id everywhere.
    pub fn make_ids_distinct(&self, document: &mut Json) {
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
        self.make_consistent(event, document);
    }

    /// Returns the id of an event: the one in its body, or the one that its header carries. An id in a header follows
    /// from the content of the event, so that it is the same in every attempt. `None` if events have no id.
    #[must_use]
    pub fn event_id(&self, event: &str, document: &Json) -> Option<String> {
        if let Some(slot) = &self.envelope.id {
            return slot.read(document);
        }
        let slot = self.envelope.header_id.as_ref()?;
        let mut content = document.clone();
        if let Some(attempt) = &self.envelope.attempt {
            content.remove(&attempt.pointer);
        }
        for slot in self.envelope.sent_times() {
            content.remove(&slot.pointer);
        }
        // The order of fields is not part of the content.
        let content = content.to_value().to_string();
        Some(IdSource::new(0, "header", &[event, &content]).id(&slot.header, &slot.form))
    }

    /// Returns whether a delivery carries the id of its event outside the body, or signs it.
    #[cfg(any(feature = "cli", feature = "mock"))]
    pub(crate) fn sends_id(&self) -> bool {
        use crate::sign::Part;

        let is_in_header = |(_, value): &(String, String)| value.contains("{id}");
        self.envelope.header_id.is_some()
            || self.signing.recipe.parts().any(|part| *part == Part::Id)
            || self.delivery.headers.iter().any(is_in_header)
    }
}
