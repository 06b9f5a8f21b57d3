//! `signature-leak`

use bytes::Bytes;

use crate::model::{Exchange, Request};
use crate::provider::redaction;
use crate::sign::{Encoding, Recipe};
use crate::verify::check::Check;
use crate::verify::checks::forged;
use crate::verify::checks::forged::Forgery;
use crate::verify::context::Context;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Expected, Observed, Plan};
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "signature-leak",
    title: "reveals neither the right signature nor the secret",
    why: "An error message that shows the expected signature gives every sender a valid one, for any body. One that \
          shows the settings of the endpoint gives away the secret itself.",
    expected: "an answer with neither the secret nor the correct signature",
    plan,
    judge,
    ..Check::FORGERY
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    forged::plan(context, tested, &|request| {
        let bare = forged::unsigned(context, request);
        let zeros = context.signature(request).map(|(_, value)| replaced(context, value, zeroed));
        // What cannot be read, and a header that cannot be decoded, bring up another error page than a wrong signature.
        let broken = Request { body: Bytes::from_static(b"{"), ..bare.clone() };
        let odd = context.signature(request).map(|(_, value)| replaced(context, value, forged::ending_in_no_digit));
        let mut forged = vec![
            Forgery::new("without a signature", bare),
            Forgery::new("without a signature and with a body that is not JSON", broken),
        ];
        forged.extend(forged::with_signatures(
            context,
            request,
            odd.map(|value| ("with a signature header that ends in é".to_owned(), value)),
        ));
        forged.extend(forged::with_signatures(
            context,
            request,
            zeros.map(|value| ("with another signature of the right form".to_owned(), value)),
        ));
        forged
    })
}

/// Returns the header with another signature. A time in it stays, because the endpoint needs it to compute the right
/// signature.
fn replaced(context: &Context<'_>, value: &[u8], other: impl Fn(&str) -> String) -> Vec<u8> {
    let text = String::from_utf8_lossy(value);
    let place = context.provider.signing.recipe.signature_in(&text).unwrap_or(0..text.len());
    [&text[..place.start], &other(&text[place.clone()]), &text[place.end..]].concat().into_bytes()
}

/// Replaces each digit by zero.
fn zeroed(signature: &str) -> String {
    signature.chars().map(|letter| if letter.is_ascii_alphanumeric() { '0' } else { letter }).collect()
}

fn judge(context: &Context<'_>, _: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    let secrets: Vec<String> = [context.secret, context.other_secret]
        .into_iter()
        .flatten()
        .flat_map(|secret| needles(secret.expose()))
        .collect();
    for (step, observed) in observed.iter().enumerate() {
        let Some((attempt, exchange)) = observed.exchange() else { continue };
        // A sender of a right signature knows it already; the secret must never be shown.
        if attempt.expected == Expected::Refused
            && let Some(right) = &attempt.right
            && let Some(place) = leak(exchange, right, &context.provider.signing.recipe)
        {
            return Judgement::Fail { reason: format!("showed the right signature in {place}"), step };
        }
        if let Some(place) = place_of(exchange, &secrets) {
            return Judgement::Fail { reason: format!("showed the secret itself in {place}"), step };
        }
    }
    Judgement::Pass
}

/// A secret shorter than this may be in an answer by chance.
const LEAST_SECRET: usize = 6;

/// A secret of only letters, and shorter than this, may be an ordinary word.
const LONGEST_WORD: usize = 12;

/// Returns the forms in which an answer may show the secret: as it is, escaped, in hexadecimal or base64, by itself or
/// within a longer text.
fn needles(secret: &str) -> Vec<String> {
    let is_word = secret.len() <= LONGEST_WORD && secret.bytes().all(|byte| byte.is_ascii_alphabetic());
    if secret.len() < LEAST_SECRET || is_word { Vec::new() } else { redaction::spellings(secret) }
}

/// Finds the place of the right signature in an answer, whatever its letter case and its encoding.
fn leak(exchange: &Exchange, right: &str, recipe: &Recipe) -> Option<String> {
    let signature = &right[recipe.signature_in(right)?];
    if signature.len() < 16 {
        return None;
    }
    let digest = recipe.encoding.read(signature).unwrap_or_default();
    let hex = Encoding::Hex.write(&digest);
    let base64 = Encoding::Base64.write(&digest);
    let base64 = base64.trim_end_matches('=');
    let bytes: Vec<&str> = hex.as_bytes().chunks(2).filter_map(|two| std::str::from_utf8(two).ok()).collect();
    // As a program prints bytes, too: `<Buffer 5f 3a>`.
    let spelled = [hex.as_str(), base64, &base64.replace('+', "-").replace('/', "_"), &bytes.join(" ")];
    let needles: Vec<String> = std::iter::once(signature)
        .chain(spelled.into_iter().filter(|_| !digest.is_empty()))
        .map(str::to_ascii_lowercase)
        .collect();
    place_of(exchange, &needles)
}

/// Finds the place of one of these texts in an answer, whatever its letter case.
fn place_of(exchange: &Exchange, needles: &[String]) -> Option<String> {
    let needles: Vec<String> = needles.iter().map(|needle| needle.to_ascii_lowercase()).collect();
    let holds = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
        needles.iter().any(|needle| text.contains(needle))
    };
    let response = exchange.response()?;
    if holds(&response.body) {
        return Some("the body of its answer".to_owned());
    }
    response
        .headers
        .iter()
        .find(|(_, value)| holds(value))
        .map(|(name, _)| format!("the header `{name}` of its answer"))
}
