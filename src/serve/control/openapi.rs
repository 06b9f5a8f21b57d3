//! The OpenAPI 3.1 document of `/_hookproof/`, made from the types that are read and written.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::Response;
use axum::http::StatusCode;
use schemars::JsonSchema;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::deliver::Weather;
use crate::serve::app::App;
use crate::serve::control::ask;
use crate::serve::control::ask::ErrorView;
use crate::serve::control::clock::ClockOrder;
use crate::serve::control::clock::ClockView;
use crate::serve::control::deliveries::DeliveriesView;
use crate::serve::control::deliveries::FindingsView;
use crate::serve::control::deliveries::ResetOrder;
use crate::serve::control::emit::EmitOrder;
use crate::serve::control::health::AccountsView;
use crate::serve::control::health::HealthView;
use crate::serve::control::health::ProvidersView;
use crate::serve::control::verify::VerifyOrder;
use crate::serve::control::wait::WaitOrder;
use crate::serve::control::wait::WaitView;
use crate::serve::options::Options;
use crate::serve::views::DeliveryDetail;
use crate::serve::views::DeliveryView;
use crate::store::Status;
use crate::verify::Run;

pub(super) async fn document(State(app): State<Arc<App>>) -> Response<Body> {
    ask::json(StatusCode::OK, &written(&app.options))
}

/// Schemas of what is sent to the server and of what it sends.
struct Schemas {
    taken: SchemaGenerator,
    given: SchemaGenerator,
}

impl Schemas {
    fn new() -> Self {
        let settings = || {
            let mut settings = SchemaSettings::draft2020_12();
            settings.definitions_path = "/components/schemas".into();
            settings.meta_schema = None;
            settings
        };
        Self { taken: settings().into_generator(), given: settings().for_serialize().into_generator() }
    }

    fn taken<T: JsonSchema>(&mut self) -> Value {
        json!({"required": false, "content": {"application/json": {"schema": self.taken.subschema_for::<T>()}}})
    }

    fn given<T: JsonSchema>(&mut self, about: &str) -> Value {
        json!({"description": about, "content": {"application/json": {"schema": self.given.subschema_for::<T>()}}})
    }
}

