//! `malformed-json`

use crate::verify::check::Check;
use crate::verify::check::Level;
use crate::verify::check::Scope;
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::plan::Plan;
use crate::verify::plan::Step;
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
    let mut steps: Vec<Step> = vec![context.good(subject, "before").into()];
    let whole = context.good(subject, "cut");
    let text = whole.request.body.to_vec();
    let comma = [&b"{,"[..], &text[1..]].concat();
    let bodies = [
        ("with a body that ends in the middle", text[..text.len() / 2].to_vec()),
        ("with a comma too many in its body", comma),
        ("with a body that is plain text", b"this is not JSON".to_vec()),
    ];
    for (at, (what, body)) in bodies.into_iter().enumerate() {
        steps.push(context.attempt_with(subject, whole.document.clone(), &body).what(what).refused().into());
        steps.push(context.good(subject, &format!("after {at}")).into());
    }
    Plan::Steps(steps)
}
