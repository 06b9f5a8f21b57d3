//! Runs the battery against an endpoint that a consumer has registered.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{StatusCode, header};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::battery::Verifier;
use crate::model::{SecretText, Target, TargetError, Trust, or_default};
use crate::net;
use crate::report;
use crate::serve::app::App;
use crate::serve::control::extract;
use crate::serve::control::extract::{Answer, Refusal, json};

/// A request to verify an endpoint.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct VerifyOrder {
    /// Id of the provider.
    provider: String,
    /// Id of an account. The URL and the secret are those of its subscription.
    account: Option<String>,
    /// Id of a subscription of the account; its only one by default.
    subscription: Option<String>,
    /// A URL to verify instead of a subscription.
    url: Option<String>,
    /// Secret that signs, if `url` is given.
    secret: Option<SecretText>,
    /// URL that returns the effect count.
    effects: Option<String>,
    /// The only checks or families to run.
    #[serde(default, deserialize_with = "or_default")]
    #[schemars(with = "Option<Vec<String>>")]
    only: Vec<String>,
    /// Checks or families to leave out.
    #[serde(default, deserialize_with = "or_default")]
    #[schemars(with = "Option<Vec<String>>")]
    skip: Vec<String>,
    /// Number of generated payloads for each event type, 8 by default.
    #[schemars(range(max = 10_000))]
    cases: Option<u32>,
    /// Seed for the shapes; the server's seed by default.
    seed: Option<u64>,
    /// Maximum duration of the run, in milliseconds, 60,000 by default.
    #[schemars(range(max = 600_000))]
    budget_ms: Option<u64>,
}

pub(super) async fn verify(State(app): State<Arc<App>>, body: Body) -> Answer {
    let order: VerifyOrder = extract::read(&app, body).await?;
    let provider = extract::provider(&app, &order.provider)?;
    let Endpoint { url, secret, trust } = endpoint(&app, &order)?;
    let target: Target = url.parse().map_err(|error: TargetError| Refusal::bad(error.to_string()))?;
    allowed(&app, &target).await?;
    let mut verifier = Verifier::of(provider.as_ref().clone())
        .only(order.only)
        .skip(order.skip)
        .cases(order.cases.unwrap_or(8).min(10_000))
        .seed(order.seed.unwrap_or(app.options.seed))
        .trust(trust)
        .budget(Duration::from_millis(order.budget_ms.unwrap_or(60_000).min(600_000)));
    if let Some(secret) = secret {
        verifier = verifier.secret(secret.expose().to_owned());
    }
    if let Some(effects) = &order.effects {
        let effects: Target = effects.parse().map_err(|error: TargetError| Refusal::bad(error.to_string()))?;
        allowed(&app, &effects).await?;
        verifier = verifier.effects_at(effects.url);
    }
    let run = verifier.try_run(&url).await.map_err(|error| Refusal::bad(error.to_string()))?;
    let mut response = json(StatusCode::OK, &serde_json::Value::Null);
    *response.body_mut() = Body::from(report::json(&run));
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("application/json"));
    Ok(response)
}

/// The endpoint to verify.
struct Endpoint {
    url: String,
    /// Secret that signs.
    secret: Option<SecretText>,
    trust: Trust,
}

fn endpoint(app: &App, order: &VerifyOrder) -> Result<Endpoint, Refusal> {
    let trust = app.options.trust.clone();
    if let Some(url) = &order.url {
        return Ok(Endpoint { url: url.clone(), secret: order.secret.clone(), trust });
    }
    let account = order.account.as_deref().ok_or_else(|| Refusal::bad("give `account` or `url`"))?;
    let account = extract::account(app, account)?;
    account.with(|state| {
        let mut all = state.subscriptions();
        let subscription = match &order.subscription {
            Some(id) => state.subscription(id),
            None => all.next().filter(|_| all.next().is_none()),
        };
        let subscription = subscription
            .ok_or_else(|| Refusal::missing("the account has no such subscription, or has several: name one"))?;
        let secret = app.engine.signing(subscription.secret.as_ref(), state.secret());
        let trust = if subscription.any_certificate { Trust::Everyone } else { trust };
        Ok(Endpoint { url: subscription.url.clone(), secret, trust })
    })
}

/// Checks that deliveries to the target are allowed, because the battery may send only to allowed addresses.
async fn allowed(app: &App, target: &Target) -> Result<(), Refusal> {
    let addresses = net::addresses(target).await.map_err(|error| Refusal::bad(error.to_string()))?;
    match addresses.into_iter().find(|address| !app.options.allow_list.allows(&target.host, *address)) {
        Some(address) => Err(Refusal::bad(format!("{address} may not be delivered to: give it with --allow-target"))),
        None => Ok(()),
    }
}
