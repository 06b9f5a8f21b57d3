//! Times in a document: read in any spelling, and written again in the same spelling.

use std::time::Duration;

use serde_json::Number;

use crate::model::{Json, TimeForm, Timestamp};
use crate::provider::consistency;
use crate::provider::definition::Provider;
use crate::provider::envelope::{Envelope, TimeSlot};
use crate::provider::rule::Form;

/// A time as it is written in a document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spelled {
    /// Microseconds since 1970.
    pub(super) micros: i64,
    /// The precision of the spelling, in microseconds.
    pub(super) unit: i64,
}

impl Spelled {
    /// Returns whether it is after another, at the precision of both spellings.
    pub(super) fn is_after(self, other: Self) -> bool {
        let unit = self.unit.max(other.unit);
        self.micros.div_euclid(unit) > other.micros.div_euclid(unit)
    }
}

impl TimeSlot {
    /// Writes a time in the spelling of this field.
    #[must_use]
    pub fn spell(&self, at: Timestamp) -> Json {
        let text = at.write(self.form);
        match text.parse::<i64>() {
            Ok(count) if !self.quoted => Json::Number(Number::from(count)),
            _ => Json::String(text),
        }
    }
}

impl Envelope {
    /// Returns the slot of a count, because its text does not show its unit.
    fn count(&self, pointer: &str) -> Option<&TimeSlot> {
        self.times.iter().find(|slot| slot.form.is_count() && slot.pointer == pointer)
    }

    /// Reads the time at a pointer; `None` if there is no time.
    pub(super) fn time_at(&self, document: &Json, pointer: &str) -> Option<Spelled> {
        let value = document.pointer(pointer)?;
        if let Some(slot) = self.count(pointer) {
            let count = match value {
                Json::Number(number) => number.as_i64().or_else(|| number.as_u64().map(|_| i64::MAX))?,
                Json::String(text) => text.parse().ok()?,
                _ => return None,
            };
            let unit = if slot.form == TimeForm::UnixSeconds { 1_000_000 } else { 1_000 };
            return Some(Spelled { micros: count.saturating_mul(unit), unit });
        }
        let text = value.as_str()?;
        if is_date(text) {
            let at: Timestamp = format!("{text}T00:00:00Z").parse().ok()?;
            return Some(Spelled { micros: at.micros(), unit: 86_400_000_000 });
        }
        let at: Timestamp = text.parse().ok()?;
        let unit = 10_i64.pow(6 - u32::try_from(decimals(text).min(6)).unwrap_or(6));
        Some(Spelled { micros: at.micros(), unit })
    }

