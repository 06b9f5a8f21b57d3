//! `signature-duplicated-header`

use crate::model::Request;
use crate::verify::check::{Check, Level};
use crate::verify::checks::forged;
use crate::verify::checks::forged::Forgery;
use crate::verify::context::Context;
use crate::verify::plan::{Expected, Plan};
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "signature-duplicated-header",
    title: "survives two signature headers, and refuses two wrong ones",
    why: "Some servers join two headers of the same name, others use one of them. A wrong signature next to the right \
          one must not crash the endpoint, and two wrong ones must be refused.",
    level: Level::Should,
    plan,
    ..Check::FORM
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    if context.signs_in_body() {
        return forged::no_header();
    }
    forged::plan(context, tested, &|request| {
        let Some((name, right)) = context.signature(request) else { return Vec::new() };
        let (name, right) = (name.to_owned(), right.to_vec());
        let wrongly_signed = forged::signed_anew(context, context.wrong_key_signer, request);
        let Some(wrong) = wrongly_signed.headers.get(&name).map(<[u8]>::to_vec) else { return Vec::new() };
        let twice = |first: &[u8], second: &[u8]| {
            let mut forged = request.clone();
            forged.headers.set(&name, first);
            forged.headers.push(name.as_str(), second);
            forged
        };
        let survived =
            |what: &str, request: Request| Forgery { expected: Expected::Survived, ..Forgery::new(what, request) };
        vec![
            survived("with a wrong signature before the right one", twice(&wrong, &right)),
            survived("with a wrong signature after the right one", twice(&right, &wrong)),
            Forgery::new("with two wrong signature headers", twice(&wrong, &wrong)),
        ]
    })
}
