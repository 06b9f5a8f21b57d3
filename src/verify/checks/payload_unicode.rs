//! `payload-unicode`

use crate::generate::Hostile;
use crate::verify::check::{Check, Level};
use crate::verify::checks::throughout;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "payload-unicode",
    title: "accepts characters of every script",
    why: "A name in Hebrew or an emoji in a note: a three-byte UTF-8 table or a Latin-1 log accepts every sample and \
          refuses the first real one.",
    level: Level::Must,
    plan,
    ..Check::PAYLOAD
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    throughout::plan(
        context,
        tested,
        &[Hostile::Astral, Hostile::RightToLeft, Hostile::Combining, Hostile::Edges],
        "no field of it accepts arbitrary text",
    )
}
