//! Errors that prevent a run.

use thiserror::Error;

use crate::battery::template::TemplateError;
use crate::generate::CompileError;
use crate::model::TargetError;
use crate::net::{ProbeError, ReadingError};
use crate::provider::{AssumeError, HeaderError, Kind, UnknownName};
use crate::sign::KeyError;
use crate::verify::UnknownCheck;

/// Reason why a run cannot begin.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// The endpoint's address is invalid.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The endpoint cannot be spoken to as asked.
    #[error(transparent)]
    Probe(#[from] ProbeError),
    /// The secret makes no key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// No secret was given, and the provider always signs.
    #[error("{provider} signs every delivery: a secret is needed")]
    NoSecret {
        /// The provider.
        provider: String,
    },
    /// A secret was given, and the provider never signs.
    #[error("{provider} does not sign its deliveries: leave out the secret")]
    NotSigned {
        /// The provider.
        provider: String,
    },
    /// The secret of another tenant makes no key.
    #[error("the secret of the other tenant cannot be used")]
    OtherKey(#[source] KeyError),
    /// The secret of another tenant proves nothing.
    #[error("the secret of another tenant cannot be tried: {what}")]
    OtherSecret {
        /// Reason.
        what: &'static str,
    },
    /// An environment variable is not a whole number.
    #[error("{name} must be a whole number")]
    Environment {
        /// Its name.
        name: &'static str,
    },
    /// A header of the user's that cannot be added to deliveries.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// An event type that the provider does not have.
    #[error(transparent)]
    Event(#[from] UnknownName),
    /// A payload that no consumer receives.
    #[error("`{name}` is {} of the management API and is not delivered", kind.describe())]
    NotDelivered {
        /// Its name.
        name: String,
        /// Kind of the payload.
        kind: Kind,
    },
    /// A check that does not exist.
    #[error(transparent)]
    Check(#[from] UnknownCheck),
    /// An invalid assumption.
    #[error(transparent)]
    Assume(#[from] AssumeError),
    /// An event type for which no document can be generated.
    #[error("the schema of {event} yields no documents")]
    Schema {
        /// The event type.
        event: String,
        /// Reason.
        source: CompileError,
    },
    /// A pinned field that no event has.
    #[error("no event of the run has a field at {pointer}")]
    Pin {
        /// JSON pointer of the field.
        pointer: String,
    },
    /// Nothing is left to be judged.
    #[error("nothing is left to be judged: no {what} is selected")]
    Nothing {
        /// The missing part.
        what: &'static str,
    },
    /// The consumer rejected an entity.
    #[error("--prepare failed: {reason}")]
    Prepare {
        /// Its output, or the operating system's reason.
        reason: String,
    },
    /// The holes of `--effects` cannot be filled.
    #[error(transparent)]
    Effects(#[from] TemplateError),
    /// The pool of entities cannot be used.
    #[error("{what}: expected an object of JSON pointers and values, such as {{\"/user_id\": \"u1\"}}")]
    Entities {
        /// The invalid entity, and the reason.
        what: String,
    },
    /// The observer fails at the start.
    #[error(transparent)]
    Observer(#[from] ReadingError),
    /// The observer counts something other than effects of deliveries.
    #[error("the observer counted {first} and then {then}, and nothing was delivered in between")]
    Restless {
        /// The first reading.
        first: u64,
        /// The second, right after it.
        then: u64,
    },
    /// No connection before the first answer.
    #[error("{url} cannot be reached: {reason}")]
    Unreachable {
        /// The endpoint.
        url: String,
        /// The operating system's reason.
        reason: String,
    },
}

impl VerifyError {
    /// Returns advice on what to do next.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Unreachable { .. } => Some("is the endpoint running, and is this its address?"),
            Self::NoSecret { .. } => {
                Some("give it with --secret, --secret-file or HOOKPROOF_SECRET, in Rust with `.secret(..)`")
            }
            Self::OtherKey(_) => Some("see what --other-secret, --other-secret-file or HOOKPROOF_OTHER_SECRET holds"),
            Self::OtherSecret { .. } => Some(
                "--secret is the secret of the tenant that the events are about, --other-secret that of another tenant \
                 of the same endpoint",
            ),
            Self::NotDelivered { .. } => Some("events and notices are delivered: see `hookproof payloads PROVIDER`"),
            Self::Key(error) => error.hint(),
            Self::Observer(_) => Some("an observer answers a number, {\"count\": n} or an array to be counted"),
            Self::Restless { .. } => {
                Some("an observer must count only effects of deliveries, and not its own readings or other traffic")
            }
            Self::Target(TargetError::Credentials { .. }) => Some("for the endpoint, give an `Authorization` header"),
            Self::Target(_) => Some("an endpoint looks like http://127.0.0.1:9000/hook"),
            _ => None,
        }
    }
}
