//! Forms, `application/x-www-form-urlencoded`: the fields of a body, and the texts of values.

use crate::model::body_error::BodyError;
use crate::model::json::Json;
use crate::model::style::BodyStyle;

/// Returns the text of a value in a form; `None` for `null`.
pub(super) fn text_of(value: &Json) -> Option<String> {
    match value {
        Json::Null => None,
        Json::String(text) => Some(text.clone()),
        other => Some(String::from_utf8_lossy(&other.write(BodyStyle::COMPACT)).into_owned()),
    }
}

/// Writes the fields of a form.
pub(super) fn form_of(fields: impl IntoIterator<Item = (impl AsRef<str>, impl AsRef<str>)>) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// Returns the fields of a form, in order.
pub(super) fn fields(body: &[u8]) -> Result<Vec<(String, String)>, BodyError> {
    let parts = body.split(|byte| *byte == b'&').filter(|part| !part.is_empty()).enumerate();
    let read = parts.map(|(at, part)| {
        let broken = || BodyError::Form { field: at + 1 };
        let equals = part.iter().position(|byte| *byte == b'=').unwrap_or(part.len());
        let (name, value) = (&part[..equals], part.get(equals + 1..).unwrap_or_default());
        Ok((decoded(name).ok_or_else(broken)?, decoded(value).ok_or_else(broken)?))
    });
    read.collect()
}

/// Decodes a name or a value of a form; `None` if an escape is broken, or the result is not UTF-8.
fn decoded(text: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.iter();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(*rest.next()?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
                digit()? << 4 | digit()?
            }
            plain => *plain,
        });
    }
    String::from_utf8(bytes).ok()
}
