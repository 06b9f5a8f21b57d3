//! `signature-wrong-key`

use crate::sign::Signer;
use crate::sign::Weakness;
use crate::verify::check::Check;
use crate::verify::checks::forged;
use crate::verify::checks::forged::Forgery;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "signature-wrong-key",
    title: "refuses a signature made with another key",
    why: "A signature that is looked at but not verified protects nobody: anyone can make one in the right form.",
    plan,
    ..Check::FORGERY
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    let weak = [
        (Weakness::NoKey, "signed with a hash without a key"),
        (Weakness::EmptyKey, "signed with the empty key"),
        (Weakness::BlankKey, "signed with a blank key"),
    ];
    forged::plan(context, subject, &|request| {
        let mut forged =
            vec![Forgery::new("signed with another key", forged::signed_anew(context, context.stranger, request))];
        for (weakness, what) in weak {
            let signer = Signer::weak(&context.provider.signing.recipe, weakness);
            if signer.is_some() {
                forged.push(Forgery::new(what, forged::signed_anew(context, signer.as_ref(), request)));
            }
        }
        forged
    })
}
