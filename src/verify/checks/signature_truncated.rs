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
        let value = value.to_vec();
        // The signature proper ends the header in every scheme with several parts.
        let kept = value.iter().rposition(|byte| matches!(byte, b'=' | b',') && !value.ends_with(b"="));
        let start = kept.map_or(0, |at| at + 1);
        // Padding does not belong to the signature: many decoders ignore it.
        let length = value[start..].iter().rposition(|byte| *byte != b'=').map_or(0, |last| last + 1);
        let cuts = [length.saturating_sub(1), length.saturating_sub(2), length / 2, 2.min(length)];
        let cut = |kept: usize| {
            (format!("with {kept} of {length} characters of its signature"), value[..start + kept].to_vec())
        };
        forged::with_signatures(context, request, cuts.map(cut))
    })
}
