//! `payload-unusual-text`

use crate::generate::Hostile;
use crate::model::{BodyFormat, Json};
use crate::verify::check::{Check, Scope, Stage};
use crate::verify::context::Context;
use crate::verify::plan::{Attempt, Expected, Plan, Step};
use crate::verify::special::Special;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "payload-unusual-text",
    title: "survives text that is valid in JSON and not in databases",
    why: "PostgreSQL cannot store U+0000, and half a surrogate pair has no UTF-8 form. An endpoint that fails while it \
          stores the event answers 500, and is sent the event again and again. A 4xx is right.",
    scope: Scope::EveryType,
    stage: Stage::Fragile,
    plan,
    ..Check::ANSWERS
};

/// Number of event types to test: the smallest ones that accept arbitrary text.
const TYPES: usize = 2;

/// More marks on one letter than Unicode's stream-safe format allows, and than a column for a name holds.
const MARKS: usize = 2_000;

/// Placeholder in the body for half a surrogate pair, which a Rust string cannot hold.
const HALF: &str = "half-of-a-surrogate-pair";

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let Some(zeros) = tested.throughout(Hostile::Nul) else {
        return Plan::Skip("no field of it accepts arbitrary text".to_owned());
    };
    if !context.is_chosen(tested, TYPES, &|one| one.throughout(Hostile::Nul).is_some()) {
        return Plan::Skip("it is tried with plainer event types".to_owned());
    }
    let mut places = Vec::new();
    zeros.walk(&mut |pointer, value| {
        if value.as_str().is_some_and(|text| text.contains('\0')) {
            places.push(pointer.to_owned());
        }
    });
    let marks = format!("e{}", "\u{301}".repeat(MARKS));
    // A form has no spelling for half a pair, and its JSON is escaped.
    let format = &context.provider.body.format;
    let half = if *format == BodyFormat::Json { "\\ud800" } else { "%5Cud800" };
    let attempts = [
        Some(survived(context, tested, zeros.clone(), "zeros", "with U+0000 in its strings").special(Special::Nul)),
        filled(tested, &zeros, &places, HALF).filter(|_| !format.has_texts_only()).map(|document| {
            let attempt =
                survived(context, tested, document, "half", "with half of an emoji (`\\ud800`) in its strings");
            let text = String::from_utf8_lossy(&attempt.request.body).replace(HALF, half);
            let whole = context.attempt_with(tested, attempt.document, text.as_bytes());
            Attempt { expected: Expected::Survived, ..whole }.what(attempt.what).special(Special::HalfPair)
        }),
        filled(tested, &zeros, &places, &marks).map(|document| {
            survived(
                context,
                tested,
                document,
                "marks",
                &format!("with {MARKS} combining accents on one letter of its strings"),
            )
            .special(Special::ManyMarks)
        }),
    ];
    let strands = attempts
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(at, odd)| vec![Step::from(odd), context.good(tested, &format!("after {at}")).into()]);
    Plan::Strands(strands.collect())
}

/// Returns a delivery that may be refused.
fn survived(context: &Context<'_>, tested: &TypeUnderTest, document: Json, key: &str, what: &str) -> Attempt {
    Attempt { expected: Expected::Survived, ..context.attempt(tested, document, key) }.what(what)
}

/// Returns the document with this text in all of these places that may have it; `None` if none may.
fn filled(tested: &TypeUnderTest, document: &Json, places: &[String], text: &str) -> Option<Json> {
    let mut filled = document.clone();
    let mut has_text = false;
    for place in places {
        let before = filled.pointer(place)?.clone();
        filled.set(place, Json::from(text));
        if tested.payload.violations(&filled.to_value()).is_empty() {
            has_text = true;
        } else {
            // The previous value is a hostile one.
            let plain = before.as_str().unwrap_or_default().replace('\0', "0");
            filled.set(place, Json::from(plain.as_str()));
        }
    }
    has_text.then_some(filled)
}
