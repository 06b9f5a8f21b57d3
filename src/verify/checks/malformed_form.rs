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
    if context.provider.body.format == BodyFormat::Json {
        return Plan::Skip(format!("{} sends no forms", context.provider.name));
    }
    let whole = context.good(tested, "malformed").request.body;
    let bodies = [
        ("with an escape in its form that is not hexadecimal, `%zz`", &b"%zz"[..]),
        ("with a form that ends inside an escape, `%4`", b"%4"),
        ("with escapes in its form that are not UTF-8, `%c3%28`", b"%c3%28"),
    ];
    let body = |value: &[u8]| [&whole[..], b"&added_later=", value].concat();
    unreadable::plan(context, tested, bodies.map(|(what, value)| (what.to_owned(), body(value))))
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
