//! Faults in reading a body.

use serde_json::Value;

use crate::clock;
use crate::demo::answer::Answer;
use crate::demo::consumer::Shop;
use crate::demo::correct;
use crate::model::{Json, Timestamp};
use crate::provider::Payload;
use crate::verify::TypeUnderTest;

const CRASH: Answer = Answer::status(500);

pub(super) fn refuses_a_type(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    let event = correct::read(shop, body)?;
    let last = shop.provider.events().last().map(|payload| payload.name.as_str());
    if shop.name_of(&event).as_deref() == last { Err(Answer::status(400).saying("unknown event")) } else { Ok(event) }
}

pub(super) fn needs_status(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    let event = correct::read(shop, body)?;
    // An unknown event type is ignored before its fields are read.
    if shop.knows_type(&event) && event.get("status").is_none() { Err(CRASH) } else { Ok(event) }
}

pub(super) fn ascii_only(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    if body.is_ascii() { correct::read(shop, body) } else { Err(CRASH) }
}

/// Requires every field of the first sample of an event type, even optional ones.
pub(super) fn needs_the_optional(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    let event = correct::read(shop, body)?;
    let Some(Ok(tested)) = payload(shop, &event).map(TypeUnderTest::new) else { return Ok(event) };
    let mut complete = true;
    tested.plain.walk(&mut |pointer, _| complete &= event.pointer(pointer).is_some());
    if complete { Ok(event) } else { Err(CRASH) }
}

/// Calls a method on what was a text in the sample and is `null` now.
pub(super) fn crashes_on_null(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    let event = correct::read(shop, body)?;
    let sample = payload(shop, &event).and_then(|payload| payload.examples.first()?.document().ok());
    let Some(sample) = sample else { return Ok(event) };
    let mut crashes = false;
    sample.walk(&mut |pointer, value| {
        crashes |= value.as_str().is_some() && event.pointer(pointer).is_some_and(Value::is_null);
    });
    if crashes { Err(CRASH) } else { Ok(event) }
}

pub(super) fn three_byte_characters(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    let event = correct::read(shop, body)?;
    let fits = event.to_string().chars().all(|letter| letter.len_utf8() < 4);
    if fits { Ok(event) } else { Err(CRASH.saying("incorrect string value")) }
}

pub(super) fn small_body(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    if body.len() > 64 * 1024 { Err(Answer::status(413)) } else { correct::read(shop, body) }
}

pub(super) fn thirty_two_bits(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    let event = correct::read(shop, body)?;
    if is_narrow(&event) { Ok(event) } else { Err(CRASH.saying("value out of range for type integer")) }
}

fn is_narrow(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.as_i64().is_none_or(|number| i32::try_from(number).is_ok()),
        Value::Array(items) => items.iter().all(is_narrow),
        Value::Object(members) => members.values().all(is_narrow),
        _ => true,
    }
}

pub(super) fn short_column(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    let event = correct::read(shop, body)?;
    let fits = longest(&event) <= 100;
    if fits { Ok(event) } else { Err(CRASH.saying("value too long for type character varying(100)")) }
}

fn longest(value: &Value) -> usize {
    match value {
        Value::String(text) => text.chars().count(),
        Value::Array(items) => items.iter().map(longest).max().unwrap_or_default(),
        Value::Object(members) => members.values().map(longest).max().unwrap_or_default(),
        _ => 0,
    }
}

pub(super) fn strict_fields(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    let event = correct::read(shop, body)?;
    let Some(payload) = payload(shop, &event) else { return Ok(event) };
    let names = event.as_object().into_iter().flatten().map(|(name, _)| name);
    let unknown = names.filter(|name| payload.order().position(name).is_none()).count();
    if unknown == 0 { Ok(event) } else { Err(Answer::status(400).saying("unexpected member")) }
}

pub(super) fn strict_types(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    let event = correct::read(shop, body)?;
    if shop.knows_type(&event) { Ok(event) } else { Err(Answer::status(400).saying("unknown event")) }
}

/// Does not catch the error of its form parser.
pub(super) fn crashes_on_broken_form(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    if shop.document(body).is_none() { Err(CRASH) } else { correct::read(shop, body) }
}

pub(super) fn processes_bad_json(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    serde_json::from_slice(body).map_err(|_| acted(shop))
}

/// Answers a success, and has an effect.
fn acted(shop: &Shop) -> Answer {
    shop.act();
    Answer::status(200)
}

