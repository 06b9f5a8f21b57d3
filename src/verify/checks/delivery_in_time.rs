//! `delivery-in-time`

use crate::verify::check::Check;
use crate::verify::check::Level;
use crate::verify::check::Scope;
use crate::verify::context::Context;
use crate::verify::judge::Judgement;
use crate::verify::plan::Plan;
use crate::verify::plan::Seen;
use crate::verify::subject::Subject;

/// Judged by the battery over every attempt of the run: silence counts here and nowhere else.
pub(super) const CHECK: Check = Check {
    id: "delivery-in-time",
    title: "answers inside the provider's time-out",
    why: "An answer that comes too late counts as none: the provider sends the event again although it was \
          handled, and may switch the endpoint off. Take the event in, answer, and work afterwards.",
    level: Level::Must,
    scope: Scope::Run,
    rests_on: &["delivery.timeout"],
    plan: |_: &Context<'_>, _: &Subject| Plan::Steps(Vec::new()),
    judge: |_: &Context<'_>, _: &Subject, _: &[Seen]| Judgement::Pass,
};
