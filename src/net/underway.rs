//! Deliveries that are sent in parts, including some that are never completed.
#![expect(clippy::disallowed_methods, reason = "this is where waiting is bounded")]

use std::fmt;
use std::time::Duration;

use tokio::io::AsyncWriteExt;

use crate::clock::Stopwatch;
use crate::model::{Exchange, Failure, Outcome, Request};
use crate::net::Probe;
use crate::net::connection::Connection;
use crate::net::listen::{Until, listen};
use crate::net::stream::Wire;
use crate::wire;
use crate::wire::Reader;

/// A delivery in progress on its own connection: its head and a part of its body were sent.
#[must_use = "a delivery that is dropped here is cut off"]
pub struct Underway {
    request: Request,
    bytes: Vec<u8>,
    /// The number of bytes that have been sent.
    sent: usize,
    stream: Result<Box<dyn Wire>, String>,
    timeout: Duration,
}

/// The way in which a connection ends early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "TCP knows these two")]
pub enum Cut {
    /// Normally, with FIN.
    Finish,
    /// With RST, as when a sender crashes.
    Reset,
}

/// Open connections that send nothing. They end when this value is dropped.
#[must_use = "the connections end when this is dropped"]
pub struct Idle(Vec<Box<dyn Wire>>);

impl Probe {
    /// Opens connections, up to `count` or as many as the endpoint accepts.
    pub async fn idle(&self, count: usize) -> Idle {
        let mut open = Vec::with_capacity(count);
        for _ in 0..count {
            match tokio::time::timeout(self.timeout, self.connect(&self.target)).await {
                Ok(Ok(stream)) => open.push(stream),
                _ => break,
            }
        }
        Idle(open)
    }

    /// Opens a connection and sends a delivery except for the last `held` bytes of its body.
    pub async fn begin(&self, request: Request, held: usize) -> Underway {
        let bytes = wire::request(&request, &self.target.authority, &self.target.path);
        let stream = match tokio::time::timeout(self.timeout, self.connect(&self.target)).await {
            Ok(Ok(stream)) => Ok(stream),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err(format!("no connection within {:?}", self.timeout)),
        };
        let body = wire::body(&request).len();
        let now = bytes.len() - held.min(body);
        let mut underway = Underway { request, bytes, sent: 0, stream, timeout: self.timeout };
        underway.push(now).await;
        underway
    }
}

impl Probe {
    /// Finishes a delivery, and follows the redirects of the response as far as the provider does.
    pub async fn finish(&self, underway: Underway) -> Exchange {
        if self.is_in_process() {
            return self.send(underway.request, Connection::Own).await;
        }
        let Exchange { request, outcome, duration, .. } = underway.finish().await;
        match tokio::time::timeout(self.timeout, self.onward(&self.target, outcome, &request)).await {
            Ok(outcome) => Exchange::new(request, outcome, duration),
            Err(_) => Exchange::new(request, Outcome::Failed(Failure::TimedOut(self.timeout)), duration),
        }
    }
}

impl Underway {
    /// Sends the next `count` bytes, and returns how many are left.
    pub async fn push(&mut self, count: usize) -> usize {
        let end = self.sent.saturating_add(count).min(self.bytes.len());
        let now = self.sent..end;
        self.sent = end;
        if let Ok(stream) = &mut self.stream {
            // Ignore the error: the endpoint may have responded and closed. Reading the response shows it.
            let _ = tokio::time::timeout(self.timeout, stream.write_all(&self.bytes[now])).await;
            let _ = stream.flush().await;
        }
        self.bytes.len() - self.sent
    }

    /// Sends the rest and reads the response. The endpoint has the whole timeout for it.
    async fn finish(mut self) -> Exchange {
        let watch = Stopwatch::start();
        self.push(usize::MAX).await;
        let outcome = match &mut self.stream {
            Err(reason) => Outcome::Failed(Failure::Unreachable(reason.clone())),
            Ok(stream) => {
                let mut reader = Reader::default();
                match tokio::time::timeout(self.timeout, listen(stream, &mut reader, Until::Answer)).await {
                    Ok(heard) => heard.into(),
                    Err(_) => Outcome::Failed(Failure::TimedOut(self.timeout)),
                }
            }
        };
        Exchange::new(self.request, outcome, watch.elapsed())
    }

    /// Ends the connection now.
    pub async fn cut(mut self, how: Cut) -> Exchange {
        let watch = Stopwatch::start();
        let outcome = match &mut self.stream {
            Err(reason) => Outcome::Failed(Failure::Unreachable(reason.clone())),
            Ok(stream) => {
                match how {
                    Cut::Finish => drop(tokio::time::timeout(self.timeout, stream.shutdown()).await),
                    Cut::Reset => stream.reset(),
                }
                Outcome::Failed(Failure::Abandoned)
            }
        };
        Exchange::new(self.request, outcome, watch.elapsed())
    }

    /// Sends the rest, waits for a part of the time that the endpoint needs, and ends the connection: the provider has
    /// given up, and the endpoint may not have noticed.
    pub async fn leave(mut self, after: Duration) -> Exchange {
        self.push(usize::MAX).await;
        crate::clock::sleep(after).await;
        self.cut(Cut::Reset).await
    }

    /// Sends the rest, waits until the response starts to arrive, and ends the connection without reading it: the
    /// endpoint has done its work, but the provider never receives the response.
    pub async fn lose(mut self) -> Exchange {
        self.push(usize::MAX).await;
        if let Ok(stream) = &mut self.stream {
            let mut first = [0];
            let _ = tokio::time::timeout(self.timeout, tokio::io::AsyncReadExt::read(stream, &mut first)).await;
        }
        self.cut(Cut::Reset).await
    }
}

impl fmt::Debug for Idle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Idle").field(&self.0.len()).finish()
    }
}

impl fmt::Debug for Underway {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Underway").field("left", &(self.bytes.len() - self.sent)).finish_non_exhaustive()
    }
}
