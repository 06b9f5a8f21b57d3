//! A shop that hears from Truv: axum in front, SQLite behind.

mod database;
mod registration;
mod signature;

use std::error::Error;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::routing::post;
use serde::Deserialize;

pub use database::Database;
pub use registration::Account;
pub use registration::register;

/// What the shop reads of an event. Truv may add members and event types at any time, so the rest is left alone.
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
    /// What the event is about.
    pub fn thing(&self) -> Option<&str> {
        self.task_id.as_deref().or(self.order_id.as_deref()).or(self.link_id.as_deref())
    }
}

struct Shop {
    database: Database,
    access_secret: String,
}

/// The endpoint at `/hook`. Truv signs with the access secret of the account.
pub fn router(database: Database, access_secret: &str) -> Router {
    let shop = Shop { database, access_secret: access_secret.to_owned() };
    Router::new().route("/hook", post(receive)).with_state(Arc::new(shop))
}

/// Verifies the bytes, then reads them, then takes the event once, then answers.
async fn receive(State(shop): State<Arc<Shop>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    // The bytes as they came: JSON that was parsed and written again has another signature.
    if !signature::is_right(&shop.access_secret, &headers, &body) {
        return StatusCode::UNAUTHORIZED;
    }
    // A 4xx, because no other attempt would make JSON of it.
    let Ok(event) = read(&body) else { return StatusCode::BAD_REQUEST };
    // SQLite blocks, and the runtime has other connections to serve.
    match tokio::task::spawn_blocking(move || shop.database.take(&event)).await {
        // A repeat is a success too: Truv only asks again because an answer was lost.
        Ok(Ok(_)) => StatusCode::OK,
        // A 5xx, and nothing is noted: Truv asks again, and then all is well.
        Ok(Err(_)) | Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// All of it has to be UTF-8: what the type leaves out serde_json would skip without a look.
fn read(body: &[u8]) -> Result<Event, Box<dyn Error>> {
    Ok(serde_json::from_str(std::str::from_utf8(body)?)?)
}
