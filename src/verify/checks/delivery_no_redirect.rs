//! `delivery-no-redirect`

use crate::verify::check::Check;
use crate::verify::check::Level;
use crate::verify::check::Scope;
use crate::verify::context::Context;
use crate::verify::judge::Judgement;
use crate::verify::plan::Plan;
use crate::verify::plan::Seen;
use crate::verify::subject::Subject;

pub(super) const CHECK: Check = Check {
    id: "delivery-no-redirect",
    title: "answers itself instead of sending the provider elsewhere",
    why: "This provider does not follow redirects: to it a 301 from http to https, or to the path with a slash \
          behind it, is an event that was not taken.",
    level: Level::Should,
    scope: Scope::Run,
    rests_on: &["delivery.redirects"],
    plan,
    judge,
};

fn plan(_: &Context<'_>, _: &Subject) -> Plan {
    Plan::Steps(Vec::new())
}

/// What was redirected in its plainest form is known when the calibration ends.
fn judge(_: &Context<'_>, _: &Subject, _: &[Seen]) -> Judgement {
    Judgement::Pass
}
