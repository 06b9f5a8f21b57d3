//! A service that receives events of Betterez, on actix-web. To keep it short, it remembers events in memory only.

mod signature;

use std::collections::HashSet;
use std::error::Error;
use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::dev::Server;
use actix_web::http::StatusCode;
use actix_web::{App, HttpRequest, HttpServer, web};
use serde::Deserialize;

/// Maximum size of a body. By default, actix-web refuses more than 256 kB.
const LARGEST: usize = 2 << 20;

/// The fields of an event that the service reads.
#[derive(Debug, Deserialize)]
pub struct Event {
    pub id: String,
}

/// The key of the service, and the events that it has processed.
#[derive(Debug)]
pub struct Shop {
    key: String,
    seen: Mutex<HashSet<String>>,
}

impl Shop {
    /// Creates a service that accepts deliveries signed with this key.
    pub fn new(key: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { key: key.into(), seen: Mutex::default() })
    }

    /// Returns the number of events that were processed.
    pub fn events(&self) -> u64 {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).len() as u64
    }

    fn take(&self, event: Event) {
        // A redelivery changes nothing, and is a success, too.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(event.id);
    }
}

/// Returns a server with the endpoint at `/hook`. It runs once it is awaited or spawned.
pub fn serve(shop: Arc<Shop>, listener: TcpListener) -> std::io::Result<Server> {
    let shop = web::Data::from(shop);
    let app = move || {
        let limit = web::PayloadConfig::new(LARGEST);
        App::new().app_data(shop.clone()).app_data(limit).route("/hook", web::post().to(receive))
    };
    Ok(HttpServer::new(app).workers(2).disable_signals().listen(listener)?.run())
}

/// Takes `web::Bytes` and not `web::Json`, because the signature covers the bytes as they arrived.
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

/// Requires UTF-8 everywhere: serde_json does not check the text of fields that the type leaves out.
fn read(body: &[u8]) -> Result<Event, Box<dyn Error>> {
    Ok(serde_json::from_str(std::str::from_utf8(body)?)?)
}
