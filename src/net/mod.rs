//! The only place that opens connections outwards, and that bounds how long an answer is waited for.
#![expect(clippy::disallowed_methods, reason = "this is where connections are opened and bounded")]

mod handler;
mod listen;
mod pool;
mod reach;
mod reading;
mod stream;
mod underway;

use std::borrow::Cow;
use std::net::IpAddr;
use std::time::Duration;

use thiserror::Error;
use tokio::io::AsyncWriteExt;

use crate::clock::Stopwatch;
use crate::model::Exchange;
use crate::model::Failure;
use crate::model::Hop;
use crate::model::Outcome;
use crate::model::Request;
use crate::model::Scheme;
use crate::model::Target;
use crate::model::Trust;
use crate::wire;
use crate::wire::Reusable;

use listen::Heard;
use listen::Until;
use listen::listen;
use pool::Kept;
use pool::Pool;
use reach::Allowed;

pub use handler::Handler;
pub use handler::IntoAnswer;
pub use reach::addresses;
pub use reading::Reading;
pub use reading::ReadingError;
pub use underway::Cut;
pub use underway::Idle;
pub use underway::Underway;

/// Most hops that a delivery follows.
const MOST_REDIRECTS: usize = 5;

/// How long a sender waits to be told to continue before it sends the body unasked, as `curl` does.
const CONTINUES: Duration = Duration::from_secs(1);

/// Sends deliveries to one endpoint and reads what comes back.
pub struct Probe {
    target: Target,
    timeout: Duration,
    follows: Follows,
    #[cfg(feature = "tls")]
    tls: Option<tokio_rustls::TlsConnector>,
    pool: Pool,
    allowed: Option<Allowed>,
    /// What is called in place of a connection.
    handler: Option<Handler>,
}

/// Whether 3xx answers are followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a yes or a no")]
pub enum Follows {
    /// To the same host, at most five times.
    Redirects,
    /// Never.
    Nothing,
}

/// On which connection a delivery travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "shared or not")]
pub enum Connection {
    /// One that may have carried others; it is opened when none is idle.
    Kept,
    /// The kept one without a look at what it may have said unasked, as a careless client does: an answer to
    /// something else is then taken for the answer to this.
    Same,
    /// One of its own, closed after the answer, so that even a server with a single thread gets on.
    Own,
}

/// An endpoint that cannot be spoken to at all.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ProbeError {
    /// https without the feature for it.
    #[error("https endpoints need the feature `tls` of hookproof")]
    NeedsFeature,
    /// The trust cannot be set up.
    #[cfg(feature = "tls")]
    #[error(transparent)]
    Tls(#[from] crate::tls::TlsError),
}

/// What something comes to within a time; `None` where it takes longer.
pub async fn within<T>(limit: Duration, what: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(limit, what).await.ok()
}

impl Probe {
    /// A probe for an endpoint. Nothing is sent yet.
    ///
    /// # Errors
    /// When an https endpoint cannot be spoken to as asked.
    pub fn new(target: Target, timeout: Duration, follows: Follows, trust: &Trust) -> Result<Self, ProbeError> {
        #[cfg(not(feature = "tls"))]
        if target.scheme == Scheme::Https || *trust != Trust::System {
            return Err(ProbeError::NeedsFeature);
        }
        let probe = Self::bare(target, timeout, follows);
        #[cfg(feature = "tls")]
        let probe = match probe.target.scheme {
            Scheme::Http => probe,
            Scheme::Https => Self { tls: Some(std::sync::Arc::new(crate::tls::config(trust)?).into()), ..probe },
        };
        Ok(probe)
    }

    /// A probe for http, over a socket.
    fn bare(target: Target, timeout: Duration, follows: Follows) -> Self {
        Self {
            #[cfg(feature = "tls")]
            tls: None,
            target,
            timeout,
            follows,
            pool: Pool::new(1),
            allowed: None,
            handler: None,
        }
    }

    /// Keeps at most so many connections open between deliveries, in place of one: as many as deliveries are sent side
    /// by side.
    #[must_use]
    pub const fn keeping(mut self, most: usize) -> Self {
        self.pool.most = most;
        self
    }

    /// Speaks only to addresses that this allows for the name of their host. The address that was asked about is
    /// the one that is connected to, and every redirect asks again.
    #[must_use]
    pub fn allowing(mut self, allowed: impl Fn(&str, IpAddr) -> bool + Send + Sync + 'static) -> Self {
        self.allowed = Some(Box::new(allowed));
        self
    }

    /// Where it sends to.
    #[must_use]
    pub const fn target(&self) -> &Target {
        &self.target
    }

    /// Makes one attempt. It ends within the time-out, whatever the endpoint does.
    pub async fn send(&self, request: Request, on: Connection) -> Exchange {
        self.send_over(&self.target, request, on).await
    }

    /// Makes one attempt at another address of the same host, on a connection of its own.
    pub async fn send_to(&self, target: &Target, request: Request) -> Exchange {
        self.send_over(target, request, Connection::Own).await
    }

