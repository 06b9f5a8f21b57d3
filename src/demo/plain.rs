//! HTTP servers that somebody wrote on a Friday: each has one of the faults that well-kept ones do not.

use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::demo::consumer::{Received, Served, Shop};
use crate::model::Headers;
use crate::wire;

const WORKERS: usize = 4;

/// Maximum number of connections of a server that serves few at a time.
const FEW: usize = 12;

/// Serves a consumer until it is aborted, or until a fault ends it.
pub(super) async fn serve(listener: TcpListener, shop: Arc<Shop>, served: Served) -> io::Result<()> {
    let workers =
        Arc::new(Semaphore::new(if served == Served::FourWorkers { WORKERS } else { Semaphore::MAX_PERMITS }));
    let bodies = Arc::new(Semaphore::new(1));
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let (stream, _) = accepted?;
                let connection = Connection {
                    stream,
                    shop: Arc::clone(&shop),
                    served,
                    bodies: Arc::clone(&bodies),
                    read: Vec::new(),
                    last: Vec::new(),
                    refused: false,
                };
                let crowded = connections.len() >= FEW;
                if served == Served::FewAtATime && crowded {
                    continue;
                }
                if served == Served::TurnsAway && crowded {
                    connections.spawn(connection.turn_away());
                    continue;
                }
                if served == Served::OneAtATime {
                    let _ = connection.run().await;
                    continue;
                }
                let workers = Arc::clone(&workers);
                connections.spawn(async move {
                    let _worker = workers.acquire().await;
                    connection.run().await
                });
            }
            Some(ended) = connections.join_next() => {
                if matches!(ended, Ok(ControlFlow::Break(()))) {
                    return Ok(());
                }
            }
        }
    }
}

struct Connection {
    stream: TcpStream,
    shop: Arc<Shop>,
    served: Served,
    /// Held while a body is read, if one is read at a time.
    bodies: Arc<Semaphore>,
    /// Bytes that were read and not yet used.
    read: Vec<u8>,
    /// The last body.
    last: Vec<u8>,
    /// Whether it has refused something on this connection.
    refused: bool,
}

/// The head of a request.
struct Head {
    method: String,
    path: String,
    headers: Headers,
}

impl Head {
    fn says(&self, name: &str, token: &str) -> bool {
        self.headers.get(name).is_some_and(|value| value.eq_ignore_ascii_case(token.as_bytes()))
    }

    fn length(&self) -> usize {
        let value = self.headers.get("content-length").and_then(|value| std::str::from_utf8(value).ok());
        value.and_then(|value| value.parse().ok()).unwrap_or_default()
    }
}

impl Connection {
    /// Answers requests until the connection ends; a break ends the whole server.
    async fn run(mut self) -> ControlFlow<()> {
        while let Some(head) = self.head().await {
            if self.answers_before_the_body(&head).await {
                continue;
            }
            let Some(body) = self.body(&head).await else {
                match self.served {
                    Served::DiesWithConnections => return ControlFlow::Break(()),
                    Served::TakesHalves => self.shop.act(),
                    _ => {}
                }
                break;
            };
            let answer = match (head.method.as_str(), head.path.as_str()) {
                ("GET", "/effects") => (200, format!("{{\"count\":{}}}", self.shop.effects())),
                ("GET", "/state") => (200, self.shop.state().to_string()),
                ("POST", "/hook") => {
                    let headers = self.known(&head.headers);
                    let request = Received { method: "POST", query: "", headers: &headers, body: &body };
                    let answer = self.shop.answer(&request);
                    self.last = body;
                    (answer.status, answer.body)
                }
                (_, "/hook") if self.served == Served::AnyMethod => {
                    let answer = self.shop.receive_unverified(&body);
                    (answer.status, answer.body)
                }
                _ => (404, String::new()),
            };
            if self.served == Served::HangsUp && answer.0 == 500 {
                break;
            }
            let answer = match self.served {
                Served::BansConnections if self.refused => (403, String::new()),
                Served::CountsLetters if answer.0 == 401 => (401, "ungültig".to_owned()),
                _ => answer,
            };
            self.refused |= answer.0 == 401;
            if self.say(answer).await.is_err() {
                break;
            }
        }
        ControlFlow::Continue(())
    }

