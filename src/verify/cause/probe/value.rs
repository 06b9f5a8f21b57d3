//! A probe as a value: what it sends, and what the answers mean.

use std::fmt;

use crate::sign::Signer;
use crate::verify::cause::probe::report::{Decision, ProbeDelivery};
use crate::verify::context::Context;
use crate::verify::plan::Attempt;
use crate::verify::type_under_test::TypeUnderTest;

/// A few extra deliveries that decide a cause. Each of them is a new event with new ids.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct CauseProbe {
    /// Stable name: `trimmed-secret`.
    pub id: &'static str,
    /// What it sends and what that shows, in a sentence.
    pub about: &'static str,
    /// Plans its deliveries, in order; none if it does not apply to the run.
    pub plan: fn(&Context<'_>, &TypeUnderTest) -> Vec<ProbeStep>,
    /// Reads what was answered so far. A probe ends when it reads [`Decision::Yes`].
    pub read: fn(&[ProbeDelivery]) -> Decision,
}

/// A delivery of a probe.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ProbeStep {
    /// What is sent.
    pub attempt: Attempt,
    /// The URL to send it to, if it is another path of the same host.
    pub url: Option<String>,
}

impl ProbeStep {
    /// Sends this event to the endpoint. `what` reads after "an event": `signed with the trimmed secret`.
    pub(super) fn new(attempt: Attempt, what: &str) -> Self {
        Self { attempt: attempt.what(what), url: None }
    }
}

/// Returns an attempt at a new event that is signed by another signer.
pub(super) fn signed_by(signer: &Signer, context: &Context<'_>, tested: &TypeUnderTest, key: &str) -> Attempt {
    let mut attempt = context.good(tested, key);
    attempt.request = context.request(Some(signer), tested.name(), &attempt.document, &attempt.request.body);
    attempt
}

impl fmt::Debug for CauseProbe {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("CauseProbe").field("id", &self.id).finish_non_exhaustive()
    }
}
