//! `malformed-missing-required`

use crate::generate::MutationKind;
use crate::verify::check::Check;
use crate::verify::checks::mutated;
use crate::verify::context::Context;
use crate::verify::plan::Expected;
use crate::verify::plan::Plan;
use crate::verify::plan::Step;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "malformed-missing-required",
    title: "survives a correctly signed event without a required field",
    why: "A provider may omit a required field by mistake. An endpoint that crashes on it is sent the same event \
          again, until the provider gives up.",
    plan,
    ..Check::MALFORMED
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    let attempts = mutated::attempts(context, subject, MutationKind::MissingRequired);
    if attempts.is_empty() {
        return Plan::Skip("it has no required field".to_owned());
    }
    let mut steps: Vec<Step> = vec![context.good(subject, "before").into()];
    for (at, mut attempt) in attempts.into_iter().enumerate() {
        attempt.expected = Expected::Survived;
        steps.extend([attempt.into(), context.good(subject, &format!("after {at}")).into()]);
    }
    Plan::Steps(steps)
}
