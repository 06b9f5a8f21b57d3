//! Routes each call: to the management API of a provider, or to `/_hookproof/`.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming as Received;
use tower_service::Service;

use crate::clock;
use crate::clock::Stopwatch;
use crate::model::Headers;
use crate::net;
use crate::provider::Provider;
use crate::provider::api::Call;
use crate::serve::answers;
use crate::serve::answers::own_error;
use crate::serve::app::App;
use crate::serve::log::{Line, stamp};
use crate::serve::security::Barred;
use crate::serve::{dashboard, security};

/// The path prefix of the control API.
pub(super) const OWN: &str = "/_hookproof";

/// Answers one call. Infallible: errors become responses.
pub(super) async fn serve(
    app: Arc<App>,
    own: Router,
    request: Request<Received>,
) -> Result<Response<Body>, Infallible> {
    let watch = Stopwatch::start();
    let at = clock::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let (provider, response) = route(&app, own, request).await;
    app.metrics.count(&provider, response.status().as_u16());
    if let Some(log) = &app.options.logger {
        log(&Line::Call {
            at: stamp(at),
            provider: &provider,
            method: method.as_str(),
            path: &path,
            status: response.status().as_u16(),
            micros: u64::try_from(watch.elapsed().as_micros()).unwrap_or(u64::MAX),
        });
    }
    Ok(response)
}

async fn route(app: &Arc<App>, mut own: Router, request: Request<Received>) -> (String, Response<Body>) {
    if let Err(barred) = security::by_name(&app.options, request.method(), request.headers()) {
        return (String::new(), refused(barred));
    }
    let path = request.uri().path();
    if path == OWN || path.starts_with("/_hookproof/") {
        let is_page = request.method() == "GET" && dashboard::is_page(path);
        let token = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        if !is_page && let Err(barred) = security::by_token(&app.options, token) {
            return (String::new(), refused(barred));
        }
        // A router is always ready, and it is infallible: its errors are responses.
        let Ok(response) = own.call(request.map(Body::new)).await;
        return (String::new(), response);
    }
    let Some((provider, below)) = provider_of(app, path) else {
        let known: Vec<String> = app.engine.providers().map(|provider| format!("/{}", provider.id)).collect();
        let message = format!("nothing is served here; the providers are at {}", known.join(", "));
        return (String::new(), own_error(StatusCode::NOT_FOUND, "not_found", &message));
    };
    let (provider, below) = (Arc::clone(provider), below.to_owned());
    let response = managed(app, &provider, &below, request).await;
    (provider.id.clone(), response)
}

/// Returns the provider for a path, and the path relative to its root.
fn provider_of<'a>(app: &'a App, path: &'a str) -> Option<(&'a Arc<Provider>, &'a str)> {
    let (first, _) = path[1.min(path.len())..].split_once('/').unwrap_or((&path[1.min(path.len())..], ""));
    if let Some(provider) = app.engine.provider(first) {
        return Some((provider, &path[1 + first.len()..]));
    }
    let mut providers = app.engine.providers();
    match (providers.next(), providers.next()) {
        (Some(only), None) => Some((only, path)),
        _ => None,
    }
}

/// Answers a call to the management API of a provider.
async fn managed(app: &App, provider: &Provider, below: &str, request: Request<Received>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = match net::within(app.options.client_timeout, Limited::new(body, app.options.max_body).collect()).await {
        Some(Ok(body)) => body.to_bytes(),
        Some(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
            let message = format!("the body is larger than {} bytes", app.options.max_body);
            return own_error(StatusCode::PAYLOAD_TOO_LARGE, "too_large", &message);
        }
        Some(Err(_)) => return own_error(StatusCode::BAD_REQUEST, "broken_body", "the body was not sent whole"),
        None => return own_error(StatusCode::REQUEST_TIMEOUT, "too_slow", "the body took too long to come"),
    };
    let headers: Headers = parts.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok()).map(str::to_owned);
    let host = host.unwrap_or_else(|| app.address.to_string());
    let base = if below.len() == parts.uri.path().len() {
        format!("http://{host}")
    } else {
        format!("http://{host}/{}", provider.id)
    };
    let path = if below.is_empty() { "/" } else { below };
    let query = parts.uri.query().unwrap_or_default();
    let call = Call::new(parts.method.as_str(), path, clock::now()).with(query, &headers, &body, &base);
    let Some(answered) = app.engine.answer(provider, &call) else {
        let name = &provider.name;
        let message = format!("{name} has no management API here: register URLs at {OWN}/subscriptions");
        return own_error(StatusCode::NOT_FOUND, "no_api", &message);
    };
    answers::response(answered).await
}

fn refused(barred: Barred) -> Response<Body> {
    let status = StatusCode::from_u16(barred.status()).unwrap_or(StatusCode::FORBIDDEN);
    let mut response = own_error(status, barred.code(), barred.describe());
    if barred == Barred::Token {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}
