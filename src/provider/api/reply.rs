//! What the management API answers, and what is to be done because of a call.

use std::fmt;

use serde::Deserialize;
use serde::Serialize;

use crate::model::Json;
use crate::model::SecretText;
use crate::provider::api::call::Call;
use crate::provider::api::call::Unreadable;

/// An answer, with what is to be done because of the call. It leaves when its commands are stored.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Reply {
    /// Status code.
    pub status: u16,
    /// Headers beside those of the connection and the type of the body.
    pub headers: Vec<(String, String)>,
    /// Body; JSON where `payload` names one.
    pub body: Vec<u8>,
    /// Name of the documented payload that the body is.
    pub payload: Option<String>,
    /// What is to be done.
    pub commands: Vec<Command>,
    /// What was wrong or odd about the call.
    pub findings: Vec<Finding>,
}

/// What is to be done because of a call or an attempt.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Command {
    /// Send an event.
    Emit(Emission),
    /// Keep a delivery that has failed for good, so that it can be sent again.
    SetAside {
        /// Its id.
        delivery: String,
    },
    /// Send a delivery again that was set aside, from the first attempt.
    Resend {
        /// Its id.
        delivery: String,
    },
    /// Send a delivery that was set aside to another URL from now on.
    Redirect {
        /// Its id.
        delivery: String,
        /// The URL.
        url: String,
    },
    /// Give a delivery that was set aside the URL, headers, secret and retries that its subscription has now.
    Renew {
        /// Its id.
        delivery: String,
    },
    /// Forget a delivery that was set aside.
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
    /// The event. It is sent as it is but for what is tailored to a subscription and renewed for an attempt.
    pub document: Json,
    /// To whom.
    pub to: Recipients,
}

/// To whom an event goes. Its `Debug` hides the values of headers, which may be secrets.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Recipients {
    /// Everybody who wants events of its type.
    Subscribers,
    /// One subscription, if it is active.
    Subscription(String),
    /// A URL that nobody subscribed, once, without retries of a subscription of its own.
    Url {
        /// The URL.
        url: String,
        /// What signs; the account's secret where there is none.
        secret: Option<SecretText>,
        /// Headers of this delivery beside the provider's.
        headers: Vec<(String, String)>,
        /// Whether an https URL may show any certificate.
        any_certificate: bool,
    },
}

/// Something wrong or odd that the provider would not tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Finding {
    /// What, in a sentence. No value of the call stands in it.
    pub what: String,
    /// JSON pointer into the body of the call, where it is about a place.
    pub pointer: Option<String>,
}

impl Reply {
    /// An answer without a body.
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

    /// An answer whose body is the documented payload of this name.
    #[must_use]
    pub fn json<T: Serialize + ?Sized>(status: u16, payload: &str, body: &T) -> Self {
        // Our own payload types have text for keys and finite numbers: nothing of them can fail to be written.
        let body = serde_json::to_vec(body).unwrap_or_default();
        Self { body, payload: Some(payload.to_owned()), ..Self::empty(status) }
    }

    /// With a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// With a `Retry-After` of so many seconds, if there are any.
    #[must_use]
    pub fn retry_after(self, seconds: Option<u32>) -> Self {
        match seconds {
            Some(seconds) => self.header("Retry-After", seconds.to_string()),
            None => self,
        }
    }

    /// With something to do.
    #[must_use]
    pub fn command(mut self, command: Command) -> Self {
        self.commands.push(command);
        self
    }

    /// With something odd about the call as a whole.
    #[must_use]
    pub fn finding(mut self, what: impl Into<String>) -> Self {
        self.findings.push(Finding { what: what.into(), pointer: None });
        self
    }

    /// With more that is wrong or odd.
    #[must_use]
    pub fn remarking(mut self, findings: impl IntoIterator<Item = Finding>) -> Self {
        self.findings.extend(findings);
        self
    }

    /// With what is wrong about the body of a call.
    #[must_use]
    pub fn refusing(mut self, call: &Call<'_>, request: &str, why: &Unreadable) -> Self {
        let told = |what: String, pointer| Finding { what, pointer };
        match why {
            Unreadable::NotJson(reason) => {
                let what = format!("the body of {} {} is no {request}: {reason}", call.method, call.path);
                self.findings.push(told(what, None));
            }
            Unreadable::Breaks(violations) => {
                let broken = violations.iter().map(|violation| {
                    told(format!("{request}: {}", violation.message), Some(violation.pointer.clone()))
                });
                self.findings.extend(broken);
            }
        }
        self
    }
}

impl Finding {
    /// Something about a place in the body of a call.
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
    /// An event for everybody who wants it.
    pub fn new(event: impl Into<String>, document: Json) -> Self {
        Self { event: event.into(), document, to: Recipients::Subscribers }
    }

    /// For these alone.
    #[must_use]
    pub fn to(mut self, recipients: Recipients) -> Self {
        self.to = recipients;
        self
    }
}
