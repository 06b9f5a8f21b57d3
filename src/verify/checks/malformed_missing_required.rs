//! `malformed-missing-required`

use crate::generate::MutationKind;
use crate::verify::check::Check;
use crate::verify::checks::mutated;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "malformed-missing-required",
    title: "survives a correctly signed event without a required field",
    why: "A provider may omit a required field by mistake. An endpoint that crashes on it is sent the same event \
          again, until the provider gives up.",
    plan,
    ..Check::MALFORMED
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    mutated::survived(context, tested, MutationKind::MissingRequired, "none of its members is required")
}
