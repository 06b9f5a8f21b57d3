//! `malformed-truncated-utf8`

use crate::verify::check::Check;
use crate::verify::checks::unreadable;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "malformed-truncated-utf8",
    title: "survives a correctly signed body with a truncated UTF-8 sequence",
    why: "A body may end in the middle of a UTF-8 sequence. A decoder that expects valid text then raises an error, \
          and an endpoint that does not catch it crashes.",
    plan,
    judge: unreadable::judge,
    ..Check::MALFORMED
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    if let Some(skip) = unreadable::skip_without_json(context) {
        return skip;
    }
    let body = &context.provider.body;
    let whole = body.whole(&context.good(tested, "malformed").document).write(body.layout);
    let close = whole.iter().rposition(|byte| *byte == b'}').unwrap_or_default();
    let (start, end) = whole.split_at(close);
    let inside = [start, b",\"name\":\"Zo\xc3\"", end.trim_ascii_end()].concat();
    let cut = [start, b",\"name\":\"\xf0\x9f\x98"].concat();
    let bodies = [
        ("whose body has a truncated UTF-8 character in a string", inside),
        ("whose body ends inside a UTF-8 character", cut),
    ];
    unreadable::plan(context, tested, bodies.map(|(what, json)| (what.to_owned(), body.around(&json))))
}
