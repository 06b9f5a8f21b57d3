//! `transport-expect-continue`

use crate::model::HttpVersion;
use crate::verify::check::{Check, Level};
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "transport-expect-continue",
    title: "accepts a body that is sent after `100 Continue`",
    why: "Some HTTP clients send `Expect: 100-continue` before a larger body. An endpoint that does not support it \
          refuses only large events, which tests rarely contain.",
    level: Level::May,
    plan,
    ..Check::TRANSPORT
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    if context.version == HttpVersion::Http10 {
        return Plan::Skip("the endpoint speaks HTTP/1.0, which has no `Expect: 100-continue`".to_owned());
    }
    let mut attempt = context.good(tested, "expecting").what("with `Expect: 100-continue`");
    attempt.request.headers.set("Expect", "100-continue");
    Plan::send([attempt])
}
