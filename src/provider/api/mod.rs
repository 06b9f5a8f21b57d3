//! The management API of a provider as pure functions from a state and a call to a reply with commands. Time, ids and
//! keys are part of the call, so the same calls give the same bytes wherever the API is served.

mod call;
mod credential;
mod read;
mod reply;
pub mod route;
mod sent;
mod state;
mod subscription;
#[cfg(any(feature = "cli", feature = "mock"))]
mod subscriptions;
mod token;

pub use call::{Call, Unreadable};
pub use credential::Credential;
pub use reply::{Command, Emission, Finding, Recipients, Reply};
pub use route::{Match, Parameters, Route};
pub use sent::{Attempted, History, Parked, Reads, Sent, Then};
pub use state::State;
pub use subscription::{EventFilter, Subscription};
#[cfg(any(feature = "cli", feature = "mock"))]
pub(crate) use subscriptions::SUBSCRIPTIONS;
#[cfg(feature = "cli")]
pub(crate) use subscriptions::{SubscriptionChange, SubscriptionDetail, SubscriptionDetails, SubscriptionOrder};
pub use token::Token;

use crate::model::Json;
use crate::provider::definition::Provider;

/// The management API of a provider, and the changes that deliveries cause in its state.
///
/// Every function is pure and must not panic, whatever a call contains.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Api {
    /// Identifies the account of a call.
    pub access: fn(&Provider, &Call<'_>) -> Access,
    /// Returns which sent attempts or deliveries a call needs to read.
    pub reads: fn(&Call<'_>) -> Reads,
    /// Answers a call. A refused call leaves the state unchanged.
    pub answer: fn(&Provider, &mut State, &Call<'_>) -> Reply,
    /// The calls, each with its method and path. Here, only facts are derived from them.
    pub routes: &'static [Route],
    /// Adapts an event for all subscribers to this subscription.
    pub adapt: fn(&Subscription, &mut Json),
    /// Updates the state after an attempt, and returns the commands that follow from it.
    pub attempted: fn(&Provider, &mut State, &Attempted<'_>) -> Vec<Command>,
    /// Builds an error response (used by fault injection) from a status code and the seconds of `Retry-After`.
    pub error_reply: fn(u16, Option<u32>) -> Reply,
    /// Returns the headers that authenticate the account of this name, obtained as a consumer would obtain them: if the
    /// API has a call for a token, that call is sent.
    pub credentials: fn(&str, &mut Ask<'_>) -> Vec<(String, String)>,
}

/// Sends a call: method, path, headers and body.
pub type Ask<'a> = dyn FnMut(&str, &str, &[(&str, &str)], &[u8]) -> Reply + 'a;

/// The account that a call belongs to.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "the account of a credential, or a refusal")]
pub enum Access {
    /// The account of this credential. It is created at its first use.
    Account(Credential),
    /// No account: the call is refused.
    Refused(Reply),
}

impl Api {
    /// Creates an API that reads no sent attempts and that deliveries do not affect.
    #[must_use]
    pub const fn new(
        access: fn(&Provider, &Call<'_>) -> Access,
        answer: fn(&Provider, &mut State, &Call<'_>) -> Reply,
    ) -> Self {
        Self {
            access,
            reads: |_| Reads::Nothing,
            answer,
            routes: &[],
            adapt: |_, _| {},
            attempted: |_, _, _| Vec::new(),
            error_reply: |status, retry_after| Reply::empty(status).retry_after(retry_after),
            credentials: |_, _| Vec::new(),
        }
    }

    /// Sets the table of its calls.
    #[must_use]
    pub const fn routes(mut self, routes: &'static [Route]) -> Self {
        self.routes = routes;
        self
    }

    /// Sets which sent attempts or deliveries a call reads.
    #[must_use]
    pub const fn reads(mut self, reads: fn(&Call<'_>) -> Reads) -> Self {
        self.reads = reads;
        self
    }

    /// Sets how events are adapted to a subscription.
    #[must_use]
    pub const fn adapt(mut self, adapt: fn(&Subscription, &mut Json)) -> Self {
        self.adapt = adapt;
        self
    }

    /// Sets how attempts change the state.
    #[must_use]
    pub const fn attempted(mut self, attempted: fn(&Provider, &mut State, &Attempted<'_>) -> Vec<Command>) -> Self {
        self.attempted = attempted;
        self
    }

    /// Sets how error responses are built in the provider's own format.
    #[must_use]
    pub const fn error_reply(mut self, error_reply: fn(u16, Option<u32>) -> Reply) -> Self {
        self.error_reply = error_reply;
        self
    }

    /// Sets how credentials for a new account are obtained.
    #[must_use]
    pub const fn credentials(mut self, credentials: fn(&str, &mut Ask<'_>) -> Vec<(String, String)>) -> Self {
        self.credentials = credentials;
        self
    }
}
