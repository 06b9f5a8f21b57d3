//! Faults in reading large bodies, unusual texts and unusual field names.

use serde_json::Value;

use crate::demo::answer::Answer;
use crate::demo::consumer::Shop;
use crate::demo::correct;

const CRASH: Answer = Answer::status(500);

/// Most marks on one letter, as Unicode's stream-safe format has it.
const MARKS: usize = 30;

/// Longest name of a column, in bytes.
const LONGEST: usize = 63;

pub(super) fn hundred_kilobytes(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    at_most(100 * 1024, shop, body)
}

pub(super) fn two_hundred_kilobytes(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    at_most(200 * 1024, shop, body)
}

fn at_most(bytes: usize, shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    if body.len() > bytes {
        Err(Answer::status(413).saying("request entity too large"))
    } else {
        correct::read(shop, body)
    }
}

pub(super) fn stores_no_zeros(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    let event = correct::read(shop, body)?;
    if any_text(&event, &|text| text.contains('\0')) {
        Err(CRASH.saying("invalid byte sequence: 0x00"))
    } else {
        Ok(event)
    }
}

/// Its language holds half a pair in a text, and its database does not.
pub(super) fn crashes_on_half_pairs(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    let is_json_of_others = String::from_utf8_lossy(body).contains("\"\\ud800\"");
    if is_json_of_others { Err(CRASH.saying("surrogates not allowed")) } else { correct::read(shop, body) }
}

/// Writes texts into headers, which must not have line feeds.
pub(super) fn writes_mail_headers(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    let event = correct::read(shop, body)?;
    if any_text(&event, &|text| text.contains('\n')) {
        Err(CRASH.saying("header values must not contain line feeds"))
    } else {
        Ok(event)
    }
}

pub(super) fn thirty_marks(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    let event = correct::read(shop, body)?;
    let is_mark = |letter: &char| ('\u{300}'..='\u{36f}').contains(letter);
    let run = |text: &str| {
        let (mut run, mut longest) = (0, 0);
        for letter in text.chars() {
            run = if is_mark(&letter) { run + 1 } else { 0 };
            longest = longest.max(run);
        }
        longest
    };
    if any_text(&event, &|text| run(text) > MARKS) { Err(CRASH) } else { Ok(event) }
}

pub(super) fn copies_prototypes(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    named(shop, body, &|name| matches!(name, "__proto__" | "constructor"))
}

pub(super) fn document_store(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    named(shop, body, &|name| name.is_empty() || name.contains('.') || name.starts_with('$'))
}

pub(super) fn short_names(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    named(shop, body, &|name| name.len() > LONGEST)
}

pub(super) fn ascii_names(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    named(shop, body, &|name| !name.is_ascii())
}

/// Crashes at a top-level field with such a name.
fn named(shop: &Shop, body: &[u8], is_unusual: &dyn Fn(&str) -> bool) -> Result<Value, Answer> {
    let event = correct::read(shop, body)?;
    let names = event.as_object().into_iter().flatten().map(|(name, _)| name);
    if names.into_iter().any(|name| is_unusual(name)) { Err(CRASH) } else { Ok(event) }
}

fn any_text(value: &Value, is_one: &dyn Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) => is_one(text),
        Value::Array(items) => items.iter().any(|item| any_text(item, is_one)),
        Value::Object(fields) => fields.values().any(|value| any_text(value, is_one)),
        _ => false,
    }
}
