//! A service that hears from Betterez, on actix-web. What it knows is in memory, for the sake of brevity.

mod signature;

use std::collections::HashSet;
use std::error::Error;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use actix_web::App;
use actix_web::HttpRequest;
use actix_web::HttpServer;
use actix_web::dev::Server;
use actix_web::http::StatusCode;
use actix_web::web;
use serde::Deserialize;

/// Largest body that is taken; actix refuses one beyond 256 kB unless told.
const LARGEST: usize = 2 << 20;

/// What the service reads of an event.
#[derive(Debug, Deserialize)]
pub struct Event {
    pub id: String,
}

/// What the service knows.
#[derive(Debug)]
pub struct Shop {
    key: String,
    seen: Mutex<HashSet<String>>,
}

impl Shop {
    /// Deliveries are signed with this key.
    pub fn new(key: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { key: key.into(), seen: Mutex::default() })
    }

    /// How many events were taken.
    pub fn events(&self) -> u64 {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).len() as u64
    }

    fn take(&self, event: Event) {
        // A repeat changes nothing, and is a success too.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(event.id);
    }
}

/// Serves the endpoint at `/hook`, once it is awaited or spawned.
pub fn serve(shop: Arc<Shop>, listener: TcpListener) -> std::io::Result<Server> {
    let shop = web::Data::from(shop);
    let app = move || {
        let limit = web::PayloadConfig::new(LARGEST);
        App::new().app_data(shop.clone()).app_data(limit).route("/hook", web::post().to(receive))
    };
    Ok(HttpServer::new(app).workers(2).disable_signals().listen(listener)?.run())
}

/// `web::Bytes` and not `web::Json`: the bytes as they came are what was signed.
async fn receive(request: HttpRequest, body: web::Bytes, shop: web::Data<Shop>) -> (&'static str, StatusCode) {
    let status = if !signature::is_right(&shop.key, request.headers(), &body) {
        StatusCode::UNAUTHORIZED
    } else if let Ok(event) = read(&body) {
        shop.take(event);
        StatusCode::OK
    } else {
        StatusCode::BAD_REQUEST
    };
    ("", status)
}

/// All of it has to be UTF-8: what the type leaves out serde_json would skip without a look.
fn read(body: &[u8]) -> Result<Event, Box<dyn Error>> {
    Ok(serde_json::from_str(std::str::from_utf8(body)?)?)
}
