//! A delivery as a line for a shell, which sends it with curl.

use std::fmt::Write;

use crate::model::shell::{quoted, variable};
use crate::model::{Exchange, Request};
use crate::sign::{Part, SignatureHeader};
use crate::verify::context::Context;
use crate::verify::plan::Attempt;
use crate::verify::redact;
use crate::verify::redact::Redactor;

/// A longer body goes to curl through a pipe, because one word of a command cannot hold it.
const ONE_WORD: usize = 60_000;

/// Tolerance in seconds: up to this difference, a signature counts as made at the time of the run.
const SAME_TIME: i64 = 60;

/// Returns the command. It does not contain a signature by the user's key: `hookproof sign` makes it when the command
/// runs, with the secret in `HOOKPROOF_SECRET`. The value of a secret header is read from a variable of its name. If
/// signing fails, nothing is sent. Returns `None` if `hookproof sign` cannot make the signature (the body lacks a
/// signed field, or the encoding is another one), if the delivery is cut off, which curl cannot do, or if the run does
/// not say how to send its deliveries again.
pub(super) fn line(
    context: &Context<'_>,
    attempt: &Attempt,
    exchange: &Exchange,
    redact: &Redactor<'_>,
) -> Option<String> {
    if attempt.mode.is_cut() {
        return None;
    }
    let sign_flags = context.sign_flags?;
    // A shell cannot write a signature into the body.
    if context.signer.is_some() && context.signs_in_body() {
        return None;
    }
    let request = &exchange.request;
    let body = redact.body(&request.body);
    let rightly = redact::signed_bytes(context, attempt, request);
    let forged = rightly.is_none();
    let signed = rightly.or_else(|| {
        // A forgery that keeps a part of a right signature: use the request that it was derived from.
        let (header, right) = (context.provider.signing.recipe.signature_header()?, attempt.right.as_ref()?);
        let mut good = request.clone();
        good.headers.set(&header.name, right.as_str());
        redact::signed_bytes(context, attempt, &good)
    });
    let from_body = signed.as_deref() == Some(&*request.body);
    let mut signs = false;
    // What `hookproof sign` prints is kept first: if it cannot sign, nothing is sent.
    let mut signed_first = String::new();
    let mut words = String::new();
    for (name, value) in request.headers.iter() {
        let recipe = &context.provider.signing.recipe.headers;
        let place = recipe.iter().position(|header| header.name.eq_ignore_ascii_case(name));
        let text = String::from_utf8_lossy(value);
        let is_secret = *redact.text(&text) != *text;
        match place {
            Some(at) if is_secret || (signed.is_some() && !carries(&recipe[at])) => {
                let bytes = signed.as_ref()?;
                signs = true;
                let source = if from_body { "body".to_owned() } else { printf(&redact.body(bytes)) };
                let pick = if recipe.len() > 1 { format!(" | sed -n {}p", at + 1) } else { String::new() };
                let forge = if forged { forgery(attempt, name, value, redact)? } else { String::new() };
                let sign = sign(context, attempt, request);
                let _ = write!(signed_first, "sign{at}=$({source} | {sign}{sign_flags}) && ");
                let _ = match pick + &forge {
                    filters if filters.is_empty() => write!(words, " -H \"$sign{at}\""),
                    filters => write!(words, " -H \"$(printf '%s\\n' \"$sign{at}\"{filters})\""),
                };
            }
            _ if is_secret || redact.has_header(name) => {
                let _ = write!(words, " -H \"{name}: ${{{}:?}}\"", variable(name));
            }
            _ if value.is_empty() => {
                let _ = write!(words, " -H {}", quoted(&format!("{name};")));
            }
            _ => {
                let header = [name.as_bytes(), b": ", value].concat();
                let _ = match plain(&header) {
                    Some(text) => write!(words, " -H {}", quoted(text)),
                    None => write!(words, " -H \"$({})\"", printf(&header)),
                };
            }
        }
    }
    // What curl would add of its own.
    for name in ["Accept", "User-Agent", "Content-Type", "Expect"] {
        if request.headers.get(name).is_none() && (name != "Expect" || body.len() > ONE_WORD) {
            let _ = write!(words, " -H {name}:");
        }
    }
    let mut command = "curl -sS -i".to_owned();
    let url = request.at(context.url);
    if *redact.text(&url) != *url {
        return None;
    }
    if exchange.timed_out() {
        let _ = write!(command, " --max-time {}", context.provider.delivery.timeout.as_secs_f64());
    }
    if context.url.starts_with("https:") {
        command.push_str(" --http1.1");
    }
    if url.contains(['[', ']', '{', '}']) {
        command.push_str(" -g");
    }
    match request.method.as_str() {
        "POST" => {}
        "HEAD" => command.push_str(" -I"),
        method => {
            let _ = write!(command, " -X {}", quoted(method));
        }
    }
    let command = format!("{command} {}{words}", quoted(&url));
    if attempt.handshake.is_some() && body.is_empty() && !signs {
        return Some(command);
    }
    let word = plain(&body).filter(|text| text.len() < ONE_WORD && !text.starts_with('@'));
    Some(match word {
        _ if signs && from_body => {
            format!("body() {{ {}; }}; {signed_first}body | {command} --data-binary @-", printf(&body))
        }
        Some(text) if !signs => format!("{command} --data-binary {}", quoted(text)),
        _ => format!("{signed_first}{} | {command} --data-binary @-", printf(&body)),
    })
}

