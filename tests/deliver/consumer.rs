//! A receiving socket that keeps what came to it, and answers as it is told.

use std::sync::{Arc, Mutex};

use hookproof::model::Headers;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{AbortHandle, JoinSet};

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    /// Its place among all that came, from 0.
    pub(crate) nth: usize,
    pub(crate) path: String,
    pub(crate) method: String,
    pub(crate) headers: Headers,
    pub(crate) body: Vec<u8>,
    /// In how many pieces the body came.
    pub(crate) pieces: usize,
}

/// What is answered.
pub(crate) enum Answer {
    Status(u16),
    /// This status with a header.
    With(u16, &'static str, String),
    /// The connection ends without a word.
    Close,
    /// Nothing, until the gate opens; then 200.
    When(watch::Receiver<bool>),
}

/// It runs until it is dropped.
pub(crate) struct Consumer {
    pub(crate) url: String,
    heard: Arc<Mutex<Vec<Heard>>>,
    count: watch::Receiver<usize>,
    task: AbortHandle,
}

impl Consumer {
    pub(crate) async fn start(respond: impl Fn(&Heard) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let heard = Arc::<Mutex<Vec<Heard>>>::default();
        let (counted, count) = watch::channel(0);
        let (counted, respond, kept) = (Arc::new(counted), Arc::new(respond), Arc::clone(&heard));
        let task = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let (respond, kept, counted) = (Arc::clone(&respond), Arc::clone(&kept), Arc::clone(&counted));
                connections.spawn(async move { serve(stream, &*respond, &kept, &counted).await });
            }
        });
        Self { url, heard, count, task: task.abort_handle() }
    }

    /// One that always answers this.
    pub(crate) async fn answering(status: u16) -> Self {
        Self::start(move |_| Answer::Status(status)).await
    }

    /// One that answers nothing until the gate opens.
    pub(crate) async fn gated() -> (Self, watch::Sender<bool>) {
        let (open, gate) = watch::channel(false);
        (Self::start(move |_| Answer::When(gate.clone())).await, open)
    }

    /// What came so far, in the order in which it came.
    pub(crate) fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }

    /// Waits until so many have come.
    pub(crate) async fn has_heard(&self, many: usize) {
        self.count.clone().wait_for(|count| *count >= many).await.unwrap();
    }
}

impl Drop for Consumer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(
    mut stream: TcpStream,
    respond: &(impl Fn(&Heard) -> Answer + Sync),
    kept: &Mutex<Vec<Heard>>,
    counted: &watch::Sender<usize>,
) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    loop {
        let heard = read(&mut stream, kept, counted).await?;
        let (status, more) = match respond(&heard) {
            Answer::Status(status) => (status, String::new()),
            Answer::With(status, name, value) => (status, format!("{name}: {value}\r\n")),
            Answer::Close => return None,
            Answer::When(mut gate) => {
                gate.wait_for(|open| *open).await.ok()?;
                (200, String::new())
            }
        };
        let answer = format!("HTTP/1.1 {status} Whatever\r\n{more}Content-Length: 0\r\n\r\n");
        stream.write_all(answer.as_bytes()).await.ok()?;
    }
}

async fn read(stream: &mut TcpStream, kept: &Mutex<Vec<Heard>>, counted: &watch::Sender<usize>) -> Option<Heard> {
    let mut bytes = Vec::with_capacity(1 << 16);
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let mut slots = [httparse::EMPTY_HEADER; 64];
    let mut parsed = httparse::Request::new(&mut slots);
    parsed.parse(&bytes[..end]).unwrap();
    let headers: Headers = parsed.headers.iter().map(|header| (header.name, header.value)).collect();
    let length = headers.get("content-length").map_or(0, |length| String::from_utf8_lossy(length).parse().unwrap());
    let (method, path) = (parsed.method.unwrap().to_owned(), parsed.path.unwrap().to_owned());
    let mut body = Vec::with_capacity(length);
    body.extend_from_slice(&bytes[end..]);
    let mut pieces = usize::from(!body.is_empty());
    while body.len() < length {
        if stream.read_buf(&mut body).await.ok()? == 0 {
            return None;
        }
        pieces += 1;
    }
    let mut kept = kept.lock().unwrap();
    let heard = Heard { nth: kept.len(), path, method, headers, body, pieces };
    kept.push(heard.clone());
    counted.send_replace(kept.len());
    Some(heard)
}
