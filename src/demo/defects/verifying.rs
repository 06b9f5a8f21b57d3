//! Faults in verifying a signature.

use std::time::Duration;

use crate::clock::Stopwatch;
use crate::demo::answer::Answer;
use crate::demo::consumer::Shop;
use crate::demo::correct;
use crate::model::{Headers, Timestamp};
use crate::sign::{Algorithm, Encoding, Material, Part, Recipe, Refusal, Signer};

pub(super) fn re_serialises(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    let Ok(document) = shop.provider.body.read(body) else { return Err(Answer::status(400)) };
    correct::verify(shop, headers, &shop.provider.body.write(&document))
}

pub(super) fn trusts_unsigned(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    match sent(shop, headers) {
        Some(_) => correct::verify(shop, headers, body),
        None => Ok(()),
    }
}

pub(super) fn checks_the_form(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    let whole = expected(shop, headers, body)
        .is_some_and(|expected| sent(shop, headers).is_some_and(|sent| sent.len() == expected.len()));
    match shop.signer.as_ref().map(|signer| signer.check_at(headers, body, shop.url())) {
        Some(Err(Refusal::Mismatch { .. })) if whole => Ok(()),
        _ => correct::verify(shop, headers, body),
    }
}

pub(super) fn caches_signatures(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    let Some(sent) = sent(shop, headers) else { return Err(Answer::status(401)) };
    if shop.cache().contains(sent) {
        return Ok(());
    }
    correct::verify(shop, headers, body)?;
    shop.cache().insert(sent.to_vec());
    Ok(())
}

pub(super) fn compares_the_shorter(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    let (Some(sent), Some(expected)) = (sent(shop, headers), expected(shop, headers, body)) else {
        return correct::verify(shop, headers, body);
    };
    let alike = sent.iter().zip(expected.as_bytes()).all(|(sent, expected)| sent == expected);
    if alike && !sent.is_empty() { Ok(()) } else { Err(Answer::status(401)) }
}

pub(super) fn crashes_on_garbage(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    match shop.signer.as_ref().map(|signer| signer.check_at(headers, body, shop.url())) {
        Some(Err(Refusal::Form { .. })) => Err(Answer::status(500)),
        _ => correct::verify(shop, headers, body),
    }
}

pub(super) fn shows_the_signature(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    let expected = expected(shop, headers, body).unwrap_or_default();
    correct::verify(shop, headers, body).map_err(|answer| answer.saying(format!("expected {expected}")))
}

pub(super) fn shows_signature_in_header(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    let expected = expected(shop, headers, body).unwrap_or_default();
    correct::verify(shop, headers, body).map_err(|answer| answer.with("x-expected-signature", expected))
}

pub(super) fn shows_the_digest(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    let encoding = shop.provider.signing.recipe.encoding;
    let other = if encoding == Encoding::Hex { Encoding::Base64 } else { Encoding::Hex };
    let expected = expected(shop, headers, body).unwrap_or_default();
    let signature = shop.provider.signing.recipe.signature_in(&expected).unwrap_or_default();
    let digest = encoding.read(&expected[signature]).map(|digest| other.write(&digest)).unwrap_or_default();
    correct::verify(shop, headers, body).map_err(|answer| answer.saying(format!("expected <{digest}>")))
}

pub(super) fn processes_before_verifying(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    if let Ok(event) = correct::read(shop, body) {
        shop.take(&event, body);
    }
    correct::verify(shop, headers, body)
}

/// Parses the body when it is first needed, for example for a signed field, and does not expect it to be invalid.
pub(super) fn crashes_on_bad_json(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    let is_json = !shop.provider.body.format.has_texts_only();
    let broken = is_json && shop.provider.body.format.read(body).is_err();
    match shop.signer.as_ref().map(|signer| signer.check_at(headers, body, shop.url())) {
        Some(Ok(()) | Err(Refusal::Member { .. })) if broken => Err(Answer::status(500)),
        _ => correct::verify(shop, headers, body),
    }
}

/// Compares an empty signature character by character, and finds no difference.
pub(super) fn accepts_empty_signature(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    // Base64 padding alone is an empty signature as well.
    let padded = shop.provider.signing.recipe.encoding == Encoding::Base64;
    match sent(shop, headers) {
        Some(sent) if sent.is_empty() || (sent.ends_with(b"=") && !padded) => Ok(()),
        _ => correct::verify(shop, headers, body),
    }
}

