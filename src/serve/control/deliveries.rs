//! Deliveries and findings: lists, redelivers and removes them.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::clock;
use crate::providers;
use crate::serve::app::App;
use crate::serve::control::extract;
use crate::serve::control::extract::{Answer, Query, Refusal, json};
use crate::serve::views::{DeliveryDetail, DeliveryView, FindingView, Sender};
use crate::store::{AccountId, Delivery, Filter, Status, StoreError};

/// The default and the maximum number of items on a page.
const PAGE: u64 = 50;
pub(super) const MOST: u64 = 500;

/// The query parameters of a list of deliveries.
pub(super) const PARAMETERS: &[&str] =
    &["provider", "account", "event", "status", "subscription", "before", "after", "limit"];

/// The query parameters of a list of findings.
pub(super) const FINDING_PARAMETERS: &[&str] = &["account", "before", "limit"];

/// A page of deliveries.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DeliveriesView {
    /// The deliveries, newest first.
    pub(super) deliveries: Vec<DeliveryView>,
    /// Value of `before` for the next page; null on the last page.
    pub(super) next: Option<u64>,
}

/// A page of findings.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FindingsView {
    /// The findings, newest first.
    findings: Vec<FindingView>,
    /// Value of `before` for the next page; null on the last page.
    next: Option<u64>,
}

/// A request to remove data.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ResetOrder {
    /// Id of an account; if left out, the data of all accounts is removed.
    account: Option<String>,
}

/// Reads the filter for deliveries from a query.
pub(super) fn filter(query: &Query) -> Result<Filter, Refusal> {
    let status = match query.get("status") {
        None => None,
        Some(name) => Some(status(name)?),
    };
    let text = |name| query.get(name).map(str::to_owned);
    Ok(Filter {
        provider: text("provider"),
        account: text("account").map(AccountId::named),
        event: text("event"),
        subscription: text("subscription"),
        status,
        before: query.number("before")?,
        after: query.number("after")?,
    })
}

/// Returns the status with this name.
pub(super) fn status(name: &str) -> Result<Status, Refusal> {
    Status::named(name).ok_or_else(|| {
        let known: Vec<&str> = Status::ALL.iter().map(|status| status.name()).collect();
        Refusal::bad(format!("unknown status `{name}`; known are {}", known.join(", ")))
    })
}

pub(super) async fn list(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Answer {
    let query = Query::of(query.as_deref(), PARAMETERS)?;
    let limit = query.limit(PAGE, MOST)?;
    let found = app.engine.store().page(&filter(&query)?, limit + 1).await.map_err(|error| unread(&error))?;
    let next = next(&found, limit, |delivery| delivery.number);
    let deliveries = found.iter().take(limit).map(DeliveryView::of).collect();
    Ok(json(StatusCode::OK, &DeliveriesView { deliveries, next }))
}

/// Returns the value of `before` for the next page, or `None` if there is no next page.
fn next<T>(found: &[T], limit: usize, number: impl Fn(&T) -> u64) -> Option<u64> {
    if found.len() <= limit {
        return None;
    }
    found.get(limit - 1).map(number)
}

pub(super) async fn one(State(app): State<Arc<App>>, Path(id): Path<String>) -> Answer {
    let delivery = known(&app, &id).await?;
    // A store may hold deliveries of providers that are not served. They wait, but can still be viewed.
    let sender = match app.engine.provider(&delivery.provider) {
        Some(provider) => Sender::Served(provider),
        None => providers::named(&delivery.provider).map_or(Sender::Unknown, |known| Sender::Known(Box::new(known))),
    };
    Ok(json(StatusCode::OK, &DeliveryDetail::of(&delivery, &sender)))
}

pub(super) async fn redeliver(State(app): State<Arc<App>>, Path(id): Path<String>) -> Answer {
    let delivery = known(&app, &id).await?;
    // Reject this if the provider is not served, because the delivery would only wait.
    extract::provider(&app, &delivery.provider)?;
    let again = app.engine.redeliver(&delivery, clock::now());
    let (again, commit) = again.ok_or_else(|| Refusal::missing("its account is gone"))?;
    commit.done().await.map_err(|reason| Refusal::not_kept(&reason))?;
    Ok(json(StatusCode::CREATED, &DeliveryView::of(&again)))
}

pub(super) async fn findings(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Answer {
    let query = Query::of(query.as_deref(), FINDING_PARAMETERS)?;
    let (account, before) = (query.get("account").map(AccountId::named), query.number("before")?);
    let limit = query.limit(MOST, MOST)?;
    let found = app.engine.store().page_of_findings(account.as_ref(), before, limit + 1).await;
    let found = found.map_err(|error| unread(&error))?;
    let next = next(&found, limit, |finding| finding.number);
    let findings = found.iter().take(limit).map(FindingView::of).collect();
    Ok(json(StatusCode::OK, &FindingsView { findings, next }))
}

pub(super) async fn reset(State(app): State<Arc<App>>, body: Body) -> Answer {
    let order: ResetOrder = extract::read(&app, body).await?;
    let account = match &order.account {
        Some(id) => Some(extract::account(&app, id)?),
        None => None,
    };
    let commit = app.engine.store().reset(account.as_ref().map(|account| account.id()));
    commit.done().await.map_err(|reason| Refusal::not_kept(&reason))?;
    Ok(extract::done())
}

fn unread(error: &StoreError) -> Refusal {
    Refusal::not_kept(&error.to_string())
}

async fn known(app: &App, id: &str) -> Result<Delivery, Refusal> {
    let number = id.parse().map_err(|_| Refusal::missing(format!("`{id}` is not the number of a delivery")))?;
    let found = app.engine.store().recall(number).await.map_err(|error| unread(&error))?;
    found.ok_or_else(|| Refusal::missing(format!("delivery {number} does not exist, or was removed")))
}
