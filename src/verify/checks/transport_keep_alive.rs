//! `transport-keep-alive`

use crate::verify::check::Check;
use crate::verify::context::Context;
use crate::verify::plan::{Attempt, ConnectionMode, Expected, Plan};
use crate::verify::type_under_test::TypeUnderTest;

pub(super) const CHECK: Check = Check {
    id: "transport-keep-alive",
    title: "accepts several deliveries on one connection, also after a refused one",
    why: "Providers reuse connections. An endpoint that refuses a delivery before it has read the body reads that body \
          as the next request, and loses a valid event.",
    plan,
    ..Check::TRANSPORT
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let mut attempts: Vec<Attempt> = vec![context.good(tested, "first"), context.good(tested, "second")];
    if context.signer.is_some() {
        let mut refused = context.good(tested, "refused").what("without a signature");
        // Whether it is refused is another check's question.
        refused.expected = Expected::Anything;
        for header in &context.provider.signing.recipe.headers {
            refused.request.headers.remove(&header.name);
        }
        attempts.push(refused);
    }
    attempts.push(context.good(tested, "last"));
    Plan::in_turn(attempts.into_iter().map(|attempt| attempt.travelling(ConnectionMode::Same)))
}
