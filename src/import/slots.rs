//! Finds where the name, the id and the time of events are, and says how sure that is.

use serde_json::Value;

use crate::import::draft::{Draft, Header};
use crate::import::lookup::fields;
use crate::model::{Headers, Json};
use crate::provider::{Basis, IdPattern, NameSource};
use crate::provider_file;

/// The fields that may have the id of an event, the best first.
const IDS: [&str; 9] = [
    "/event_id",
    "/eventId",
    "/payload/event_id",
    "/notification_id",
    "/notificationId",
    "/message_id",
    "/messageId",
    "/id",
    "/data/id",
];

/// The fields that have the time of an event, and of nothing else.
const EVENT_TIMES: [&str; 12] = [
    "/timestamp",
    "/occurred_at",
    "/occurredAt",
    "/event_time",
    "/eventTime",
    "/event_timestamp",
    "/eventDate",
    "/payload/occurred_at",
    "/data/occurred_at",
    "/sent_at",
    "/triggered_at",
    "/time",
];

/// The fields that may have the time of an event, or that of what the event is about.
const TIMES: [&str; 7] = [
    "/created",
    "/created_at",
    "/createdAt",
    "/creationDate",
    "/date",
    "/data/creationDate",
    "/data/attributes/createdAt",
];

/// Where a part of an event is.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    /// As in a provider file.
    pub(crate) text: String,
    pub(crate) basis: Basis,
    pub(crate) why: String,
}

pub(super) fn slot(text: impl Into<String>, basis: Basis, why: &str) -> Slot {
    Slot { text: text.into(), basis, why: why.to_owned() }
}

/// Returns whether a document has the name of an event at this source.
pub(super) fn is_in_body(source: &str, name: &str, document: &Value) -> bool {
    let Ok(source) = source.parse::<NameSource>() else { return false };
    source.pointers().next().is_some()
        && source.read(&Headers::new(), &Json::from(document.clone())).as_deref() == Some(name)
}

/// Returns the value of the first example with one.
fn example<'a>(events: &'a [Draft], pointer: &str) -> Option<&'a Value> {
    let examples = events.iter().flat_map(|event| &event.examples);
    examples.filter_map(|example| example.pointer(pointer)).find(|value| !value.is_null())
}

/// Returns how many events have a field. Of an event without a schema, all examples must have it.
fn count(events: &[Draft], pointer: &str) -> usize {
    let has = |event: &&Draft| match &event.schema {
        Some(schema) => !fields(schema, pointer).is_empty(),
        None => event.examples.iter().all(|example| example.pointer(pointer).is_some()),
    };
    events.iter().filter(has).count()
}

fn is_everywhere(events: &[Draft], pointer: &str) -> bool {
    count(events, pointer) == events.len()
}

/// Returns whether most schemas have a field. Examples must all have it.
fn is_in_most(events: &[Draft], pointer: &str) -> bool {
    let has_schemas = events.iter().all(|event| event.schema.is_some());
    is_everywhere(events, pointer) || (has_schemas && count(events, pointer) * 10 >= events.len() * 5)
}

/// Returns whether nearly all schemas have a field. Examples must all have it.
pub(super) fn is_nearly_everywhere(events: &[Draft], pointer: &str) -> bool {
    let has_schemas = events.iter().all(|event| event.schema.is_some());
    is_everywhere(events, pointer) || (has_schemas && count(events, pointer) * 10 >= events.len() * 8)
}

/// Finds where the ids are. An id next to the data of an event is that of the event only if its name is there, too.
pub(super) fn id(events: &[Draft], name: &Slot) -> Option<Slot> {
    let is_id =
        |header: &&Header| header.ends_with(&["-delivery", "-delivery-id", "webhook-id", "-event-id", "-message-id"]);
    let header = events.first()?.headers.iter().find(is_id).map(|header| &header.name);
    // A delivery with several events has no header with the id of one of them.
    let is_alone = events.iter().all(|event| event.in_list.is_none());
    let header =
        header.filter(|name| is_alone && events.iter().all(|event| event.headers.iter().any(|header| header.is(name))));
    if let Some(header) = header {
        return Some(slot(format!("header {header} uuid"), Basis::Assumed, "a header parameter of this name"));
    }
    let basis = if events.iter().all(|event| event.schema.is_none()) { Basis::Observed } else { Basis::Assumed };
    let is_envelope = name.text.starts_with("/data/");
    let pointers = IDS.iter().filter(|pointer| is_envelope || **pointer != "/data/id");
    pointers.filter(|pointer| is_nearly_everywhere(events, pointer)).find_map(|pointer| {
        let form = id_form(events, pointer)?;
        Some(slot(format!("{pointer} {form}"), basis, "a field of this name in every event, or nearly"))
    })
}

