//! `signature-missing`

use crate::verify::check::Check;
use crate::verify::checks::forged;
use crate::verify::checks::forged::Forgery;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::special::Special;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "signature-missing",
    title: "refuses a delivery without a signature",
    why: "Anyone who knows the address can send false events: that a payment arrived, or that a person was verified.",
    plan,
    ..Check::FORGERY
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    forged::plan(context, tested, &|request| {
        for header in &context.provider.signing.recipe.headers {
            request.headers.remove(&header.name);
        }
        // Verification that sits in a parser of JSON does not see other bodies.
        let mut text = request.clone();
        text.headers.set("Content-Type", "text/plain");
        let mut bare = request.clone();
        bare.headers.remove("Content-Type");
        vec![
            Forgery::new("without a signature", request.clone()).special(Special::Unsigned),
            Forgery::new("without a signature, as text/plain", text).special(Special::UnsignedContentType),
            Forgery::new("without a signature and without a content type", bare).special(Special::UnsignedContentType),
        ]
    })
}