/// Builds the forged header from the right one, for a forgery that keeps a part of a right signature: only the
/// difference is replaced. `None` if a shell could misread the result.
fn forgery(attempt: &Attempt, name: &str, value: &[u8], redact: &Redactor<'_>) -> Option<String> {
    let right = match &attempt.right {
        Some(right) if right.as_bytes() != value => right.as_bytes(),
        _ => return Some(String::new()),
    };
    let same = |(one, other): &(&u8, &u8)| one == other;
    let start = right.iter().zip(value).take_while(same).count();
    let most = right.len().min(value.len()) - start;
    let end = right.iter().rev().zip(value.iter().rev()).take(most).take_while(same).count();
    let forged = plain(&value[start..value.len() - end]).filter(|forged| redact.text(forged) == *forged)?;
    let forged: String =
        forged.chars().flat_map(|letter| "\\/&".contains(letter).then_some('\\').into_iter().chain([letter])).collect();
    let start = name.len() + ": ".len() + start;
    let script = format!("s/^\\(.\\{{{start}\\}}\\).*\\(.\\{{{end}\\}}\\)$/\\1{forged}\\2/");
    Some(format!(" | sed {}", quoted(&script)))
}

fn carries(header: &SignatureHeader) -> bool {
    [Part::Signature, Part::Old, Part::Secret].iter().any(|part| header.value.has(part))
}

/// Returns the `hookproof sign` command, with the flags for everything that it cannot know.
fn sign(context: &Context<'_>, attempt: &Attempt, request: &Request) -> String {
    let provider = context.provider;
    let recipe = &provider.signing.recipe;
    let mut command = format!("hookproof sign {}", quoted(provider.argument()));
    let confirmed = provider.facts.iter().filter(|fact| fact.confirmed && fact.key.starts_with("signature."));
    for fact in confirmed.filter(|fact| provider.setting(&fact.key).as_ref() == Some(&fact.value)) {
        let _ = write!(command, " --assume {}", quoted(&format!("{}={}", fact.key, fact.value)));
    }
    if let Some(time) = context.signer.and_then(|signer| signer.time(&request.headers))
        && (time.unix() - context.now.unix()).abs() > SAME_TIME
    {
        let _ = write!(command, " --now {time}");
    }
    let needs = |wanted: &[Part]| recipe.parts().any(|part| wanted.contains(part));
    if needs(&[Part::Url, Part::Authority]) {
        let _ = write!(command, " --url {}", quoted(context.url));
    }
    if needs(&[Part::Id]) {
        let _ = write!(command, " --id {}", quoted(&context.event_id(&attempt.event, &attempt.document)));
    }
    command
}

/// Returns the bytes as text, if a terminal shows them unchanged.
fn plain(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok().filter(|text| text.chars().all(is_plain))
}

/// Whether a character is shown, and pasted, unchanged: not a control character, a direction mark, or invisible.
fn is_plain(letter: char) -> bool {
    matches!(letter, '"' | '\'' | '\\') || letter.escape_debug().count() == 1
}

/// Returns a command that prints the bytes, in any POSIX shell.
fn printf(bytes: &[u8]) -> String {
    if let Some(text) = plain(bytes) {
        return format!("printf %s {}", quoted(text));
    }
    let mut escaped = String::with_capacity(bytes.len() * 2);
    let octal = |bytes: &[u8], escaped: &mut String| {
        for byte in bytes {
            let _ = write!(escaped, "\\0{byte:03o}");
        }
    };
    for chunk in bytes.utf8_chunks() {
        for letter in chunk.valid().chars() {
            match letter {
                '\\' => escaped.push_str("\\\\"),
                '\n' => escaped.push_str("\\n"),
                _ if is_plain(letter) => escaped.push(letter),
                _ => octal(letter.encode_utf8(&mut [0; 4]).as_bytes(), &mut escaped),
            }
        }
        octal(chunk.invalid(), &mut escaped);
    }
    format!("printf %b {}", quoted(&escaped))
}
