//! `malformed-empty`

use crate::verify::check::Check;
use crate::verify::check::Level;
use crate::verify::check::Scope;
use crate::verify::checks::forged;
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::plan::Plan;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "malformed-empty",
    title: "refuses a rightly signed body that is empty",
    why: "An empty body is what is left of an event when a proxy drops it. Accepted, the event is lost.",
    level: Level::Should,
    scope: Scope::Plainest,
    rests_on: &[],
    plan,
    judge: judge::as_expected,
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    forged::malformed(context, subject, [("whose body is empty".to_owned(), Vec::new())])
}
