//! `malformed-truncated-utf8`

use crate::verify::check::Check;
use crate::verify::check::Level;
use crate::verify::check::Scope;
use crate::verify::checks::forged;
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::plan::Plan;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "malformed-truncated-utf8",
    title: "refuses a rightly signed body that ends inside a letter",
    why: "Bytes are not text until somebody has looked. A body that is cut inside a letter beyond ASCII makes \
          a careless decoder raise an error that nobody catches.",
    level: Level::Should,
    scope: Scope::Plainest,
    rests_on: &[],
    plan,
    judge: judge::as_expected,
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    let mut whole = context.good(subject, "whole").request.body.to_vec();
    let close = whole.iter().rposition(|byte| *byte == b'}').unwrap_or_default();
    whole.truncate(close);
    let inside = [&whole[..], b",\"name\":\"Zo\xc3\"}"].concat();
    let cut = [&whole[..], b",\"name\":\"\xf0\x9f\x98"].concat();
    let bodies = [("whose body holds half a letter", inside), ("whose body ends inside a letter", cut)];
    forged::malformed(context, subject, bodies.map(|(what, body)| (what.to_owned(), body)))
}
