//! The delivery clock.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::clock;
use crate::deliver::ClockSpeed;
use crate::serve::app::App;
use crate::serve::control::extract;
use crate::serve::control::extract::{Answer, Refusal, json};
use crate::serve::views::time;

/// The delivery clock.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ClockView {
    /// Speed: `real`, `virtual`, or a factor such as `60x`.
    clock_speed: String,
    /// Time on the delivery clock.
    now: String,
    /// Real time.
    real: String,
}

/// A change of the delivery clock.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ClockOrder {
    /// New speed: `real`, `virtual`, or a factor such as `60x`; unchanged if left out.
    clock_speed: Option<String>,
    /// Number of seconds by which to advance the clock.
    #[schemars(range(min = 0, max = 315_360_000))]
    advance_seconds: Option<f64>,
}

/// Ten years, in seconds.
const MOST_SECONDS: f64 = 315_360_000.0;

impl ClockView {
    pub(super) fn of(app: &App) -> Self {
        let real = clock::now();
        Self { clock_speed: app.engine.clock_speed().to_string(), now: time(app.engine.shown(real)), real: time(real) }
    }
}

pub(super) async fn read(State(app): State<Arc<App>>) -> Response<Body> {
    json(StatusCode::OK, &ClockView::of(&app))
}

pub(super) async fn set(State(app): State<Arc<App>>, body: Body) -> Answer {
    let order: ClockOrder = extract::read(&app, body).await?;
    let clock_speed: Option<ClockSpeed> = match &order.clock_speed {
        Some(clock_speed) => Some(
            clock_speed.parse().map_err(|error: crate::deliver::ClockSpeedError| Refusal::bad(error.to_string()))?,
        ),
        None => None,
    };
    let advance = match order.advance_seconds {
        Some(seconds) if (0.0..=MOST_SECONDS).contains(&seconds) => Duration::from_secs_f64(seconds),
        Some(_) => return Err(Refusal::bad("`advance_seconds` is not between 0 and 315360000, ten years")),
        None => Duration::ZERO,
    };
    let now = clock::now();
    if let Some(clock_speed) = clock_speed {
        app.engine.set_clock_speed(clock_speed, now);
    }
    app.engine.advance(advance, now);
    app.engine.store().nudge();
    Ok(json(StatusCode::OK, &ClockView::of(&app)))
}
