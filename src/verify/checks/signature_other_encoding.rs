//! `signature-other-encoding`

use crate::sign::Encoding;
use crate::verify::check::{Check, Level};
use crate::verify::checks::forged;
use crate::verify::checks::forged::Forgery;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "signature-other-encoding",
    title: "refuses the right signature in another encoding",
    why: "An endpoint should accept only the encoding that the provider sends. A decoder that tries several may accept \
          unexpected values.",
    level: Level::May,
    plan,
    ..Check::FORM
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    if let Some(skip) = forged::skip_unless_body_is_signed(context) {
        return skip;
    }
    if context.provider.signing.recipe.token.is_some() {
        return Plan::Skip("a token has one encoding".to_owned());
    }
    let other = match context.provider.signing.recipe.encoding {
        Encoding::Hex => Encoding::Base64,
        _ => Encoding::Hex,
    };
    let Some(signer) = context.signing_otherwise(|recipe| recipe.encoding = other) else {
        return forged::nothing_signed(context);
    };
    forged::plan(context, tested, &|request| {
        let forged = forged::signed_anew(context, Some(&signer), request);
        vec![Forgery::new(format!("with its signature in {other}"), forged)]
    })
}
