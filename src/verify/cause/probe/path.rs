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

/// Sends an event to a path that does not exist, to see whether the path of the webhook exists.
pub const UNKNOWN_PATH: CauseProbe = CauseProbe {
    id: "unknown-path",
    about: "An event is sent to a path that does not exist, in the same folder as the path of the webhook. If it is \
            answered 404, and not as the path of the webhook is, that path exists. The same answer to both proves \
            nothing: a handler may answer as its framework does for unknown paths.",
    plan: |context, tested| unknown_path(context, tested).into_iter().collect(),
    read: read::path_exists,
};

/// The same delivery, read to rule out that the path of the webhook does not exist.
pub const MISSING_PATH: CauseProbe = CauseProbe { read: read::path_missing, ..UNKNOWN_PATH };

/// The same delivery, read to see whether a gateway fails at every path.
pub const GATEWAY_PATH: CauseProbe = CauseProbe { read: read::gateway_fails, ..UNKNOWN_PATH };

/// The same delivery, which cannot decide whether an entity has to exist.
pub const ENTITY_PATH: CauseProbe = CauseProbe { read: read::undecided, ..UNKNOWN_PATH };

/// The last segment of a path that does not exist.
const NO_SUCH_PATH: &str = "hookproof-no-such-path";

fn unknown_path(context: &Context<'_>, tested: &TypeUnderTest) -> Option<ProbeStep> {
    let target: Target = context.url.parse().ok()?;
    let other = target.with_last_segment(NO_SUCH_PATH)?;
    // Some schemes sign the URL.
    let context = Context { url: &other.url, ..context.clone() };
    let step = ProbeStep::new(context.good(tested, NO_SUCH_PATH), &format!("sent to {}", other.path));
    Some(ProbeStep { url: Some(other.url.clone()), ..step })
}

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
