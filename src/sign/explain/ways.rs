//! The common mistakes in the signed message.

use sha2::{Digest, Sha256};

use crate::model::{BodyStyle, Json, Spelling};
use crate::sign::explain::mistake::{Mistake, mistake};
use crate::sign::material::Material;
use crate::sign::template::{Part, Template};

/// One way to do a step: correctly (`None`), or with a mistake.
pub(super) type Way<T> = (Option<Mistake>, T);

/// Returns the raw body and the bodies that are signed by mistake.
pub(super) fn bodies(body: &[u8]) -> Vec<Way<Vec<u8>>> {
    const AGAIN: Option<Mistake> = mistake(
        "re-serialised",
        "the document was serialized again before it was signed: sign and verify the raw bytes",
    );
    let mut bodies = vec![(None, body.to_vec())];
    if let Some(cut) = body.strip_suffix(b"\n") {
        bodies.push((
            mistake("lost-newline", "the body was signed without its final line feed: sign every byte"),
            cut.to_vec(),
        ));
    }
    bodies.push((
        mistake(
            "added-newline",
            "the body was signed with an additional line feed: was the final one lost in transit?",
        ),
        [body, b"\n"].concat(),
    ));
    let text = String::from_utf8_lossy(body);
    bodies.push((
        mistake("trimmed-body", "the body was signed without the white space around it"),
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
    add(mistake("body-alone", "only the body was signed: the message has more parts"), vec![Part::Body]);
    for left_out in parts.iter().filter(|part| !matches!(part, Part::Text(_))) {
        let kept = parts.iter().filter(|part| *part != left_out).cloned().collect();
        add(mistake("part-left-out", "a part of the signed message was left out"), kept);
    }
    add(
        mistake("swapped-order", "the parts of the signed message are in another order"),
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
        add(mistake("other-separator", "the signed message has another separator"), joined);
    }
    messages
}

/// Returns the time in the header and the spellings of it that are signed by mistake.
pub(super) fn times(time: &str) -> Vec<Way<String>> {
    let mut times = vec![(None, time.to_owned())];
    if let Ok(count) = time.parse::<i64>() {
        let unit =
            mistake("time-unit", "the time was signed in another unit than in the header: sign the text of the header");
        times.push((unit, count.saturating_mul(1000).to_string()));
        times.push((unit, (count / 1000).to_string()));
        times.push((unit, format!("{count}.0")));
    }
    times
}

/// Returns the URL and the method of the delivery, and those that are signed by mistake.
pub(super) fn requests<'a>(message: &Template, right: &Material<'a>) -> Vec<Way<(String, &'a str)>> {
    const PROXY: Option<Mistake> = mistake(
        "url-scheme",
        "the URL was signed with the other scheme: behind a proxy, use the public URL, not that of the server itself",
    );
    const SLASH: Option<Mistake> = mistake(
        "url-slash",
        "the URL was signed with or without a slash at its end: use it exactly as it was registered",
    );
    const QUERY: Option<Mistake> = mistake("url-query", "the URL was signed without its query");
    const PATH: Option<Mistake> = mistake("url-path", "only the path of the URL was signed: sign all of it");
    const METHOD: Option<Mistake> = mistake("method-case", "the method was signed in lower case: write it in capitals");
    let (url, method) = (right.url, right.method);
    let mut requests = vec![(None, (url.to_owned(), method))];
    let mut add = |made, other: String| {
        if other != url {
            requests.push((made, (other, method)));
        }
    };
    if message.has(&Part::Url) && !url.is_empty() {
        match url.split_once("://") {
            Some(("https", rest)) => add(PROXY, format!("http://{rest}")),
            Some((_, rest)) => add(PROXY, format!("https://{rest}")),
            None => {}
        }
        let (bare, query) = url.split_at(url.find('?').unwrap_or(url.len()));
        add(SLASH, bare.strip_suffix('/').map_or_else(|| format!("{bare}/{query}"), |bare| format!("{bare}{query}")));
        add(QUERY, bare.to_owned());
        let host = url.find("://").map_or(0, |at| at + 3);
        add(PATH, url[host..].find('/').map_or("/", |at| &url[host + at..]).to_owned());
    }
    if message.has(&Part::Method) && method == "POST" {
        requests.push((METHOD, (url.to_owned(), "post")));
    }
    requests
}
