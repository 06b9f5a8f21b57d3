//! The only module that opens outgoing connections and limits how long to wait for a response.
#![expect(clippy::disallowed_methods, reason = "this is where connections are opened and bounded")]

mod connection;
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
use crate::model::{Exchange, Failure, Hop, Outcome, Request, Scheme, Target, Trust};
use crate::wire;
use crate::wire::Reusable;

use listen::{Heard, Until, listen};
use pool::{Kept, Pool};

pub use connection::Connection;
pub use handler::{Handler, IntoAnswer};
pub use reach::addresses;
#[cfg(feature = "cli")]
pub(crate) use reading::counted;
pub use reading::{Reading, ReadingError};
pub use underway::{Cut, Idle, Underway};

/// The maximum number of redirects that a delivery follows.
const MOST_REDIRECTS: usize = 5;

/// The time that a sender waits for 100 Continue before it sends the body anyway, as `curl` does.
const CONTINUES: Duration = Duration::from_secs(1);

/// A function that returns whether an address of a host is allowed.
type Allowed = Box<dyn Fn(&str, IpAddr) -> bool + Send + Sync>;

/// A client that sends deliveries to one endpoint and reads the responses.
pub struct Probe {
    target: Target,
    timeout: Duration,
    follows: Follows,
    #[cfg(feature = "tls")]
    tls: Option<tokio_rustls::TlsConnector>,
    pool: Pool,
    allowed: Option<Allowed>,
    /// The handler to call instead of opening a connection.
    handler: Option<Handler>,
}

/// The policy for 3xx responses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a yes or a no")]
pub enum Follows {
    /// Follows redirects to the same host, up to five times.
    Redirects,
    /// Follows no redirects.
    Nothing,
}

/// A reason why no probe can be created for an endpoint.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ProbeError {
    /// The URL is https, but the feature for it is not enabled.
    #[error("https endpoints need the feature `tls` of hookproof")]
    NeedsFeature,
    /// The trust settings are not usable.
    #[error(transparent)]
    Trust(Box<dyn std::error::Error + Send + Sync>),
}

/// Waits for a future within a time limit. Returns `None` if it takes longer.
pub async fn within<T>(limit: Duration, what: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(limit, what).await.ok()
}

impl Probe {
    /// Creates a probe for an endpoint. It does not send anything yet.
    ///
    /// # Errors
    /// Returns an error if an https endpoint is not supported or its trust settings are not usable.
    pub fn new(target: Target, timeout: Duration, follows: Follows, trust: &Trust) -> Result<Self, ProbeError> {
        #[cfg(not(feature = "tls"))]
        if target.scheme == Scheme::Https || *trust != Trust::System {
            return Err(ProbeError::NeedsFeature);
        }
        let probe = Self::bare(target, timeout, follows);
        #[cfg(feature = "tls")]
        let probe = match probe.target.scheme {
            Scheme::Http => probe,
            Scheme::Https => {
                let config = crate::tls::config(trust).map_err(|error| ProbeError::Trust(Box::new(error)))?;
                Self { tls: Some(std::sync::Arc::new(config).into()), ..probe }
            }
        };
        Ok(probe)
    }

    /// Creates a probe that calls a handler instead of connecting, so that no socket is needed.
    #[must_use]
    pub fn in_process(target: Target, handler: Handler, timeout: Duration, follows: Follows) -> Self {
        Self { handler: Some(handler), ..Self::bare(target, timeout, follows) }
    }

    /// Creates a probe for http over a socket.
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

    /// Sets how many connections are kept open between deliveries; the default is one. Use the number of concurrent
    /// deliveries.
    #[must_use]
    pub const fn keeping(mut self, most: usize) -> Self {
        self.pool.most = most;
        self
    }

    /// Connects only to addresses that this function allows for their host name. The probe connects to exactly the
    /// address that was checked, and checks again for every redirect.
    #[must_use]
    pub fn allowing(mut self, allowed: impl Fn(&str, IpAddr) -> bool + Send + Sync + 'static) -> Self {
        self.allowed = Some(Box::new(allowed));
        self
    }

    /// Returns whether it calls a handler.
    #[must_use]
    pub const fn is_in_process(&self) -> bool {
        self.handler.is_some()
    }

    /// Returns the target of the probe.
    #[must_use]
    pub const fn target(&self) -> &Target {
        &self.target
    }

    /// Makes one attempt. It ends within the timeout, whatever the endpoint does.
    pub async fn send(&self, request: Request, on: Connection) -> Exchange {
        self.send_over(&self.target, request, on).await
    }

    /// Makes one attempt at another URL of the same host, on its own connection.
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

    /// Checks that a connection can be opened.
    ///
    /// # Errors
    /// Returns the reason if it cannot: that of the operating system, or the timeout.
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

    /// Closes all idle connections, so that an endpoint that serves one connection at a time is free for others.
    pub fn release(&self) {
        self.pool.clear();
    }

    /// Closes the kept connections that were idle for too long. Every delivery does this first, so only a probe that
    /// sends nothing more needs this function.
    pub fn tidy(&self) {
        self.pool.tidy();
    }

    async fn follow(&self, target: &Target, request: &Request, on: Connection) -> Outcome {
        let outcome = self.exchange(target, request, on).await;
        self.onward(target, outcome, request).await
    }

    /// Follows the redirects of a response, as far as the provider does.
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
            // The new location has a query of its own.
            request.to_mut().query.clear();
            if !matches!(response.status, 307 | 308) {
                // HTTP clients do the same: only 307 and 308 keep the method and the body.
                let request = request.to_mut();
                "GET".clone_into(&mut request.method);
                request.body = bytes::Bytes::new();
            }
            at = Cow::Owned(next);
            let hop = Hop { status: response.status, to: at.url.clone() };
            outcome = match self.exchange(&at, &request, Connection::Own).await {
                // The endpoint did respond, so keep its response: only the target of the redirect is unreachable.
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
            // The endpoint was reachable a moment ago, and may have stopped because of this delivery.
            Err(_) if was_cut => Outcome::Failed(Failure::Closed),
            Err(error) => Outcome::Failed(Failure::Unreachable(error.to_string())),
            Ok(stream) => self.talk(Kept::new(stream), bytes.split_at(pause), on).await.into(),
        }
    }

    /// Sends a request and reads the response. If the request has two parts, waits for 100 Continue between them.
    async fn talk(&self, mut kept: Kept, (first, then): (&[u8], &[u8]), on: Connection) -> Heard {
        let Kept { stream, reader, .. } = &mut kept;
        reader.answers(first);
        // Ignore the error: an endpoint may respond and close before it has read everything, and its response still
        // counts.
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
