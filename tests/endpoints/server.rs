//! A server that reads HTTP and answers any given bytes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hookproof::__private::demo;
use hookproof::__private::demo::{Shop, Steps};
use hookproof::model::{Headers, Secret};
use hookproof::provider::Provider;
use hookproof::sign::Signer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

/// A request as it came.
#[derive(Debug)]
pub(crate) struct Heard {
    pub(crate) nth: usize,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Headers,
    pub(crate) body: Vec<u8>,
}

/// Action on a connection.
#[derive(Debug)]
pub(crate) enum Reply {
    /// These bytes; the connection stays open for more.
    Say(Vec<u8>),
    /// These bytes, each in a segment of its own.
    Trickle(Vec<u8>),
    /// These bytes, and no more ever; the connection stays open.
    Stall(Vec<u8>),
    /// These bytes again and again, until the client stops reading.
    Forever(Vec<u8>),
    /// These bytes, then the connection ends.
    End(Vec<u8>),
    /// The connection is reset.
    Reset,
    /// The same, after this time.
    Later(Duration, Box<Self>),
    /// The server is gone: this connection ends, and no other is taken.
    Die,
}

/// It runs until it is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) url: String,
    task: AbortHandle,
    heard: Arc<AtomicUsize>,
}

impl Server {
    /// Another path of it.
    pub(crate) fn at(&self, path: &str) -> String {
        self.url.replace("/hook", path)
    }

    /// Returns the number of requests.
    pub(crate) fn heard(&self) -> usize {
        self.heard.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Starts a server on a free port.
pub(crate) async fn start(respond: impl Fn(&Heard) -> Reply + Send + Sync + 'static) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let respond = Arc::new(respond);
    let heard = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&heard);
    let task = tokio::spawn(async move {
        let mut connections = JoinSet::new();
        let (stop, mut stopped) = tokio::sync::mpsc::channel::<()>(1);
        loop {
            tokio::select! {
                taken = listener.accept() => {
                    let (respond, count, stop) = (Arc::clone(&respond), Arc::clone(&count), stop.clone());
                    connections.spawn(async move { serve(taken.unwrap().0, &*respond, &count, &stop).await });
                }
                _ = stopped.recv() => break,
            }
        }
    });
    Server { url, task: task.abort_handle(), heard }
}

async fn serve(
    mut stream: TcpStream,
    respond: &(impl Fn(&Heard) -> Reply + Sync),
    count: &AtomicUsize,
    stop: &tokio::sync::mpsc::Sender<()>,
) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    loop {
        let heard = read(&mut stream, count).await?;
        let mut reply = respond(&heard);
        if let Reply::Later(delay, then) = reply {
            hookproof::__private::clock::sleep(delay).await;
            reply = *then;
        }
        match reply {
            Reply::Say(bytes) => stream.write_all(&bytes).await.ok()?,
            Reply::Trickle(bytes) => {
                for byte in bytes {
                    stream.write_all(&[byte]).await.ok()?;
                    tokio::task::yield_now().await;
                }
            }
            Reply::Stall(bytes) => {
                stream.write_all(&bytes).await.ok()?;
                let _ = stream.read(&mut [0]).await;
                return None;
            }
            Reply::Forever(bytes) => loop {
                stream.write_all(&bytes).await.ok()?;
            },
            Reply::End(bytes) => return stream.write_all(&bytes).await.ok(),
            Reply::Reset => return stream.set_zero_linger().ok(),
            Reply::Later(..) => return None,
            Reply::Die => return stop.send(()).await.ok(),
        }
    }
}

async fn read(stream: &mut TcpStream, count: &AtomicUsize) -> Option<Heard> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let mut slots = [httparse::EMPTY_HEADER; 64];
    let mut head = httparse::Request::new(&mut slots);
    head.parse(&bytes[..end]).unwrap();
    let headers: Headers = head.headers.iter().map(|header| (header.name, header.value)).collect();
    let length = headers.get("content-length").map_or(0, |length| String::from_utf8_lossy(length).parse().unwrap());
    let (method, path) = (head.method.unwrap().to_owned(), head.path.unwrap().to_owned());
    let mut body = bytes.split_off(end);
    if headers.get("expect").is_some() {
        stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await.ok()?;
    }
    if headers.get("transfer-encoding").is_some() {
        while !body.ends_with(b"0\r\n\r\n") {
            if stream.read_buf(&mut body).await.ok()? == 0 {
                return None;
            }
        }
        body = unchunked(&body)?;
    }
    while body.len() < length {
        if stream.read_buf(&mut body).await.ok()? == 0 {
            return None;
        }
    }
    Some(Heard { nth: count.fetch_add(1, Ordering::SeqCst), method, path, headers, body })
}

/// A body without the sizes of its chunks.
fn unchunked(mut framed: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = framed.windows(2).position(|two| two == b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(&framed[..end]).ok()?, 16).ok()?;
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(framed.get(end + 2..end + 2 + size)?);
        framed = framed.get(end + size + 4..)?;
    }
}

/// An answer without a body.
pub(crate) fn status(status: u16) -> Vec<u8> {
    format!("HTTP/1.1 {status} Whatever\r\nContent-Length: 0\r\n\r\n").into_bytes()
}

/// An answer with a body.
pub(crate) fn saying(status: u16, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} Whatever\r\nContent-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// The demonstration's consumer, without its server.
pub(crate) fn shop(provider: Provider, steps: Steps) -> Shop {
    let signer = Signer::new(&provider.signing.recipe, &Secret::new(super::SECRET)).unwrap();
    Shop::new(provider, Some(signer), steps)
}

/// A correct consumer at `/hook`, with its effects at `/effects`; `shape` writes its answers.
pub(crate) async fn correct(provider: Provider, shape: impl Fn(u16) -> Reply + Send + Sync + 'static) -> Server {
    let shop = shop(provider, demo::CORRECT);
    start(move |heard| match heard.path.as_str() {
        "/effects" => Reply::Say(saying(200, &shop.effects().to_string())),
        _ => shape(shop.receive(&heard.headers, &heard.body).status),
    })
    .await
}