pub(super) fn any_algorithm(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    either(shop, headers, body, |recipe| {
        recipe.algorithm = match recipe.algorithm {
            Algorithm::HmacSha256 => Algorithm::HmacSha512,
            _ => Algorithm::HmacSha256,
        };
    })
}

pub(super) fn any_encoding(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    either(shop, headers, body, |recipe| {
        recipe.encoding = match recipe.encoding {
            Encoding::Hex => Encoding::Base64,
            _ => Encoding::Hex,
        };
    })
}

pub(super) fn prefix_optional(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    either(shop, headers, body, |recipe| {
        for header in &mut recipe.headers {
            header.value = header.value.parts().iter().filter(|part| !matches!(part, Part::Text(_))).cloned().collect();
        }
    })
}

/// Accepts a signature by the recipe, or by an altered one.
fn either(shop: &Shop, headers: &Headers, body: &[u8], alter: fn(&mut Recipe)) -> Result<(), Answer> {
    let (Some(signer), Some(secret)) = (&shop.signer, &shop.secret) else { return Ok(()) };
    let mut recipe = signer.recipe().clone();
    alter(&mut recipe);
    match Signer::new(&recipe, secret) {
        Ok(other) if other.check_at(headers, body, shop.url()).is_ok() => Ok(()),
        _ => correct::verify(shop, headers, body),
    }
}

pub(super) fn crashes_on_two(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    if all_sent(shop, headers).count() > 1 { Err(Answer::status(500)) } else { correct::verify(shop, headers, body) }
}

/// Treats a second header as a sign that a gateway in front has verified the first.
pub(super) fn trusts_two(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    if all_sent(shop, headers).count() > 1 { Ok(()) } else { correct::verify(shop, headers, body) }
}

pub(super) fn never_stale(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    match correct::verify_at_any_time(shop, headers, body) {
        Ok(()) if correct::age(shop, headers, body).is_some_and(|age| age >= 0) => Ok(()),
        _ => correct::verify(shop, headers, body),
    }
}

pub(super) fn from_the_future(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    match correct::verify_at_any_time(shop, headers, body) {
        Ok(()) if correct::age(shop, headers, body).is_some_and(|age| age <= 0) => Ok(()),
        _ => correct::verify(shop, headers, body),
    }
}

/// Wants the content type letter by letter.
pub(super) fn exact_content_type(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    match headers.get("content-type") {
        Some(exact) if exact == shop.provider.body.format.content_type().as_bytes() => {
            correct::verify(shop, headers, body)
        }
        _ => Err(Answer::status(415)),
    }
}

pub(super) fn processes_empty_bodies(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    if body.is_empty() {
        shop.act();
        return Err(Answer::status(200));
    }
    correct::verify(shop, headers, body)
}

/// Decodes the body as text before anything else, without a thought of what cannot be decoded.
pub(super) fn assumes_text(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    if std::str::from_utf8(body).is_err() { Err(Answer::status(500)) } else { correct::verify(shop, headers, body) }
}

/// Reads at most 64 KiB.
pub(super) fn one_read(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    correct::verify(shop, headers, &body[..body.len().min(64 * 1024)])
}

/// Removes white space from the body, except inside texts.
pub(super) fn verifies_compacted(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    let (mut compact, mut inside, mut escaped) = (Vec::with_capacity(body.len()), false, false);
    for &byte in body {
        if inside || !byte.is_ascii_whitespace() {
            compact.push(byte);
        }
        inside ^= byte == b'"' && !escaped;
        escaped = inside && byte == b'\\' && !escaped;
    }
    correct::verify(shop, headers, &compact)
}

/// Accepts only one spelling of the character set.
pub(super) fn capital_charset(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    let named = headers.get("content-type").and_then(|value| std::str::from_utf8(value).ok()?.split_once("charset="));
    if named.is_some_and(|(_, charset)| charset != "UTF-8") {
        return Err(Answer::status(415));
    }
    correct::verify(shop, headers, body)
}

pub(super) fn crashes_unsigned(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    if sent(shop, headers).is_none() { Err(Answer::status(500)) } else { correct::verify(shop, headers, body) }
}

pub(super) fn looks_for_the_header(shop: &Shop, headers: &Headers, _: &[u8]) -> Result<(), Answer> {
    if sent(shop, headers).is_none() { Err(Answer::status(401)) } else { Ok(()) }
}

