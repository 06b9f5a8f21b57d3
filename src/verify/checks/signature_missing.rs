//! `signature-missing`

use crate::verify::check::Check;
use crate::verify::checks::forged;
use crate::verify::checks::forged::Forgery;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "signature-missing",
    title: "refuses a delivery without a signature",
    why: "Whoever knows the address can make the endpoint believe anything: that a payment came, that a person \
          was verified.",
    plan,
    ..Check::FORGERY
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    forged::plan(context, subject, &|request| {
        for header in &context.provider.signing.recipe.headers {
            request.headers.remove(&header.name);
        }
        vec![Forgery::new("without a signature", request.clone())]
    })
}
