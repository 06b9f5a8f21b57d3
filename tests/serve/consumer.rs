//! A consumer that answers as it is told, and keeps what it was sent.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::Mutex;

use hookproof::model::Headers;
use tokio::io::AsyncReadExt;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::sync::watch;

/// What was sent.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) headers: Headers,
    pub(crate) body: Vec<u8>,
}

/// A consumer on a socket of its own.
pub(crate) struct Consumer {
    pub(crate) url: String,
    told: Arc<Told>,
}

struct Told {
    /// Status codes of the next answers; 200 when there are none.
    answers: Mutex<VecDeque<u16>>,
    received: Mutex<Vec<Received>>,
    count: watch::Sender<usize>,
}

impl Consumer {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let told =
            Arc::new(Told { answers: Mutex::default(), received: Mutex::default(), count: watch::Sender::new(0) });
        let known = Arc::clone(&told);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&known)));
            }
        });
        Self { url, told }
    }

    /// Answers the next deliveries so, then with 200 again.
    pub(crate) fn answer(&self, statuses: impl IntoIterator<Item = u16>) {
        self.told.answers.lock().unwrap().extend(statuses);
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.told.received.lock().unwrap().clone()
    }

    /// Waits until so many deliveries have arrived.
    pub(crate) async fn until(&self, count: usize) {
        self.told.count.subscribe().wait_for(|arrived| *arrived >= count).await.unwrap();
    }
}

async fn serve(mut stream: TcpStream, told: Arc<Told>) {
    let mut bytes = Vec::new();
    loop {
        let head = loop {
            if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                break at + 4;
            }
            if !matches!(stream.read_buf(&mut bytes).await, Ok(1..)) {
                return;
            }
        };
        let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
        let headers: Headers = text
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_owned(), value.trim().as_bytes().to_vec()))
            .collect();
        let length: usize = headers
            .get("content-length")
            .and_then(|length| std::str::from_utf8(length).ok()?.parse().ok())
            .unwrap_or_default();
        while bytes.len() < head + length {
            if !matches!(stream.read_buf(&mut bytes).await, Ok(1..)) {
                return;
            }
        }
        let body = bytes[head..head + length].to_vec();
        bytes.drain(..head + length);
        told.received.lock().unwrap().push(Received { headers, body });
        let status = told.answers.lock().unwrap().pop_front().unwrap_or(200);
        told.count.send_modify(|count| *count += 1);
        let answer = format!("HTTP/1.1 {status} Told\r\nContent-Length: 0\r\n\r\n");
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}
