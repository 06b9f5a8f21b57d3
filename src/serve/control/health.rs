//! The state of the server, and the providers that it serves.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{Response, StatusCode, header};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::provider::Kind;
use crate::serve::app::App;
use crate::serve::control::clock::ClockView;
use crate::serve::control::deliveries::MOST;
use crate::serve::control::extract::{Answer, Query, Refusal, json, provider};
use crate::serve::routes::OWN;
use crate::serve::views::AccountView;
use crate::store::AccountId;

/// The query parameters of a list of accounts.
pub(super) const ACCOUNT_PARAMETERS: &[&str] = &["after", "limit"];

/// The state of the server.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct HealthView {
    /// `ok`, as long as it answers.
    status: String,
    /// Version of hookproof.
    hookproof: String,
    /// The providers, with the paths at which URLs are registered.
    providers: Vec<ServedView>,
    /// The delivery clock.
    clock: ClockView,
    /// Numbers of records.
    counts: CountsView,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ServedView {
    /// Its id.
    id: String,
    /// Its name.
    name: String,
    /// Path prefix of its management API; `/_hookproof/subscriptions` if it has none.
    base: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct CountsView {
    /// Accounts.
    accounts: usize,
    /// Deliveries that wait for their next attempt.
    waiting: usize,
    /// Deliveries with an attempt in flight.
    sending: usize,
    /// Deliveries ever created.
    created: u64,
    /// Finished deliveries that were dropped from memory to stay within its bounds. A store file still has them.
    dropped: u64,
    /// Findings ever recorded.
    findings: u64,
}

/// A provider and what it can emit.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ProviderView {
    /// Its id.
    id: String,
    /// Its name.
    name: String,
    /// Names of its events.
    events: Vec<String>,
    /// Names of its notices: deliveries that are not events.
    notices: Vec<String>,
    /// Names of its stories.
    stories: Vec<String>,
}

/// A page of accounts.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct AccountsView {
    /// The accounts, ordered by id.
    accounts: Vec<AccountView>,
    /// Value of `after` for the next page; null on the last page.
    next: Option<String>,
}

/// The providers.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct ProvidersView {
    /// The providers that are served.
    providers: Vec<ProviderView>,
}

pub(super) async fn health(State(app): State<Arc<App>>) -> Response<Body> {
    let counts = app.engine.store().counts();
    let served = |provider: &Arc<crate::provider::Provider>| ServedView {
        id: provider.id.clone(),
        name: provider.name.clone(),
        base: match provider.api {
            Some(_) => format!("/{}", provider.id),
            None => format!("{OWN}/subscriptions"),
        },
    };
    let view = HealthView {
        status: "ok".to_owned(),
        hookproof: env!("CARGO_PKG_VERSION").to_owned(),
        providers: app.engine.providers().map(served).collect(),
        clock: ClockView::of(&app),
        counts: CountsView {
            accounts: counts.accounts,
            waiting: counts.waiting,
            sending: counts.sending,
            created: counts.created,
            dropped: counts.dropped,
            findings: counts.findings,
        },
    };
    json(StatusCode::OK, &view)
}

pub(super) async fn metrics(State(app): State<Arc<App>>) -> Response<Body> {
    let mut response = Response::new(Body::from(app.metrics.written(&app.engine.store().counts())));
    let kind = header::HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

pub(super) async fn accounts(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Answer {
    let query = Query::of(query.as_deref(), ACCOUNT_PARAMETERS)?;
    let (after, limit) = (query.get("after").map(AccountId::named), query.limit(MOST, MOST)?);
    let found = app.engine.store().page_of_accounts(after.as_ref(), limit + 1);
    let next = (found.len() > limit).then(|| found.get(limit - 1)).flatten().map(|account| account.id().to_string());
    let accounts = found.iter().take(limit).map(|account| AccountView::of(account)).collect();
    Ok(json(StatusCode::OK, &AccountsView { accounts, next }))
}

pub(super) async fn providers(State(app): State<Arc<App>>) -> Response<Body> {
    let view = |provider: &Arc<crate::provider::Provider>| {
        let named = |kind| {
            let of_kind = provider.payloads.iter().filter(move |payload| payload.kind == kind);
            of_kind.map(|payload| payload.name.clone()).collect()
        };
        ProviderView {
            id: provider.id.clone(),
            name: provider.name.clone(),
            events: named(Kind::Event),
            notices: named(Kind::Notice),
            stories: provider.stories.iter().map(|story| story.name.clone()).collect(),
        }
    };
    let providers = app.engine.providers().map(view).collect();
    json(StatusCode::OK, &ProvidersView { providers })
}

pub(super) async fn schema(State(app): State<Arc<App>>, Path((id, payload)): Path<(String, String)>) -> Answer {
    let payload = provider(&app, &id)?.payload(&payload).map_err(|error| Refusal::missing(error.to_string()))?;
    let schema: &Value = payload.schema();
    Ok(json(StatusCode::OK, schema))
}
