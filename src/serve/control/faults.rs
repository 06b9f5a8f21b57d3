//! The fault settings of the mock provider.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};

use crate::deliver::Faults;
use crate::serve::app::App;
use crate::serve::control::extract;
use crate::serve::control::extract::{Answer, Refusal, json};

pub(super) async fn read(State(app): State<Arc<App>>) -> Response<Body> {
    json(StatusCode::OK, &app.engine.faults())
}

pub(super) async fn set(State(app): State<Arc<App>>, body: Body) -> Answer {
    let faults: Faults = extract::read(&app, body).await?;
    if !faults.is_possible() {
        return Err(Refusal::bad(Faults::LIMITS));
    }
    app.engine.set_faults(faults);
    // If this ends an outage, the driver must check for due deliveries.
    app.engine.store().nudge();
    Ok(json(StatusCode::OK, &app.engine.faults()))
}
