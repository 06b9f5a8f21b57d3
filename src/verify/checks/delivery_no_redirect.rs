//! `delivery-no-redirect`

use crate::provider::Redirects;
use crate::verify::check::{Check, Level};
use crate::verify::overall::{Evidence, Overall, RunFacts};

pub(super) const CHECK: Check = Check {
    id: "delivery-no-redirect",
    title: "answers directly, without a redirect",
    why: "This provider does not follow redirects. A 301 from http to https, or to the path with a trailing slash, \
          counts as a failed delivery.",
    level: Level::Should,
    based_on: &["delivery.redirects"],
    overall,
    ..Check::RUN
};

/// Fails if the minimal documented form of an event was redirected. This is known when the calibration ends.
fn overall(run: &RunFacts<'_>) -> Option<Overall> {
    if run.provider.delivery.redirects == Redirects::Followed {
        return Some(Overall::skip("this provider follows redirects"));
    }
    let is_redirect = |(_, exchange): &&Evidence| matches!(exchange.status(), Some(300..=399));
    let Some((attempt, exchange)) = run.refused.iter().find(is_redirect) else {
        return (run.accepted > 0).then_some(Overall::Pass(None));
    };
    let (reason, events) = (exchange.describe(), vec![attempt.event.clone()]);
    let evidence = Some((attempt.clone(), exchange.clone()));
    Some(Overall::Fail { reason, events, evidence })
}
