//! `/_hookproof/`: everything that a test in any language needs to drive the mock provider.

pub(super) mod ask;
mod clock;
mod deliveries;
mod emit;
mod health;
mod openapi;
mod stream;
mod verify;
mod wait;
mod weather;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use axum::routing::post;

use crate::serve::app::App;
use crate::serve::dashboard;

/// Answers every call below `/_hookproof/`.
pub(super) fn router(app: &Arc<App>) -> Router {
    let own = Router::new()
        .route("/assets/{name}", get(dashboard::asset))
        .route("/health", get(health::health))
        .route("/metrics", get(health::metrics))
        .route("/accounts", get(health::accounts))
        .route("/providers", get(health::providers))
        .route("/schemas/{provider}/{payload}", get(health::schema))
        .route("/openapi.json", get(openapi::document))
        .route("/emit", post(emit::emit))
        .route("/deliveries", get(deliveries::list))
        .route("/deliveries/{id}", get(deliveries::one))
        .route("/deliveries/{id}/redeliver", post(deliveries::redeliver))
        .route("/findings", get(deliveries::findings))
        .route("/reset", post(deliveries::reset))
        .route("/wait", post(wait::wait))
        .route("/clock", get(clock::read).put(clock::set))
        .route("/faults", get(weather::read).put(weather::set))
        .route("/verify", post(verify::verify))
        .route("/stream", get(stream::stream))
        .method_not_allowed_fallback(ask::no_such_method)
        .fallback(ask::not_found)
        .with_state(Arc::clone(app));
    Router::new()
        .route("/_hookproof", get(dashboard::page))
        .route("/_hookproof/", get(dashboard::page))
        .nest("/_hookproof", own)
        .fallback(ask::not_found)
}