/// The document of a server that was told so.
#[expect(clippy::too_many_lines, reason = "one line a call")]
fn written(options: &Options) -> Value {
    let mut schemas = Schemas::new();
    let mut paths = Map::new();
    let mut add = |path: &str, method: &str, about: &str, mut operation: Value, answers: Value| {
        let mut responses = answers;
        for (status, told) in [
            ("400", "What was sent is not what this call takes."),
            ("401", "The token is missing or wrong."),
            ("404", "Nothing is here."),
            ("413", "The body is too large."),
            ("503", "What the call did could not be kept."),
        ] {
            let error = json!({"$ref": "#/components/schemas/ErrorView"});
            responses[status] = json!({"description": told, "content": {"application/json": {"schema": error}}});
        }
        operation["summary"] = json!(about);
        operation["operationId"] = json!(format!("{method}{}", path.replace(['/', '.', '{', '}'], "_")));
        operation["responses"] = responses;
        let entry = paths.entry(format!("/_hookproof{path}")).or_insert_with(|| json!({}));
        entry[method] = operation;
    };
    let none = json!({});
    let text =
        |about: &str, kind: &str| json!({"description": about, "content": {kind: {"schema": {"type": "string"}}}});
    let any =
        |about: &str| json!({"description": about, "content": {"application/json": {"schema": {"type": "object"}}}});
    let statuses: Vec<&str> = Status::ALL.iter().map(|status| status.name()).collect();
    let query = |name: &str, schema: Value| json!({"name": name, "in": "query", "required": false, "schema": schema});
    let in_path = |name: &str, schema: Value| json!({"name": name, "in": "path", "required": true, "schema": schema});
    let string = || json!({"type": "string"});
    let number = || json!({"type": "integer", "minimum": 0, "maximum": u64::MAX});
    let limit = || query("limit", json!({"type": "integer", "minimum": 1, "maximum": 500}));
    let filters = json!([
        query("provider", string()),
        query("account", string()),
        query("event", string()),
        query("status", json!({"enum": statuses})),
        query("subscription", string()),
        query("before", number()),
        query("after", number()),
        limit(),
    ]);
    let delivery = json!([in_path("id", number())]);

    let given = schemas.given::<HealthView>("How it does.");
    add("/health", "get", "How the server does", none.clone(), json!({"200": given}));
    let given = text("Counters.", "text/plain");
    add("/metrics", "get", "Counters for Prometheus", none.clone(), json!({"200": given}));
    let given = schemas.given::<AccountsView>("The accounts.");
    add("/accounts", "get", "Accounts and their subscriptions", none.clone(), json!({"200": given}));
    let given = schemas.given::<ProvidersView>("The providers.");
    add("/providers", "get", "Providers and what they can emit", none.clone(), json!({"200": given}));
    let named = json!({"parameters": [in_path("provider", string()), in_path("payload", string())]});
    add("/schemas/{provider}/{payload}", "get", "JSON Schema of a payload", named, json!({"200": any("The schema.")}));
    add("/openapi.json", "get", "This document", none.clone(), json!({"200": any("This document.")}));
    let given = schemas.given::<DeliveriesView>("The deliveries that it makes.");
    let taken = json!({"requestBody": schemas.taken::<EmitOrder>()});
    add("/emit", "post", "Emit events", taken, json!({"201": given}));
    let given = schemas.given::<DeliveriesView>("A page, newest first.");
    add("/deliveries", "get", "Deliveries", json!({"parameters": filters}), json!({"200": given}));
    let given = schemas.given::<DeliveryDetail>("The delivery.");
    add(
        "/deliveries/{id}",
        "get",
        "A delivery with its attempts",
        json!({"parameters": delivery.clone()}),
        json!({"200": given}),
    );
    let given = schemas.given::<DeliveryView>("The new delivery.");
    add(
        "/deliveries/{id}/redeliver",
        "post",
        "Deliver the same again",
        json!({"parameters": delivery}),
        json!({"201": given}),
    );
    let given = schemas.given::<FindingsView>("The findings.");
    let about = json!({"parameters": [query("account", string()), query("before", number()), limit()]});
    add("/findings", "get", "What was wrong or odd about calls", about, json!({"200": given}));
    let taken = json!({"requestBody": schemas.taken::<ResetOrder>()});
    add("/reset", "post", "Forget an account, or everything", taken, json!({"200": any("Done.")}));
    let given = schemas.given::<WaitView>("What the waiting came to.");
    let taken = json!({"requestBody": schemas.taken::<WaitOrder>()});
    add("/wait", "post", "Wait until deliveries stand so", taken, json!({"200": given}));
    let given = schemas.given::<ClockView>("The clock.");
    add("/clock", "get", "The deliveries' own clock", none.clone(), json!({"200": given.clone()}));
    let taken = json!({"requestBody": schemas.taken::<ClockOrder>()});
    add("/clock", "put", "Set the pace, or put the clock forward", taken, json!({"200": given}));
    let given = schemas.given::<Weather>("The weather.");
    add("/faults", "get", "What goes wrong on purpose", none.clone(), json!({"200": given.clone()}));
    let taken = json!({"requestBody": schemas.taken::<Weather>()});
    add("/faults", "put", "Let other things go wrong", taken, json!({"200": given}));
    let given = schemas.given::<Run>("The report.");
    let taken = json!({"requestBody": schemas.taken::<VerifyOrder>()});
    add("/verify", "post", "Run the battery against a subscription", taken, json!({"200": given}));
    let given = text("Events `delivery`, `finding`, `reset` and `lagged`.", "text/event-stream");
    add("/stream", "get", "What happens, as it happens", none, json!({"200": given}));

    schemas.given.subschema_for::<ErrorView>();
    let mut definitions = schemas.given.take_definitions(true);
    // A type that is taken and given has one name: what may be left out by the one is never left out by the other.
    definitions.extend(schemas.taken.take_definitions(true));
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "hookproof",
            "summary": "Drives a mock provider of webhooks",
            "version": env!("CARGO_PKG_VERSION"),
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "paths": paths,
        "components": {"schemas": definitions},
    });
    if options.token.is_some() {
        document["components"]["securitySchemes"] = json!({"token": {"type": "http", "scheme": "bearer"}});
        document["security"] = json!([{"token": []}]);
    }
    document
}
