//! `signature-truncated`

use crate::verify::check::Check;
use crate::verify::checks::forged;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "signature-truncated",
    title: "refuses a truncated signature",
    why: "A comparison that stops at the end of the shorter text accepts a signature of one character, which can be \
          guessed.",
    plan,
    ..Check::FORGERY
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    forged::plan(context, tested, &|request| {
        let Some((_, value)) = context.signature(request) else { return Vec::new() };
        let value = String::from_utf8_lossy(value).into_owned();
        let Some(place) = context.provider.signing.recipe.signature_in(&value) else { return Vec::new() };
        let (start, rest) = (place.start, &value[place.end..]);
        // Padding does not belong to the signature: many decoders ignore it.
        let signature = value[place].trim_end_matches('=');
        let length = signature.chars().count();
        let cuts = [length.saturating_sub(1), length.saturating_sub(2), length / 2, 2.min(length)];
        let cut = |kept: usize| {
            let kept_text: String = signature.chars().take(kept).collect();
            let what = format!("with {kept} of {length} characters of its signature");
            (what, [&value[..start], &kept_text, rest].concat().into_bytes())
        };
        forged::with_signatures(context, request, cuts.map(cut))
    })
}
