//! `/_hookproof/`: the control API, which lets tests in any language drive the mock provider.

mod clock;
mod deliveries;
mod emit;
pub(super) mod extract;
mod faults;
mod health;
mod openapi;
mod row;
mod stream;
mod subscriptions;
mod table;
mod verify;
mod wait;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use crate::serve::app::App;
use crate::serve::{answers, dashboard};

/// Builds the router for every call below `/_hookproof/`.
pub(super) fn router(app: &Arc<App>) -> Router {
    let described = table::rows().into_iter().fold(Router::new(), |router, row| router.route(row.path, row.handler));
    let own = described
        .route("/assets/{name}", get(dashboard::asset))
        .method_not_allowed_fallback(extract::no_such_method)
        .fallback(answers::not_found)
        .with_state(Arc::clone(app));
    Router::new()
        .route("/_hookproof", get(dashboard::page))
        .route("/_hookproof/", get(dashboard::page))
        .nest("/_hookproof", own)
        .fallback(answers::not_found)
}
