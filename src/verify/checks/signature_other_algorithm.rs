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
        Algorithm::HmacSha256 | Algorithm::HmacSha384 => Algorithm::HmacSha512,
        Algorithm::HmacSha1 | Algorithm::HmacSha512 => Algorithm::HmacSha256,
        // A library refuses the signature of another algorithm as any wrong one.
        Algorithm::RsaSha1 | Algorithm::RsaSha256 | Algorithm::RsaSha384 | Algorithm::RsaSha512 => {
            return Plan::Skip("an RSA signature names its own digest, and its key fits no other algorithm".to_owned());
        }
        Algorithm::RsaPssSha256 => {
            return Plan::Skip("a signature with another padding needs the private key as well".to_owned());
        }
        key_pair @ (Algorithm::Ed25519 | Algorithm::EcdsaP256 | Algorithm::EcdsaP256P1363) => {
            return Plan::Skip(format!("the key of {key_pair} fits no other algorithm"));
        }
        Algorithm::Secret => return Plan::Skip("the provider sends its secret and signs nothing".to_owned()),
    };
    let Some(signer) = context.signing_otherwise(|recipe| recipe.algorithm = other) else {
        return forged::nothing_signed(context);
    };
    forged::plan(context, tested, &|request| {
        let forged = forged::signed_anew(context, Some(&signer), request);
        vec![Forgery::new(format!("signed with {other}"), forged)]
    })
}
