//! `transport-keep-alive`

use crate::verify::check::Check;
use crate::verify::context::Context;
use crate::verify::plan::Attempt;
use crate::verify::plan::Expected;
use crate::verify::plan::Manner;
use crate::verify::plan::Plan;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "transport-keep-alive",
    title: "takes several deliveries over one connection, also behind one that it refused",
    why: "Providers use a connection again. An endpoint that refuses before it has read the body finds that body \
          where the next request should begin, and loses an event that was right.",
    plan,
    ..Check::TRANSPORT
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    let mut attempts: Vec<Attempt> = vec![context.good(subject, "first"), context.good(subject, "second")];
    if context.signer.is_some() {
        let mut refused = context.good(subject, "refused").what("without a signature");
        // Whether it is refused is another check's question.
        refused.expected = Expected::Anything;
        for header in &context.provider.signing.recipe.headers {
            refused.request.headers.remove(&header.name);
        }
        attempts.push(refused);
    }
    attempts.push(context.good(subject, "last").what("behind others on one connection"));
    Plan::in_turn(attempts.into_iter().map(|attempt| attempt.travelling(Manner::Same)))
}
