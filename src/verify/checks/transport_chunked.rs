//! `transport-chunked`

use crate::model::HttpVersion;
use crate::verify::check::{Check, Level};
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "transport-chunked",
    title: "accepts a body that is sent in chunks",
    why: "A proxy may forward a body in chunks even if it received it with a Content-Length. If the endpoint then reads \
          an empty body, it refuses every event.",
    level: Level::May,
    plan,
    ..Check::TRANSPORT
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    if context.version == HttpVersion::Http10 {
        return Plan::Skip("the endpoint speaks HTTP/1.0, which has no chunked bodies".to_owned());
    }
    let mut attempt = context.good(tested, "chunked").what("whose body is sent in chunks");
    attempt.request.headers.set("Transfer-Encoding", "chunked");
    Plan::send([attempt])
}
