//! Finds where the names of events are, and gives each event its name.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::import::draft::{Draft, Header};
use crate::import::lookup::{constant, constants_in_lists, listed};
use crate::import::slots::{Slot, slot};
use crate::provider::Basis;

/// The fields that may have the name of an event, the best first.
pub(super) const NAMES: [&str; 21] = [
    "/type",
    "/event",
    "/event_type",
    "/eventType",
    "/event_name",
    "/eventName",
    "/topic",
    "/action",
    "/event/type",
    "/data/event_type",
    "/payload/event_type",
    "/data/type",
    "/data/attributes/event_type",
    "/data/attributes/eventType",
    "/webhookEvent",
    "/object_kind",
    "/notificationType",
    "/notification_type",
    "/webhook_type",
    "/alertType",
    "/AlertType",
];

/// Two fields that have the name together.
const PAIRS: [(&str, &str); 5] = [
    ("/webhook_type", "/webhook_code"),
    ("/type", "/action"),
    ("/event", "/action"),
    ("/object", "/action"),
    ("/resource", "/action"),
];

/// Fields of the items of a list that may have the name.
const NAMES_IN_LISTS: [&str; 5] = ["/eventCode", "/type", "/event", "/event_type", "/eventType"];

/// Longest name in bytes.
const LONGEST: usize = 80;

/// Finds where the names are, and gives each event its name.
pub(super) fn name(events: &mut [Draft]) -> Slot {
    let (source, names, basis, why) = found(events);
    for (event, name) in events.iter_mut().zip(names) {
        event.name = name;
    }
    // The values that a document lists may be something else than names.
    let is_listed = basis == Basis::Documented && events.iter().any(|event| event.is_one_of);
    if is_listed {
        return slot(source, Basis::Assumed, "a constant in the schema of each event, or a list of values");
    }
    slot(source, basis, &why)
}

/// A place of the names, the name of each event, how sure that is, and why.
type Named = (String, Vec<String>, Basis, String);

/// A way to find the names.
type Rule = fn(&[Draft]) -> Option<Named>;

fn found(events: &[Draft]) -> Named {
    let by_schema: [Rule; 6] = [by_constant, by_header, by_header_and_key, by_header_and_action, by_key, by_pair];
    let by_example: [Rule; 2] = [by_recorded_header, by_example];
    let by_some: [Rule; 3] = [by_most, by_shared_constant, by_example_like_key];
    let has_schemas = have_schemas(events);
    let rules = by_schema.iter().filter(|_| has_schemas).chain(&by_example);
    let mut rules = rules.chain(by_some.iter().filter(|_| has_schemas));
    rules.find_map(|rule| rule(events)).unwrap_or_else(|| without_place(events))
}

fn have_schemas(events: &[Draft]) -> bool {
    events.iter().all(|event| event.schema.is_some())
}

fn is_distinct(names: &[String]) -> bool {
    names.iter().collect::<BTreeSet<_>>().len() == names.len()
}

fn constant_of(event: &Draft, pointer: &str) -> Option<String> {
    constant(event.schema.as_ref()?, pointer)
}

/// Returns the constant of each event at a pointer.
fn constants(events: &[Draft], pointer: &str) -> Option<Vec<String>> {
    events.iter().map(|event| constant_of(event, pointer)).collect()
}

/// The reason for names that are constants.
const IS_CONSTANT: &str = "a constant in the schema of each event";

fn by_constant(events: &[Draft]) -> Option<Named> {
    NAMES.iter().find_map(|pointer| {
        let names = constants(events, pointer).filter(|names| is_distinct(names))?;
        Some(((*pointer).to_owned(), names, Basis::Documented, IS_CONSTANT.to_owned()))
    })
}

