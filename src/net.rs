//! The only file that opens connections outwards, and that bounds how long an answer is waited for.
#![expect(clippy::disallowed_methods, reason = "this is where connections are opened and bounded")]

use std::borrow::Cow;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::task::Poll;
use std::time::Duration;

use thiserror::Error;
use tokio::io::AsyncRead;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWrite;
use tokio::io::AsyncWriteExt;
use tokio::io::ReadBuf;
use tokio::net::TcpStream;

use crate::clock::Stopwatch;
use crate::model::Exchange;
use crate::model::Failure;
use crate::model::Outcome;
use crate::model::Request;
use crate::model::Scheme;
use crate::model::Target;
use crate::model::Trust;
use crate::wire;
use crate::wire::Reader;
use crate::wire::Reusable;
use crate::wire::Stream;

/// Most hops that a delivery follows.
const MOST_REDIRECTS: usize = 5;

/// Sends deliveries to one endpoint and reads what comes back.
pub struct Probe {
    target: Target,
    timeout: Duration,
    follows: Follows,
    #[cfg(feature = "tls")]
    tls: Option<tokio_rustls::TlsConnector>,
    idle: Mutex<Option<Box<dyn Wire>>>,
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
    /// One that may have carried others; it is opened when there is none.
    Kept,
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

trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

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
        Ok(Self {
            #[cfg(feature = "tls")]
            tls: match target.scheme {
                Scheme::Http => None,
                Scheme::Https => Some(std::sync::Arc::new(crate::tls::config(trust)?).into()),
            },
            target,
            timeout,
            follows,
            idle: Mutex::new(None),
        })
    }

    /// Where it sends to.
    #[must_use]
    pub const fn target(&self) -> &Target {
        &self.target
    }

    /// Makes one attempt. It ends within the time-out, whatever the endpoint does.
    pub async fn send(&self, request: Request, on: Connection) -> Exchange {
        let watch = Stopwatch::start();
        let outcome = match tokio::time::timeout(self.timeout, self.follow(&request, on)).await {
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
        match tokio::time::timeout(self.timeout, self.connect(&self.target)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err(format!("no connection within {:?}", self.timeout)),
        }
    }

    /// Closes the kept connection, so that an endpoint that serves one at a time is free for others.
    pub fn release(&self) {
        self.keep(None);
    }

    async fn follow(&self, request: &Request, on: Connection) -> Outcome {
        let mut outcome = self.exchange(&self.target, request, on).await;
        let (mut at, mut request) = (Cow::Borrowed(&self.target), Cow::Borrowed(request));
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
            let hop = self.exchange(&at, &request, Connection::Own).await;
            if matches!(hop, Outcome::Failed(Failure::Unreachable(_))) {
                // The endpoint did answer: it is the redirect that leads nowhere.
                break;
            }
            outcome = hop;
        }
        outcome
    }

    async fn exchange(&self, target: &Target, request: &Request, on: Connection) -> Outcome {
        let bytes = wire::request(request, &target.authority, &target.path);
        let mut was_cut = false;
        if on == Connection::Kept
            && let Some(mut stream) = self.keep(None)
            && is_open(&mut stream).await
        {
            match self.talk(stream, &bytes, on, Age::Used).await {
                Some(outcome) => return outcome,
                None => was_cut = true,
            }
        }
        match self.connect(target).await {
            // It was there a moment ago, and may be gone because of this very delivery.
            Err(_) if was_cut => Outcome::Failed(Failure::Closed),
            Err(error) => Outcome::Failed(Failure::Unreachable(error.to_string())),
            Ok(stream) => match self.talk(stream, &bytes, on, Age::New).await {
                Some(outcome) => outcome,
                None => Outcome::Failed(Failure::Closed),
            },
        }
    }

    /// Sends and reads. `None` when a used connection turned out to have been closed before: then
    /// nothing of the request was taken, and a new connection may carry it.
    async fn talk(&self, mut stream: Box<dyn Wire>, bytes: &[u8], on: Connection, age: Age) -> Option<Outcome> {
        // An endpoint may answer before it has read everything and close: the answer still counts.
        let _ = stream.write_all(bytes).await;
        let mut reader = Reader::default();
        loop {
            let read = stream.read_buf(reader.buffer()).await;
            let stream_is = if matches!(read, Ok(count) if count > 0) { Stream::Open } else { Stream::Ended };
            if stream_is == Stream::Ended && reader.is_empty() {
                return (age == Age::New).then_some(Outcome::Failed(Failure::Closed));
            }
            match reader.answer(stream_is) {
                Ok(Some(answer)) => {
                    if on == Connection::Kept && answer.reusable == Reusable::Yes {
                        self.keep(Some(stream));
                    }
                    return Some(Outcome::Answered(answer.response));
                }
                Ok(None) if stream_is == Stream::Ended => return Some(Outcome::Failed(Failure::Closed)),
                Ok(None) => {}
                Err(error) => return Some(Outcome::Failed(Failure::Garbage(error.to_string()))),
            }
        }
    }

    async fn connect(&self, target: &Target) -> std::io::Result<Box<dyn Wire>> {
        let stream = TcpStream::connect((target.host.as_str(), target.port)).await?;
        stream.set_nodelay(true)?;
        match target.scheme {
            Scheme::Http => Ok(Box::new(stream)),
            #[cfg(not(feature = "tls"))]
            Scheme::Https => Err(std::io::Error::other("https needs the feature `tls`")),
            #[cfg(feature = "tls")]
            Scheme::Https => {
                let Some(tls) = &self.tls else { return Err(std::io::Error::other("redirected from http to https")) };
                let name =
                    rustls_pki_types::ServerName::try_from(target.host.clone()).map_err(std::io::Error::other)?;
                Ok(Box::new(tls.connect(name, stream).await?))
            }
        }
    }

    fn keep(&self, stream: Option<Box<dyn Wire>>) -> Option<Box<dyn Wire>> {
        std::mem::replace(&mut *self.idle.lock().unwrap_or_else(PoisonError::into_inner), stream)
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

/// Whether a connection has carried a request before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Age {
    New,
    Used,
}

