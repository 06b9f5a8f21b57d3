//! `transport-many-connections`

use crate::verify::check::Check;
use crate::verify::context::Context;
use crate::verify::judge;
use crate::verify::plan::Plan;
use crate::verify::plan::Step;
use crate::verify::subject::Subject;

/// Connections that are open and say nothing.
const IDLE: usize = 32;

pub(super) const CHECK: Check = Check {
    id: "transport-many-connections",
    title: "answers while many other connections are open and say nothing",
    why: "Providers keep connections for the next event. A worker for each of them is soon one too few, and then \
          no event is taken until somebody hangs up.",
    rests_on: &["delivery.timeout"],
    plan,
    judge: judge::answered,
    ..Check::TRANSPORT
};

fn plan(context: &Context<'_>, subject: &Subject) -> Plan {
    let attempt = context.good(subject, "in the crowd").what(format!("beside {IDLE} connections that say nothing"));
    Plan::Steps(vec![Step::Crowd { idle: IDLE, attempt: Box::new(attempt) }])
}
