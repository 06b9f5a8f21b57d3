//! Emits events on request.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use crate::clock;
use crate::deliver::EmitRequest;
use crate::model::{Json, SecretText, Target, TargetError, error_chain, or_default};
use crate::provider::Provider;
use crate::provider::api::{Credential, Recipients};
use crate::serve::app::App;
use crate::serve::control::deliveries::DeliveriesView;
use crate::serve::control::extract;
use crate::serve::control::extract::{Answer, Refusal, json};
use crate::serve::views::DeliveryView;
use crate::store::Account;

/// The maximum number of events of one call.
const MOST: u32 = 10_000;

/// A request to emit events.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EmitOrder {
    /// Id of the provider.
    provider: String,
    /// Name of an event or notice. Give either this or `story`.
    event: Option<String>,
    /// Name of a story. Its events are emitted in order.
    story: Option<String>,
    /// Number of repetitions, 1 by default.
    #[schemars(range(min = 1, max = 10_000))]
    count: Option<u32>,
    /// Seed for the shapes; the server's seed by default.
    seed: Option<u64>,
    /// Fields with fixed values, by JSON pointer.
    #[serde(default, deserialize_with = "or_default")]
    #[schemars(with = "Option<BTreeMap<String, Value>>")]
    set: BTreeMap<String, Value>,
    /// Id of the account whose subscribers receive the events; all accounts of the provider by default.
    account: Option<String>,
    /// A URL that receives the events instead of the subscribers.
    target: Option<Aim>,
}

/// A URL that receives events without a subscription.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Aim {
    /// The URL.
    url: String,
    /// Secret that signs. Without it, the events are unsigned, if the provider may send them so.
    secret: Option<SecretText>,
    /// Headers in addition to the provider's. Headers of the connection and of the signature are not allowed.
    #[serde(default, deserialize_with = "or_default")]
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    headers: BTreeMap<String, String>,
}

pub(super) async fn emit(State(app): State<Arc<App>>, body: Body) -> Answer {
    let order: EmitOrder = extract::read(&app, body).await?;
    let provider = extract::provider(&app, &order.provider)?;
    let count = order.count.unwrap_or(1);
    if !(1..=MOST).contains(&count) {
        return Err(Refusal::bad(format!("`count` is not between 1 and {MOST}")));
    }
    let mut request = match (&order.event, &order.story) {
        (Some(event), None) => EmitRequest::event(event.as_str()),
        (None, Some(story)) => EmitRequest::story(story.as_str()),
        _ => return Err(Refusal::bad("give either `event` or `story`")),
    };
    request.count = count;
    request.seed = order.seed;
    for (pointer, value) in &order.set {
        if !pointer.starts_with('/') {
            return Err(Refusal::bad(format!("`{pointer}` in `set` is not a JSON pointer, such as /data/id")));
        }
        request.set.push((pointer.clone(), Json::from(value.clone())));
    }
    let now = clock::now();
    let to = recipients(provider, order.target.as_ref())?;
    let accounts = accounts(&app, &order)?;
    let emitted = app.engine.emit_to(provider, &accounts, &request, &to, now);
    let emitted = emitted.map_err(|error| Refusal::bad(error_chain(&error)))?;
    let deliveries = emitted.deliveries.iter().map(DeliveryView::of).collect();
    emitted.commit.done().await.map_err(|reason| Refusal::not_kept(&reason))?;
    Ok(json(StatusCode::CREATED, &DeliveriesView { deliveries, next: None }))
}

fn recipients(provider: &Provider, aim: Option<&Aim>) -> Result<Recipients, Refusal> {
    let Some(Aim { url, secret, headers }) = aim else { return Ok(Recipients::Subscribers) };
    let _: Target = url.parse().map_err(|error: TargetError| Refusal::bad(error.to_string()))?;
    for (name, value) in headers {
        provider.takes_header(name, value).map_err(|error| Refusal::bad(error.to_string()))?;
    }
    let headers = headers.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    Ok(Recipients::Url { url: url.clone(), secret: secret.clone(), headers, any_certificate: false })
}

/// Returns the accounts of an event. An event for a URL belongs to no subscriber, so it gets a separate account.
fn accounts(app: &App, order: &EmitOrder) -> Result<Vec<Arc<Account>>, Refusal> {
    let store = app.engine.store();
    match (&order.account, &order.target) {
        (Some(id), _) => {
            let account = extract::account(app, id)?;
            if account.provider() != order.provider {
                return Err(Refusal::bad(format!("account `{id}` does not belong to `{}`", order.provider)));
            }
            Ok(vec![account])
        }
        (None, Some(_)) => Ok(vec![store.account(&order.provider, &Credential::new("", "nobody"))]),
        (None, None) => {
            Ok(store.accounts().into_iter().filter(|account| account.provider() == order.provider).collect())
        }
    }
}
