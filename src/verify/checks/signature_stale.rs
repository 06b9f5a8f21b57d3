//! `signature-stale`

use crate::verify::check::{Check, Level};
use crate::verify::checks::forged;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "signature-stale",
    title: "refuses a delivery that was signed a day ago",
    why: "A recorded delivery can be sent again at any time, unless the endpoint checks the time in its signature.",
    level: Level::Should,
    based_on: &["signature.time", "signature.replay-window"],
    plan,
    ..Check::FORM
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    forged::at_another_time(context, tested, -86_400, "that was signed a day ago")
}
