//! Responses of the management API, and the commands that follow from a call.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::{Json, SecretText};
use crate::provider::api::call::{Call, Unreadable};

/// A response with the commands that follow from the call. It is sent once its commands are stored.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Reply {
    /// Status code.
    pub status: u16,
    /// Headers in addition to those of the connection and the content type.
    pub headers: Vec<(String, String)>,
    /// Body; JSON if `payload` names a payload.
    pub body: Vec<u8>,
    /// Name of the documented payload of the body.
    pub payload: Option<String>,
    /// Commands to run.
    pub commands: Vec<Command>,
    /// Problems and oddities of the call.
    pub findings: Vec<Finding>,
}

/// A command that follows from a call or an attempt.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Command {
    /// Send an event.
    Emit(Emission),
    /// Park an undelivered delivery, so that it can be sent again.
    Park {
        /// Its id.
        delivery: String,
    },
    /// Send a parked delivery again, starting at the first attempt.
    Resend {
        /// Its id.
        delivery: String,
    },
    /// Send a parked delivery to another URL from now on.
    Redirect {
        /// Its id.
        delivery: String,
        /// The URL.
        url: String,
    },
    /// Give a parked delivery the URL, headers, secret and retries that its subscription has now.
    Renew {
        /// Its id.
        delivery: String,
    },
    /// Delete a parked delivery.
    Discard {
        /// Its id.
        delivery: String,
    },
}

/// An event to send. Its `Debug` hides the event, which may carry secrets.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Emission {
    /// Name of its type.
    pub event: String,
    /// The event. It is sent as it is, except for changes for a subscription and new values for each attempt.
    pub document: Json,
    /// Recipients of the event.
    pub to: Recipients,
}

/// The recipients of an event. Its `Debug` hides the values of headers, which may be secrets.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Recipients {
    /// Every subscription to events of its type.
    Subscribers,
    /// One subscription, if it is active.
    Subscription(String),
    /// A URL without a subscription. The event is delivered once, without a retry plan of a subscription.
    Url {
        /// The URL.
        url: String,
        /// Signing secret; if absent, the account's secret is used.
        secret: Option<SecretText>,
        /// Headers of this delivery in addition to the provider's.
        headers: Vec<(String, String)>,
        /// Whether any certificate of an https URL is accepted.
        any_certificate: bool,
    },
}

/// A problem or oddity that the provider itself would not report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Finding {
    /// Description in one sentence. It contains no value from the call.
    pub what: String,
    /// JSON pointer into the body of the call, if the finding is about one value.
    pub pointer: Option<String>,
}

impl Reply {
    /// Creates a response without a body.
    #[must_use]
    pub const fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            payload: None,
            commands: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// Creates a response whose body is the documented payload of this name.
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(status: u16, payload: &str, body: &T) -> Self {
        // Serializing our own payload types cannot fail: their keys are strings and their numbers are finite.
        let body = serde_json::to_vec(body).unwrap_or_default();
        Self { body, payload: Some(payload.to_owned()), ..Self::empty(status) }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Adds a `Retry-After` header of this many seconds, if given.
    #[must_use]
    pub fn retry_after(self, seconds: Option<u32>) -> Self {
        match seconds {
            Some(seconds) => self.header("Retry-After", seconds.to_string()),
            None => self,
        }
    }

    /// Adds a command.
    #[must_use]
    pub fn command(mut self, command: Command) -> Self {
        self.commands.push(command);
        self
    }

    /// Adds a finding about the call as a whole.
    #[must_use]
    pub fn finding(mut self, what: impl Into<String>) -> Self {
        self.findings.push(Finding { what: what.into(), pointer: None });
        self
    }

    /// Adds findings.
    #[must_use]
    pub fn remarking(mut self, findings: impl IntoIterator<Item = Finding>) -> Self {
        self.findings.extend(findings);
        self
    }

    /// Adds the findings that explain why the body of a call is rejected.
    #[must_use]
    pub fn refusing(mut self, call: &Call<'_>, request: &str, why: &Unreadable) -> Self {
        let finding = |what: String, pointer| Finding { what, pointer };
        match why {
            Unreadable::NotJson(reason) => {
                let what = format!("the body of {} {} is not a valid {request}: {reason}", call.method, call.path);
                self.findings.push(finding(what, None));
            }
            Unreadable::Breaks(violations) => {
                let broken = violations.iter().map(|violation| {
                    finding(format!("{request}: {}", violation.message), Some(violation.pointer.clone()))
                });
                self.findings.extend(broken);
            }
        }
        self
    }
}

impl Finding {
    /// Creates a finding about a value in the body of a call.
    pub fn at(pointer: &str, what: impl Into<String>) -> Self {
        Self { what: what.into(), pointer: Some(pointer.to_owned()) }
    }
}

impl fmt::Debug for Emission {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Emission").field("event", &self.event).field("to", &self.to).finish_non_exhaustive()
    }
}

impl fmt::Debug for Recipients {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Subscribers => formatter.write_str("Subscribers"),
            Self::Subscription(id) => formatter.debug_tuple("Subscription").field(id).finish(),
            Self::Url { url, secret, headers, any_certificate } => {
                let headers: Vec<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
                formatter
                    .debug_struct("Url")
                    .field("url", url)
                    .field("secret", secret)
                    .field("headers", &headers)
                    .field("any_certificate", any_certificate)
                    .finish()
            }
        }
    }
}

impl Emission {
    /// Creates an event for every subscription to its type.
    pub fn new(event: impl Into<String>, document: Json) -> Self {
        Self { event: event.into(), document, to: Recipients::Subscribers }
    }

    /// Sets the recipients.
    #[must_use]
    pub fn to(mut self, recipients: Recipients) -> Self {
        self.to = recipients;
        self
    }
}
