//! The table of all calls below `/_hookproof/`. The router and the OpenAPI document are built from it.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use axum::http::StatusCode;
use axum::routing::get;
use axum::routing::post;
use axum::routing::put;
use serde_json::Value;
use serde_json::json;

use crate::deliver::Weather;
use crate::serve::app::App;
use crate::serve::control::ask;
use crate::serve::control::clock;
use crate::serve::control::clock::ClockOrder;
use crate::serve::control::clock::ClockView;
use crate::serve::control::deliveries;
use crate::serve::control::deliveries::DeliveriesView;
use crate::serve::control::deliveries::FindingsView;
use crate::serve::control::deliveries::ResetOrder;
use crate::serve::control::emit;
use crate::serve::control::emit::EmitOrder;
use crate::serve::control::health;
use crate::serve::control::health::AccountsView;
use crate::serve::control::health::HealthView;
use crate::serve::control::health::ProvidersView;
use crate::serve::control::openapi;
use crate::serve::control::row::Row;
use crate::serve::control::stream;
use crate::serve::control::verify;
use crate::serve::control::verify::VerifyOrder;
use crate::serve::control::wait;
use crate::serve::control::wait::WaitOrder;
use crate::serve::control::wait::WaitView;
use crate::serve::control::weather;
use crate::serve::views::DeliveryDetail;
use crate::serve::views::DeliveryView;
use crate::store::Status;
use crate::verify::Run;

pub(super) async fn document(State(app): State<Arc<App>>) -> Response<Body> {
    ask::json(StatusCode::OK, &openapi::written(&rows(), &app.options))
}

/// Returns every call that the document describes, in its order.
pub(super) fn rows() -> Vec<Row> {
    let delivery = || [in_path("id", &number())];
    vec![
        Row::get("/health", "How the server does", get(health::health)).gives::<HealthView>("How it does."),
        Row::get("/metrics", "Counters for Prometheus", get(health::metrics)).gives_text("Counters.", "text/plain"),
        Row::get("/accounts", "Accounts and their subscriptions", get(health::accounts))
            .gives::<AccountsView>("The accounts."),
        Row::get("/providers", "Providers and what they can emit", get(health::providers))
            .gives::<ProvidersView>("The providers."),
        Row::get("/schemas/{provider}/{payload}", "JSON Schema of a payload", get(health::schema))
            .parameters([in_path("provider", &string()), in_path("payload", &string())])
            .gives_any("The schema."),
        Row::get("/openapi.json", "This document", get(document)).gives_any("This document."),
        Row::post("/emit", "Emit events", post(emit::emit))
            .takes::<EmitOrder>()
            .creates::<DeliveriesView>("The deliveries that it makes."),
        Row::get("/deliveries", "Deliveries", get(deliveries::list))
            .parameters(filters())
            .gives::<DeliveriesView>("A page, newest first."),
        Row::get("/deliveries/{id}", "A delivery with its attempts", get(deliveries::one))
            .parameters(delivery())
            .gives::<DeliveryDetail>("The delivery."),
        Row::post("/deliveries/{id}/redeliver", "Deliver the same again", post(deliveries::redeliver))
            .parameters(delivery())
            .creates::<DeliveryView>("The new delivery."),
        Row::get("/findings", "What was wrong or odd about calls", get(deliveries::findings))
            .parameters([query("account", &string()), query("before", &number()), limit()])
            .gives::<FindingsView>("The findings."),
        Row::post("/reset", "Forget an account, or everything", post(deliveries::reset))
            .takes::<ResetOrder>()
            .gives_any("Done."),
        Row::post("/wait", "Wait until deliveries stand so", post(wait::wait))
            .takes::<WaitOrder>()
            .gives::<WaitView>("What the waiting came to."),
        Row::get("/clock", "The deliveries' own clock", get(clock::read)).gives::<ClockView>("The clock."),
        Row::put("/clock", "Set the pace, or put the clock forward", put(clock::set))
            .takes::<ClockOrder>()
            .gives::<ClockView>("The clock."),
        Row::get("/faults", "What goes wrong on purpose", get(weather::read)).gives::<Weather>("The weather."),
        Row::put("/faults", "Let other things go wrong", put(weather::set))
            .takes::<Weather>()
            .gives::<Weather>("The weather."),
        Row::post("/verify", "Run the battery against a subscription", post(verify::verify))
            .takes::<VerifyOrder>()
            .gives::<Run>("The report."),
        Row::get("/stream", "What happens, as it happens", get(stream::stream))
            .gives_text("Events `delivery`, `finding`, `reset` and `lagged`.", "text/event-stream"),
    ]
}

fn filters() -> [Value; 8] {
    let statuses: Vec<&str> = Status::ALL.iter().map(|status| status.name()).collect();
    [
        query("provider", &string()),
        query("account", &string()),
        query("event", &string()),
        query("status", &json!({"enum": statuses})),
        query("subscription", &string()),
        query("before", &number()),
        query("after", &number()),
        limit(),
    ]
}

fn query(name: &str, schema: &Value) -> Value {
    json!({"name": name, "in": "query", "required": false, "schema": schema})
}

fn in_path(name: &str, schema: &Value) -> Value {
    json!({"name": name, "in": "path", "required": true, "schema": schema})
}

fn string() -> Value {
    json!({"type": "string"})
}

fn number() -> Value {
    json!({"type": "integer", "minimum": 0, "maximum": u64::MAX})
}

fn limit() -> Value {
    query("limit", &json!({"type": "integer", "minimum": 1, "maximum": 500}))
}
