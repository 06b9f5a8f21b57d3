//! `payload-big-number`

use crate::generate::Hostile;
use crate::verify::check::Check;
use crate::verify::checks::throughout;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "payload-big-number",
    title: "accepts integers of 2^31 and of 2^53 - 1",
    why: "If a counter or an amount exceeds 32 bits, or a decoder reads it as a 32-bit float, the event is refused, or \
          a wrong number is stored.",
    plan,
    ..Check::PAYLOAD
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    throughout::plan(context, tested, &[Hostile::PastInt32, Hostile::LastSafe], "no integer of it is without a limit")
}
