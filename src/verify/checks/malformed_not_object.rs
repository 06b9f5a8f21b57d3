//! `malformed-not-object`

use crate::verify::check::Check;
use crate::verify::check::Level;
use crate::verify::check::Scope;
use crate::verify::checks::forged;
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::plan::Plan;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "malformed-not-object",
    title: "refuses rightly signed JSON that is no object",
    why: "Valid JSON need not be an event. An endpoint that looks for members in a list or in `null` crashes, \
          and asks for it again.",
    level: Level::Should,
    scope: Scope::Plainest,
    rests_on: &[],
    plan,
    judge: judge::as_expected,
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    let bodies =
        [("a list", "[]"), ("a list of events", "[{}]"), ("a text", "\"event\""), ("a number", "1"), ("null", "null")];
    forged::malformed(
        context,
        subject,
        bodies.map(|(what, body)| (format!("whose body is {what}"), body.as_bytes().to_vec())),
    )
}
