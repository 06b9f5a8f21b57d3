//! The table of all calls below `/_hookproof/`. The router and the OpenAPI document are built from it.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use serde_json::{Value, json};

use crate::deliver::Faults;
use crate::provider::api::{SubscriptionChange, SubscriptionDetail, SubscriptionDetails, SubscriptionOrder};
use crate::serve::app::App;
use crate::serve::control::clock::{ClockOrder, ClockView};
use crate::serve::control::deliveries::{DeliveriesView, FindingsView, ResetOrder};
use crate::serve::control::emit::EmitOrder;
use crate::serve::control::health::{AccountsView, HealthView, ProvidersView};
use crate::serve::control::row::Row;
use crate::serve::control::verify::VerifyOrder;
use crate::serve::control::wait::{WaitOrder, WaitView};
use crate::serve::control::{
    clock, deliveries, emit, extract, faults, health, openapi, stream, subscriptions, verify, wait,
};
use crate::serve::views::{DeliveryDetail, DeliveryView};
use crate::store::Status;
use crate::verify::Run;

pub(super) async fn document(State(app): State<Arc<App>>) -> Response<Body> {
    extract::json(StatusCode::OK, &openapi::written(&rows(), &app.options))
}

/// Returns every call that the document describes, in its order.
pub(super) fn rows() -> Vec<Row> {
    let delivery = || [in_path("id", &number())];
    vec![
        Row::get("/health", "State of the server", health::health).gives::<HealthView>("The state."),
        Row::get("/metrics", "Counters for Prometheus", health::metrics).gives_text("Counters.", "text/plain"),
        Row::get("/accounts", "Accounts and their subscriptions", health::accounts)
            .parameters(health::ACCOUNT_PARAMETERS.iter().copied().map(|name| match name {
                "after" => in_query(name, &string()),
                _ => query(name),
            }))
            .gives::<AccountsView>("A page, ordered by id."),
        Row::get("/providers", "Providers, and the events that they can emit", health::providers)
            .gives::<ProvidersView>("The providers."),
        Row::get("/schemas/{provider}/{payload}", "JSON Schema of a payload", health::schema)
            .parameters([in_path("provider", &string()), in_path("payload", &string())])
            .gives_any("The schema."),
        Row::get("/openapi.json", "This document", document).gives_any("This document."),
        Row::post("/emit", "Emit events", emit::emit)
            .takes::<EmitOrder>()
            .creates::<DeliveriesView>("The new deliveries."),
        Row::get("/deliveries", "Deliveries", deliveries::list)
            .parameters(deliveries::PARAMETERS.iter().copied().map(query))
            .gives::<DeliveriesView>("A page, newest first."),
        Row::get("/deliveries/{id}", "A delivery with its attempts", deliveries::one)
            .parameters(delivery())
            .gives::<DeliveryDetail>("The delivery."),
        Row::post("/deliveries/{id}/redeliver", "Redeliver a delivery as a new one", deliveries::redeliver)
            .parameters(delivery())
            .creates::<DeliveryView>("The new delivery."),
        Row::get("/findings", "Findings: wrong or unusual calls and deliveries", deliveries::findings)
            .parameters(deliveries::FINDING_PARAMETERS.iter().copied().map(query))
            .gives::<FindingsView>("A page, newest first."),
        Row::post("/reset", "Remove the data of one account, or of all", deliveries::reset)
            .takes::<ResetOrder>()
            .gives_any("Done."),
        Row::post("/wait", "Wait for deliveries", wait::wait).takes::<WaitOrder>().gives::<WaitView>("The result."),
        Row::get("/subscriptions", "Subscriptions to providers without a management API", subscriptions::list)
            .parameters([query("provider")])
            .gives::<SubscriptionDetails>("The subscriptions."),
        Row::post("/subscriptions", "Subscribe a URL to events", subscriptions::create)
            .takes::<SubscriptionOrder>()
            .creates::<SubscriptionDetail>("The new subscription."),
        Row::get("/subscriptions/{id}", "A subscription", subscriptions::read)
            .parameters([in_path("id", &string())])
            .gives::<SubscriptionDetail>("The subscription."),
        Row::patch("/subscriptions/{id}", "Change, pause or resume a subscription", subscriptions::change)
            .parameters([in_path("id", &string())])
            .takes::<SubscriptionChange>()
            .gives::<SubscriptionDetail>("The subscription."),
        Row::delete("/subscriptions/{id}", "Delete a subscription", subscriptions::delete)
            .parameters([in_path("id", &string())])
            .gives_nothing("Deleted."),
        Row::get("/clock", "The delivery clock", clock::read).gives::<ClockView>("The clock."),
        Row::put("/clock", "Change the speed of the delivery clock, or advance it", clock::set)
            .takes::<ClockOrder>()
            .gives::<ClockView>("The clock."),
        Row::get("/faults", "Injected faults", faults::read).gives::<Faults>("The faults."),
        Row::put("/faults", "Change the injected faults", faults::set).takes::<Faults>().gives::<Faults>("The faults."),
        Row::post("/verify", "Verify the endpoint of a subscription, or a URL", verify::verify)
            .takes::<VerifyOrder>()
            .gives::<Run>("The report."),
        Row::get("/stream", "Changes as they happen", stream::stream)
            .gives_text("Events `delivery`, `finding`, `reset` and `lagged`.", "text/event-stream"),
    ]
}

/// Describes a query parameter. Those that are not named here are text.
fn query(name: &str) -> Value {
    let schema = match name {
        "status" => json!({"enum": Status::ALL.map(Status::name)}),
        "before" | "after" => number(),
        "limit" => json!({"type": "integer", "minimum": 1, "maximum": deliveries::MOST}),
        _ => string(),
    };
    in_query(name, &schema)
}

fn in_query(name: &str, schema: &Value) -> Value {
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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::serve::control::row::Schemas;

    fn required(schema: &Value) -> HashSet<&str> {
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// The document keeps only the request schema of a type that is in requests and in responses.
    #[test]
    fn the_request_schema_of_a_shared_type_fits_its_responses() {
        let mut schemas = Schemas::new();
        for Row { takes, gives: (_, gives), .. } in rows() {
            gives(&mut schemas);
            if let Some(takes) = takes {
                takes(&mut schemas);
            }
        }
        let (taken, given) = (schemas.taken.take_definitions(true), schemas.given.take_definitions(true));
        let shared: Vec<_> = taken.iter().filter_map(|(name, taken)| Some((name, taken, given.get(name)?))).collect();
        assert!(shared.iter().any(|(name, ..)| *name == "ApiFault"));
        for (name, taken, given) in shared {
            assert!(required(taken).is_subset(&required(given)), "{name}: a response may omit a required field");
        }
    }
}
