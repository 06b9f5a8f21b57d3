//! The messages of an AsyncAPI document.
//!
//! If a document describes both directions, only what the provider sends are events: `subscribe` in version 2, `send` in
//! version 3.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::import::draft::Header;
use crate::import::error::ImportError;
use crate::import::files::{Files, Place};
use crate::import::found::{Found, add, first_word, header, items, keys, word};

/// Parts of the names of formats that are JSON Schemas.
const FORMS: [&str; 4] = ["asyncapi", "schema+json", "schema+yaml", "openapi"];

/// A message in a document, with a name for the case that it has none of its own.
struct Message {
    key: String,
    at: Place,
}

/// Finds the messages of a document of version 2.
pub(super) fn version_2(files: &mut Files, file: usize) -> Result<Vec<Found>, ImportError> {
    let channels = Place { file, pointer: "/channels".to_owned() };
    let (mut sent, mut received, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for channel in keys(files, &channels) {
        let from = channels.inside(&channel);
        let resolved = files.resolve(&from);
        let at = match resolved {
            Ok(at) => at,
            Err(error) => {
                add(&mut refused, &channel, &from, Err(error))?;
                continue;
            }
        };
        for (word, messages) in [("subscribe", &mut sent), ("publish", &mut received)] {
            let at = at.inside(word).inside("message");
            let several = items(files, &at.inside("oneOf"));
            if !several.is_empty() {
                messages.extend(several.into_iter().map(|at| Message { key: channel.clone(), at }));
            } else if files.get(&at).is_some() {
                messages.push(Message { key: channel.clone(), at });
            }
        }
    }
    events(files, file, if sent.is_empty() { received } else { sent }, refused)
}

/// Finds the messages of a document of version 3.
pub(super) fn version_3(files: &mut Files, file: usize) -> Result<Vec<Found>, ImportError> {
    let root = Place { file, pointer: String::new() };
    let (mut sent, mut received, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    let operations = root.inside("operations");
    for name in keys(files, &operations) {
        let from = operations.inside(&name);
        let read = operation(files, &from).and_then(|(action, places)| {
            let messages = if action == "receive" { &mut received } else { &mut sent };
            messages.extend(messages_of(files, places)?);
            Ok(Vec::new())
        });
        add(&mut refused, &name, &from, read)?;
    }
    if sent.is_empty() {
        sent = received;
    }
    if sent.is_empty() && refused.is_empty() {
        let channels = root.inside("channels");
        for name in keys(files, &channels) {
            let from = channels.inside(&name);
            let read = files.resolve(&from).map(|at| {
                let at = at.inside("messages");
                sent.extend(keys(files, &at).into_iter().map(|key| Message { at: at.inside(&key), key }));
                Vec::new()
            });
            add(&mut refused, &name, &from, read)?;
        }
    }
    events(files, file, sent, refused)
}

/// Returns the action of an operation and the places of its messages: those that it lists, or all of its channel.
fn operation(files: &mut Files, at: &Place) -> Result<(String, Vec<Place>), ImportError> {
    let at = files.resolve(at)?;
    let action = word(files, &at.inside("action"));
    let listed = items(files, &at.inside("messages"));
    if !listed.is_empty() {
        return Ok((action, listed));
    }
    let messages = files.resolve(&at.inside("channel"))?.inside("messages");
    Ok((action, keys(files, &messages).into_iter().map(|key| messages.inside(&key)).collect()))
}

/// Names messages by the last part of their places.
fn messages_of(files: &mut Files, places: Vec<Place>) -> Result<Vec<Message>, ImportError> {
    let mut messages = Vec::new();
    for at in places {
        // An operation refers to a message of its channel, which has the key.
        let to = files.get(&at).and_then(|value| value.get("$ref")).and_then(Value::as_str).map(str::to_owned);
        let at = match to {
            Some(to) => files.follow(&at, &to)?,
            None => at,
        };
        messages.push(Message { key: last_part(&at), at });
    }
    Ok(messages)
}

fn last_part(at: &Place) -> String {
    at.pointer.rsplit('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~")
}

/// Reads each message once.
fn events(
    files: &mut Files,
    file: usize,
    messages: Vec<Message>,
    mut found: Vec<Found>,
) -> Result<Vec<Found>, ImportError> {
    let mut seen = BTreeSet::new();
    let default = word(files, &Place { file, pointer: "/defaultContentType".to_owned() });
    for Message { key, at } in messages {
        let read = match files.resolve(&at) {
            Ok(place) if seen.insert(place.clone()) => event(files, &key, &place, &default).map(|event| vec![event]),
            Ok(_) => continue,
            Err(error) => Err(error),
        };
        add(&mut found, &key, &at, read)?;
    }
    if found.is_empty() {
        let channels = keys(files, &Place { file, pointer: "/channels".to_owned() }).len();
        let found = format!("channels: {channels}, messages: 0");
        return Err(ImportError::Nothing { path: files.shown(file), found });
    }
    Ok(found)
}

fn event(files: &mut Files, key: &str, at: &Place, default_type: &str) -> Result<Found, ImportError> {
    let is_shared = at.pointer.starts_with("/components/messages/");
    let key = if is_shared { last_part(at) } else { key.to_owned() };
    let name = word(files, &at.inside("name"));
    let key = if name.is_empty() { key } else { name };
    let mut traits = Vec::new();
    for item in items(files, &at.inside("traits")) {
        traits.push(files.resolve(&item)?);
    }
    let of_message = |files: &Files, word: &str| {
        let all = std::iter::once(at).chain(&traits).map(|part| part.inside(word));
        all.map(|place| self::word(files, &place)).find(|text| !text.is_empty()).unwrap_or_default()
    };
    let content_type = of_message(files, "contentType");
    let content_type = if content_type.is_empty() { default_type.to_owned() } else { content_type };
    if !content_type.is_empty() && !content_type.contains("json") {
        let reason = format!("its payload is {content_type}, not JSON");
        return Ok(Found::refused(key, at.clone(), reason));
    }
    let payload = at.inside("payload");
    let form = first_word(files, &[at.inside("schemaFormat"), payload.inside("schemaFormat")]);
    let is_known = FORMS.iter().any(|known| form.contains(known));
    if !form.is_empty() && !is_known {
        let reason = format!("its schema is {form}, not a JSON Schema");
        return Ok(Found::refused(key, at.clone(), reason));
    }
    let is_wrapped = ["schema", "schemaFormat"].iter().all(|word| files.get(&payload.inside(word)).is_some());
    let schema = if is_wrapped { payload.inside("schema") } else { payload };
    if files.get(&schema).is_none() {
        return Ok(Found::refused(key, at.clone(), "it has no payload".to_owned()));
    }
    let mut found = Found::new(key, at.clone(), Some(schema));
    found.about = first_word(files, &[at.inside("summary"), at.inside("title"), at.inside("description")]);
    for part in std::iter::once(at).chain(&traits) {
        found.headers.append(&mut headers(files, &part.inside("headers"))?);
        for example in items(files, &part.inside("examples")) {
            found.examples.extend(files.get(&example.inside("payload")).cloned());
        }
    }
    Ok(found)
}

/// Returns the headers, which are the fields of an object.
fn headers(files: &mut Files, at: &Place) -> Result<Vec<Header>, ImportError> {
    let fields = files.resolve(at)?.inside("properties");
    let mut found = Vec::new();
    for name in keys(files, &fields) {
        let schema = fields.inside(&name);
        found.push(header(files, name, &schema)?);
    }
    Ok(found)
}
