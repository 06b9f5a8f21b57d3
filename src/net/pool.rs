//! Connections that are kept open between deliveries.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard};
use std::task::Poll;
use std::time::Duration;

use tokio::io::{AsyncRead, ReadBuf};

use crate::clock::Stopwatch;
use crate::model::lock;
use crate::net::connection::Connection;
use crate::net::stream::Wire;
use crate::wire::Reader;

/// The maximum idle time of a connection; after it, the connection is closed. Node closes idle connections after five
/// seconds, and a request that is sent at that moment is lost.
const LONGEST_IDLE: Duration = Duration::from_secs(4);

/// The idle connections to one endpoint. The most recently used one is last.
pub(super) struct Pool {
    idle: Mutex<Vec<Kept>>,
    /// The maximum number of kept connections.
    pub(super) most: usize,
    longest: Duration,
}

/// A connection that may carry another request, with any bytes that were received but not asked for.
pub(super) struct Kept {
    pub(super) stream: Box<dyn Wire>,
    pub(super) reader: Reader,
    /// Time at which it became idle.
    since: Stopwatch,
    /// Whether the last response on it was not a success. An endpoint may then treat later requests differently, which
    /// a separate check tests.
    pub(super) is_tainted: bool,
}

impl Pool {
    /// Creates a pool that keeps at most this many connections.
    pub(super) const fn new(most: usize) -> Self {
        Self { idle: Mutex::new(Vec::new()), most, longest: LONGEST_IDLE }
    }

    /// Removes and returns the most recently used connection. Drops those that the peer has closed in the meantime and,
    /// unless the same connection is asked for, those whose last response was not a success.
    pub(super) async fn take(&self, on: Connection) -> Option<Kept> {
        if on == Connection::Own {
            return None;
        }
        self.tidy();
        loop {
            let mut kept = self.lock().pop()?;
            if on == Connection::Same || (!kept.is_tainted && kept.is_open().await) {
                return Some(kept);
            }
        }
    }

    /// Keeps a connection. If the pool is full, drops the one that has been idle for the longest time.
    pub(super) fn keep(&self, kept: Kept) {
        if self.most == 0 {
            return;
        }
        self.tidy();
        let mut idle = self.lock();
        if idle.len() >= self.most {
            idle.remove(0);
        }
        idle.push(Kept { since: Stopwatch::start(), ..kept });
    }

    /// Drops the connections that were idle for too long.
    pub(super) fn tidy(&self) {
        let mut idle = self.lock();
        let old = idle.partition_point(|kept| kept.since.elapsed() >= self.longest);
        idle.drain(..old);
    }

    /// Drops all connections.
    pub(super) fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Kept>> {
        lock(&self.idle)
    }
}

impl Kept {
    pub(super) fn new(stream: Box<dyn Wire>) -> Self {
        Self { stream, reader: Reader::default(), since: Stopwatch::start(), is_tainted: false }
    }

    /// Returns whether the peer has neither closed the connection nor sent bytes unasked.
    async fn is_open(&mut self) -> bool {
        let mut byte = [0];
        let stream = &mut self.stream;
        let silent = poll_fn(|context| {
            let mut buffer = ReadBuf::new(&mut byte);
            Poll::Ready(Pin::new(&mut *stream).poll_read(context, &mut buffer).is_pending())
        });
        self.reader.is_empty() && silent.await
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};
    use tokio::sync::{Barrier, watch};
    use tokio::task::JoinSet;

    use super::*;
    use crate::model::{Headers, Request, Trust};
    use crate::net::{Follows, Probe};

    impl Wire for tokio::io::DuplexStream {
        fn reset(&self) {}

        fn acknowledge(&self) {}
    }

    #[tokio::test]
    async fn a_connection_is_not_used_again_after_a_refusal_unless_the_same_is_asked_for() {
        for (is_tainted, on, is_taken) in [
            (false, Connection::Kept, true),
            (true, Connection::Kept, false),
            (true, Connection::Same, true),
            (false, Connection::Own, false),
        ] {
            let (_peer, stream) = tokio::io::duplex(16);
            let pool = Pool::new(1);
            pool.keep(Kept { is_tainted, ..Kept::new(Box::new(stream)) });
            assert_eq!(pool.take(on).await.is_some(), is_taken, "{is_tainted} {on:?}");
        }
    }

    /// The behaviour of a server after a response.
    #[derive(Clone, Copy)]
    enum After {
        Stays,
        Closes,
        /// It has refused the request, and stays.
        Refuses,
    }

    /// A server that responds when a given number of requests has arrived.
    struct Server {
        url: String,
        /// Numbers of opened connections, ended connections and requests.
        counts: watch::Sender<[usize; 3]>,
    }

    const OPENED: usize = 0;
    const ENDED: usize = 1;
    const REQUESTS: usize = 2;

    impl Server {
        async fn start(together: usize, after: After) -> Self {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let url = format!("http://{}/hook", listener.local_addr().unwrap());
            let counts = watch::Sender::new([0; 3]);
            let (count, barrier) = (counts.clone(), Arc::new(Barrier::new(together)));
            tokio::spawn(async move {
                while let Ok((mut stream, _)) = listener.accept().await {
                    count.send_modify(|counts| counts[OPENED] += 1);
                    let (count, barrier) = (count.clone(), Arc::clone(&barrier));
                    tokio::spawn(async move {
                        while Self::hears(&mut stream).await {
                            count.send_modify(|counts| counts[REQUESTS] += 1);
                            barrier.wait().await;
                            let status = if matches!(after, After::Refuses) { "401 Unauthorized" } else { "200 OK" };
                            let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n");
                            let _ = stream.write_all(answer.as_bytes()).await;
                            if matches!(after, After::Closes) {
                                break;
                            }
                        }
                        drop(stream);
                        count.send_modify(|counts| counts[ENDED] += 1);
                    });
                }
            });
            Self { url, counts }
        }

