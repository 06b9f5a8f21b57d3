//! `transport-chunked`

use crate::model::HttpVersion;
use crate::verify::check::Check;
use crate::verify::check::Level;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "transport-chunked",
    title: "takes a body that is sent in chunks",
    why: "A proxy on the way may send on in chunks what came with a length. An endpoint that takes that for an empty \
          body refuses every event from the day the proxy is changed.",
    level: Level::May,
    plan,
    ..Check::TRANSPORT
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    if context.version == HttpVersion::Http10 {
        return Plan::Skip("the endpoint speaks HTTP/1.0, which has no such thing".to_owned());
    }
    let mut attempt = context.good(subject, "chunked").what("whose body is sent in chunks");
    attempt.request.headers.set("Transfer-Encoding", "chunked");
    Plan::send([attempt])
}
