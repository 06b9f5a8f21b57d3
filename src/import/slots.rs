//! Finds where the name, the id and the time of events are, and says how sure that is.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::import::draft::{Draft, Header};
use crate::model::{Headers, Json};
use crate::provider::{Basis, IdPattern, NameSource};
use crate::provider_file;

/// The fields that may have the name of an event, the best first.
const NAMES: [&str; 9] =
    ["/type", "/event", "/event_type", "/eventType", "/event_name", "/topic", "/action", "/event/type", "/data/type"];

const IDS: [&str; 4] = ["/event_id", "/eventId", "/id", "/webhook_id"];

const TIMES: [&str; 7] =
    ["/created", "/created_at", "/createdAt", "/timestamp", "/time", "/occurred_at", "/event_time"];

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
    let mut at = whole(schema, vec![schema]);
    for name in pointer.split('/').skip(1) {
        at = whole(schema, at.iter().filter_map(|one| one.get("properties")?.get(name)).collect());
    }
    at
}

/// Returns schemas with those that they always include, each once.
fn whole<'a>(root: &'a Value, schemas: Vec<&'a Value>) -> Vec<&'a Value> {
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    let mut open = schemas;
    open.reverse();
    while let Some(schema) = open.pop() {
        if !seen.insert(std::ptr::from_ref(schema)) {
            continue;
        }
        found.push(schema);
        let target = schema.get("$ref").and_then(Value::as_str).and_then(|to| root.pointer(to.strip_prefix('#')?));
        let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
        let mut included: Vec<&Value> = target.into_iter().chain(parts).collect();
        included.reverse();
        open.append(&mut included);
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

/// A place of the names, the name of each event, and how sure that is.
type Named = (String, Vec<String>, Basis, &'static str);

/// A way to find the names.
type Rule = fn(&[Draft]) -> Option<Named>;

fn found_name(events: &[Draft]) -> Named {
    let by_schema: [Rule; 4] = [by_constant, by_header, by_key, by_shared_constant];
    let rules = by_schema.iter().filter(|_| have_schemas(events)).chain(&[by_example as Rule]);
    rules.into_iter().find_map(|rule| rule(events)).unwrap_or_else(|| without_place(events))
}

fn have_schemas(events: &[Draft]) -> bool {
    events.iter().all(|event| event.schema.is_some())
}

/// Returns the constant of each event at a pointer.
fn constants(events: &[Draft], pointer: &str) -> Option<Vec<String>> {
    events.iter().map(|event| constant(event.schema.as_ref()?, pointer)).collect()
}

/// The reason for names that are constants.
const IS_CONSTANT: &str = "a constant in the schema of each event";

fn by_constant(events: &[Draft]) -> Option<Named> {
    NAMES.iter().find_map(|pointer| {
        let names = constants(events, pointer).filter(|names| is_distinct(names))?;
        Some(((*pointer).to_owned(), names, Basis::Documented, IS_CONSTANT))
    })
}

/// Accepts constants that a few events share: those events are told as contradictions.
fn by_shared_constant(events: &[Draft]) -> Option<Named> {
    NAMES.iter().find_map(|pointer| {
        let names = constants(events, pointer)?;
        let is_mostly_distinct = names.iter().collect::<BTreeSet<_>>().len() * 10 >= names.len() * 9;
        is_mostly_distinct.then(|| ((*pointer).to_owned(), names, Basis::Documented, IS_CONSTANT))
    })
}

/// Takes the names from a header parameter, and the action from the body if the header does not suffice.
fn by_header(events: &[Draft]) -> Option<Named> {
    let is_name = |header: &&Header| header.ends_with(&["-event", "-topic", "-event-type"]) && header.value.is_some();
    let headers: Vec<&Header> = events.iter().map(|event| event.headers.iter().find(is_name)).collect::<Option<_>>()?;
    let first = &headers.first()?.name;
    if !headers.iter().all(|header| header.is(first)) {
        return None;
    }
    let (basis, why) = if headers.iter().all(|header| header.is_only) {
        (Basis::Documented, "the header parameter has a constant for each event")
    } else {
        (Basis::Observed, "the header parameter has an example for each event")
    };
    let values: Vec<String> = headers.iter().filter_map(|header| header.value.clone()).collect();
    if is_distinct(&values) {
        return Some((format!("header {first}"), values, basis, why));
    }
    let with_action: Vec<String> = values
        .iter()
        .zip(events)
        .map(|(value, event)| {
            let action = event.schema.as_ref().and_then(|schema| constant(schema, "/action"));
            action.map_or_else(|| value.clone(), |action| format!("{value}.{action}"))
        })
        .collect();
    let is_clear = is_distinct(&with_action) && values.iter().all(|value| !value.contains('.'));
    is_clear.then(|| (format!("{{header {first}}}.{{/action}}"), with_action, basis, why))
}

/// Takes the keys of the events in the document, if a field may have them.
fn by_key(events: &[Draft]) -> Option<Named> {
    NAMES.iter().find_map(|pointer| {
        let is_listed = |event: &Draft| event.schema.as_ref().is_some_and(|schema| allows(schema, pointer, &event.key));
        let keys = || events.iter().map(|event| event.key.clone()).collect();
        let why = "the field may have the key of each event";
        events.iter().all(is_listed).then(|| ((*pointer).to_owned(), keys(), Basis::Assumed, why))
    })
}

fn by_example(events: &[Draft]) -> Option<Named> {
    NAMES.iter().find_map(|pointer| {
        let of_event = |event: &Draft| -> Option<String> {
            let given = event.schema.as_ref().and_then(|schema| constant(schema, pointer));
            let mut values = event.examples.iter().map(|example| example.pointer(pointer)?.as_str().map(str::to_owned));
            let first = given.or_else(|| values.next()?)?;
            let is_name = !first.is_empty() && first.len() <= 80 && !first.contains(char::is_whitespace);
            (is_name && values.all(|value| value.as_ref() == Some(&first))).then_some(first)
        };
        let names: Vec<String> = events.iter().map(of_event).collect::<Option<_>>()?;
        let is_clear = !have_schemas(events) || is_distinct(&names);
        is_clear.then(|| ((*pointer).to_owned(), names, Basis::Observed, "each example has one"))
    })
}

fn without_place(events: &[Draft]) -> Named {
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
    let is_id =
        |header: &&Header| header.ends_with(&["-delivery", "-delivery-id", "webhook-id", "-event-id", "-message-id"]);
    let header = events.first()?.headers.iter().find(is_id).map(|header| &header.name);
    let header = header.filter(|name| events.iter().all(|event| event.headers.iter().any(|header| header.is(name))));
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
        return provider_file::id_form_like(shown.as_str()?);
    }
    let is_short = all().any(|field| field.get("maxLength").and_then(Value::as_u64).is_some_and(|most| most < 36));
    let is_text = word("type") == Some("string");
    (is_text && !is_short && word("const").is_none() && !all().any(|field| field.get("enum").is_some()))
        .then(|| "uuid".to_owned())
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
    let mut names = events.iter().flat_map(|event| &event.headers).map(|header| &header.name);
    names.find(|name| name.to_ascii_lowercase().contains("signature")).cloned()
}