        /// Returns whether another request arrives.
        async fn hears(stream: &mut TcpStream) -> bool {
            let mut heard = Vec::new();
            while !heard.ends_with(b"\r\n\r\n{}") {
                if !stream.read_buf(&mut heard).await.is_ok_and(|count| count > 0) {
                    return false;
                }
            }
            true
        }

        fn probe(&self) -> Probe {
            let target = self.url.parse().unwrap();
            Probe::new(target, Duration::from_secs(10), Follows::Nothing, &Trust::System).unwrap()
        }

        async fn waits_for(&self, what: usize, count: usize) {
            self.counts.subscribe().wait_for(|counts| counts[what] == count).await.unwrap();
        }

        fn so_far(&self) -> [usize; 3] {
            *self.counts.borrow()
        }
    }

    /// Sends several requests concurrently, and checks that all succeed.
    async fn send(probe: &Arc<Probe>, count: usize) {
        let mut flying = JoinSet::new();
        for _ in 0..count {
            let probe = Arc::clone(probe);
            let request = Request::new("POST", Headers::new(), "{}");
            flying.spawn(async move { probe.send(request, Connection::Kept).await.status() });
        }
        assert!(flying.join_all().await.iter().all(|status| *status == Some(200)));
    }

    #[tokio::test]
    async fn as_many_are_kept_as_are_used_side_by_side() {
        let server = Server::start(5, After::Stays).await;
        let probe = Arc::new(server.probe().keeping(5));
        for round in 1..=4 {
            send(&probe, 5).await;
            assert_eq!(server.so_far(), [5, 0, 5 * round]);
        }
    }

    #[tokio::test]
    async fn a_refusal_taints_its_connection() {
        let server = Server::start(1, After::Refuses).await;
        let probe = server.probe();
        for (on, opened) in [(Connection::Kept, 1), (Connection::Kept, 2), (Connection::Same, 2)] {
            let exchange = probe.send(Request::new("POST", Headers::new(), "{}"), on).await;
            assert_eq!((exchange.status(), server.so_far()[OPENED]), (Some(401), opened), "{on:?}");
        }
    }

    #[tokio::test]
    async fn more_than_are_kept_are_closed() {
        let server = Server::start(5, After::Stays).await;
        let probe = Arc::new(server.probe().keeping(2));
        send(&probe, 5).await;
        server.waits_for(ENDED, 3).await;
        send(&probe, 5).await;
        server.waits_for(ENDED, 6).await;
        assert_eq!(server.so_far(), [8, 6, 10]);
        let server = Server::start(1, After::Stays).await;
        let probe = Arc::new(server.probe().keeping(0));
        send(&probe, 1).await;
        server.waits_for(ENDED, 1).await;
    }

    #[tokio::test]
    async fn what_the_peer_has_closed_is_dropped() {
        let server = Server::start(3, After::Closes).await;
        let probe = Arc::new(server.probe().keeping(3));
        for round in 1..=3 {
            send(&probe, 3).await;
            server.waits_for(ENDED, 3 * round).await;
            assert_eq!(server.so_far(), [3 * round; 3], "each was sent once");
        }
        // Yield once, so that the runtime notices bytes that have arrived.
        tokio::task::yield_now().await;
        assert!(probe.pool.take(Connection::Kept).await.is_none());
        assert!(probe.pool.lock().is_empty());
    }

    #[tokio::test]
    async fn what_was_idle_for_too_long_is_closed() {
        let server = Server::start(2, After::Stays).await;
        let mut probe = server.probe().keeping(2);
        probe.pool.longest = Duration::ZERO;
        let probe = Arc::new(probe);
        send(&probe, 2).await;
        assert!(!probe.pool.lock().is_empty());
        send(&probe, 2).await;
        assert_eq!(server.so_far()[OPENED], 4);
        probe.tidy();
        assert!(probe.pool.lock().is_empty());
        server.waits_for(ENDED, 4).await;
    }

    #[tokio::test]
    async fn a_release_closes_all() {
        let server = Server::start(4, After::Stays).await;
        let probe = Arc::new(server.probe().keeping(4));
        send(&probe, 4).await;
        probe.release();
        server.waits_for(ENDED, 4).await;
        send(&probe, 4).await;
        assert_eq!(server.so_far(), [8, 4, 8]);
    }

    /// A server that holds back the body of a response until the head is acknowledged, as Python's does.
    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn a_body_behind_its_head_is_not_waited_for() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let counts = watch::Sender::new([0; 3]);
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            while Server::hears(&mut stream).await {
                stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n").await.unwrap();
                stream.write_all(b"ok").await.unwrap();
            }
        });
        let probe = Server { url, counts }.probe();
        let mut durations = Vec::new();
        for _ in 0..40 {
            let exchange = probe.send(Request::new("POST", Headers::new(), "{}"), Connection::Kept).await;
            assert_eq!(exchange.status(), Some(200));
            durations.push(exchange.duration);
        }
        // Without an acknowledgement, each of the later requests takes 40 ms, even if the machine is idle.
        let fastest = durations.into_iter().skip(20).min().unwrap();
        assert!(fastest < Duration::from_millis(30), "{fastest:?}");
    }
}