    /// Answers the first request without a look at it.
    async fn turn_away(mut self) -> ControlFlow<()> {
        if let Some(head) = self.head().await
            && self.body(&head).await.is_some()
        {
            let _ = self.say((429, String::new())).await;
        }
        ControlFlow::Continue(())
    }

    async fn answers_before_the_body(&mut self, head: &Head) -> bool {
        if head.says("expect", "100-continue") {
            match self.served {
                Served::WithoutContinue => return self.say((417, String::new())).await.is_ok(),
                Served::ExpectsNothing => {
                    let answer = self.shop.receive(&head.headers, &[]);
                    return self.say((answer.status, answer.body)).await.is_ok();
                }
                Served::HangsUpOnQuestions => {
                    let _ = self.stream.shutdown().await;
                    return true;
                }
                _ => {}
            }
            let _ = self.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await;
        }
        let signature = self.shop.provider.signing.recipe.signature_header();
        if self.served == Served::WantsLengths && head.says("transfer-encoding", "chunked") {
            // The body that follows is read as the next request, and is not a valid one.
            let _ = self.say((411, String::new())).await;
            return true;
        }
        let unsigned = signature.is_some_and(|header| head.headers.get(&header.name).is_none());
        if self.served == Served::AnswersUnread && head.method == "POST" && unsigned {
            return self.say((401, String::new())).await.is_ok();
        }
        false
    }

    async fn say(&mut self, (status, body): (u16, String)) -> io::Result<()> {
        let length = if self.served == Served::CountsLetters { body.chars().count() } else { body.len() };
        let answer = format!("HTTP/1.1 {status} \r\nContent-Length: {length}\r\n\r\n{body}");
        self.stream.write_all(answer.as_bytes()).await
    }

    /// Returns the headers that the consumer gets to see.
    fn known(&self, headers: &Headers) -> Headers {
        let signature = self.shop.provider.signing.recipe.signature_header().map(|header| header.name.as_str());
        let is_known = |name: &str, known: &str| match self.served {
            Served::LowerCaseToo => name == known || name == known.to_lowercase(),
            Served::TitleCaseToo => name == known || name == title_case(known),
            Served::ExactCase => name == known,
            _ => true,
        };
        let strange =
            |name: &str| signature.is_some_and(|known| name.eq_ignore_ascii_case(known) && !is_known(name, known));
        headers.iter().filter(|(name, _)| !strange(name)).collect()
    }

    /// Returns the next head; `None` if the connection ends or the bytes are not HTTP.
    async fn head(&mut self) -> Option<Head> {
        loop {
            let mut slots = [httparse::EMPTY_HEADER; 64];
            let mut request = httparse::Request::new(&mut slots);
            match request.parse(&self.read) {
                Ok(httparse::Status::Complete(end)) => {
                    let head = Head {
                        method: request.method?.to_owned(),
                        path: request.path?.to_owned(),
                        headers: request.headers.iter().map(|header| (header.name, header.value)).collect(),
                    };
                    self.read.drain(..end);
                    return Some(head);
                }
                Ok(httparse::Status::Partial) => self.more().await?,
                Err(_) => {
                    let _ = self.say((400, String::new())).await;
                    return None;
                }
            }
        }
    }

    /// Reads the whole body; `None` if the connection ends before.
    async fn body(&mut self, head: &Head) -> Option<Vec<u8>> {
        let bodies = Arc::clone(&self.bodies);
        let _turn = match self.served {
            Served::OneBodyAtATime => bodies.acquire().await.ok(),
            _ => None,
        };
        if head.says("transfer-encoding", "chunked") && self.served != Served::WithoutChunks {
            loop {
                match wire::unchunk(&self.read) {
                    Ok(Some((body, length))) => {
                        self.read.drain(..length);
                        return Some(body);
                    }
                    Ok(None) => self.more().await?,
                    Err(_) => return None,
                }
            }
        }
        let length = head.length();
        while self.read.len() < length {
            self.more().await?;
        }
        Some(self.read.drain(..length).collect())
    }

    async fn more(&mut self) -> Option<()> {
        match self.stream.read_buf(&mut self.read).await {
            Ok(count) if count > 0 => Some(()),
            Err(_) if self.served == Served::ForgetsUnread => {
                self.shop.forget(&self.last);
                None
            }
            _ => None,
        }
    }
}

/// Returns a header's name in the case of many servers.
fn title_case(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_ascii_uppercase() + &rest.to_ascii_lowercase()
    });
    words.collect::<Vec<_>>().join("-")
}
