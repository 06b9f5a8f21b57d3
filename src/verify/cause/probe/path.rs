//! Probes of the address.

use crate::model::Target;
use crate::verify::cause::probe::read;
use crate::verify::cause::probe::value::{CauseProbe, ProbeStep};
use crate::verify::context::Context;
use crate::verify::type_under_test::TypeUnderTest;

/// Sends an event to the same path with a slash more or less at its end.
pub const OTHER_SLASH: CauseProbe = CauseProbe {
    id: "other-slash",
    about: "An event is sent to the same path with a slash added at its end, or without the one that it has. If the answer \
            is that of an endpoint, this is the path.",
    plan: |context, tested| other_slash(context, tested).into_iter().collect(),
    read: read::path_known,
};

fn other_slash(context: &Context<'_>, tested: &TypeUnderTest) -> Option<ProbeStep> {
    let target: Target = context.url.parse().ok()?;
    let other = target.with_other_slash()?;
    let what = if other.url.len() > target.url.len() {
        "sent to the path with a slash added at its end"
    } else {
        "sent to the path without the slash at its end"
    };
    // Some schemes sign the URL.
    let context = Context { url: &other.url, ..context.clone() };
    let step = ProbeStep::new(context.good(tested, OTHER_SLASH.id), what);
    Some(ProbeStep { url: Some(other.url.clone()), ..step })
}
