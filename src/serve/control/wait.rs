//! Waits for a condition, so that clients need not poll.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::or_default;
use crate::net;
use crate::serve::app::App;
use crate::serve::control::extract::{Answer, Refusal, json};
use crate::serve::control::{deliveries, extract};
use crate::store::{AccountId, Filter};

/// A condition to wait for. It counts the deliveries that match every given field.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct WaitOrder {
    /// Id of the provider.
    provider: Option<String>,
    /// Id of the account.
    account: Option<String>,
    /// Name of the event.
    event: Option<String>,
    /// Id of the subscription.
    subscription: Option<String>,
    /// Status: waiting, sending, succeeded, exhausted, parked or cancelled.
    status: Option<String>,
    /// Only deliveries with a higher number than this.
    after: Option<u64>,
    /// Number of matching deliveries that must be in memory, 1 by default.
    count: Option<usize>,
    /// Waits until no matching delivery is waiting or in flight. `count` and `status` are then ignored.
    #[serde(deserialize_with = "or_default")]
    #[schemars(with = "Option<bool>")]
    idle: bool,
    /// Maximum waiting time, in milliseconds, 10,000 by default.
    #[schemars(range(max = 60_000))]
    timeout_ms: Option<u64>,
}

/// The result of waiting.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct WaitView {
    /// Whether the condition was met. If not, the time limit was reached or the server is stopping.
    met: bool,
    /// Number of deliveries in memory that match; with `idle`, of those that wait or are in flight.
    count: usize,
}

const USUAL: u64 = 10_000;
const LONGEST: u64 = 60_000;

pub(super) async fn wait(State(app): State<Arc<App>>, body: Body) -> Answer {
    let order: WaitOrder = extract::read(&app, body).await?;
    let limit = order.timeout_ms.unwrap_or(USUAL);
    if limit > LONGEST {
        return Err(Refusal::bad(format!("`timeout_ms` is more than {LONGEST}")));
    }
    let mut filter = Filter::default();
    filter.provider.clone_from(&order.provider);
    filter.account = order.account.as_deref().map(AccountId::named);
    filter.event.clone_from(&order.event);
    filter.subscription.clone_from(&order.subscription);
    filter.after = order.after;
    let status = order.status.as_deref().map(deliveries::status).transpose()?;
    // Deliveries that wait or are in flight have different statuses, so ignore the status when waiting for idleness.
    filter.status = status.filter(|_| !order.idle);
    let wanted = order.count.unwrap_or(1);
    let store = app.engine.store();
    let count = || if order.idle { store.outstanding(&filter) } else { store.count(&filter) };
    let met = |count: usize| if order.idle { count == 0 } else { count >= wanted };
    let until_met = store.until(|store| {
        // Check for idleness first: the check stops at the first outstanding delivery, but a count visits all, which
        // may be thousands.
        let may_be = !order.idle || store.is_idle(&filter);
        may_be.then(&count).filter(|count| met(*count))
    });
    let mut stop = app.stop.clone();
    let until_met = async {
        tokio::select! {
            count = until_met => Some(count),
            _ = stop.wait_for(|stops| *stops) => None,
        }
    };
    let seen = net::within(Duration::from_millis(limit), until_met).await.flatten();
    let count = seen.unwrap_or_else(count);
    let view = WaitView { met: met(count), count };
    Ok(json(StatusCode::OK, &view))
}
