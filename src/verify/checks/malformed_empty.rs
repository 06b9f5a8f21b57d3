//! `malformed-empty`

use crate::verify::check::Check;
use crate::verify::checks::unreadable;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "malformed-empty",
    title: "survives a correctly signed body that is empty",
    why: "A proxy that drops a body leaves an empty one. It must not crash the endpoint, have an effect, or block a \
          queue.",
    plan,
    judge: unreadable::judge,
    ..Check::MALFORMED
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    unreadable::plan(context, tested, [("whose body is empty".to_owned(), Vec::new())])
}
