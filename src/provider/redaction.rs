//! Removes secrets from texts and bodies: the secrets themselves in every spelling, and fields that hold one.

use std::borrow::Cow;
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use crate::model::{BodyStyle, Json, escape};
use crate::provider::envelope::Envelope;

/// Minimum length. Shorter words (`Bearer`) are not secret and would be found in every text.
pub(crate) const WORD: usize = 8;

/// The words that are removed from texts, and the fields that are removed from bodies.
#[derive(Clone, Debug)]
pub(crate) struct Redaction {
    /// Longest first, because one may contain another.
    words: Vec<(String, &'static str)>,
    /// Words of which a part is as sensitive as the whole, and the replacement of a part.
    parts: Vec<(String, &'static str)>,
    members: Vec<String>,
    instead: &'static str,
}

impl Redaction {
    /// Removes the secret fields of a provider's events; each is replaced by `instead`.
    #[must_use]
    pub(crate) fn of(envelope: &Envelope, instead: &'static str) -> Self {
        Self { words: Vec::new(), parts: Vec::new(), members: envelope.secrets.clone(), instead }
    }

    /// Removes a secret, in every spelling that could reveal it.
    pub(crate) fn secret(&mut self, secret: &str) {
        if !secret.is_empty() {
            let spellings = spellings(secret);
            self.words.extend(spellings.into_iter().map(|word| (word, self.instead)));
            self.sort();
        }
    }

    /// Removes a word as it is, and a text that begins with more than half of it.
    pub(crate) fn word(&mut self, word: String, instead: &'static str, cut: &'static str) {
        self.parts.push((word.clone(), cut));
        self.words.push((word, instead));
        self.sort();
    }

    fn sort(&mut self) {
        self.words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    }

    /// Returns a text without the words. An endpoint may echo the secrets that it has or receives.
    #[must_use]
    pub(crate) fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut shown = Cow::Borrowed(text);
        for (word, instead) in &self.words {
            if shown.contains(word.as_str()) {
                shown = shown.replace(word.as_str(), instead).into();
            }
        }
        for (word, cut) in &self.parts {
            while let Some(start) = word.get(..word.len() / 2).and_then(|half| shown.find(half)) {
                let same = shown[start..].bytes().zip(word.bytes()).take_while(|(one, other)| one == other).count();
                shown.to_mut().replace_range(start..start + same, cut);
            }
        }
        shown
    }

    /// Returns a body without the words and without the values of secret fields; its other bytes stay unchanged.
    #[must_use]
    pub(crate) fn body<'b>(&self, body: &'b [u8]) -> Cow<'b, [u8]> {
        let Ok(text) = std::str::from_utf8(body) else {
            let text = String::from_utf8_lossy(body);
            // Bytes that are not text stay unchanged if they hold nothing to hide.
            return match self.text(&text) {
                Cow::Borrowed(_) => body.into(),
                Cow::Owned(shown) => shown.into_bytes().into(),
            };
        };
        let mut shown = Cow::Borrowed(text);
        if let Ok(document) = Json::parse(body) {
            for (pointer, secret) in self.secret_fields(&document) {
                let spelled = serde_json::Value::from(secret).to_string();
                shown = shown.replace(&spelled, &format!("\"{}\"", self.instead)).into();
                // The secret may occur with other escapes.
                let mut left = Json::parse(shown.as_bytes()).ok();
                let is_left = |left: &&mut Json| left.pointer(&pointer).and_then(Json::as_str) == Some(secret);
                if let Some(left) = left.as_mut().filter(is_left) {
                    left.set(&pointer, Json::String(self.instead.into()));
                    shown = String::from_utf8_lossy(&left.write(BodyStyle::COMPACT)).into_owned().into();
                }
            }
        }
        if !self.members.is_empty() && shown.contains('=') && Json::parse(body).is_err() {
            let fields: Vec<String> = shown.split('&').map(|field| self.form_field(field).into_owned()).collect();
            let fields = fields.join("&");
            if fields != shown {
                shown = fields.into();
            }
        }
        match (self.text(&shown), &shown) {
            (Cow::Borrowed(_), Cow::Borrowed(_)) => body.into(),
            (redacted, _) => redacted.into_owned().into_bytes().into(),
        }
    }

    /// Returns a field of a form without its value if that is secret, or without the secret fields of the JSON in it.
    fn form_field<'f>(&self, field: &'f str) -> Cow<'f, str> {
        let Some((name, value)) = form_urlencoded::parse(field.as_bytes()).next() else { return field.into() };
        let spelled = field.split('=').next().unwrap_or_default();
        let pointer = format!("/{}", escape(&name));
        if self.members.contains(&pointer) && !value.is_empty() {
            return format!("{spelled}={}", self.instead).into();
        }
        let Ok(document) = Json::parse(value.as_bytes()) else { return field.into() };
        let secrets = self.secret_fields(&document);
        if secrets.is_empty() {
            return field.into();
        }
        let mut shown = document.clone();
        for (pointer, _) in secrets {
            shown.set(&pointer, Json::from(self.instead));
        }
        let value: String = form_urlencoded::byte_serialize(&shown.write(BodyStyle::COMPACT)).collect();
        format!("{spelled}={value}").into()
    }

    /// Returns the secret fields of a body, with their pointers. The event may be anywhere in it, as in a batch.
    fn secret_fields<'d>(&self, document: &'d Json) -> Vec<(String, &'d str)> {
        let mut found = Vec::new();
        if !self.members.is_empty() {
            document.walk(&mut |pointer, value| {
                let is_secret = || self.members.iter().any(|secret| pointer.ends_with(secret.as_str()));
                if let Some(text) = value.as_str().filter(|text| !text.is_empty() && is_secret()) {
                    found.push((pointer.to_owned(), text));
                }
            });
        }
        found
    }

    /// Returns whether the value at this pointer is a secret field or contains one.
    #[must_use]
    pub(crate) fn covers(&self, pointer: &str) -> bool {
        let holds =
            |secret: &String| secret.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        self.members.iter().any(holds)
    }
}

