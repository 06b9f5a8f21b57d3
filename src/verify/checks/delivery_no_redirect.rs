//! `delivery-no-redirect`

use crate::provider::Redirects;
use crate::verify::check::Check;
use crate::verify::check::Level;
use crate::verify::overall::Evidence;
use crate::verify::overall::Overall;
use crate::verify::overall::RunFacts;

pub(super) const CHECK: Check = Check {
    id: "delivery-no-redirect",
    title: "answers itself instead of sending the provider elsewhere",
    why: "This provider does not follow redirects: to it a 301 from http to https, or to the path with a slash \
          behind it, is an event that was not taken.",
    level: Level::Should,
    rests_on: &["delivery.redirects"],
    overall,
    ..Check::RUN
};

/// What was redirected in its plainest form is known when the calibration ends.
fn overall(run: &RunFacts<'_>) -> Option<Overall> {
    if run.provider.delivery.redirects == Redirects::Followed {
        return Some(Overall::skip("this provider follows redirects"));
    }
    let is_redirect = |(_, exchange): &&Evidence| matches!(exchange.status(), Some(300..=399));
    let Some((attempt, exchange)) = run.refused.iter().find(is_redirect) else {
        return (run.accepted > 0).then_some(Overall::Pass(None));
    };
    let (reason, events) = (exchange.told(), vec![attempt.event.clone()]);
    let evidence = Some((attempt.clone(), exchange.clone()));
    Some(Overall::Fail { reason, events, evidence })
}
