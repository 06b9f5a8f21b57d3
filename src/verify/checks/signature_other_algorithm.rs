//! `signature-other-algorithm`

use crate::sign::Algorithm;
use crate::verify::check::Check;
use crate::verify::checks::forged;
use crate::verify::checks::forged::Forgery;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "signature-other-algorithm",
    title: "refuses a signature by another algorithm",
    why: "If the sender can choose the algorithm, it can choose the weakest.",
    plan,
    ..Check::FORM
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let other = match context.provider.signing.recipe.algorithm {
        Algorithm::HmacSha256 => Algorithm::HmacSha512,
        Algorithm::HmacSha512 => Algorithm::HmacSha256,
        // A signature that is verified with a public key shares no key with another algorithm. An RSA signature of this
        // kind names its own digest: a library refuses it as any wrong one.
        _ => {
            return Plan::Skip("an RSA signature names its own digest, and its key fits no other algorithm".to_owned());
        }
    };
    let Some(signer) = context.signing_otherwise(|recipe| recipe.algorithm = other) else {
        return Plan::Skip(forged::UNSIGNED.to_owned());
    };
    forged::plan(context, tested, &|request| {
        let forged = forged::signed_anew(context, Some(&signer), request);
        vec![Forgery::new(format!("signed with {other}"), forged)]
    })
}
