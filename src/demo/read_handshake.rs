//! Handshakes that the consumer reads.

use crate::demo::consumer::Received;
use crate::model::captured;
use crate::provider::{Handshake, HandshakePart, HandshakeText};

/// A handshake that was read from a request.
#[derive(Debug)]
pub(super) struct ReadHandshake {
    pub(super) challenge: String,
    /// The token, if the handshake carries one.
    pub(super) token: Option<String>,
}

/// Reads a request; `None` if it is not this handshake. The query and the headers may have more fields.
pub(super) fn read(handshake: &Handshake, request: &Received<'_>) -> Option<ReadHandshake> {
    let Received { method, query, headers, body } = request;
    if *method != handshake.method {
        return None;
    }
    let fields: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let body = std::str::from_utf8(body).ok()?;
    let mut found = Vec::new();
    for (name, text) in &handshake.query {
        let (_, value) = fields.iter().find(|(known, _)| known == name)?;
        found.extend(capture(text, value)?);
    }
    for (name, text) in &handshake.headers {
        found.extend(capture(text, std::str::from_utf8(headers.get(name)?).ok()?)?);
    }
    if let Some(text) = &handshake.body {
        found.extend(capture(text, body)?);
    }
    let find =
        |part: &HandshakePart| found.iter().find(|(known, _)| *known == part).map(|(_, text)| (*text).to_owned());
    Some(ReadHandshake {
        challenge: find(&HandshakePart::Challenge).unwrap_or_default(),
        token: find(&HandshakePart::Token),
    })
}

/// Matches a text, and returns the text of each placeholder; `None` if the plain text does not match.
fn capture<'h, 't>(pattern: &'h HandshakeText, text: &'t str) -> Option<Vec<(&'h HandshakePart, &'t str)>> {
    captured(pattern.parts(), plain, text)
}

fn plain(part: &HandshakePart) -> Option<&str> {
    match part {
        HandshakePart::Text(plain) => Some(plain),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_found_in_json() {
        let text: HandshakeText =
            r#"{"a":{"b":"{challenge}"},"t":{time},"h":"{hmac-sha256:base64 of challenge}"}"#.parse().unwrap();
        let captured = capture(&text, r#"{"a":{"b":"x1"},"t":17,"h":"y"}"#).unwrap();
        let texts: Vec<&str> = captured.iter().map(|(_, text)| *text).collect();
        assert_eq!(texts, ["x1", "17", "y"]);
        assert_eq!(capture(&text, r#"{"other":1}"#), None);
    }
}
