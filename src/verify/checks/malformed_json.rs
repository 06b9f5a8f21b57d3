//! `malformed-json`

use crate::verify::check::Check;
use crate::verify::check::Level;
use crate::verify::check::Scope;
use crate::verify::checks::forged;
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::plan::Plan;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "malformed-json",
    title: "refuses a rightly signed body that is not JSON, and survives it",
    why: "A body that was cut by a proxy is signed by nobody else: an endpoint that crashes on it asks for it \
          again, and one that accepts it has lost an event.",
    level: Level::Must,
    scope: Scope::Plainest,
    rests_on: &[],
    plan,
    judge: judge::as_expected,
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    let text = context.good(subject, "malformed").request.body.to_vec();
    let comma = [&b"{,"[..], &text[1..]].concat();
    let bodies = [
        ("with a body that ends in the middle", text[..text.len() / 2].to_vec()),
        ("with a comma too many in its body", comma),
        ("with a body that is plain text", b"this is not JSON".to_vec()),
    ];
    forged::malformed(context, subject, bodies.map(|(what, body)| (what.to_owned(), body)))
}
