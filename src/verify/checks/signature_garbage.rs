//! `signature-garbage`

use crate::model::Request;
use crate::sign::Part;
use crate::verify::check::Check;
use crate::verify::checks::forged;
use crate::verify::checks::forged::Forgery;
use crate::verify::context::Context;
use crate::verify::plan::{Expected, Plan};
use crate::verify::special::Special;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "signature-garbage",
    title: "refuses a signature header that is garbage, and survives it",
    why: "If an invalid header crashes the endpoint, anyone can raise its alarms, and the 5xx makes a provider retry \
          again and again.",
    plan,
    ..Check::FORGERY
};

/// Returns values to send instead of a signature: not hexadecimal, not base64, long, and not text.
fn garbage() -> [(&'static str, Vec<u8>); 5] {
    [
        ("that does not encode a digest", b"not-a-signature!".to_vec()),
        ("of 8,000 bytes", vec![b'a'; 8_000]),
        ("that is not ASCII", "söme-sígnature-💥".as_bytes().to_vec()),
        ("that is not UTF-8", b"\xff\xfe\x80\x81".to_vec()),
        ("with only separators", b"=,=,;=".to_vec()),
    ]
}

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    forged::plan(context, tested, &|request| {
        let whole = garbage().map(|(what, value)| (format!("with a signature header {what}"), value));
        let whole = forged::with_signatures(context, request, whole);
        let mut forged: Vec<Forgery> = whole.into_iter().map(|forgery| forgery.special(Special::Garbage)).collect();
        forged.extend(in_each_part(context, request));
        forged
    })
}

/// Returns the header with garbage in one of its parts; the others stay as the provider sent them. A deprecated part
/// need not be looked at, so there it is enough to survive.
fn in_each_part(context: &Context<'_>, request: &Request) -> Vec<Forgery> {
    let Some(header) = context.provider.signing.recipe.signature_header() else { return Vec::new() };
    let Some((_, value)) = context.signature(request) else { return Vec::new() };
    let text = String::from_utf8_lossy(value).into_owned();
    let Some(holes) = header.value.capture(&text) else { return Vec::new() };
    let mut forged = Vec::new();
    let mut from = 0;
    for (part, inner) in holes {
        let Some(start) = text[from..].find(inner).map(|at| from + at) else { continue };
        from = start + inner.len();
        let name = text[..start].trim_end_matches(['=', ':']).rsplit([',', ' ']).next().unwrap_or_default();
        let which = if name.is_empty() {
            "a signature header".to_owned()
        } else {
            format!("a part `{name}` of its signature header")
        };
        // What replaces the whole header is sent elsewhere.
        let usual = if inner.len() < text.len() { 4 } else { 0 };
        let usual = garbage().into_iter().take(usual).map(|(what, garbage)| (what.to_owned(), garbage));
        let odd = if *part == Part::Time { Vec::new() } else { odd(inner) };
        let whole = |(what, garbage): (String, Vec<u8>)| {
            let bytes = [&text.as_bytes()[..start], &garbage, &text.as_bytes()[from..]].concat();
            (format!("with {which} {what}"), bytes)
        };
        let expected = if *part == Part::Old { Expected::Survived } else { Expected::Refused };
        let usual = forged::with_signatures(context, request, usual.map(whole)).into_iter();
        let odd = odd.into_iter().map(|(special, what, garbage)| (special, whole((what.to_owned(), garbage))));
        let (specials, odd): (Vec<Special>, Vec<_>) = odd.unzip();
        let odd = forged::with_signatures(context, request, odd).into_iter().zip(specials);
        let all = usual.map(|forgery| forgery.special(Special::Garbage));
        let all = all.chain(odd.map(|(forgery, special)| forgery.special(special)));
        forged.extend(all.map(|forgery| Forgery { expected, ..forgery }));
    }
    forged
}

/// Returns values that look like the right signature, and are not valid.
fn odd(right: &str) -> Vec<(Special, &'static str, Vec<u8>)> {
    if right.is_empty() {
        return Vec::new();
    }
    vec![
        // As long as the right one in characters, but not in bytes: a comparison of texts may fail at it.
        (Special::OddEnd, "that ends in é", forged::ending_in_no_digit(right).into_bytes()),
        (Special::Garbage, "of the right length without a digit in it", vec![b'!'; right.len()]),
        // What a failed computation of the right one becomes as text.
        (Special::Garbage, "that reads `null`", b"null".to_vec()),
        (Special::Garbage, "that reads `undefined`", b"undefined".to_vec()),
    ]
}
