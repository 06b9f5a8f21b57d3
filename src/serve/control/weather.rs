//! The fault settings of the mock provider.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use axum::http::StatusCode;

use crate::deliver::Weather;
use crate::serve::app::App;
use crate::serve::control::ask;
use crate::serve::control::ask::Answer;
use crate::serve::control::ask::Refusal;
use crate::serve::control::ask::json;

pub(super) async fn read(State(app): State<Arc<App>>) -> Response<Body> {
    json(StatusCode::OK, &app.engine.weather())
}

pub(super) async fn set(State(app): State<Arc<App>>, body: Body) -> Answer {
    let weather: Weather = ask::read(&app, body).await?;
    if !weather.is_possible() {
        return Err(Refusal::bad(Weather::LIMITS));
    }
    app.engine.set_weather(weather);
    // If this ends an outage, the driver must check for due deliveries.
    app.engine.store().nudge();
    Ok(json(StatusCode::OK, &app.engine.weather()))
}