    /// Replaces the time at a pointer, in the spelling of the old one.
    pub(super) fn put_time(&self, document: &mut Json, pointer: &str, micros: i64) {
        let at = Timestamp::from_micros(micros);
        let spelled = match (self.count(pointer), document.pointer(pointer)) {
            (Some(slot), _) => slot.spell(at),
            (None, Some(Json::String(like))) => Json::String(written_like(like, at)),
            _ => return,
        };
        document.set(pointer, spelled);
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// Returns the number of decimals in the seconds of a time.
fn decimals(text: &str) -> usize {
    text.split_once('.').map_or(0, |(_, rest)| rest.bytes().take_while(u8::is_ascii_digit).count())
}

/// Writes a time with as many decimals as another, and with its `Z` or `+00:00`.
fn written_like(like: &str, at: Timestamp) -> String {
    let text = at.write(TimeForm::Micros);
    if is_date(like) {
        return text.split('T').next().unwrap_or_default().to_owned();
    }
    let (whole, fraction) = text.trim_end_matches('Z').split_once('.').unwrap_or((&text, ""));
    let zone = if like.ends_with(['Z', 'z']) { "Z" } else { "+00:00" };
    match decimals(like) {
        0 => format!("{whole}{zone}"),
        wanted => format!("{whole}.{:0<wanted$}{zone}", &fraction[..fraction.len().min(wanted)]),
    }
}

impl Provider {
    /// Returns JSON pointers of the times in a document of an event type: those of the envelope first, then those that
    /// the rules order.
    ///
    /// ```
    /// use hookproof::{model::Json, providers};
    ///
    /// let event = Json::parse(br#"{"created_at":"2026-01-31T09:30:00.000Z","event_data":{"person":{"updated_at":"2026-01-31T09:29:59Z"}}}"#).unwrap();
    /// assert_eq!(providers::orum().times("person_created", &event), ["/created_at", "/event_data/person/updated_at"]);
    /// ```
    #[must_use]
    pub fn times(&self, event: &str, document: &Json) -> Vec<String> {
        let mut found: Vec<String> = self.envelope.times.iter().map(|slot| slot.pointer.clone()).collect();
        for rule in self.rules.iter().filter(|rule| rule.is_about(event)) {
            let Form::InOrder { times } = &rule.form else { continue };
            for start in consistency::places(document, &rule.within) {
                for time in times {
                    for place in consistency::places(document, &format!("{start}{time}")) {
                        if !found.contains(&place) {
                            found.push(place);
                        }
                    }
                }
            }
        }
        found.retain(|pointer| self.envelope.time_at(document, pointer).is_some());
        found
    }

    /// Makes a document older: every time that [`times`](Self::times) finds moves back by this duration. Units that are
    /// finer than the precision of a spelling are lost.
    pub fn age(&self, event: &str, document: &mut Json, by: Duration) {
        let by = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        for pointer in self.times(event, document) {
            if self.envelope.sent_times().any(|slot| slot.pointer == pointer) {
                continue;
            }
            if let Some(time) = self.envelope.time_at(document, &pointer) {
                self.envelope.put_time(document, &pointer, time.micros.saturating_sub(by));
            }
        }
    }

    /// Returns when an event happened: the first time of its envelope that the document contains.
    pub(crate) fn happened(&self, event: &str, document: &Json) -> Option<Timestamp> {
        let own = |pointer: &String| self.envelope.times.iter().any(|slot| slot.pointer == *pointer && !slot.sent);
        let pointer = self.times(event, document).into_iter().find(own)?;
        Some(Timestamp::from_micros(self.envelope.time_at(document, &pointer)?.micros))
    }

    /// Returns the JSON pointer of the id of a document's entity; `None` if it contains no such id.
    ///
    /// ```
    /// use hookproof::{model::Json, providers};
    ///
    /// let event = Json::parse(br#"{"task_id":"1","link_id":"2"}"#).unwrap();
    /// assert_eq!(providers::truv().entity(&event).as_deref(), Some("/task_id"));
    /// ```
    #[must_use]
    pub fn entity(&self, document: &Json) -> Option<String> {
        let is_id = |pointer: &String| document.pointer(pointer).is_some_and(|id| id.as_str().is_some());
        self.entities.iter().find_map(|pattern| consistency::places(document, pattern).into_iter().find(is_id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_like_another() {
        let at: Timestamp = "2026-01-31T09:30:00.123456Z".parse().unwrap();
        for (like, text) in [
            ("2000-01-01T00:00:00Z", "2026-01-31T09:30:00Z"),
            ("2000-01-01T00:00:00.1Z", "2026-01-31T09:30:00.1Z"),
            ("2000-01-01T00:00:00.000000+00:00", "2026-01-31T09:30:00.123456+00:00"),
            ("2000-01-01T00:00:00.000-05:00", "2026-01-31T09:30:00.123+00:00"),
            ("2000-01-01T00:00:00.000000000Z", "2026-01-31T09:30:00.123456000Z"),
            ("2000-01-01", "2026-01-31"),
        ] {
            assert_eq!(written_like(like, at), text, "{like}");
        }
    }

    #[test]
    fn times_are_compared_as_exactly_as_both_are_spelled() {
        let envelope = Envelope::named("/e").time("/s", TimeForm::UnixSeconds);
        let document = Json::parse(
            br#"{"s":1769851800,"a":"2026-01-31T09:30:00.999Z","b":"2026-01-31T09:30:01Z","d":"2026-01-31"}"#,
        )
        .unwrap();
        let at = |pointer| envelope.time_at(&document, pointer).unwrap();
        assert!(!at("/a").is_after(at("/s")), "within the same second");
        assert!(at("/b").is_after(at("/s")));
        assert!(at("/b").is_after(at("/a")) && !at("/a").is_after(at("/b")));
        assert!(!at("/b").is_after(at("/d")), "within the same day");
        assert!(envelope.time_at(&document, "/e").is_none());
    }
}