/// Accepts a place at which most events have a constant. The others have a value that is listed there, or their key.
fn by_most(events: &[Draft]) -> Option<Named> {
    NAMES.iter().find_map(|pointer| {
        let constants: Vec<Option<String>> = events.iter().map(|event| constant_of(event, pointer)).collect();
        let known: BTreeSet<&str> = constants.iter().flatten().map(String::as_str).collect();
        if known.len() * 10 < events.len() * 7 || known.len() == events.len() {
            return None;
        }
        let name = |event: &Draft| {
            let listed = event.schema.as_ref().map(|schema| listed(schema, pointer)).unwrap_or_default();
            let first = || listed.iter().find(|text| !known.contains(**text));
            let found = like(&event.key, &listed).or_else(|| shown(event, pointer));
            found.unwrap_or_else(|| first().map_or_else(|| event.key.clone(), |text| (*text).to_owned()))
        };
        let names =
            events.iter().zip(&constants).map(|(event, constant)| constant.clone().unwrap_or_else(|| name(event)));
        let why = "a constant in the schemas of most events".to_owned();
        Some(((*pointer).to_owned(), names.collect(), Basis::Assumed, why))
    })
}

/// Accepts constants that a few events share: those events are told as contradictions.
fn by_shared_constant(events: &[Draft]) -> Option<Named> {
    NAMES.iter().find_map(|pointer| {
        let names = constants(events, pointer)?;
        let is_mostly_distinct = names.iter().collect::<BTreeSet<_>>().len() * 10 >= names.len() * 9;
        let why = format!("{IS_CONSTANT}, though some share one");
        is_mostly_distinct.then(|| ((*pointer).to_owned(), names, Basis::Assumed, why))
    })
}

/// Returns the header of each event that has the name, if all have the same one.
pub(super) fn headers(events: &[Draft]) -> Option<Vec<&Header>> {
    let is_name = |header: &&Header| header.ends_with(&["-event", "-topic", "-event-type", "-event-key"]);
    let headers: Vec<&Header> = events.iter().map(|event| event.headers.iter().find(is_name)).collect::<Option<_>>()?;
    let first = &headers.first()?.name;
    headers.iter().all(|header| header.is(first)).then_some(headers)
}

/// Returns the values of a header, and how sure they are.
fn header_values(headers: &[&Header]) -> Option<(Vec<String>, Basis, String)> {
    let values: Vec<String> = headers.iter().map(|header| header.value.clone()).collect::<Option<_>>()?;
    let (basis, why) = if headers.iter().all(|header| header.is_only) {
        (Basis::Documented, "the header parameter has a constant for each event")
    } else {
        (Basis::Observed, "the header parameter has an example for each event")
    };
    Some((values, basis, why.to_owned()))
}

/// Takes the names from a header parameter.
fn by_header(events: &[Draft]) -> Option<Named> {
    let headers = headers(events)?;
    let first = &headers.first()?.name;
    let (values, basis, why) = header_values(&headers)?;
    is_distinct(&values).then(|| (format!("header {first}"), values, basis, why))
}

/// Takes the names from a header parameter, and the action from the body.
fn by_header_and_action(events: &[Draft]) -> Option<Named> {
    let headers = headers(events)?;
    let first = &headers.first()?.name;
    let (values, basis, why) = header_values(&headers)?;
    let both = |(value, event): (&String, &Draft)| match constant_of(event, "/action") {
        Some(action) => format!("{value}.{action}"),
        None => value.clone(),
    };
    let names: Vec<String> = values.iter().zip(events).map(both).collect();
    let is_clear = is_distinct(&names) && values.iter().all(|value| !value.contains('.'));
    is_clear.then(|| (header_and_action(first), names, basis, why))
}

fn header_and_action(header: &str) -> String {
    format!("{{header {header}}}.{{/action}}")
}

