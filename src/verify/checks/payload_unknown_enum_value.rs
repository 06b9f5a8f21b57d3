//! `payload-unknown-enum-value`

use crate::generate::MutationKind;
use crate::verify::check::Check;
use crate::verify::check::Level;
use crate::verify::checks::mutated;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "payload-unknown-enum-value",
    title: "accepts values of a list that it does not know",
    why: "A status, a type or a reason is a list that grows. An endpoint that maps each value and fails on the \
          others stops on the day of the provider's release.",
    level: Level::Must,
    rests_on: &["payload.new-values"],
    plan,
    ..Check::PAYLOAD
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    if !context.provider.growth.values {
        return Plan::Skip("this provider adds no values to its lists".to_owned());
    }
    let attempts = mutated::attempts(context, subject, MutationKind::UnknownEnumValue);
    if attempts.is_empty() {
        return Plan::Skip("it has no member with a list of values".to_owned());
    }
    Plan::send(attempts)
}
