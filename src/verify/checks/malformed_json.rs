//! `malformed-json`

use crate::verify::check::{Check, Level};
use crate::verify::checks::unreadable;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "malformed-json",
    title: "survives a correctly signed body that is not JSON",
    why: "Sooner or later an unreadable body arrives. An endpoint that crashes on it is sent it again, one that \
          processes it does something wrong, and a queue that stops at it loses every later event.",
    level: Level::Must,
    plan,
    judge: unreadable::judge,
    ..Check::MALFORMED
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    if let Some(skip) = unreadable::skip_without_json(context) {
        return skip;
    }
    let body = &context.provider.body;
    let text = body.whole(&context.good(tested, "malformed").document).write(body.layout);
    let comma = [&text[..1], b",", &text[1..]].concat();
    let bodies = [
        ("with a body that ends in the middle", text[..text.len() / 2].to_vec()),
        ("with a comma too many in its body", comma),
        ("with a body that is plain text", b"this is not JSON".to_vec()),
    ];
    unreadable::plan(context, tested, bodies.map(|(what, json)| (what.to_owned(), body.around(&json))))
}
