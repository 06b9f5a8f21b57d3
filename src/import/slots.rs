//! Finds where the name, the id and the time of events are, and says how sure that is.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::import::draft::Draft;
use crate::model::{Headers, Json};
use crate::provider::{Basis, IdPattern, NameSource};

/// The fields that may have the name of an event, the best first.
const NAMES: [&str; 9] =
    ["/type", "/event", "/event_type", "/eventType", "/event_name", "/topic", "/action", "/event/type", "/data/type"];

const IDS: [&str; 4] = ["/event_id", "/eventId", "/id", "/webhook_id"];

const TIMES: [&str; 7] =
    ["/created", "/created_at", "/createdAt", "/timestamp", "/time", "/occurred_at", "/event_time"];

/// References are followed this many times.
const MOST_STEPS: usize = 16;

/// Where a part of an event is.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    /// As in a provider file.
    pub(crate) text: String,
    pub(crate) basis: Basis,
    pub(crate) why: String,
}

fn slot(text: impl Into<String>, basis: Basis, why: &str) -> Slot {
    Slot { text: text.into(), basis, why: why.to_owned() }
}

/// Returns the schemas of the field at a pointer.
fn fields<'a>(schema: &'a Value, pointer: &str) -> Vec<&'a Value> {
    let mut at = vec![schema];
    for name in pointer.split('/').skip(1) {
        let all = at.iter().flat_map(|one| whole(schema, one, MOST_STEPS));
        at = all.filter_map(|one| one.get("properties")?.get(name)).collect();
    }
    at.iter().flat_map(|one| whole(schema, one, MOST_STEPS)).collect()
}

/// Returns a schema with those that it always includes.
fn whole<'a>(root: &'a Value, schema: &'a Value, steps: usize) -> Vec<&'a Value> {
    let Some(steps) = steps.checked_sub(1) else { return Vec::new() };
    let mut found = vec![schema];
    let target = schema.get("$ref").and_then(Value::as_str).and_then(|to| root.pointer(to.strip_prefix('#')?));
    let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
    for inner in target.into_iter().chain(parts).take(MOST_STEPS) {
        found.extend(whole(root, inner, steps));
    }
    found
}

/// Returns the only value that a schema allows at a pointer.
fn constant(schema: &Value, pointer: &str) -> Option<String> {
    fields(schema, pointer).into_iter().find_map(|field| {
        let listed = field.get("enum").and_then(Value::as_array).filter(|values| values.len() == 1);
        field.get("const").or_else(|| listed?.first())?.as_str().map(str::to_owned)
    })
}

/// Returns whether a schema allows a key among others at a pointer.
fn allows(schema: &Value, pointer: &str, key: &str) -> bool {
    let listed =
        |field: &&Value| field.get("enum").and_then(Value::as_array).is_some_and(|all| all.contains(&key.into()));
    fields(schema, pointer).iter().any(listed)
}

fn is_distinct(names: &[String]) -> bool {
    names.iter().collect::<BTreeSet<_>>().len() == names.len()
}

/// Finds where the names are, and gives each event its name.
pub(super) fn name(events: &mut [Draft]) -> Slot {
    let (source, names, basis, why) = found_name(events);
    for (event, name) in events.iter_mut().zip(names) {
        event.name = name;
    }
    slot(source, basis, why)
}

