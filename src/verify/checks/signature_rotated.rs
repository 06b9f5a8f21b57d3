//! `signature-rotated`

use crate::sign::Signer;
use crate::verify::check::{Check, Level};
use crate::verify::checks::forged;
use crate::verify::context::Context;
use crate::verify::plan::{Attempt, Plan};
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "signature-rotated",
    title: "accepts a delivery that two keys sign, while one replaces the other",
    why: "While a key is replaced, the provider signs each delivery with the old key and with the new one. An endpoint \
          that reads only one of the signatures may read the wrong one. Then it refuses every event, until the old key \
          is gone.",
    level: Level::Should,
    plan,
    ..Check::FORM
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let (Some(signer), Some(other)) = (context.signer, context.wrong_key_signer) else {
        return forged::nothing_signed(context);
    };
    let (Some(last), Some(first)) = (signer.joined(other), other.joined(signer)) else {
        let provider = &context.provider.name;
        return Plan::Skip(format!("{provider} is not known to sign with two keys at the same time"));
    };
    let attempt = |key: &str, what: &str, signer: &Signer| {
        let good = context.good(tested, key);
        let request = forged::signed_anew(context, Some(signer), &good.request);
        Attempt { request, ..good }.what(what)
    };
    Plan::send([
        attempt("last", "with a second signature, by another key", &last),
        attempt("first", "with a signature by another key before the right one", &first),
    ])
}
