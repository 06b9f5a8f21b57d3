//! The management API of a provider as pure functions: a state and a call go in, a reply with commands comes
//! out. Time, ids and keys come in with the call, so that the same calls give the same bytes wherever the
//! API is served.

mod call;
mod reply;
pub mod route;
mod sent;
mod state;
mod subscription;
mod token;

pub use call::Call;
pub use call::Unreadable;
pub use reply::Command;
pub use reply::Emission;
pub use reply::Finding;
pub use reply::Recipients;
pub use reply::Reply;
pub use route::Match;
pub use route::Parameters;
pub use route::Route;
pub use sent::Aside;
pub use sent::Attempted;
pub use sent::History;
pub use sent::Reads;
pub use sent::Sent;
pub use sent::Then;
pub use state::State;
pub use subscription::Subscription;
pub use subscription::Wanted;
pub use token::Token;

use crate::model::Json;
use crate::model::SecretText;
use crate::provider::sheet::Provider;

/// The management API of a provider, and what its deliveries do to the state behind it.
///
/// Every function is pure. None of them may panic, whatever a call contains.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Api {
    /// Whose state a call is about.
    pub access: fn(&Provider, &Call<'_>) -> Access,
    /// What a call has to be shown of what was sent.
    pub reads: fn(&Call<'_>) -> Reads,
    /// Answers a call. A call that is refused leaves the state as it was.
    pub answer: fn(&Provider, &mut State, &Call<'_>) -> Reply,
    /// Its calls, each with its method and path. Nothing but facts is read from them here.
    pub routes: &'static [Route],
    /// Makes an event that goes to all subscribers the one that goes to this subscription.
    pub tailor: fn(&Subscription, &mut Json),
    /// What becomes of the state after an attempt, and what else is to be done.
    pub attempted: fn(&Provider, &mut State, &Attempted<'_>) -> Vec<Command>,
    /// What it answers when it is in trouble: to a status code and the seconds after which to try again.
    pub troubled: fn(u16, Option<u32>) -> Reply,
    /// Headers that open the account of this name, got as a consumer would get them: where there is a call for a
    /// token, it is made.
    pub credentials: fn(&str, &mut Ask<'_>) -> Vec<(String, String)>,
}

/// Makes a call: method, path, headers and body.
pub type Ask<'a> = dyn FnMut(&str, &str, &[(&str, &str)], &[u8]) -> Reply + 'a;

/// Whose state a call is about.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "somebody's or nobody's")]
pub enum Access {
    /// An account's, which is opened at its first use.
    Account(Credential),
    /// Nobody's: the call is refused.
    Refused(Reply),
}

/// What a call came with to say whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Credential {
    /// What tells the account from others. It may be a secret and is never shown.
    pub key: SecretText,
    /// What people call the account.
    pub name: String,
    /// What signs deliveries of the account's subscriptions that have no secret of their own.
    pub secret: Option<SecretText>,
}

impl Api {
    /// An API that looks at nothing that was sent, and that deliveries do nothing to.
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
            tailor: |_, _| {},
            attempted: |_, _, _| Vec::new(),
            troubled: |status, retry_after| Reply::empty(status).retry_after(retry_after),
            credentials: |_, _| Vec::new(),
        }
    }

    /// With the table of its calls.
    #[must_use]
    pub const fn routes(mut self, routes: &'static [Route]) -> Self {
        self.routes = routes;
        self
    }

    /// Some calls are shown what was sent.
    #[must_use]
    pub const fn reads(mut self, reads: fn(&Call<'_>) -> Reads) -> Self {
        self.reads = reads;
        self
    }

    /// Events differ from subscription to subscription.
    #[must_use]
    pub const fn tailor(mut self, tailor: fn(&Subscription, &mut Json)) -> Self {
        self.tailor = tailor;
        self
    }

    /// Attempts leave something behind.
    #[must_use]
    pub const fn attempted(mut self, attempted: fn(&Provider, &mut State, &Attempted<'_>) -> Vec<Command>) -> Self {
        self.attempted = attempted;
        self
    }

    /// Trouble is told in the provider's own shape.
    #[must_use]
    pub const fn troubled(mut self, troubled: fn(u16, Option<u32>) -> Reply) -> Self {
        self.troubled = troubled;
        self
    }

    /// With headers for whoever has no account yet.
    #[must_use]
    pub const fn credentials(mut self, credentials: fn(&str, &mut Ask<'_>) -> Vec<(String, String)>) -> Self {
        self.credentials = credentials;
        self
    }
}

impl Credential {
    /// A credential of this key, under this name.
    pub fn new(key: impl Into<String>, name: impl Into<String>) -> Self {
        Self { key: SecretText::new(key), name: name.into(), secret: None }
    }

    /// What signs for the account.
    #[must_use]
    pub fn signing(mut self, secret: impl Into<String>) -> Self {
        self.secret = Some(SecretText::new(secret));
        self
    }
}
