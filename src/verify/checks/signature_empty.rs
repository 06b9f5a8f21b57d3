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
        if let Some(signature) = context.provider.signing.recipe.signature_in(&text)
            && signature.len() < text.len()
        {
            let hollow = [&text[..signature.start], &text[signature.end..]].concat();
            values.push(("with an empty signature".to_owned(), hollow.into_bytes()));
        }
        forged::with_signatures(context, request, values)
    })
}
