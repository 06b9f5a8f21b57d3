//! Texts of a handshake, with placeholders for what changes with every one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::model::{did_you_mean, nearest};
use crate::sign::{Algorithm, Encoding, SignError, Signer};

/// A text of a handshake, such as `{"challenge":"{challenge}"}`. Other braces are plain text.
///
/// | Placeholder | Value |
/// | --- | --- |
/// | `{challenge}` | a random text, which the endpoint repeats |
/// | `{token}` | a text that provider and consumer agreed on |
/// | `{time}` | the current time, in the spelling of the events |
/// | `{id}` | a random UUID |
/// | `{hmac-sha256 of challenge}` | the HMAC of the challenge by the provider's secret; `{hmac-sha256:base64 of challenge}` in base64 |
///
/// ```
/// let text: hookproof::provider::HandshakeText = r#"{"challenge":"{challenge}"}"#.parse().unwrap();
/// assert_eq!(text.to_string(), r#"{"challenge":"{challenge}"}"#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct HandshakeText(Vec<HandshakePart>);

/// A piece of a [`HandshakeText`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HandshakePart {
    /// Plain text.
    Text(String),
    /// The random text that the endpoint repeats.
    Challenge,
    /// The text that provider and consumer agreed on.
    Token,
    /// The current time.
    Time,
    /// A random UUID.
    Id,
    /// The HMAC of the challenge.
    Hmac(Algorithm, Encoding),
}

/// The error for an unknown placeholder.
#[derive(Debug, Error)]
#[error("unknown placeholder `{{{name}}}`{}: use challenge, token, time, id or `hmac-sha256 of challenge`", did_you_mean(.nearest))]
#[non_exhaustive]
pub struct HandshakeTextError {
    /// The text between the braces.
    pub name: String,
    /// The most similar names.
    pub nearest: Vec<String>,
}

/// The values of the placeholders of one handshake.
#[derive(Clone, Debug)]
pub(crate) struct HandshakeValues<'a> {
    pub(crate) challenge: &'a str,
    pub(crate) token: &'a str,
    pub(crate) time: &'a str,
    pub(crate) id: &'a str,
    pub(crate) signer: Option<&'a Signer>,
}

/// The placeholders without parameters.
const NAMED: [(&str, HandshakePart); 4] = [
    ("challenge", HandshakePart::Challenge),
    ("token", HandshakePart::Token),
    ("time", HandshakePart::Time),
    ("id", HandshakePart::Id),
];

/// The end of the placeholder of an HMAC.
const OF_CHALLENGE: &str = " of challenge";

impl HandshakeText {
    /// Returns the pieces, in order.
    #[must_use]
    pub fn parts(&self) -> &[HandshakePart] {
        &self.0
    }

    /// Returns whether a piece occurs.
    #[must_use]
    pub fn has(&self, part: &HandshakePart) -> bool {
        self.0.contains(part)
    }

    /// Returns the algorithms of its HMACs.
    pub(crate) fn algorithms(&self) -> impl Iterator<Item = Algorithm> {
        self.0.iter().filter_map(|part| match part {
            HandshakePart::Hmac(algorithm, _) => Some(*algorithm),
            _ => None,
        })
    }

    /// Fills the placeholders. An HMAC without a key is empty.
    pub(crate) fn fill(&self, values: &HandshakeValues<'_>) -> Result<String, SignError> {
        let mut text = String::new();
        for part in &self.0 {
            match part {
                HandshakePart::Text(plain) => text.push_str(plain),
                HandshakePart::Challenge => text.push_str(values.challenge),
                HandshakePart::Token => text.push_str(values.token),
                HandshakePart::Time => text.push_str(values.time),
                HandshakePart::Id => text.push_str(values.id),
                HandshakePart::Hmac(_, encoding) => {
                    if let Some(signer) = values.signer {
                        text.push_str(&encoding.write(&signer.sign(values.challenge.as_bytes())?));
                    }
                }
            }
        }
        Ok(text)
    }

    /// Describes the value for people: `the challenge`.
    pub(crate) fn about(&self) -> String {
        match self.0.as_slice() {
            [HandshakePart::Challenge] => "the challenge".to_owned(),
            [HandshakePart::Token] => "the token".to_owned(),
            [HandshakePart::Hmac(..)] => "the HMAC of the challenge".to_owned(),
            _ => format!("`{self}`"),
        }
    }
}

/// Whether the text between two braces is meant as a placeholder. JSON has a quotation mark, a space or a brace there.
fn is_placeholder(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|one| one.is_ascii_alphanumeric() || " :-_".contains(one))
}

fn placeholder(name: &str) -> Result<HandshakePart, HandshakeTextError> {
    if let Some((_, part)) = NAMED.iter().find(|(known, _)| *known == name) {
        return Ok(part.clone());
    }
    let hmac = name.strip_suffix(OF_CHALLENGE).and_then(|hmac| {
        let (algorithm, encoding) = hmac.split_once(':').unwrap_or((hmac, "hex"));
        let algorithm = algorithm.parse::<Algorithm>().ok().filter(|algorithm| algorithm.is_hmac())?;
        Some(HandshakePart::Hmac(algorithm, encoding.parse().ok()?))
    });
    hmac.ok_or_else(|| HandshakeTextError {
        name: name.to_owned(),
        nearest: nearest(name, NAMED.iter().map(|(known, _)| *known)),
    })
}

impl FromStr for HandshakeText {
    type Err = HandshakeTextError;

    fn from_str(text: &str) -> Result<Self, HandshakeTextError> {
        let (mut parts, mut plain, mut rest) = (Vec::new(), String::new(), text);
        while let Some((before, after)) = rest.split_once('{') {
            plain.push_str(before);
            let Some((name, after)) = after.split_once('}').filter(|(name, _)| is_placeholder(name)) else {
                plain.push('{');
                rest = after;
                continue;
            };
            if !plain.is_empty() {
                parts.push(HandshakePart::Text(std::mem::take(&mut plain)));
            }
            parts.push(placeholder(name)?);
            rest = after;
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            parts.push(HandshakePart::Text(plain));
        }
        Ok(Self(parts))
    }
}

impl fmt::Display for HandshakeText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|part| match part {
            HandshakePart::Text(plain) => formatter.write_str(plain),
            HandshakePart::Hmac(algorithm, encoding) => {
                write!(formatter, "{{{algorithm}:{encoding}{OF_CHALLENGE}}}")
            }
            part => match NAMED.iter().find(|(_, known)| known == part) {
                Some((name, _)) => write!(formatter, "{{{name}}}"),
                None => Ok(()),
            },
        })
    }
}

impl TryFrom<String> for HandshakeText {
    type Error = HandshakeTextError;

    fn try_from(text: String) -> Result<Self, HandshakeTextError> {
        text.parse()
    }
}

impl From<HandshakeText> for String {
    fn from(text: HandshakeText) -> Self {
        text.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_plain_text_around_placeholders() {
        let text: HandshakeText =
            r#"{"a":{"b":"{challenge}"},"t":{time},"h":"{hmac-sha256:base64 of challenge}"}"#.parse().unwrap();
        assert_eq!(text.parts().len(), 7, "{text:?}");
        assert_eq!(text.to_string().parse::<HandshakeText>().unwrap(), text);
    }

    #[test]
    fn an_unknown_placeholder_is_named() {
        let said = |text: &str| text.parse::<HandshakeText>().unwrap_err().to_string();
        assert!(said("{chalenge}").starts_with("unknown placeholder `{chalenge}`; did you mean challenge?"));
        assert!(said("{ed25519 of challenge}").contains("unknown placeholder"));
    }
}
