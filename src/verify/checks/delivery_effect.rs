//! `delivery-effect`

use crate::verify::check::Check;
use crate::verify::check::Level;
use crate::verify::check::Scope;
use crate::verify::context::Context;
use crate::verify::judge::Judgement;
use crate::verify::plan::Plan;
use crate::verify::plan::Seen;
use crate::verify::subject::Subject;

/// Judged by the battery while it calibrates what one accepted event does.
pub(super) const CHECK: Check = Check {
    id: "delivery-effect",
    title: "does something because of an accepted event",
    why: "An endpoint that answers 200 and drops the event looks healthy to every monitor while nothing arrives.",
    level: Level::Must,
    scope: Scope::Run,
    rests_on: &[],
    plan: |_: &Context<'_>, _: &Subject| Plan::Steps(Vec::new()),
    judge: |_: &Context<'_>, _: &Subject, _: &[Seen]| Judgement::Pass,
};
