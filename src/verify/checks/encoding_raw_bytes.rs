//! `encoding-raw-bytes`

use std::fmt::Write;

use crate::model::{BodyFormat, Json, Spelling};
use crate::sign::Part;
use crate::verify::check;
use crate::verify::check::{Check, Level};
use crate::verify::checks::forged;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::special::Special;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "encoding-raw-bytes",
    title: "verifies the bytes as they arrived, not the parsed document",
    why: "An endpoint that parses the body, serializes it again and verifies that text works until the provider \
          changes a space, an escape or the order of two fields. Then it refuses everything.",
    level: Level::Must,
    based_on: check::SIGNATURE,
    plan,
    ..Check::ANSWERS
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    if context.signer.is_none() {
        return forged::nothing_signed(context);
    }
    let attempt = |key: &str, what: &str, spell: &dyn Fn(&Json) -> Vec<u8>| {
        let document = context.renewed(tested, tested.plain.clone(), key);
        let body = spell(&document);
        context.attempt_with(tested, document, &body).what(what).special(Special::Spelling)
    };
    let reversed = |document: &Json| {
        let mut document = document.clone();
        document.reverse_fields();
        context.provider.body.write(&document)
    };
    let body = &context.provider.body;
    if body.format == BodyFormat::Multipart {
        return Plan::send([attempt("order", "with its fields in another order", &reversed)]);
    }
    if body.format.has_texts_only() {
        return Plan::send([
            attempt("escapes", "with more escapes in its form", &|document| escaped_form(&body.write(document))),
            attempt("order", "with its fields in another order", &reversed),
        ]);
    }
    Plan::send([
        attempt("space", "with other white space", &|document| {
            body.around(&Spelling::LOOSE.write(&body.whole(document)))
        }),
        attempt("escapes", "with escaped characters", &|document| {
            body.around(&escaped(&body.whole(document), &signed_members(context)))
        }),
        attempt("order", "with its fields in another order", &reversed),
    ])
}

/// Returns the fields that are signed as text: a consumer may read them from the raw body.
fn signed_members(context: &Context<'_>) -> Vec<String> {
    let parts = context.provider.signing.recipe.signed();
    let batch = context.provider.body.batch.as_ref();
    let in_body = |pointer: &String| batch.map_or_else(|| pointer.clone(), |batch| batch.in_first(pointer));
    parts.filter_map(|part| if let Part::Member(pointer) = part { Some(in_body(pointer)) } else { None }).collect()
}

/// Writes a space of a form as `%20`, and escapes the first character of every value.
fn escaped_form(form: &[u8]) -> Vec<u8> {
    let mut spelled = String::new();
    let mut before = b'&';
    for &byte in form {
        match byte {
            b'+' => spelled.push_str("%20"),
            first if before == b'=' && first.is_ascii_alphanumeric() => {
                let _ = write!(spelled, "%{first:02x}");
            }
            // The body of a form is ASCII.
            other => spelled.push(char::from(other)),
        }
        before = byte;
    }
    spelled.into_bytes()
}

/// Writes the first character of every string as `\u0041`. Numbers keep their form: a typed reader may correctly refuse
/// `2.0` if the contract says integer.
fn escaped(document: &Json, spared: &[String]) -> Vec<u8> {
    const MARK: char = '\u{e000}';
    let mut marked = document.clone();
    let mut places = Vec::new();
    document.walk(&mut |pointer, value| {
        let plain = |letter: char| letter.is_ascii_alphanumeric();
        if value.as_str().is_some_and(|text| text.starts_with(plain)) && !spared.iter().any(|spared| spared == pointer)
        {
            places.push(pointer.to_owned());
        }
    });
    for place in places {
        if let Some(Json::String(text)) = marked.pointer_mut(&place) {
            text.insert(0, MARK);
        }
    }
    let text = String::from_utf8(marked.write(crate::model::BodyStyle::COMPACT)).unwrap_or_default();
    let mut parts = text.split(MARK);
    let mut spelled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut characters = part.chars();
        if let Some(first) = characters.next() {
            let _ = write!(spelled, "\\u{:04x}", u32::from(first));
        }
        spelled.push_str(characters.as_str());
    }
    spelled.into_bytes()
}