/// Takes the names from the keys in the document, if a header has the start of each key and `/action` its end. The header
/// has no value for that, or the same example for events of different starts.
fn by_header_and_key(events: &[Draft]) -> Option<Named> {
    let headers = headers(events)?;
    let header = &headers.first()?.name;
    let shown: BTreeSet<&str> = headers.iter().filter_map(|header| header.value.as_deref()).collect();
    let actions: Vec<Option<String>> = events.iter().map(|event| constant_of(event, "/action")).collect();
    let starts: Vec<Option<&str>> =
        events.iter().zip(&actions).map(|(event, action)| start_of(&event.key, action.as_deref()?)).collect();
    let known: BTreeSet<&str> = starts.iter().flatten().copied().collect();
    if starts.iter().flatten().count() * 2 < events.len() || shown.len() >= known.len() {
        return None;
    }
    // Keys in which the `_` of an action became a `-` have lost the others, too.
    let is_dashed = events.iter().zip(&actions).any(|(event, action)| {
        action.as_ref().is_some_and(|action| action.contains('_') && !event.key.ends_with(action.as_str()))
    });
    let all = events.iter().zip(&actions).zip(&starts);
    let names: Vec<String> = all
        .map(|((event, action), start)| {
            let longest = || known.iter().filter(|start| is_start(&event.key, start)).max_by_key(|start| start.len());
            let start = start.or_else(|| action.as_ref().and_then(|_| longest().copied())).unwrap_or(&event.key);
            let start = if is_dashed { start.replace('-', "_") } else { start.to_owned() };
            match action {
                Some(action) => format!("{start}.{action}"),
                None => start,
            }
        })
        .collect();
    let why = "a header of this name, and the keys of the events end with the constants of /action".to_owned();
    is_distinct(&names).then(|| (header_and_action(header), names, Basis::Assumed, why))
}

const SEPARATORS: [char; 6] = ['-', '_', '.', '/', '$', ':'];

/// Returns the key without the action at its end.
fn start_of<'a>(key: &'a str, action: &str) -> Option<&'a str> {
    let end = key.len().checked_sub(action.len())?;
    let (start, tail) = (key.get(..end)?, key.get(end..)?);
    let start = start.strip_suffix(SEPARATORS).filter(|start| !start.is_empty())?;
    (tail.replace('-', "_") == action.replace('-', "_")).then_some(start)
}

fn is_start(key: &str, start: &str) -> bool {
    key.strip_prefix(start).is_some_and(|rest| rest.starts_with(SEPARATORS))
}

/// Takes the value that is most like the key of each event, if a field lists several. Events with a constant have that name.
fn by_key(events: &[Draft]) -> Option<Named> {
    NAMES.iter().find_map(|pointer| {
        let name = |event: &Draft| {
            let listed = || like(&event.key, &listed(event.schema.as_ref()?, pointer));
            constant_of(event, pointer).or_else(listed)
        };
        let names: Vec<String> = events.iter().map(name).collect::<Option<_>>()?;
        let why = "the field may have the key of each event, or a text like it".to_owned();
        is_distinct(&names).then(|| ((*pointer).to_owned(), names, Basis::Assumed, why))
    })
}

/// Returns the text that is the key, or the only one that ends like it if case and signs do not count.
pub(super) fn like(key: &str, texts: &[&str]) -> Option<String> {
    if texts.contains(&key) {
        return Some(key.to_owned());
    }
    let key = plain(key);
    let same: Vec<&&str> = texts.iter().filter(|text| plain(text) == key).collect();
    let similar = || texts.iter().filter(|text| plain(text).ends_with(&key)).collect();
    let found: Vec<&&str> = if same.is_empty() { similar() } else { same };
    match found[..] {
        [one] if !key.is_empty() => Some((*one).to_owned()),
        _ => None,
    }
}

