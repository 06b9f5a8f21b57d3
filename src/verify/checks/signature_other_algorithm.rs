//! `signature-other-algorithm`

use crate::sign::Algorithm;
use crate::verify::check::Check;
use crate::verify::checks::forged;
use crate::verify::checks::forged::Forgery;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "signature-other-algorithm",
    title: "refuses a signature that was made by another algorithm",
    why: "An endpoint that lets the sender choose the algorithm lets it choose the weakest.",
    plan,
    ..Check::FORM
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    let other = match context.provider.signing.recipe.algorithm {
        Algorithm::HmacSha256 => Algorithm::HmacSha512,
        Algorithm::HmacSha512 => Algorithm::HmacSha256,
        // What is verified with a public key has no key in common that another algorithm could take, and an RSA
        // signature of this kind says itself which digest it is of: a library refuses it as any wrong one.
        _ => {
            return Plan::Skip(
                "an RSA signature says its digest itself, and no other algorithm takes its key".to_owned(),
            );
        }
    };
    let Some(signer) = context.signing_otherwise(|recipe| recipe.algorithm = other) else {
        return Plan::Skip(forged::UNSIGNED.to_owned());
    };
    forged::plan(context, subject, &|request| {
        let forged = forged::signed_anew(context, Some(&signer), request);
        vec![Forgery::new(format!("signed by {other}"), forged)]
    })
}
