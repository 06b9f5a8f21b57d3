//! Places of ids and times, with their forms: `/id evt_[A-Za-z0-9]{24}`, `header X-Id uuid`.

use crate::model::{Headers, TimeForm};
use crate::provider::IdForm;
use crate::provider_file::error::{Place, ProviderFileError};
use crate::provider_file::keys;

/// Returns the spellings of a time, for messages.
pub(super) fn time_forms() -> String {
    let (last, rest) = keys::TIME_FORMS.split_last().unwrap_or((&"", &[]));
    format!("{} or {last}", rest.join(", "))
}

/// A ULID: 26 letters and digits, the first at most 7.
const ULID: &str = "[0-7][0-9A-HJKMNP-TV-Z]{25}";

/// An integer, if nothing else is said.
const INTEGER: &str = "[1-9][0-9]{8} integer";

/// Where a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum At {
    Body(String),
    Header(String),
}

/// Splits the text of a slot into its place and its form.
pub(super) fn split<'a>(text: &'a str, place: &Place) -> Result<(At, Option<&'a str>), ProviderFileError> {
    let text = text.trim();
    let wrong = || {
        place.wrong(format!(
            "`{text}` is not a place: use a JSON pointer such as /id, or `header X-Id`, with a form behind it"
        ))
    };
    if let Some(rest) = text.strip_prefix("header ") {
        let (name, form) =
            rest.trim_start().split_once(' ').map_or((rest.trim(), None), |(name, form)| (name, Some(form.trim())));
        return if Headers::is_name(name) { Ok((At::Header(name.to_owned()), form)) } else { Err(wrong()) };
    }
    let (pointer, form) = text.split_once(' ').map_or((text, None), |(pointer, form)| (pointer, Some(form.trim())));
    if pointer.starts_with('/') { Ok((At::Body(pointer.to_owned()), form)) } else { Err(wrong()) }
}

/// Reads the form of an id.
pub(super) fn id_form(text: &str, place: &Place) -> Result<IdForm, ProviderFileError> {
    Ok(match text {
        "uuid" => IdForm::Uuid,
        "hex32" => IdForm::Hex32,
        "hex24" => IdForm::Hex24,
        "ulid" => pattern(ULID, place)?,
        "integer" => pattern(INTEGER, place)?,
        other => pattern(other, place)?,
    })
}

fn pattern(text: &str, place: &Place) -> Result<IdForm, ProviderFileError> {
    text.parse().map(IdForm::Pattern).map_err(|error: crate::provider::IdPatternError| place.wrong(error.to_string()))
}

/// Reads the spelling of a time.
pub(super) fn time_form(text: &str) -> Option<TimeForm> {
    Some(match text {
        "rfc3339" | "seconds" => TimeForm::Seconds,
        "millis" => TimeForm::Millis,
        "micros" => TimeForm::Micros,
        "micros-offset" => TimeForm::MicrosOffset,
        "unix-seconds" => TimeForm::UnixSeconds,
        "unix-millis" => TimeForm::UnixMillis,
        _ => return None,
    })
}

/// Returns the form of an id that looks like an example. A prefix such as `evt_` stays, what follows is drawn from the
/// kinds of letters that the example has.
pub(super) fn form_like(example: &str) -> Option<IdForm> {
    if let Some(form) = IdForm::of(example).filter(|form| *form != IdForm::Digits9) {
        return Some(form);
    }
    if is_ulid(example) {
        return ULID.parse().ok().map(IdForm::Pattern);
    }
    let (prefix, rest) = example.rfind(['_', '-', '.', ':']).map_or(("", example), |at| example.split_at(at + 1));
    if rest.len() < 6 || !rest.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let has = |kind: fn(&u8) -> bool| rest.bytes().any(|byte| kind(&byte));
    let class: String =
        [(has(u8::is_ascii_uppercase), "A-Z"), (has(u8::is_ascii_lowercase), "a-z"), (has(u8::is_ascii_digit), "0-9")]
            .into_iter()
            .filter_map(|(is_there, class)| is_there.then_some(class))
            .collect();
    let text = format!("{}[{class}]{{{}}}", regex_syntax::escape(prefix), rest.len());
    text.parse().ok().map(IdForm::Pattern)
}

fn is_ulid(text: &str) -> bool {
    text.len() == 26 && ULID.parse::<crate::provider::IdPattern>().is_ok_and(|pattern| pattern.matches(text))
}
