//! The common mistakes in each step of a signature.

use sha2::{Digest, Sha256};

use crate::model::{BodyStyle, Headers, Json, Secret, Spelling};
use crate::sign::explain::mistake::{Mistake, mistake};
use crate::sign::key;
use crate::sign::key::Key;
use crate::sign::recipe::{Algorithm, Encoding, Recipe};
use crate::sign::template::{Part, Template};

/// One way to do a step: correctly (`None`), or with a mistake.
pub(super) type Way<T> = (Option<Mistake>, T);

/// Returns the signature as it was meant, decoded in every way in which it may have been encoded.
pub(super) fn signatures(
    recipe: &Recipe,
    form: &Template,
    value: &str,
    headers: &Headers,
) -> (Vec<Way<Vec<u8>>>, String, String) {
    const FORM: Option<Mistake> =
        mistake("wrong-form", "the header lacks the provider's prefix or separators: copy its form exactly");
    let mut time = String::new();
    let mut id = String::new();
    let mut texts = Vec::new();
    if let Some(captured) = form.capture(value) {
        for (part, text) in captured {
            match part {
                Part::Time => text.clone_into(&mut time),
                Part::Signature => {
                    texts.push((None, text));
                    texts.extend(text.split(['=', ',', ' ', ':']).skip(1).map(|text| (FORM, text.trim())));
                }
                _ => {}
            }
        }
    } else {
        texts.push((FORM, value.trim()));
        texts.extend(value.rsplit(['=', ',', ' ', ':']).map(|text| (FORM, text.trim())));
        time = value.split([',', ' ', ';']).filter_map(|part| part.trim().strip_prefix("t=")).collect();
    }
    for header in &recipe.headers {
        let value = headers.get(&header.name).and_then(|value| std::str::from_utf8(value).ok()).unwrap_or_default();
        for (part, text) in header.value.capture(value).unwrap_or_default() {
            match part {
                Part::Time => text.clone_into(&mut time),
                Part::Id => text.clone_into(&mut id),
                _ => {}
            }
        }
    }
    let mut read = Vec::new();
    for (form, text) in texts {
        let ways = [
            (recipe.encoding.read(text), None),
            (
                Encoding::Hex.read(&text.to_ascii_lowercase()),
                mistake(
                    "hex-case",
                    "hexadecimal in the wrong letter case or encoding: the provider writes it otherwise",
                ),
            ),
            (
                Encoding::Base64.read(text),
                mistake("base64-for-hex", "the signature is base64: the provider writes it in another encoding"),
            ),
            (
                Encoding::Base64.read(&text.replace('-', "+").replace('_', "/")),
                mistake("base64-url", "the URL alphabet of base64 was used"),
            ),
            (
                Encoding::Base64.read(&format!("{text}{}", "=".repeat(3 - (text.len() + 3) % 4))),
                mistake("base64-padding", "the padding of base64 was left out"),
            ),
            (
                Encoding::Base64
                    .read(text)
                    .and_then(|inner| String::from_utf8(inner).ok())
                    .and_then(|inner| Encoding::Hex.read(&inner)),
                mistake("base64-of-hex", "base64 was made of the hexadecimal text: encode the raw digest"),
            ),
        ];
        for (bytes, encoded) in ways {
            if let Some(bytes) = bytes.filter(|bytes| !bytes.is_empty()) {
                read.push((encoded.or(form), bytes));
            }
        }
    }
    (read, time, id)
}

/// Returns the right key and the wrong keys that are used by mistake.
pub(super) fn keys(recipe: &Recipe, secret: &Secret) -> Vec<Way<Key>> {
    if recipe.algorithm == Algorithm::RsaSha256 {
        return Key::new(recipe, secret).map(|key| vec![(None, key)]).unwrap_or_default();
    }
    let right = key::bytes(&recipe.key, secret).unwrap_or_default();
    let text = secret.expose();
    let mut variants = vec![
        (None, right.clone()),
        (
            mistake("secret-newline", "the secret was used with a line feed behind it: trim what is read from a file"),
            [&right[..], b"\n"].concat(),
        ),
        // This comes before the others that start from the text, because they are the same if there is nothing to trim.
        (mistake("secret-text", "the secret's text was used as the key: decode it first"), text.as_bytes().to_vec()),
        (
            mistake("secret-trimmed", "white space around the secret was dropped: it belongs to it"),
            text.trim().as_bytes().to_vec(),
        ),
        (mistake("secret-quoted", "the secret was used with quotes around it"), format!("\"{text}\"").into_bytes()),
        (mistake("secret-empty", "an empty secret was used: is the setting there?"), Vec::new()),
        (mistake("secret-upper", "the secret was changed to capitals"), text.to_uppercase().into_bytes()),
        (
            mistake("secret-hashed", "the secret's SHA-256 was used as the key"),
            Sha256::digest(text.as_bytes()).to_vec(),
        ),
    ];
    if let Ok(decoded) = const_hex::decode(text) {
        variants.push((mistake("secret-hex", "the secret was decoded from hexadecimal: use its text"), decoded));
    }
    if let Some(decoded) = crate::sign::encoding::decode_base64(text.trim_start_matches("whsec_")) {
        variants.push((mistake("secret-base64", "the secret was decoded from base64: use its text"), decoded));
    }
    let other = match recipe.algorithm {
        Algorithm::HmacSha512 => Algorithm::HmacSha256,
        _ => Algorithm::HmacSha512,
    };
    let mut keys: Vec<Way<Key>> = variants
        .into_iter()
        .enumerate()
        .filter(|(at, (_, bytes))| *at == 0 || *bytes != right)
        .filter_map(|(_, (made, bytes))| Some((made, Key::hmac(recipe.algorithm, &bytes).ok()?)))
        .collect();
    if let Ok(key) = Key::hmac(other, &right) {
        keys.push((
            mistake("other-digest", "another digest was used: the provider signs with the one on its sheet"),
            key,
        ));
    }
    keys
}

