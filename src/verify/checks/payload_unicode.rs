//! `payload-unicode`

use crate::generate::Hostile;
use crate::verify::check::Check;
use crate::verify::check::Level;
use crate::verify::checks::throughout;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "payload-unicode",
    title: "accepts letters of every script",
    why: "A name in Hebrew, an emoji in a note: a table in three-byte UTF-8 or a log in Latin-1 takes all the samples and refuses the first of these.",
    level: Level::Must,
    plan,
    ..Check::PAYLOAD
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    throughout::plan(
        context,
        subject,
        &[Hostile::Astral, Hostile::RightToLeft, Hostile::Combining, Hostile::Edges],
        "no member of it takes any text",
    )
}
