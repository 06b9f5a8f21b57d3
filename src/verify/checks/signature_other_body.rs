//! `signature-other-body`

use crate::verify::check::Check;
use crate::verify::checks::forged;
use crate::verify::checks::forged::Forgery;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "signature-other-body",
    title: "refuses the right signature of another event",
    why: "Anyone who has seen one delivery has one valid signature. It must not be valid for any other body.",
    plan,
    ..Check::FORGERY
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    if let Some(skip) = forged::skip_unless_body_is_signed(context) {
        return skip;
    }
    let accepted = context.good(tested, "before");
    if accepted.request.body == context.good(tested, "another").request.body {
        return Plan::Skip("two events of this type have the same body".to_owned());
    }
    forged::plan(context, tested, &|request| {
        let mut forged = request.clone();
        for header in &context.provider.signing.recipe.headers {
            // The delivery before all others: its signature is right, and the endpoint has accepted it.
            if let Some(value) = accepted.request.headers.get(&header.name) {
                forged.headers.set(&header.name, value);
            }
        }
        let signed = Some(accepted.request.body.clone());
        vec![Forgery { signed, ..Forgery::new("with the signature of another event", forged) }]
    })
}
