//! `signature-future`

use crate::verify::check::{Check, Level};
use crate::verify::checks::forged;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "signature-future",
    title: "refuses a delivery that was signed for tomorrow",
    why: "A time in the future is valid beyond every replay window: anyone who has such a delivery can keep it and \
          send it later.",
    level: Level::May,
    based_on: &["signature.time", "signature.replay-window"],
    plan,
    ..Check::FORM
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    forged::at_another_time(context, tested, 86_400, "whose signed time is tomorrow")
}
