//! Reports changes as they happen, as server-sent events.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, Response, header};
use axum::response::sse::{Event, KeepAlive};
use axum::response::{IntoResponse, Sse};
use futures_util::{Stream, stream};
use tokio::sync::OwnedSemaphorePermit;
use tokio::sync::broadcast::error::RecvError;

use crate::serve::app::App;
use crate::serve::control::extract::Refusal;
use crate::serve::views::{DeliveryView, FindingView};
use crate::store::Change;

/// Streams `delivery`, `finding` and `reset` events. A `lagged` event means that the client was too slow, missed some
/// events and must query the state again.
pub(super) async fn stream(State(app): State<Arc<App>>) -> Response<Body> {
    let Ok(place) = Arc::clone(&app.streams).try_acquire_owned() else {
        let mut refused = Refusal::too_many("too many clients listen to changes").into_response();
        // Otherwise the refused clients would take up the connections.
        refused.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        return refused;
    };
    Sse::new(events(&app, place)).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response()
}

/// Returns the events for one client, which gives its place back at the end.
fn events(app: &App, place: OwnedSemaphorePermit) -> impl Stream<Item = Result<Event, Infallible>> + use<> {
    let (changes, stop) = (app.engine.store().changes(), app.stop.clone());
    stream::unfold((changes, stop, place), |(mut changes, mut stop, place)| async move {
        let change = tokio::select! {
            change = changes.recv() => change,
            _ = stop.changed() => return None,
        };
        let event = match change {
            Ok(Change::Delivery(delivery)) => written("delivery", &DeliveryView::of(&delivery)),
            Ok(Change::Noted(noted)) => written("finding", &FindingView::of(&noted)),
            Ok(Change::Reset) => Event::default().event("reset").data("{}"),
            Err(RecvError::Lagged(missed)) => Event::default().event("lagged").data(missed.to_string()),
            Err(RecvError::Closed) => return None,
        };
        Some((Ok(event), (changes, stop, place)))
    })
}

fn written<T: serde::Serialize>(name: &str, view: &T) -> Event {
    // JSON output contains no line breaks, so it fits into one data line.
    Event::default().event(name).data(serde_json::to_string(view).unwrap_or_default())
}
