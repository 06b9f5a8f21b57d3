//! `signature-wrong-key`

use crate::verify::check::Check;
use crate::verify::checks::forged;
use crate::verify::checks::forged::Forgery;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "signature-wrong-key",
    title: "refuses a signature made with another key",
    why: "A signature that is looked at but not verified protects nobody: anyone can make one in the right form.",
    plan,
    ..Check::FORGERY
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    forged::plan(context, subject, &|request| {
        let forged = forged::signed_anew(context, context.stranger, request);
        vec![Forgery::new("signed with another key", forged)]
    })
}
