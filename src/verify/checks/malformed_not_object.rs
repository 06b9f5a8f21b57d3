//! `malformed-not-object`

use crate::verify::check::Check;
use crate::verify::checks::unreadable;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "malformed-not-object",
    title: "survives correctly signed JSON that is not an object",
    why: "Valid JSON is not always an event. An endpoint that reads fields of a list or of `null` crashes, and is sent \
          the body again.",
    plan,
    judge: unreadable::judge,
    ..Check::MALFORMED
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    if let Some(skip) = unreadable::skip_without_json(context) {
        return skip;
    }
    let bodies = [
        ("an empty array", "[]"),
        ("an array of events", "[{}]"),
        ("a string", "\"event\""),
        ("a number", "1"),
        ("null", "null"),
    ];
    // An array may be what the provider sends.
    let body = &context.provider.body;
    let is_wrong = |text: &str| body.batch.is_none() || body.read_events(text.as_bytes()).is_err();
    let wrong = bodies.into_iter().filter(|(_, text)| is_wrong(text));
    unreadable::plan(
        context,
        tested,
        wrong.map(|(what, text)| (format!("whose body is {what}"), body.around(text.as_bytes()))),
    )
}