/// Whether the peer has neither closed nor said anything unasked.
async fn is_open(stream: &mut Box<dyn Wire>) -> bool {
    let mut byte = [0];
    poll_fn(|context| {
        let mut buffer = ReadBuf::new(&mut byte);
        Poll::Ready(Pin::new(&mut *stream).poll_read(context, &mut buffer).is_pending())
    })
    .await
}

/// Reads observers over HTTP.
#[derive(Clone, Debug)]
pub struct Reading {
    client: reqwest::Client,
    url: String,
}

/// An observer that gives no reading.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadingError {
    /// No answer, or a failed one.
    #[error("the observer at {url} could not be read: {reason}")]
    Failed {
        /// Its address.
        url: String,
        /// What happened.
        reason: String,
    },
    /// An answer that counts nothing.
    #[error("the observer at {url} answered no count: expected a number, {{\"count\": n}} or an array")]
    NoCount {
        /// Its address.
        url: String,
    },
}

impl Reading {
    /// An observer at a URL.
    ///
    /// # Errors
    /// When the HTTP client cannot be set up.
    pub fn new(target: &Target, timeout: Duration, trust: &Trust) -> Result<Self, ReadingError> {
        let failed = |reason: String| ReadingError::Failed { url: target.url.clone(), reason };
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            // An idle connection would keep a server with a single thread from taking deliveries.
            .pool_max_idle_per_host(0)
            .timeout(timeout);
        #[cfg(feature = "tls")]
        let client =
            client.tls_backend_preconfigured(crate::tls::config(trust).map_err(|error| failed(error.to_string()))?);
        #[cfg(not(feature = "tls"))]
        let _ = trust;
        let client = client.build().map_err(|error| failed(error.to_string()))?;
        Ok(Self { client, url: target.url.clone() })
    }

    /// How many effects there have been.
    ///
    /// # Errors
    /// When there is no answer, or no count in it.
    pub async fn count(&self) -> Result<u64, ReadingError> {
        let failed = |reason: String| ReadingError::Failed { url: self.url.clone(), reason };
        let answer = self.client.get(&self.url).send().await.map_err(|error| failed(innermost(&error)))?;
        if !answer.status().is_success() {
            return Err(failed(format!("it answered {}", answer.status().as_u16())));
        }
        let body = answer.bytes().await.map_err(|error| failed(innermost(&error)))?;
        count(&body).ok_or_else(|| ReadingError::NoCount { url: self.url.clone() })
    }
}

/// The operating system's reason at the bottom of an error.
fn innermost(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), innermost)
}

fn count(body: &[u8]) -> Option<u64> {
    let value: serde_json::Value = serde_json::from_slice(body).ok()?;
    match &value {
        serde_json::Value::Array(items) => u64::try_from(items.len()).ok(),
        serde_json::Value::Object(members) => members.get("count")?.as_u64(),
        _ => value.as_u64(),
    }
}
