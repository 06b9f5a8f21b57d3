//! `signature-empty`

use crate::verify::check::Check;
use crate::verify::checks::forged;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "signature-empty",
    title: "refuses an empty signature",
    why: "A client whose secret is not set may send a header with an empty signature. A comparison that loops over the \
          characters of an empty text finds no difference.",
    plan,
    ..Check::FORGERY
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    forged::plan(context, tested, &|request| {
        let Some((_, value)) = context.signature(request) else { return Vec::new() };
        let text = String::from_utf8_lossy(value).into_owned();
        let mut values = vec![("with an empty signature header".to_owned(), Vec::new())];
        let header = context.provider.signing.recipe.signature_header();
        if let Some(hollow) =
            header.and_then(|header| header.value.without_signature(&text)).filter(|left| !left.is_empty())
        {
            values.push(("with an empty signature".to_owned(), hollow.into_bytes()));
        }
        forged::with_signatures(context, request, values)
    })
}