/// Logs an error, and continues.
pub(super) fn trusts_errors(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    match shop.signer.as_ref().map(|signer| signer.check_at(headers, body, shop.url())) {
        Some(Err(Refusal::Form { .. })) => Ok(()),
        _ => correct::verify(shop, headers, body),
    }
}

pub(super) fn login_page(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    correct::verify(shop, headers, body).map_err(|_| Answer::status(302))
}

/// Compares everything before the signature proper, and eight characters of it.
pub(super) fn compares_eight(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    let (Some(sent), Some(expected)) = (sent(shop, headers), expected(shop, headers, body)) else {
        return correct::verify(shop, headers, body);
    };
    let start = shop.provider.signing.recipe.signature_in(&expected).map_or(0, |signature| signature.start);
    let alike = sent.get(..start + 8) == expected.as_bytes().get(..start + 8);
    if alike { correct::in_time(shop, headers, body) } else { Err(Answer::status(401)) }
}

/// Calls `response.status(401).send()` without a `return` after it.
pub(super) fn forgets_to_return(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    let verified = correct::verify(shop, headers, body);
    if verified.is_err()
        && let Ok(event) = correct::read(shop, body)
    {
        shop.take(&event, body);
    }
    verified
}

pub(super) fn milliseconds_for_seconds(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    correct::verify_at_any_time(shop, headers, body)?;
    match correct::age(shop, headers, body) {
        Some(age) if age.abs() > 300_000 => Err(Answer::status(401)),
        _ => Ok(()),
    }
}

/// Reads the first byte to distinguish JSON from a form.
pub(super) fn crashes_on_empty_body(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    if body.is_empty() { Err(Answer::status(500)) } else { correct::verify(shop, headers, body) }
}

/// Compares character by character, and stops at the first difference. Every character costs more than usual, so that a
/// few thousand deliveries show it.
pub(super) fn compares_characters(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    if let (Some(sent), Some(expected)) = (sent(shop, headers), expected(shop, headers, body)) {
        let alike = sent.iter().zip(expected.as_bytes()).take_while(|(sent, expected)| sent == expected).count();
        busy(Duration::from_micros(5) * u32::try_from(alike).unwrap_or_default());
    }
    correct::verify(shop, headers, body)
}

/// Writes what was almost right into a log before it is refused.
pub(super) fn logs_near_misses(shop: &Shop, headers: &Headers, body: &[u8]) -> Result<(), Answer> {
    let verified = correct::verify(shop, headers, body);
    if verified.is_err()
        && let (Some(sent), Some(expected)) = (sent(shop, headers), expected(shop, headers, body))
        && sent.iter().zip(expected.as_bytes()).position(|(sent, expected)| sent != expected) > Some(expected.len() / 2)
    {
        busy(Duration::from_micros(400));
    }
    verified
}

/// Works for a while.
fn busy(time: Duration) {
    let begun = Stopwatch::start();
    while begun.elapsed() < time {
        std::hint::spin_loop();
    }
}

/// Redirects every delivery to the path with a trailing slash.
pub(super) fn redirects(_: &Shop, _: &Headers, _: &[u8]) -> Result<(), Answer> {
    Err(Answer::status(308))
}

fn all_sent<'a>(shop: &Shop, headers: &'a Headers) -> impl Iterator<Item = &'a [u8]> {
    let name = shop.provider.signing.recipe.signature_header().map(|header| header.name.clone()).unwrap_or_default();
    headers.iter().filter(move |(known, _)| known.eq_ignore_ascii_case(&name)).map(|(_, value)| value)
}

/// The value of the signature header.
pub(super) fn sent<'a>(shop: &Shop, headers: &'a Headers) -> Option<&'a [u8]> {
    headers.get(&shop.provider.signing.recipe.signature_header()?.name)
}

/// Returns the expected header, with the time that the header gives.
fn expected(shop: &Shop, headers: &Headers, body: &[u8]) -> Option<String> {
    let time = shop.signer.as_ref()?.time(headers).unwrap_or(Timestamp::from_unix(0));
    let material = Material::of(body).at(time).url(shop.url());
    let headers = shop.signer.as_ref()?.headers(&material).ok()?;
    sent(shop, &headers).map(|value| String::from_utf8_lossy(value).into_owned())
}
