//! The socket of a mock: the management API, after the mocks that a user has mounted on a wiremock server.
//!
//! wiremock keeps every request that one of its mocks has matched, in about 5 kB each, and has no setting for it. So
//! the API is in front of it: wiremock is called only if its server was handed out, and answers only what one of the
//! user's mocks matches. The last of its mocks matches nothing and records that it was called.

use std::collections::HashSet;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming as Received;
use hyper::client::conn::http1 as client;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use wiremock::{Match, Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::clock;
use crate::deliver::http_response;
use crate::harness::mock::core::MockCore;
use crate::model::{Headers, lock};
use crate::provider::api::Call;

/// Priority of a mock that comes after every mock of the user.
const LAST: u8 = u8::MAX;

/// More of a body is not read.
const MOST_BODY: usize = 8 << 20;

/// Header of a call that was passed on. A call that came to the wiremock server itself does not have it.
const PASSED_ON: &str = "x-hookproof-call";

/// Pause after the system refused a connection, for example because too many are open.
const PAUSE: Duration = Duration::from_millis(10);

/// The server at the socket.
#[derive(Debug)]
pub(super) struct MockHttp {
    pub(super) core: Arc<MockCore>,
    /// The wiremock server.
    wiremock: SocketAddr,
    /// Whether a user may have mounted mocks.
    is_shared: AtomicBool,
    calls: AtomicU64,
    unmatched: Arc<Unmatched>,
}

/// Calls that no mock of the user's matched.
#[derive(Debug, Default)]
struct Unmatched(Mutex<HashSet<u64>>);

/// The last mock of the wiremock server.
struct Last(Arc<Unmatched>);

/// Answers calls that came to the wiremock server itself.
struct Api(Arc<MockCore>);

impl MockHttp {
    /// Creates the socket's server, and mounts the last mock of the wiremock server.
    pub(super) async fn new(core: Arc<MockCore>, server: &MockServer) -> Self {
        let unmatched = Arc::<Unmatched>::default();
        let last = Mock::given(Last(Arc::clone(&unmatched))).respond_with(Api(Arc::clone(&core)));
        last.with_priority(LAST).mount(server).await;
        let (is_shared, calls) = (AtomicBool::new(false), AtomicU64::new(0));
        Self { core, wiremock: *server.address(), is_shared, calls, unmatched }
    }

    /// Tries the mocks of the wiremock server from now on.
    pub(super) fn share(&self) {
        self.is_shared.store(true, Ordering::Relaxed);
    }

    /// Answers until it is dropped.
    pub(super) async fn serve(self: Arc<Self>, listener: TcpListener) {
        loop {
            let Ok((stream, _)) = listener.accept().await else {
                clock::sleep(PAUSE).await;
                continue;
            };
            let mock_http = Arc::clone(&self);
            tokio::spawn(async move {
                let service = service_fn(|request| {
                    let mock_http = Arc::clone(&mock_http);
                    async move { Ok::<_, Infallible>(mock_http.answer(request).await) }
                });
                // A caller that leaves in the middle of its call gets no answer.
                let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
            });
        }
    }

    async fn answer(&self, request: http::Request<Received>) -> Response<Full<Bytes>> {
        let (parts, body) = request.into_parts();
        let Ok(body) = Limited::new(body, MOST_BODY).collect().await else {
            return plain(StatusCode::PAYLOAD_TOO_LARGE);
        };
        let body = body.to_bytes();
        if self.is_shared.load(Ordering::Relaxed)
            && let Some(response) = self.ask_mocks(&parts, &body).await
        {
            return response;
        }
        let (query, headers) = (parts.uri.query().unwrap_or_default(), headers(&parts.headers));
        let call = Call::new(parts.method.as_str(), parts.uri.path(), clock::now());
        http_response(self.core.answer(&call.with(query, &headers, &body, &self.core.base)))
    }

    /// Returns the answer of one of the user's mocks, if one matches.
    async fn ask_mocks(&self, parts: &http::request::Parts, body: &Bytes) -> Option<Response<Full<Bytes>>> {
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        let place = parts.uri.path_and_query().map_or("/", |place| place.as_str());
        let mut passed_on = http::Request::new(Full::new(body.clone()));
        *passed_on.method_mut() = parts.method.clone();
        *passed_on.uri_mut() = place.parse().unwrap_or_default();
        *passed_on.headers_mut() = parts.headers.clone();
        for own in [header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::CONNECTION, header::EXPECT] {
            passed_on.headers_mut().remove(own);
        }
        passed_on.headers_mut().insert(PASSED_ON, HeaderValue::from(call));
        let answered = self.ask(passed_on).await;
        if self.unmatched.take(call) {
            return None;
        }
        // A mock may end the connection instead of answering; then this answers that it did.
        Some(answered.unwrap_or_else(|| plain(StatusCode::BAD_GATEWAY)))
    }

    /// Sends a request to the wiremock server.
    async fn ask(&self, request: http::Request<Full<Bytes>>) -> Option<Response<Full<Bytes>>> {
        #[expect(clippy::disallowed_methods, reason = "it connects only to a server of this process")]
        let stream = TcpStream::connect(self.wiremock).await.ok()?;
        let (mut sender, connection) = client::handshake(TokioIo::new(stream)).await.ok()?;
        let connection = tokio::spawn(connection);
        let (mut parts, body) = sender.send_request(request).await.ok()?.into_parts();
        let body = body.collect().await.ok()?.to_bytes();
        connection.abort();
        for own in [header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::CONNECTION] {
            parts.headers.remove(own);
        }
        Some(Response::from_parts(parts, Full::new(body)))
    }
}

impl Unmatched {
    fn note(&self, call: u64) {
        lock(&self.0).insert(call);
    }

    /// Removes a call, and returns whether it was recorded.
    fn take(&self, call: u64) -> bool {
        lock(&self.0).remove(&call)
    }
}

impl Match for Last {
    fn matches(&self, request: &Request) -> bool {
        let call = request.headers.get(PASSED_ON).and_then(|call| call.to_str().ok()?.parse().ok());
        call.is_none_or(|call| {
            self.0.note(call);
            false
        })
    }
}

impl Respond for Api {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let (query, headers) = (request.url.query().unwrap_or_default(), headers(&request.headers));
        let call = Call::new(request.method.as_str(), request.url.path(), clock::now());
        let reply = self.0.answer(&call.with(query, &headers, &request.body, &self.0.base));
        let mut template = ResponseTemplate::new(reply.status);
        if reply.payload.is_some() {
            template = template.set_body_raw(reply.body, "application/json");
        } else if !reply.body.is_empty() {
            template = template.set_body_bytes(reply.body);
        }
        reply
            .headers
            .iter()
            .fold(template, |template, (name, value)| template.insert_header(name.as_str(), value.as_str()))
    }
}

fn headers(headers: &HeaderMap) -> Headers {
    headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect()
}

fn plain(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    response
}
