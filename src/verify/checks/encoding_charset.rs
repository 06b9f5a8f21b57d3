//! `encoding-charset`

use crate::verify::check::Check;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "encoding-charset",
    title: "accepts a content type that names its character set",
    why: "`application/json; charset=utf-8` is the same type. An endpoint that compares the header as text refuses \
          everything as soon as a library of the provider changes.",
    based_on: &["delivery.content-type"],
    plan,
    ..Check::ANSWERS
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let content_type = format!("{}; charset=utf-8", context.provider.body.format.content_type());
    let mut attempt = context.good(tested, "charset").what(format!("with the type {content_type}"));
    attempt.request.headers.set("Content-Type", content_type);
    Plan::send([attempt])
}