/// Returns a text without case and signs.
fn plain(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// Takes the keys of the events, if most examples have a text like the key. The other examples are contradictions.
fn by_example_like_key(events: &[Draft]) -> Option<Named> {
    NAMES.iter().find_map(|pointer| {
        let name = |event: &Draft| shown(event, pointer).filter(|shown| plain(shown) == plain(&event.key));
        let known = events.iter().filter(|event| name(event).is_some()).count();
        let names: Vec<String> = events.iter().map(|event| name(event).unwrap_or_else(|| event.key.clone())).collect();
        let why = "the key of each event, which most examples have, too".to_owned();
        let is_clear = known * 10 >= events.len() * 6 && is_distinct(&names);
        is_clear.then(|| ((*pointer).to_owned(), names, Basis::Assumed, why))
    })
}

/// Takes the name from two fields together.
fn by_pair(events: &[Draft]) -> Option<Named> {
    PAIRS.iter().find_map(|(one, other)| {
        let both = |value: &dyn Fn(&Draft, &str) -> Option<String>| -> Option<Vec<String>> {
            let name = |event: &Draft| {
                let start = value(event, one).filter(|start| !start.contains('.'))?;
                Some(format!("{start}.{}", value(event, other)?))
            };
            let names: Vec<String> = events.iter().map(name).collect::<Option<_>>()?;
            is_distinct(&names).then_some(names)
        };
        let source = format!("{{{one}}}.{{{other}}}");
        if let Some(names) = both(&constant_of) {
            return Some((source, names, Basis::Documented, "two constants in the schema of each event".to_owned()));
        }
        let names = both(&|event, pointer| constant_of(event, pointer).or_else(|| shown(event, pointer)))?;
        Some((source, names, Basis::Observed, "each example has both".to_owned()))
    })
}

/// Returns the text that all examples of an event have at a pointer.
fn shown(event: &Draft, pointer: &str) -> Option<String> {
    let mut values = event.examples.iter().map(|example| example.pointer(pointer)?.as_str());
    let first = values.next()??;
    let is_name = !first.is_empty() && first.len() <= LONGEST && !first.contains(char::is_whitespace);
    (is_name && values.all(|value| value == Some(first))).then(|| first.to_owned())
}

/// Takes the names from a header of recorded requests, and the action from the body.
fn by_recorded_header(events: &[Draft]) -> Option<Named> {
    let headers = headers(events).filter(|_| events.iter().all(|event| event.schema.is_none()))?;
    let first = &headers.first()?.name;
    let values: Vec<&str> = headers.iter().map(|header| header.value.as_deref()).collect::<Option<_>>()?;
    if values.iter().any(|value| value.is_empty() || value.len() > LONGEST) {
        return None;
    }
    let why = "each recorded request has the header".to_owned();
    let actions: Vec<Option<String>> = events.iter().map(|event| shown(event, "/action")).collect();
    if actions.iter().all(Option::is_none) || values.iter().any(|value| value.contains('.')) {
        let names = values.into_iter().map(str::to_owned).collect();
        return Some((format!("header {first}"), names, Basis::Observed, why));
    }
    let both = |(value, action): (&str, Option<String>)| match action {
        Some(action) => format!("{value}.{action}"),
        None => value.to_owned(),
    };
    let names = values.into_iter().zip(actions).map(both).collect();
    Some((header_and_action(first), names, Basis::Observed, why))
}

fn by_example(events: &[Draft]) -> Option<Named> {
    let has_schemas = have_schemas(events);
    NAMES.iter().find_map(|pointer| {
        let of_event = |event: &Draft| -> Option<String> {
            match constant_of(event, pointer) {
                Some(name) if event.examples.is_empty() => Some(name),
                Some(name) => shown(event, pointer).filter(|shown| *shown == name),
                None => shown(event, pointer),
            }
        };
        let names: Vec<String> = events.iter().map(of_event).collect::<Option<_>>()?;
        let why = "each example has one".to_owned();
        (!has_schemas || is_distinct(&names)).then(|| ((*pointer).to_owned(), names, Basis::Observed, why))
    })
}

fn without_place(events: &[Draft]) -> Named {
    let keys = events.iter().map(|event| event.key.clone()).collect();
    let text = match events {
        [one] => one.key.replace(['{', '}', '/'], "."),
        _ => "webhook".to_owned(),
    };
    let why = match in_list(events) {
        Some(pointer) => format!("the names are in a list, at {pointer}, which a provider file cannot say"),
        None => "no field has the name, so every event has this one".to_owned(),
    };
    (text, keys, Basis::Assumed, why)
}

/// Returns the place in a list that has a constant in every event.
fn in_list(events: &[Draft]) -> Option<String> {
    let places = |schema: &Value| constants_in_lists(schema, &NAMES_IN_LISTS);
    let mut all = events.iter().map(|event| event.schema.as_ref().map(places).unwrap_or_default());
    let first = all.next()?;
    let common = all.fold(first, |common, other| common.into_iter().filter(|one| other.contains(one)).collect());
    common.into_iter().next()
}
