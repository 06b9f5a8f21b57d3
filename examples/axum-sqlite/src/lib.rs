//! A shop that receives events of Truv, with axum and SQLite.

mod database;
mod registration;
mod signature;

use std::error::Error;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde::Deserialize;

pub use database::Database;
pub use registration::{Account, register};

/// The fields of an event that the shop reads. Truv may add fields and event types at any time, so it ignores others.
#[derive(Debug, Deserialize)]
pub struct Event {
    pub webhook_id: String,
    pub event_type: String,
    pub event_created_at: String,
    pub task_id: Option<String>,
    pub order_id: Option<String>,
    pub link_id: Option<String>,
    pub status: Option<String>,
}

impl Event {
    /// Returns the id of the entity that the event is about.
    pub fn thing(&self) -> Option<&str> {
        self.task_id.as_deref().or(self.order_id.as_deref()).or(self.link_id.as_deref())
    }
}

struct Shop {
    database: Database,
    access_secret: String,
}

/// Returns a router with the endpoint at `/hook`. Truv signs with the access secret of the account.
pub fn router(database: Database, access_secret: &str) -> Router {
    let shop = Shop { database, access_secret: access_secret.to_owned() };
    Router::new().route("/hook", post(receive)).with_state(Arc::new(shop))
}

/// Verifies the bytes, reads the event, processes it once, and answers.
async fn receive(State(shop): State<Arc<Shop>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    // The bytes as they arrived: JSON that was parsed and written again has another signature.
    if !signature::is_right(&shop.access_secret, &headers, &body) {
        return StatusCode::UNAUTHORIZED;
    }
    // A 4xx, because a retry would send the same bytes.
    let Ok(event) = read(&body) else { return StatusCode::BAD_REQUEST };
    // SQLite blocks the thread, and the runtime has other connections to serve.
    match tokio::task::spawn_blocking(move || shop.database.take(&event)).await {
        // A redelivery is a success, too: Truv sends it because an answer was lost.
        Ok(Ok(_)) => StatusCode::OK,
        // A 5xx, and nothing is stored: Truv retries, and the event is processed then.
        Ok(Err(_)) | Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Requires UTF-8 everywhere: serde_json does not check the text of fields that the type leaves out.
fn read(body: &[u8]) -> Result<Event, Box<dyn Error>> {
    Ok(serde_json::from_str(std::str::from_utf8(body)?)?)
}
