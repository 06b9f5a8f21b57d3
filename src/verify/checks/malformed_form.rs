//! `malformed-form`

use crate::model::BodyFormat;
use crate::verify::check::Check;
use crate::verify::checks::unreadable;
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::judge::Judgement;
use crate::verify::plan::{Expected, Observed, Plan};
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "malformed-form",
    title: "survives a correctly signed form with a broken field",
    why: "Some form parsers keep a broken escape as it is, others raise an error. An endpoint that does not catch the \
          error crashes, and a queue that stops at the form loses every later event.",
    plan,
    judge,
    ..Check::MALFORMED
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let whole = context.good(tested, "malformed").request.body;
    let bodies = match context.provider.body.format {
        BodyFormat::Json => return Plan::Skip(format!("{} sends no forms", context.provider.name)),
        BodyFormat::Multipart => broken_parts(&whole),
        BodyFormat::Form | BodyFormat::BracketedForm | BodyFormat::FormField(_) => broken_fields(&whole),
    };
    unreadable::plan(context, tested, bodies.map(|(what, body)| (what.to_owned(), body)))
}

/// Adds a broken field to a form.
fn broken_fields(whole: &[u8]) -> [(&'static str, Vec<u8>); 3] {
    let body = |value: &[u8]| [whole, b"&added_later=", value].concat();
    [
        ("with an escape in its form that is not hexadecimal, `%zz`", body(b"%zz")),
        ("with a form that ends inside an escape, `%4`", body(b"%4")),
        ("with escapes in its form that are not UTF-8, `%c3%28`", body(b"%c3%28")),
    ]
}

/// Breaks a multipart body.
fn broken_parts(whole: &[u8]) -> [(&'static str, Vec<u8>); 3] {
    let boundary = whole.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let ending = [b"\r\n", boundary, b"--\r\n"].concat();
    let open = whole.strip_suffix(&ending[..]).unwrap_or(whole);
    let with = |part: &[u8]| [open, b"\r\n", boundary, b"\r\n", part, &ending].concat();
    [
        ("with a multipart body that ends inside a part", open.to_vec()),
        ("with a part that has no name", with(b"Content-Disposition: form-data\r\n\r\n1")),
        (
            "with a part that is not UTF-8",
            with(b"Content-Disposition: form-data; name=\"added_later\"\r\n\r\n\xc3\x28"),
        ),
    ]
}

/// Fails if such a form is answered by a 5xx or not at all, or keeps a later event from having an effect. A parser may
/// ignore the broken field, so the form may have an effect.
fn judge(context: &Context<'_>, tested: &TypeUnderTest, observed: &[Observed]) -> Judgement {
    let judgement = judge::answered(context, tested, observed);
    if judgement != Judgement::Pass {
        return judgement;
    }
    let is_good = |one: &&Observed| one.exchange().is_some_and(|(attempt, _)| attempt.expected == Expected::Accepted);
    let good = observed.iter().filter(is_good).count() as u64;
    match (judge::increase(observed), tested.effects_per_event) {
        (Some((before, after)), Some(effects_per_event)) => {
            let (had, should) = (after.saturating_sub(before), effects_per_event * good);
            unreadable::lost(had, should, good, observed).unwrap_or(Judgement::Pass)
        }
        _ => Judgement::Pass,
    }
}
