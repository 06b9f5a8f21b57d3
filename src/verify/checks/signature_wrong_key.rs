//! `signature-wrong-key`

use crate::sign::Weakness;
use crate::verify::check::Check;
use crate::verify::checks::forged;
use crate::verify::checks::forged::Forgery;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::special::Special;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "signature-wrong-key",
    title: "refuses a signature made with another key",
    why: "A signature that is present but not verified protects nothing: anyone can write one in the right form.",
    plan,
    ..Check::FORGERY
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    forged::plan(context, tested, &|request| {
        let mut forged = vec![
            Forgery::new("signed with another key", forged::signed_anew(context, context.wrong_key_signer, request))
                .special(Special::OtherKey),
        ];
        for weakness in Weakness::ALL {
            let Some(signer) = context.signer.and_then(|signer| signer.weak(weakness)) else { continue };
            // If the secret of this run is such a word, this is not a forgery, and it is not sent.
            let weak = forged::signed_anew(context, Some(&signer), request);
            forged.push(Forgery::new(format!("signed with {}", weakness.about()), weak).special(Special::WeakKey));
        }
        forged
    })
}