/// Returns the form of an id, if a schema or an example shows it.
pub(super) fn id_form(events: &[Draft], pointer: &str) -> Option<String> {
    let all = || events.iter().filter_map(|event| event.schema.as_ref()).flat_map(|schema| fields(schema, pointer));
    let word = |name: &str| all().find_map(|field| field.get(name)?.as_str());
    if word("format") == Some("uuid") {
        return Some("uuid".to_owned());
    }
    if let Some(pattern) = word("pattern") {
        let text = pattern.trim_start_matches('^').trim_end_matches('$');
        return text.parse::<IdPattern>().is_ok().then(|| text.to_owned());
    }
    let shown = example(events, pointer);
    if word("type") == Some("integer") || shown.is_some_and(Value::is_u64) {
        return Some("integer".to_owned());
    }
    if let Some(shown) = shown {
        return provider_file::id_form_like(shown.as_str()?);
    }
    let is_short = all().any(|field| field.get("maxLength").and_then(Value::as_u64).is_some_and(|most| most < 36));
    let is_text = word("type") == Some("string");
    (is_text && !is_short && word("const").is_none() && !all().any(|field| field.get("enum").is_some()))
        .then(|| "uuid".to_owned())
}

/// Finds where the times are.
pub(super) fn time(events: &[Draft]) -> Option<Slot> {
    let certain = EVENT_TIMES.iter().filter(|pointer| is_in_most(events, pointer));
    let others = TIMES.iter().filter(|pointer| is_nearly_everywhere(events, pointer));
    certain.chain(others).find_map(|pointer| {
        let schemas = events.iter().filter_map(|event| event.schema.as_ref());
        let all: Vec<&Value> = schemas.flat_map(|schema| fields(schema, pointer)).collect();
        let is =
            |name: &str, value: &str| all.iter().any(|field| field.get(name).and_then(Value::as_str) == Some(value));
        let shown = example(events, pointer);
        let count = shown.and_then(Value::as_i64);
        let text = shown.and_then(Value::as_str).filter(|text| text.parse::<crate::model::Timestamp>().is_ok());
        if is("type", "integer") || count.is_some() {
            let is_millis = count.is_some_and(|count| count > 100_000_000_000);
            let form = if is_millis { "unix-millis" } else { "unix-seconds" };
            let basis = if count.is_some() { Basis::Observed } else { Basis::Assumed };
            return Some(slot(format!("{pointer} {form}"), basis, "an integer in every event, or in most"));
        }
        if !is("format", "date-time") && text.is_none() {
            return None;
        }
        let fraction = text
            .and_then(|text| text.split_once('.'))
            .map_or(0, |(_, rest)| rest.bytes().take_while(u8::is_ascii_digit).count());
        let form = match fraction {
            0 => "rfc3339",
            1..=3 => "millis",
            _ => "micros",
        };
        let basis = match text {
            _ if !is_everywhere(events, pointer) => Basis::Assumed,
            _ if is("format", "date-time") && EVENT_TIMES.contains(pointer) => Basis::Documented,
            Some(_) => Basis::Observed,
            None => Basis::Assumed,
        };
        Some(slot(format!("{pointer} {form}"), basis, "a date-time in every event, or in most"))
    })
}

/// Returns the header that may have the signature.
pub(super) fn signature(events: &[Draft]) -> Option<String> {
    let mut names = events.iter().flat_map(|event| &event.headers).map(|header| &header.name);
    names.find(|name| name.to_ascii_lowercase().contains("signature")).cloned()
}
