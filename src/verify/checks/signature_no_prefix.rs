//! `signature-no-prefix`

use crate::sign::Part;
use crate::verify::check::{Check, Level};
use crate::verify::checks::forged;
use crate::verify::context::Context;
use crate::verify::plan::Plan;
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "signature-no-prefix",
    title: "refuses a signature without the prefix of its version",
    why: "The prefix names the version of the scheme. An endpoint that ignores it mistakes the next version for this \
          one.",
    level: Level::May,
    plan,
    ..Check::FORM
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let header = context.provider.signing.recipe.signature_header();
    let Some([Part::Text(prefix), Part::Signature]) = header.map(|header| header.value.parts()) else {
        return Plan::Skip("the signature has no prefix".to_owned());
    };
    forged::plan(context, tested, &|request| {
        let Some((_, value)) = context.signature(request) else { return Vec::new() };
        let bare = value[prefix.len().min(value.len())..].to_vec();
        forged::with_signatures(context, request, [(format!("without `{prefix}` before its signature"), bare)])
    })
}
