//! `transport-many-connections`

use crate::verify::check::Check;
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::plan::{Plan, Step};
use crate::verify::type_under_test::TypeUnderTest;

/// Number of open, idle connections.
const IDLE: usize = 32;

pub(super) const CHECK: Check = Check {
    id: "transport-many-connections",
    title: "answers while many other connections are open and idle",
    why: "Providers keep connections open for the next event. If each connection occupies a worker, the workers run \
          out, and no event is processed until a connection closes.",
    based_on: &["delivery.timeout"],
    plan,
    judge: judge::answered,
    ..Check::TRANSPORT
};

fn plan(context: &Context<'_>, tested: &TypeUnderTest) -> Plan {
    let attempt =
        context.good(tested, "in the crowd").what(format!("that was sent while {IDLE} idle connections were open"));
    Plan::Steps(vec![Step::Crowd { idle: IDLE, attempt: Box::new(attempt) }])
}