    async fn send_over(&self, target: &Target, request: Request, on: Connection) -> Exchange {
        let watch = Stopwatch::start();
        let outcome = match tokio::time::timeout(self.timeout, self.follow(target, &request, on)).await {
            Ok(outcome) => outcome,
            Err(_) => Outcome::Failed(Failure::TimedOut(self.timeout)),
        };
        Exchange::new(request, outcome, watch.elapsed())
    }

    /// Whether a connection comes about at all; otherwise the operating system's reason.
    ///
    /// # Errors
    /// The reason.
    pub async fn reach(&self) -> Result<(), String> {
        if self.is_in_process() {
            return Ok(());
        }
        match tokio::time::timeout(self.timeout, self.connect(&self.target)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err(format!("no connection within {:?}", self.timeout)),
        }
    }

    /// Closes all kept connections that are idle, so that an endpoint that serves one at a time is free for others.
    pub fn release(&self) {
        self.pool.clear();
    }

    /// Closes the kept connections that nobody has used for a while. Every delivery does it first, so only a probe
    /// that sends nothing any more needs it.
    pub fn tidy(&self) {
        self.pool.tidy();
    }

    async fn follow(&self, target: &Target, request: &Request, on: Connection) -> Outcome {
        let outcome = self.exchange(target, request, on).await;
        self.onward(target, outcome, request).await
    }

    /// Goes where an answer leads, as far as the provider does.
    async fn onward(&self, target: &Target, mut outcome: Outcome, request: &Request) -> Outcome {
        let (mut at, mut request) = (Cow::Borrowed(target), Cow::Borrowed(request));
        let mut hops = Vec::new();
        for _ in 0..MOST_REDIRECTS {
            let Outcome::Answered(response) = &outcome else { break };
            if self.follows == Follows::Nothing || !matches!(response.status, 301 | 302 | 303 | 307 | 308) {
                break;
            }
            let location = response.headers.get("location").and_then(|location| std::str::from_utf8(location).ok());
            let Some(next) = location.and_then(|location| at.redirected(location)) else { break };
            if !matches!(response.status, 307 | 308) {
                // What HTTP clients do: the method and the body survive only these two.
                let request = request.to_mut();
                "GET".clone_into(&mut request.method);
                request.body = bytes::Bytes::new();
            }
            at = Cow::Owned(next);
            let hop = Hop { status: response.status, to: at.url.clone() };
            outcome = match self.exchange(&at, &request, Connection::Own).await {
                // The endpoint did answer: it is the redirect that leads nowhere.
                Outcome::Failed(Failure::Unreachable(_)) => break,
                Outcome::Answered(response) => {
                    hops.push(hop);
                    Outcome::Answered(response.with_hops(hops.clone()))
                }
                failed @ Outcome::Failed(_) => failed,
            };
        }
        outcome
    }

    async fn exchange(&self, target: &Target, request: &Request, on: Connection) -> Outcome {
        if let Some(handler) = &self.handler {
            return handler.call(target, request).await;
        }
        let bytes = wire::request(request, &target.authority, &target.path);
        let waits = request.headers.get("expect").is_some();
        let pause = if waits { bytes.len() - wire::body(request).len() } else { bytes.len() };
        let mut was_cut = false;
        if let Some(kept) = self.pool.take(on).await {
            match self.talk(kept, bytes.split_at(pause), on).await {
                Heard::Nothing => was_cut = true,
                heard => return heard.into(),
            }
        }
        match self.connect(target).await {
            // It was there a moment ago, and may be gone because of this very delivery.
            Err(_) if was_cut => Outcome::Failed(Failure::Closed),
            Err(error) => Outcome::Failed(Failure::Unreachable(error.to_string())),
            Ok(stream) => self.talk(Kept::new(stream), bytes.split_at(pause), on).await.into(),
        }
    }

    /// Sends and reads. What is to be sent in two parts waits between them for leave to continue.
    async fn talk(&self, mut kept: Kept, (first, then): (&[u8], &[u8]), on: Connection) -> Heard {
        let Kept { stream, reader, .. } = &mut kept;
        // An endpoint may answer before it has read everything and close: the answer still counts.
        let _ = stream.write_all(first).await;
        if !then.is_empty() {
            match tokio::time::timeout(CONTINUES, listen(stream, reader, Until::Continue)).await {
                Err(_) | Ok(Heard::Continue) => {}
                Ok(heard) => return heard,
            }
            let _ = stream.write_all(then).await;
        }
        let heard = listen(stream, reader, Until::Answer).await;
        if let Heard::Answer(answer) = &heard
            && on != Connection::Own
            && answer.reusable == Reusable::Yes
        {
            kept.is_tainted = !(200..300).contains(&answer.response.status);
            self.pool.keep(kept);
        }
        heard
    }
}

impl std::fmt::Debug for Probe {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Probe")
            .field("target", &self.target.url)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