/// Returns the spellings that could reveal a secret.
pub(crate) fn spellings(secret: &str) -> Vec<String> {
    let mut all = vec![secret.to_owned()];
    if secret.len() < WORD {
        return all;
    }
    let quoted = serde_json::Value::from(secret).to_string();
    let quoted = quoted.strip_prefix('"').and_then(|quoted| quoted.strip_suffix('"')).unwrap_or(&quoted);
    all.push(quoted.to_owned());
    all.push(in_ascii(quoted));
    all.extend(encodings(secret.as_bytes()));
    all.extend(inside_base64(secret.as_bytes()));
    all.push(percent_encoded(secret));
    all.push(secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;"));
    if secret.contains("-----BEGIN") {
        let lines = secret.lines().map(str::trim).filter(|line| !line.starts_with("-----") && line.len() >= WORD);
        let lines: Vec<&str> = lines.collect();
        if let Ok(key) = STANDARD.decode(lines.concat()) {
            all.extend(encodings(&key));
        }
        all.extend(lines.iter().map(|&line| line.to_owned()));
    }
    all
}

/// Returns bytes in the text encodings that are used for keys and signatures.
pub(crate) fn encodings(bytes: &[u8]) -> [String; 5] {
    let hex = const_hex::encode(bytes);
    let apart: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    [hex.to_ascii_uppercase(), hex, apart.join(" "), STANDARD_NO_PAD.encode(bytes), URL_SAFE_NO_PAD.encode(bytes)]
}

/// Returns the base64 of bytes as it occurs in the base64 of a longer text, for each possible offset. Characters at the
/// ends are left out, because they hold bits of neighboring bytes.
fn inside_base64(bytes: &[u8]) -> Vec<String> {
    let mut all = Vec::new();
    for lead in 1..3 {
        let longer = [&[0; 2][..lead], bytes].concat();
        for text in [STANDARD_NO_PAD.encode(&longer), URL_SAFE_NO_PAD.encode(&longer)] {
            let end = if longer.len().is_multiple_of(3) { text.len() } else { text.len() - 1 };
            all.extend(text.get(lead + 1..end).map(str::to_owned));
        }
    }
    let whole = STANDARD_NO_PAD.encode(bytes);
    if !bytes.len().is_multiple_of(3) {
        all.push(whole[..whole.len() - 1].to_owned());
    }
    all.retain(|text| text.len() >= WORD);
    all
}

/// Percent-encodes a text as a part of a URL.
fn percent_encoded(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            spelled.push(char::from(byte));
        } else {
            let _ = write!(spelled, "%{byte:02X}");
        }
    }
    spelled
}

/// Escapes a JSON text so that it is ASCII only.
fn in_ascii(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() {
            spelled.push(letter);
        } else {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                let _ = write!(spelled, "\\u{unit:04x}");
            }
        }
    }
    spelled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_redacted_by_value_and_by_pointer() {
        let envelope = Envelope::named("/event").secret("/data/apiKey");
        let mut redaction = Redaction::of(&envelope, "[secret]");
        redaction.secret("open \"sesame\"");
        assert_eq!(redaction.text(r#"{"echo":"open \"sesame\""}"#), r#"{"echo":"[secret]"}"#);
        assert_eq!(&*redaction.body(br#"{"data":{"apiKey":"k"}}"#), br#"{"data":{"apiKey":"[secret]"}}"#);
        let hidden = b"payload=%7B%22data%22%3A%7B%22apiKey%22%3A%22%5Bsecret%5D%22%7D%7D&b=%zz";
        let payload = b"payload=%7B%22data%22%3A%7B%22apiKey%22%3A%22a+%26%22%7D%7D&b=%zz";
        assert_eq!(&*redaction.body(payload), hidden);
        let form = Redaction::of(&Envelope::named("/event").secret("/Api Key"), "[secret]");
        assert_eq!(&*form.body(b"a=1&Api+Key=k%26k&b=%zz"), b"a=1&Api+Key=[secret]&b=%zz");
        assert_eq!(&*form.body(b"Api+Keys=k&Api+Key="), b"Api+Keys=k&Api+Key=");
        let batch = br#"[{"data":{"apiKey":"k"}},{"event":"k2","data":{"apiKey":"\u006b2"}}]"#;
        let shown = br#"[{"data":{"apiKey":"[secret]"}},{"event":"[secret]","data":{"apiKey":"[secret]"}}]"#;
        assert_eq!(redaction.body(batch).escape_ascii().to_string(), shown.escape_ascii().to_string());
    }
}