pub(super) fn refuses_old(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    const TWO_HOURS: i64 = 7_200;
    let event = correct::read(shop, body)?;
    let time = shop.provider.envelope.times.first().and_then(|slot| event.pointer(&slot.pointer)?.as_str());
    let made = time.and_then(|time| time.parse::<Timestamp>().ok());
    let old = made.is_some_and(|made| clock::now().unix() - made.unix() > TWO_HOURS);
    if old { Err(Answer::status(400).saying("too old")) } else { Ok(event) }
}

pub(super) fn expects_objects(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    match serde_json::from_slice::<Value>(body) {
        Ok(value) if !value.is_object() => Err(CRASH),
        _ => correct::read(shop, body),
    }
}

pub(super) fn trusts_field_order(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    let event = correct::read(shop, body)?;
    let Some(payload) = payload(shop, &event) else { return Ok(event) };
    let Some(Json::Object(members)) = shop.document(body) else { return Err(Answer::status(400)) };
    let place = |name: &str| payload.order().position(name);
    let first = members.iter().find_map(|(name, _)| place(name));
    let least = members.iter().filter_map(|(name, _)| place(name)).min();
    if first == least { Ok(event) } else { Err(CRASH) }
}

pub(super) fn trusts_types(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    broken_by(shop, body, "type", CRASH)
}

pub(super) fn trusts_fields(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    broken_by(shop, body, "required", CRASH)
}

pub(super) fn closed_lists(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    broken_by(shop, body, "enum", Answer::status(400).saying("unknown value"))
}

pub(super) fn no_default(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    broken_by(shop, body, "enum", CRASH)
}

pub(super) fn handler_table(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    let event = correct::read(shop, body)?;
    if shop.knows_type(&event) { Ok(event) } else { Err(CRASH) }
}

pub(super) fn latin_one(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    let event = correct::read(shop, body)?;
    let fits = event.to_string().chars().all(|letter| u32::from(letter) < 0x100);
    if fits { Ok(event) } else { Err(CRASH.saying("character maps to <undefined>")) }
}

pub(super) fn empty_is_null(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    let event = correct::read(shop, body)?;
    if has_empty_text(&event) { Err(CRASH.saying("cannot insert NULL")) } else { Ok(event) }
}

fn has_empty_text(value: &Value) -> bool {
    match value {
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.iter().any(has_empty_text),
        Value::Object(members) => members.values().any(has_empty_text),
        _ => false,
    }
}

/// Routes by a search for the name as the provider has written it so far.
pub(super) fn searches_the_text(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    let event = correct::read(shop, body)?;
    let Some(pointer) = shop.provider.envelope.name.pointers().next() else { return Ok(event) };
    let Some(name) = event.pointer(pointer).and_then(Value::as_str) else { return Ok(event) };
    let member = pointer.rsplit('/').next().unwrap_or_default();
    let alone = shop.provider.body.write(&Json::Object(vec![(member.into(), Json::from(name))]));
    let needle = alone.trim_ascii();
    let inside = needle.strip_prefix(b"{").and_then(|rest| rest.strip_suffix(b"}"));
    let needle = inside.unwrap_or(needle).trim_ascii();
    let found = body.windows(needle.len()).any(|part| part == needle);
    if found { Ok(event) } else { Err(Answer::status(400).saying("no event type")) }
}

/// Accepts one event or a list of them.
pub(super) fn processes_lists(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    match serde_json::from_slice::<Value>(body) {
        Ok(Value::Array(_)) => Err(acted(shop)),
        _ => correct::read(shop, body),
    }
}

pub(super) fn decodes_lossily(shop: &Shop, body: &[u8]) -> Result<Value, Answer> {
    correct::read(shop, String::from_utf8_lossy(body).as_bytes())
}

/// Answers so when an event breaks a rule of this keyword.
fn broken_by(shop: &Shop, body: &[u8], keyword: &str, answer: Answer) -> Result<Value, Answer> {
    let event = correct::read(shop, body)?;
    let Some(validator) = shop.name_of(&event).and_then(|name| shop.validator(&name)) else { return Ok(event) };
    let broken = validator.errors_inside(&event).iter().any(|violation| violation.keyword() == keyword);
    if broken { Err(answer) } else { Ok(event) }
}

fn payload<'a>(shop: &'a Shop, event: &Value) -> Option<&'a Payload> {
    shop.provider.payload(&shop.name_of(event)?).ok()
}
