//! `handshake-answers`

use crate::verify::check::{Check, Level, Scope};
use crate::verify::checks::handshakes;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "handshake-answers",
    title: "confirms the handshake that the provider makes before it delivers",
    why: "The provider accepts the URL only after this answer, and some ask again later. Without it no event comes.",
    level: Level::Must,
    scope: Scope::One,
    based_on: &["handshake"],
    plan,
    ..Check::ANSWERS
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    handshakes::plan(context, |handshake, by| {
        // Some consumers confirm only the first one.
        let again = ["first", "again"].map(|key| handshakes::attempt(context, tested, handshake, by, key));
        again.into_iter().map(|attempt| Ok(attempt?.into())).collect()
    })
}