type Named = (String, Vec<String>, Basis, &'static str);

fn found_name(events: &[Draft]) -> Named {
    let with_schema = events.iter().all(|event| event.schema.is_some());
    let header = |event: &Draft| {
        let is_name = |name: &str| {
            let name = name.to_ascii_lowercase();
            name.ends_with("-event") || name.ends_with("-topic") || name.ends_with("-event-type")
        };
        event.headers.iter().find(|(name, value)| is_name(name) && value.is_some()).cloned()
    };
    if with_schema {
        let constants = |pointer: &str| -> Option<Vec<String>> {
            events.iter().map(|event| constant(event.schema.as_ref()?, pointer)).collect()
        };
        for pointer in NAMES {
            if let Some(names) = constants(pointer).filter(|names| is_distinct(names)) {
                return (pointer.to_owned(), names, Basis::Documented, "a constant in the schema of each event");
            }
        }
        let headers: Option<Vec<(String, Option<String>)>> = events.iter().map(header).collect();
        if let Some(headers) = headers
            && let Some((first, _)) = headers.first().cloned()
            && headers.iter().all(|(name, _)| name.eq_ignore_ascii_case(&first))
        {
            let values: Vec<String> = headers.into_iter().filter_map(|(_, value)| value).collect();
            let why = "the header parameter has a value for each event";
            if is_distinct(&values) {
                return (format!("header {first}"), values, Basis::Documented, why);
            }
            let with_action: Vec<String> = values
                .iter()
                .zip(events)
                .map(|(value, event)| {
                    let action = event.schema.as_ref().and_then(|schema| constant(schema, "/action"));
                    action.map_or_else(|| value.clone(), |action| format!("{value}.{action}"))
                })
                .collect();
            if is_distinct(&with_action) && values.iter().all(|value| !value.contains('.')) {
                return (format!("{{header {first}}}.{{/action}}"), with_action, Basis::Documented, why);
            }
        }
        for pointer in NAMES {
            let is_listed =
                |event: &Draft| event.schema.as_ref().is_some_and(|schema| allows(schema, pointer, &event.key));
            if events.iter().all(is_listed) {
                let keys = events.iter().map(|event| event.key.clone()).collect();
                return (pointer.to_owned(), keys, Basis::Assumed, "the field may have the key of each event");
            }
        }
        // Constants that a few events share: those events are told as contradictions.
        for pointer in NAMES {
            if let Some(names) = constants(pointer)
                && names.iter().collect::<BTreeSet<_>>().len() * 10 >= names.len() * 9
            {
                return (pointer.to_owned(), names, Basis::Documented, "a constant in the schema of each event");
            }
        }
    }
    for pointer in NAMES {
        let of_event = |event: &Draft| -> Option<String> {
            let given = event.schema.as_ref().and_then(|schema| constant(schema, pointer));
            let mut values = event.examples.iter().map(|example| example.pointer(pointer)?.as_str().map(str::to_owned));
            let first = given.or_else(|| values.next()?)?;
            let is_name = !first.is_empty() && first.len() <= 80 && !first.contains(char::is_whitespace);
            (is_name && values.all(|value| value.as_ref() == Some(&first))).then_some(first)
        };
        let names: Option<Vec<String>> = events.iter().map(of_event).collect();
        if let Some(names) = names.filter(|names| !with_schema || is_distinct(names)) {
            return (pointer.to_owned(), names, Basis::Observed, "each example has one");
        }
    }
    let keys = events.iter().map(|event| event.key.clone()).collect();
    let text = match events {
        [one] => one.key.replace(['{', '}', '/'], "."),
        _ => "webhook".to_owned(),
    };
    (text, keys, Basis::Assumed, "no field has the name, so every event has this one")
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

fn is_everywhere(events: &[Draft], pointer: &str) -> bool {
    events.iter().all(|event| match &event.schema {
        Some(schema) => !fields(schema, pointer).is_empty(),
        None => event.examples.iter().all(|example| example.pointer(pointer).is_some()),
    })
}

/// Finds where the ids are.
pub(super) fn id(events: &[Draft]) -> Option<Slot> {
    let is_id = |name: &str| {
        let name = name.to_ascii_lowercase();
        ["-delivery", "-delivery-id", "webhook-id", "-event-id", "-message-id"].iter().any(|end| name.ends_with(end))
    };
    let header = events.first()?.headers.iter().find(|(name, _)| is_id(name)).map(|(name, _)| name);
    let header = header.filter(|header| {
        let has = |event: &Draft| event.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(header));
        events.iter().all(has)
    });
    if let Some(header) = header {
        return Some(slot(format!("header {header} uuid"), Basis::Assumed, "a header parameter of this name"));
    }
    let basis = if events.iter().all(|event| event.schema.is_none()) { Basis::Observed } else { Basis::Assumed };
    IDS.iter().filter(|pointer| is_everywhere(events, pointer)).find_map(|pointer| {
        let form = id_form(events, pointer)?;
        Some(slot(format!("{pointer} {form}"), basis, "a field of this name in every event"))
    })
}

fn id_form(events: &[Draft], pointer: &str) -> Option<String> {
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
        return provider_form(shown.as_str()?);
    }
    let is_short = all().any(|field| field.get("maxLength").and_then(Value::as_u64).is_some_and(|most| most < 36));
    let is_text = word("type") == Some("string");
    (is_text && !is_short && word("const").is_none() && !all().any(|field| field.get("enum").is_some()))
        .then(|| "uuid".to_owned())
}

fn provider_form(shown: &str) -> Option<String> {
    crate::provider_file::id_form_like(shown)
}

/// Finds where the times are.
pub(super) fn time(events: &[Draft]) -> Option<Slot> {
    TIMES.iter().filter(|pointer| is_everywhere(events, pointer)).find_map(|pointer| {
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
            return Some(slot(format!("{pointer} {form}"), basis, "an integer in every event"));
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
        let basis = if is("format", "date-time") { Basis::Documented } else { Basis::Observed };
        Some(slot(format!("{pointer} {form}"), basis, "a date-time in every event"))
    })
}

/// Returns the header that may have the signature.
pub(super) fn signature(events: &[Draft]) -> Option<String> {
    let headers = events.iter().flat_map(|event| &event.headers).map(|(name, _)| name);
    headers.into_iter().find(|name| name.to_ascii_lowercase().contains("signature")).cloned()
}
