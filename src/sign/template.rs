//! Text with placeholders, for the signed message and for signature headers.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::model::captured;
use crate::sign::encoding::Encoding;

/// A text with placeholders, written as `t={time},s2={signature}`.
///
/// | Placeholder | Value |
/// | --- | --- |
/// | `{body}` | the raw body |
/// | `{time}` | the time of signing, in the recipe's spelling |
/// | `{id}` | the id of the delivery |
/// | `{time+N}` | N seconds after the time of signing, in seconds since 1970 |
/// | `{nonce}` | a value that is new in each attempt |
/// | `{url}` | the URL of the endpoint, with its query |
/// | `{authority}` | the host of the URL, and its port if the URL has one |
/// | `{method}` | the HTTP method |
/// | `{event}` | the name of the event |
/// | `{secret}` | the text of the secret |
/// | `{crc32}` | the CRC-32 of the body, in decimal |
/// | `{sha256}` | the SHA-256 of the body, in hexadecimal |
/// | `{sha256:base64}`, `{sha256:base64url}` | the same, in another encoding |
/// | `{form:sorted}` | the fields of a form body, sorted, each as its name and its value without separators |
/// | `{member:/pointer}` | a string, number or boolean of the body, as the body spells it |
/// | `{member?:/pointer}` | the same; empty if the field is absent or `null` |
/// | `{lines:A,B}` | the fields A and B of the body that are present, each as a line with its name and a line with its value |
/// | `{signature}` | the signature |
/// | `{old}` | the signature over the recipe's older message |
///
/// Plain text cannot contain a brace; no scheme needs one.
///
/// ```
/// let template: hookproof::sign::Template = "{time}.{body}".parse().unwrap();
/// assert_eq!(template.to_string(), "{time}.{body}");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Template(Vec<Part>);

/// A piece of a [`Template`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// Plain text.
    Text(String),
    /// The raw body.
    Body,
    /// The time of signing, in the recipe's spelling.
    Time,
    /// This many seconds after the time of signing, in seconds since 1970.
    TimePlus(u32),
    /// A value that is new in each attempt.
    Nonce,
    /// The id of the delivery.
    Id,
    /// The URL of the endpoint.
    Url,
    /// The host of the URL, and its port if the URL has one.
    Authority,
    /// The HTTP method.
    Method,
    /// The name of the event.
    Event,
    /// The number of the retry; 0 for the first attempt.
    Retry,
    /// The text of the secret.
    Secret,
    /// The CRC-32 of the body, in decimal.
    Crc32,
    /// The SHA-256 of the body.
    Sha256(Encoding),
    /// The fields of a form body, sorted, each as its name and its value.
    SortedForm,
    /// A string, number or boolean of the body, by JSON pointer.
    Member(String),
    /// The same; empty if the field is absent or `null`.
    OptionalMember(String),
    /// The fields of the body with these names that are present, each as a line with its name and a line with its value.
    Lines(Vec<String>),
    /// The signature.
    Signature,
    /// The signature over the older message.
    Old,
}

/// The error for an invalid template.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TemplateError {
    /// An opening brace has no closing brace.
    #[error("`{text}` opens a brace that does not close")]
    Open {
        /// The whole template.
        text: String,
    },
    /// A placeholder with an unknown name.
    #[error(
        "unknown placeholder `{{{name}}}`: use body, time, time+N, nonce, id, url, authority, method, event, secret, \
         crc32, sha256, sha256:base64, sha256:base64url, form:sorted, member:/pointer, member?:/pointer, lines:A,B, \
         signature or old"
    )]
    Unknown {
        /// The text between the braces.
        name: String,
    },
}

impl Template {
    /// Returns the pieces, in order.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.0
    }

    /// Returns whether a piece occurs.
    #[must_use]
    pub fn has(&self, part: &Part) -> bool {
        self.0.contains(part)
    }

    /// Returns whether `wanted` selects one of the pieces.
    pub(super) fn any(&self, wanted: impl Fn(&Part) -> bool) -> bool {
        self.0.iter().any(wanted)
    }

    /// Splits this template at a separator in its plain text.
    pub(super) fn split(&self, separator: &str) -> Vec<Self> {
        let mut fields = Vec::new();
        let mut field = Vec::new();
        for part in &self.0 {
            let Part::Text(plain) = part else {
                field.push(part.clone());
                continue;
            };
            for (at, text) in plain.split(separator).enumerate() {
                if at > 0 {
                    fields.push(Self(std::mem::take(&mut field)));
                }
                if !text.is_empty() {
                    field.push(Part::Text(text.to_owned()));
                }
            }
        }
        fields.push(Self(field));
        fields
    }

    /// Returns where the first wanted placeholder is in an instance of this template.
    pub(super) fn find(&self, text: &str, wanted: impl Fn(&Part) -> bool) -> Option<Range<usize>> {
        let mut holes = self.capture(text)?.into_iter();
        let mut at = 0;
        for part in &self.0 {
            let length = match part {
                Part::Text(plain) => plain.len(),
                _ => holes.next()?.1.len(),
            };
            if wanted(part) {
                return Some(at..at + length);
            }
            at += length;
        }
        None
    }

    /// Matches `text` against this template and returns the text of each placeholder; `None` if the plain text between
    /// the placeholders does not match.
    pub(crate) fn capture<'a>(&self, text: &'a str) -> Option<Vec<(&Part, &'a str)>> {
        captured(&self.0, plain, text)
    }
}

