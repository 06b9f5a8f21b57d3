//! `malformed-wrong-type`

use crate::generate::MutationKind;
use crate::verify::check::Check;
use crate::verify::checks::mutated;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "malformed-wrong-type",
    title: "survives a correctly signed event with a value of another type",
    why: "A provider may send a number instead of a string by mistake. An endpoint that crashes on it is sent the same \
          event again, until the provider gives up.",
    plan,
    ..Check::MALFORMED
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    mutated::survived(context, tested, MutationKind::WrongType, "it has no field of one type only")
}