/// Returns the raw body and the bodies that are signed by mistake.
pub(super) fn bodies(body: &[u8]) -> Vec<Way<Vec<u8>>> {
    const AGAIN: Option<Mistake> = mistake(
        "re-serialised",
        "it signs the document written again, not these bytes: sign and verify the raw bytes as they came",
    );
    let mut bodies = vec![(None, body.to_vec())];
    if let Some(cut) = body.strip_suffix(b"\n") {
        bodies.push((
            mistake("lost-newline", "it signs the body without its final line feed: sign every byte"),
            cut.to_vec(),
        ));
    }
    bodies.push((
        mistake("added-newline", "it signs the body with a line feed more: was the final one lost on the way here?"),
        [body, b"\n"].concat(),
    ));
    let text = String::from_utf8_lossy(body);
    bodies.push((
        mistake("trimmed-body", "it signs the body without the white space around it"),
        text.trim().as_bytes().to_vec(),
    ));
    bodies.push((mistake("crlf", "line feeds were turned into CR LF"), text.replace('\n', "\r\n").into_bytes()));
    bodies.push((mistake("crlf", "CR LF was turned into line feeds"), text.replace("\r\n", "\n").into_bytes()));
    bodies.push((mistake("empty-body", "an empty body was signed: was it read twice?"), Vec::new()));
    bodies.push((mistake("hashed-first", "the body was hashed before it was signed"), Sha256::digest(body).to_vec()));
    bodies.push((
        mistake("hashed-first", "the body was hashed before it was signed"),
        const_hex::encode(Sha256::digest(body)).into_bytes(),
    ));
    bodies.extend(written_again(body).into_iter().map(|again| (AGAIN, again)));
    let raw = body.to_vec();
    let mut at = 0;
    bodies.retain(|(_, variant)| {
        at += 1;
        at == 1 || *variant != raw
    });
    bodies
}

/// Returns the document of a body as libraries serialize it; empty if the body is not JSON.
pub(super) fn written_again(body: &[u8]) -> Vec<Vec<u8>> {
    let Ok(document) = Json::parse(body) else { return Vec::new() };
    let sorted = Json::from(document.to_value());
    let mut written = Vec::new();
    for document in [&document, &sorted] {
        written.push(document.write(BodyStyle::COMPACT));
        written.push(document.write(BodyStyle::COMPACT_LINE));
        written.push(document.write(BodyStyle::INDENTED));
        for spelling in [Spelling::PYTHON, Spelling::PYTHON_UNICODE, Spelling::PHP] {
            written.push(spelling.write(document));
        }
    }
    written
}

/// Returns the right message and the messages that are built by mistake.
pub(super) fn messages(right: &Template) -> Vec<Way<Template>> {
    let mut messages = vec![(None, right.clone())];
    let parts = right.parts();
    if parts.len() < 2 {
        return messages;
    }
    let mut add = |made, parts: Vec<Part>| {
        let message = Template::from_iter(parts);
        if message != *right {
            messages.push((made, message));
        }
    };
    add(mistake("body-alone", "the body was signed alone: the message has more parts"), vec![Part::Body]);
    for left_out in parts.iter().filter(|part| !matches!(part, Part::Text(_))) {
        let kept = parts.iter().filter(|part| *part != left_out).cloned().collect();
        add(mistake("part-left-out", "a part of the signed message was left out"), kept);
    }
    add(
        mistake("swapped-order", "the parts of the signed message stand in another order"),
        parts.iter().rev().cloned().collect(),
    );
    let bare = parts.iter().filter(|part| !matches!(part, Part::Text(_))).cloned().collect();
    add(mistake("separator-left-out", "the separator in the signed message was left out"), bare);
    for separator in [".", ":", "\n"] {
        let mut joined = Vec::new();
        for part in parts.iter().filter(|part| !matches!(part, Part::Text(_))) {
            if !joined.is_empty() {
                joined.push(Part::Text(separator.to_owned()));
            }
            joined.push(part.clone());
        }
        add(mistake("other-separator", "another separator stands in the signed message"), joined);
    }
    messages
}

/// Returns the time in the header and the spellings of it that are signed by mistake.
pub(super) fn times(time: &str) -> Vec<Way<String>> {
    let mut times = vec![(None, time.to_owned())];
    if let Ok(count) = time.parse::<i64>() {
        let unit = mistake(
            "time-unit",
            "the time was signed in another unit than the header gives: sign its text as it stands there",
        );
        times.push((unit, count.saturating_mul(1000).to_string()));
        times.push((unit, (count / 1000).to_string()));
        times.push((unit, format!("{count}.0")));
    }
    times
}