fn plain(part: &Part) -> Option<&str> {
    match part {
        Part::Text(plain) => Some(plain),
        _ => None,
    }
}

impl FromIterator<Part> for Template {
    fn from_iter<I: IntoIterator<Item = Part>>(parts: I) -> Self {
        Self(parts.into_iter().collect())
    }
}

impl FromStr for Template {
    type Err = TemplateError;

    fn from_str(text: &str) -> Result<Self, TemplateError> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            if open > 0 {
                parts.push(Part::Text(rest[..open].to_owned()));
            }
            let close = rest[open..].find('}').ok_or_else(|| TemplateError::Open { text: text.to_owned() })?;
            parts.push(hole(&rest[open + 1..open + close])?);
            rest = &rest[open + close + 1..];
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Ok(Self(parts))
    }
}

/// The placeholders without a pointer, by name.
const NAMED: &[(&str, Part)] = &[
    ("body", Part::Body),
    ("time", Part::Time),
    ("nonce", Part::Nonce),
    ("id", Part::Id),
    ("url", Part::Url),
    ("authority", Part::Authority),
    ("method", Part::Method),
    ("event", Part::Event),
    ("retry", Part::Retry),
    ("secret", Part::Secret),
    ("crc32", Part::Crc32),
    ("sha256", Part::Sha256(Encoding::Hex)),
    ("sha256:base64", Part::Sha256(Encoding::Base64)),
    ("sha256:base64url", Part::Sha256(Encoding::Base64Url)),
    ("form:sorted", Part::SortedForm),
    ("signature", Part::Signature),
    ("old", Part::Old),
];

fn hole(name: &str) -> Result<Part, TemplateError> {
    if let Some(pointer) = name.strip_prefix("member:") {
        return Ok(Part::Member(pointer.to_owned()));
    }
    if let Some(pointer) = name.strip_prefix("member?:") {
        return Ok(Part::OptionalMember(pointer.to_owned()));
    }
    if let Some(names) = name.strip_prefix("lines:").filter(|names| names.split(',').all(|name| !name.is_empty())) {
        return Ok(Part::Lines(names.split(',').map(str::to_owned).collect()));
    }
    let later = name.strip_prefix("time+").filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
    if let Some(seconds) = later.and_then(|text| text.parse().ok()) {
        return Ok(Part::TimePlus(seconds));
    }
    let named = NAMED.iter().find(|(known, _)| *known == name);
    named.map(|(_, part)| part.clone()).ok_or_else(|| TemplateError::Unknown { name: name.to_owned() })
}

impl fmt::Display for Template {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| match part {
            Part::Text(plain) => formatter.write_str(plain),
            Part::Member(pointer) => write!(formatter, "{{member:{pointer}}}"),
            Part::OptionalMember(pointer) => write!(formatter, "{{member?:{pointer}}}"),
            Part::Lines(names) => write!(formatter, "{{lines:{}}}", names.join(",")),
            Part::TimePlus(seconds) => write!(formatter, "{{time+{seconds}}}"),
            _ => match NAMED.iter().find(|(_, known)| known == part) {
                Some((name, _)) => write!(formatter, "{{{name}}}"),
                None => Ok(()),
            },
        })
    }
}

impl TryFrom<String> for Template {
    type Error = TemplateError;

    fn try_from(text: String) -> Result<Self, TemplateError> {
        text.parse()
    }
}

impl From<Template> for String {
    fn from(template: Template) -> Self {
        template.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_template_agree() {
        for text in ["v1={signature}", "t={time},s={old},s2={signature}", "{body}{member:/created_at}", "plain"] {
            assert_eq!(text.parse::<Template>().unwrap().to_string(), text);
        }
        for name in NAMED.iter().map(|(name, _)| *name).chain(["member:/a~1b/0", "member?:/a", "lines:A,B", "time+60"])
        {
            let text = format!("a{{{name}}}b");
            assert_eq!(text.parse::<Template>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_template_is_split_at_a_separator() {
        let template: Template = "t={time},v1={signature}".parse().unwrap();
        let fields: Vec<String> = template.split(",").iter().map(ToString::to_string).collect();
        assert_eq!(fields, ["t={time}", "v1={signature}"]);
        assert_eq!(template.split(";"), [template]);
    }

    #[test]
    fn a_wrong_template_is_refused() {
        assert!(matches!("{body".parse::<Template>(), Err(TemplateError::Open { .. })));
        for text in ["{bdy}", "{time+}", "{time+-1}", "{time+99999999999}", "{lines:}", "{lines:A,}", "{sha256:hex}"] {
            assert!(matches!(text.parse::<Template>(), Err(TemplateError::Unknown { .. })), "{text}");
        }
    }

    #[test]
    fn captures_the_texts_of_the_placeholders() {
        let template: Template = "t={time},s2={signature}".parse().unwrap();
        let captured = template.capture("t=17,s2=abc").unwrap();
        assert_eq!(captured, [(&Part::Time, "17"), (&Part::Signature, "abc")]);
        assert_eq!(template.capture("t=17;s2=abc"), None);
        assert_eq!(template.find("t=17,s2=abc", |part| *part == Part::Signature), Some(8..11));
        assert_eq!(template.find("t=17,s2=abc", |part| *part == Part::Body), None);
    }
}
