//! A consumer in this process: a server around a handler.

use std::future::Future;
use std::net::Ipv4Addr;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use hookproof::Outage;
use hookproof::provider::Provider;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::shop::{Delivery, Reply, Shop};

type Answering = Pin<Box<dyn Future<Output = Reply> + Send>>;
type Handler = dyn Fn(Arc<Shop>, Delivery) -> Answering + Send + Sync;

/// Answer of the effects source, if it is not the number of effects.
type Telling = dyn Fn(&Shop) -> Response + Send + Sync;

#[derive(Clone)]
struct Server {
    shop: Arc<Shop>,
    handler: Arc<Handler>,
    telling: Option<Arc<Telling>>,
}

/// A consumer that runs until it is dropped.
pub(crate) struct Consumer {
    pub(crate) base: String,
    pub(crate) shop: Arc<Shop>,
    tasks: JoinSet<()>,
}

impl Consumer {
    /// Starts one with this handler.
    pub(crate) async fn start<H, F>(shop: Shop, handler: H) -> Self
    where
        H: Fn(Arc<Shop>, Delivery) -> F + Send + Sync + 'static,
        F: Future<Output = Reply> + Send + 'static,
    {
        Self::serve(shop, Arc::new(move |shop, delivery| Box::pin(handler(shop, delivery))), None).await
    }

    /// Starts a correct one that answers when all is done.
    pub(crate) async fn correct(provider: Provider) -> Self {
        Self::start(Shop::new(provider), |shop, delivery| async move { shop.handle(&delivery) }).await
    }

    /// Starts one with another effects source.
    pub(crate) async fn telling<H>(
        shop: Shop,
        handler: H,
        telling: impl Fn(&Shop) -> Response + Send + Sync + 'static,
    ) -> Self
    where
        H: Fn(&Shop, &Delivery) -> Reply + Send + Sync + 'static,
    {
        let handler = move |shop: Arc<Shop>, delivery: Delivery| -> Answering {
            let reply = handler(&shop, &delivery);
            Box::pin(std::future::ready(reply))
        };
        Self::serve(shop, Arc::new(handler), Some(Arc::new(telling))).await
    }

    async fn serve(shop: Shop, handler: Arc<Handler>, telling: Option<Arc<Telling>>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let shop = Arc::new(shop);
        let router = Router::new().fallback(answer).with_state(Server { shop: Arc::clone(&shop), handler, telling });
        let mut tasks = JoinSet::new();
        tasks.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { base, shop, tasks }
    }

    /// Does something of its own until the consumer is dropped.
    pub(crate) fn also(&mut self, work: impl Future<Output = ()> + Send + 'static) {
        self.tasks.spawn(work);
    }

    pub(crate) fn hook(&self) -> String {
        format!("{}/hook", self.base)
    }

    /// Returns the URL of the number of effects.
    pub(crate) fn effects(&self) -> String {
        format!("{}/effects", self.base)
    }

    /// Returns the URL of the effects of one event, as a template for `--effects`.
    pub(crate) fn effects_of_event(&self) -> String {
        let event = if self.shop.provider.envelope.id.is_some() { "{id}" } else { "{/data/user},{/data/item}" };
        format!("{}/effects?event={event}", self.base)
    }

    /// Returns the URL of its state.
    pub(crate) fn state(&self) -> String {
        format!("{}/state", self.base)
    }

    /// Returns the URL that prepares entities.
    pub(crate) fn prepare(&self) -> String {
        format!("{}/prepare", self.base)
    }

    /// Breaks and restores what it depends on.
    pub(crate) fn outage(&self) -> impl Fn(Outage) -> std::future::Ready<Result<(), String>> + Send + Sync + 'static {
        let shop = Arc::clone(&self.shop);
        move |outage| {
            shop.order(outage);
            std::future::ready(Ok(()))
        }
    }
}

async fn answer(State(server): State<Server>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    match uri.path() {
        "/effects" => {
            let count = match (&server.telling, uri.query().and_then(|query| query.strip_prefix("event="))) {
                (Some(telling), _) => return telling(&server.shop),
                (None, Some(label)) => server.shop.effects_of(label),
                (None, None) => server.shop.total(),
            };
            format!("{{\"count\":{count}}}").into_response()
        }
        "/state" => server.shop.state().to_string().into_response(),
        "/prepare" => server.shop.prepare(&body).into_response(),
        "/hook" => {
            let headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
            let nth = server.shop.count();
            let delivery = Delivery { nth, method, headers, body };
            let reply = (server.handler)(Arc::clone(&server.shop), delivery).await;
            let mut response = (StatusCode::from_u16(reply.status).unwrap(), reply.body).into_response();
            for (name, value) in reply.headers {
                response.headers_mut().insert(name, value.parse().unwrap());
            }
            response
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
