//! The demonstration consumer on a socket of its own.

use std::future::{Ready, ready};
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, get};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower_service::Service;

use crate::battery::{Endpoint, Outage, Verifier};
use crate::clock;
use crate::demo::consumer::{Received, Served, Shop};
use crate::demo::plain;
use crate::model::Headers;

/// URL of a consumer without a socket.
const IN_PROCESS: &str = "http://in-process/hook";

/// A consumer that is running; it stops when this is dropped.
#[derive(Debug)]
#[must_use = "the consumer stops when this is dropped"]
pub struct Running {
    address: std::net::SocketAddr,
    task: JoinHandle<io::Result<()>>,
    shop: Arc<Shop>,
}

impl Running {
    /// Returns the URL for deliveries.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    /// Starts or stops an outage of its database.
    pub fn outage(&self) -> impl Fn(Outage) -> Ready<Result<(), String>> + Send + Sync + 'static {
        outage_of(Arc::clone(&self.shop))
    }

    /// Returns the URL of the consumer state.
    #[must_use]
    pub fn state_url(&self) -> String {
        format!("http://{}/state", self.address)
    }

    /// Returns the URL of the number of effects.
    #[must_use]
    pub fn effects_url(&self) -> String {
        format!("http://{}/effects", self.address)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Starts a consumer on a free port of the loopback interface.
///
/// # Errors
/// If no port can be bound.
pub async fn start(shop: Shop) -> io::Result<Running> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    let shop = Arc::new(shop);
    shop.register(format!("http://{address}/hook"));
    let known = Arc::clone(&shop);
    let task = match shop.served {
        Served::Correctly => tokio::spawn(async move { axum::serve(listener, router(known)).await }),
        served => tokio::spawn(plain::serve(listener, known, served)),
    };
    Ok(Running { address, task, shop })
}

/// Creates a consumer without a socket. [`Served`] has no effect then.
pub fn in_process(shop: Arc<Shop>) -> Endpoint {
    shop.register(IN_PROCESS.to_owned());
    let router = router(shop);
    Endpoint::in_process(IN_PROCESS, move |request| router.clone().call(request.map(Body::from)))
}

/// Lets a verifier observe a consumer that runs in this process: its effects, its state and its outages.
pub fn observe(verifier: Verifier, shop: &Arc<Shop>) -> Verifier {
    let (counted, looked_at) = (Arc::clone(shop), Arc::clone(shop));
    verifier
        .effects(move || ready(counted.effects()))
        .state(move || ready(looked_at.state()))
        .outage(outage_of(Arc::clone(shop)))
}

fn outage_of(shop: Arc<Shop>) -> impl Fn(Outage) -> Ready<Result<(), String>> + Send + Sync + 'static {
    move |outage| {
        shop.order(outage);
        ready(Ok(()))
    }
}

fn router(shop: Arc<Shop>) -> Router {
    Router::new()
        .route("/hook", any(receive))
        .route("/effects", get(effects))
        .route("/state", get(state))
        .with_state(shop)
}

async fn receive(State(shop): State<Arc<Shop>>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let headers: Headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    let query = uri.query().unwrap_or_default();
    let answer = shop.answer(&Received { method: method.as_str(), query, headers: &headers, body: &body });
    // The handler ends at the next wait when its client has gone.
    let mut cleanup = Cleanup {
        shop: Arc::clone(&shop),
        body: answer.is_undone.then(|| body.clone()),
        leaves_queue: answer.leaves_queue,
    };
    if !answer.delay.is_zero() {
        clock::sleep(answer.delay).await;
    }
    cleanup.body = None;
    if answer.works_when_given {
        shop.act();
    }
    if let Some(key) = answer.noting {
        shop.note(key);
    }
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match answer.header {
        Some((name, value)) => (status, [(&*name, value)], answer.body).into_response(),
        None => (status, answer.body).into_response(),
    }
}

/// Leaves the queue when it is dropped, and forgets an event if that is before its time.
struct Cleanup {
    shop: Arc<Shop>,
    body: Option<Bytes>,
    leaves_queue: bool,
}

impl Drop for Cleanup {
    fn drop(&mut self) {
        if self.leaves_queue {
            self.shop.queue.leave();
        }
        if let Some(body) = self.body.take() {
            self.shop.forget(&body);
        }
    }
}

async fn state(State(shop): State<Arc<Shop>>) -> String {
    shop.state().to_string()
}

async fn effects(State(shop): State<Arc<Shop>>) -> String {
    format!("{{\"count\":{}}}", shop.effects())
}
