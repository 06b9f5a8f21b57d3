//! Subscriptions to providers that have no management API of their own.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use serde::Deserialize;

use crate::clock;
use crate::model::Headers;
use crate::provider::Provider;
use crate::provider::api::{Call, SubscriptionDetail, SubscriptionDetails};
use crate::serve::answers;
use crate::serve::app::App;
use crate::serve::control::extract;
use crate::serve::control::extract::{Answer, Query, Refusal};
use crate::serve::routes::OWN;

/// The part of a request that selects the provider.
#[derive(Deserialize)]
struct Selected {
    provider: Option<String>,
}

pub(super) async fn list(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Answer {
    let query = Query::of(query.as_deref(), &["provider"])?;
    let providers = match query.get("provider") {
        Some(id) => vec![without_api(&app, id)?],
        None => candidates(&app),
    };
    let mut all = Vec::new();
    for account in app.engine.store().accounts() {
        if let Some(provider) = providers.iter().find(|provider| provider.id == account.provider()) {
            all.extend(account.with(|state| SubscriptionDetail::all(provider, state)));
        }
    }
    Ok(extract::json(StatusCode::OK, &SubscriptionDetails::new(all)))
}

pub(super) async fn create(State(app): State<Arc<App>>, body: Body) -> Answer {
    let body = extract::bytes(&app, body).await?;
    // A body that cannot be read is refused by the call itself, with the reason.
    let named = serde_json::from_slice::<Selected>(&body).ok().and_then(|selected| selected.provider);
    let provider = match named {
        Some(id) => without_api(&app, &id)?,
        None => only(&app)?,
    };
    answered(&app, &provider, ("POST", ""), &body).await
}

pub(super) async fn read(State(app): State<Arc<App>>, Path(id): Path<String>) -> Answer {
    of_one(&app, "GET", &id, b"").await
}

pub(super) async fn change(State(app): State<Arc<App>>, Path(id): Path<String>, body: Body) -> Answer {
    let body = extract::bytes(&app, body).await?;
    of_one(&app, "PATCH", &id, &body).await
}

pub(super) async fn delete(State(app): State<Arc<App>>, Path(id): Path<String>) -> Answer {
    of_one(&app, "DELETE", &id, b"").await
}

/// Answers a call about the subscription of this id.
async fn of_one(app: &App, method: &str, id: &str, body: &[u8]) -> Answer {
    let accounts = app.engine.store().accounts().into_iter();
    let account = accounts.filter(|account| account.with(|state| state.subscription(id).is_some()));
    let provider =
        account.filter_map(|account| app.engine.provider(account.provider())).find(|known| known.api.is_none());
    let provider = provider.ok_or_else(|| Refusal::missing(format!("no subscription `{id}` exists")))?;
    answered(app, provider, (method, id), body).await
}

/// Answers a call to the management API of hookproof.
async fn answered(app: &App, provider: &Provider, (method, id): (&str, &str), body: &[u8]) -> Answer {
    let path = format!("{OWN}/subscriptions/{id}");
    let headers = Headers::new();
    let base = format!("http://{}", app.address);
    let call = Call::new(method, &path, clock::now()).with("", &headers, body, &base);
    match app.engine.answer_own(provider, &call) {
        Some(answered) => Ok(answers::response(answered).await),
        None => Err(has_api(provider)),
    }
}

/// Returns the served providers that have no management API of their own.
fn candidates(app: &App) -> Vec<Arc<Provider>> {
    app.engine.providers().filter(|provider| provider.api.is_none()).cloned().collect()
}

/// Returns the provider of this id, if it has no management API of its own.
fn without_api(app: &App, id: &str) -> Result<Arc<Provider>, Refusal> {
    let provider = extract::provider(app, id)?;
    if provider.api.is_some() { Err(has_api(provider)) } else { Ok(Arc::clone(provider)) }
}

/// Returns the only provider without a management API.
fn only(app: &App) -> Result<Arc<Provider>, Refusal> {
    match <[Arc<Provider>; 1]>::try_from(candidates(app)) {
        Ok([provider]) => Ok(provider),
        Err(none) if none.is_empty() => {
            Err(Refusal::bad("every provider that is served here has a management API of its own: use that"))
        }
        Err(several) => {
            let ids: Vec<&str> = several.iter().map(|provider| provider.id.as_str()).collect();
            Err(Refusal::bad(format!("`provider` is missing: several are served: {}", ids.join(", "))))
        }
    }
}

fn has_api(provider: &Provider) -> Refusal {
    let Provider { id, name, .. } = provider;
    Refusal::bad(format!("{name} has a management API of its own: register URLs there, below /{id}"))
}
