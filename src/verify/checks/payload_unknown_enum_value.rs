//! `payload-unknown-enum-value`

use crate::generate::MutationKind;
use crate::verify::check::{Check, Level};
use crate::verify::checks::mutated;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "payload-unknown-enum-value",
    title: "accepts unknown values of an enumeration",
    why: "Providers add values to a status, a type or a reason. An endpoint that fails on unknown values stops on the \
          day of the provider's release.",
    level: Level::Must,
    based_on: &["payload.new-values"],
    plan,
    ..Check::PAYLOAD
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    if !context.provider.additive_changes.values {
        return Plan::Skip("this provider adds no values to its lists".to_owned());
    }
    let attempts = mutated::attempts(context, tested, MutationKind::UnknownEnumValue);
    if attempts.is_empty() {
        return Plan::Skip("it has no field with a list of values".to_owned());
    }
    Plan::send(attempts)
}
